-- One logical call, written with the decision that asks for it. Retries keep the Request-Id.
create table outbox (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    kind text not null,
    -- The document that is uploaded, the submission that is registered.
    subject uuid,
    request_id text not null,
    -- The exact bytes of the first send, sealed: a repeated Request-Id must carry the same body.
    payload bytea,
    -- waiting, done, needs_person, dropped
    status text not null,
    due_at bigint not null,
    leased_until bigint not null default 0,
    attempts bigint not null default 0,
    first_sent_at bigint,
    problem text,
    created_at bigint not null,
    done_at bigint
);
create unique index outbox_request_id_key on outbox (request_id);
create index outbox_due on outbox (due_at, id) where status = 'waiting';
create index outbox_business on outbox (business_id, status);

create table exchanges (
    id uuid not null primary key,
    method text not null,
    path text not null,
    status bigint,
    took_ms bigint not null,
    request_id text not null,
    at bigint not null
);
create index exchanges_page on exchanges (at, id);

-- One row each: what concerns all instances. `doku_stopped`: our credential was refused.
create table flags (
    name text not null primary key,
    set_at bigint not null
);

create table audit (
    id uuid not null primary key,
    account_id uuid references accounts (id),
    business_id uuid,
    action text not null,
    at bigint not null
);
create index audit_page on audit (at, id);
