-- Facts are append-only: nothing rewrites what was received, sent or decided.
create table submissions (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    revision bigint not null,
    body bytea not null,
    submitted_at bigint not null
);
create unique index submissions_business_id_revision_key on submissions (business_id, revision);

create table decisions (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    account_id uuid not null references accounts (id),
    revision bigint not null,
    approved boolean not null,
    -- How many items were sent back.
    items bigint not null,
    decided_at bigint not null
);
create unique index decisions_business_id_revision_key on decisions (business_id, revision);

-- What the partner sent back; `settled_at` once the merchant touched it.
create table returned_items (
    business_id uuid not null references businesses (id) on delete cascade,
    item text not null,
    reason bytea not null,
    -- partner, or doku: DOKU refused the request and named this part.
    origin text not null,
    returned_at bigint not null,
    settled_at bigint,
    primary key (business_id, item, returned_at)
);

-- What DOKU took, facet by facet.
create table sends (
    business_id uuid not null references businesses (id) on delete cascade,
    facet text not null,
    revision bigint not null,
    sent_at bigint not null,
    file_id text,
    primary key (business_id, facet, revision)
);

create table callbacks (
    id uuid not null primary key,
    client_id text not null,
    request_id text not null,
    received_at bigint not null,
    -- The Request-Timestamp of the first delivery.
    sent_at bigint not null,
    headers bytea not null,
    body bytea not null,
    deliveries bigint not null default 1,
    -- new, projected, orphan, flagged
    status text not null,
    problem text,
    business_id uuid references businesses (id) on delete cascade
);
create unique index callbacks_client_id_request_id_key on callbacks (client_id, request_id);
create index callbacks_open on callbacks (status, received_at) where status = 'new';
create index callbacks_orphans on callbacks (received_at) where status = 'orphan';
create index callbacks_business on callbacks (business_id, received_at);

-- Badly signed ones, for diagnosis: the first 4 KiB, 10 000 rows, 7 days.
create table refused_callbacks (
    id uuid not null primary key,
    received_at bigint not null,
    reason text not null,
    head bytea not null
);
create index refused_callbacks_page on refused_callbacks (received_at, id);

create table readbacks (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    read_at bigint not null,
    body bytea not null
);
create index readbacks_business on readbacks (business_id, read_at);

-- What callbacks and read-backs say, entity by entity.
create table observations (
    fact_id uuid not null,
    facet text not null,
    business_id uuid not null references businesses (id) on delete cascade,
    reported text not null,
    note bytea,
    at bigint not null,
    source text not null,
    file_id text,
    outcome text not null default 'new',
    primary key (fact_id, facet)
);
create index observations_business on observations (business_id);

create table facets (
    business_id uuid not null references businesses (id) on delete cascade,
    facet text not null,
    verdict text not null,
    note bytea,
    at bigint,
    set_by uuid,
    revision bigint not null,
    sent_at bigint,
    first_accepted bigint,
    primary key (business_id, facet)
);

-- Which facet DOKU means by an id it gave.
create table doku_entities (
    business_id uuid not null references businesses (id) on delete cascade,
    doku_id text not null,
    facet text not null,
    primary key (business_id, doku_id)
);
