-- The sandbox's own file. Times are milliseconds since 1970; `created_at`, `kept_at` by the wall clock, the rest by the movable one.
create table if not exists files (
    id text not null primary key,
    category text not null,
    code text,
    name text not null,
    bytes integer not null,
    uploaded_at integer not null
) strict;

-- Idempotency: what was answered under a Request-Id. `failures_left`: how often a 500 still hides the answer.
create table if not exists answers (
    request_id text not null primary key,
    digest text not null,
    status integer not null,
    body text not null,
    failures_left integer not null default 0,
    kept_at integer not null
) strict;

create table if not exists businesses (
    id integer not null primary key,
    request_id text not null,
    business_id text not null unique,
    brand_id text not null unique,
    callback_url text,
    document text not null,
    shared_key text not null,
    created_at integer not null
) strict;

-- One row for each thing that is judged; `slot` says where it stands in `businesses.document`.
create table if not exists entities (
    id integer not null primary key,
    business integer not null references businesses (id),
    kind text not null,
    slot text not null,
    doku_id text not null,
    code text,
    status text not null,
    note text,
    updated_at integer not null,
    submissions integer not null default 1,
    unique (business, kind, slot)
) strict;

create table if not exists verdicts (
    id integer not null primary key,
    entity integer not null unique references entities (id),
    status text not null,
    note text,
    due_at integer not null
) strict;
create index if not exists verdicts_due on verdicts (due_at);

-- state: waiting | delivered | failed | undeliverable | lost
create table if not exists deliveries (
    id integer not null primary key,
    business integer not null references businesses (id),
    kind text not null,
    request_id text not null,
    url text not null,
    body text not null,
    forged integer not null default 0,
    snap integer not null default 0,
    state text not null,
    due_at integer,
    first_tried_at integer,
    attempts integer not null default 0
) strict;
create index if not exists deliveries_due on deliveries (due_at) where state = 'waiting';
create index if not exists deliveries_of on deliveries (business);

create table if not exists attempts (
    id integer not null primary key,
    delivery integer not null references deliveries (id),
    at integer not null,
    status integer,
    problem text
) strict;

create table if not exists switches (
    name text not null primary key,
    value integer not null
) strict;

create table if not exists settings (
    name text not null primary key,
    value text not null
) strict;

-- What only the lenient sandbox takes: which rule, where in the call, how often. Never a value that was sent.
create table if not exists warnings (
    id integer not null primary key,
    call text not null,
    rule text not null,
    place text not null,
    request_id text not null,
    refused integer not null,
    times integer not null default 1,
    first_at integer not null,
    last_at integer not null,
    unique (call, rule, place, refused)
) strict;

-- The newest calls to the partner API as they came; a file in one is not kept. `status` null: the caller hung up first.
create table if not exists requests (
    id integer not null primary key,
    at integer not null,
    method text not null,
    target text not null,
    headers text not null,
    body text not null,
    verdict text not null,
    status integer,
    answer text not null
) strict;
