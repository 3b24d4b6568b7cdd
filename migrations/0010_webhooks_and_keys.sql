-- Where the partner's systems listen for changes of state.
create table endpoints (
    id uuid not null primary key,
    url text not null,
    -- Sealed: what signs each delivery.
    secret bytea not null,
    -- The first failure since the last success. After five days of it the endpoint is switched off.
    failing_since bigint,
    off_since bigint,
    -- by_hand, or failing
    off_why text,
    created_at bigint not null
);
create unique index endpoints_url_key on endpoints (url);

-- One change of state: its exact bytes, without personal data. Its id is the webhook-id, the same for every endpoint and resend.
create table events (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    body bytea not null,
    at bigint not null
);
create index events_business on events (business_id, at);
create index events_at on events (at);

-- One event for one endpoint; the outbox row that carries it has its id as subject.
create table deliveries (
    id uuid not null primary key,
    endpoint_id uuid not null references endpoints (id) on delete cascade,
    event_id uuid not null references events (id) on delete cascade,
    -- waiting, delivered, failed, skipped
    status text not null default 'waiting',
    attempts bigint not null default 0,
    -- HTTP status of the last answer, or a fixed word such as no_answer.
    answer text,
    tried_at bigint,
    created_at bigint not null
);
create unique index deliveries_endpoint_id_event_id_key on deliveries (endpoint_id, event_id);
create index deliveries_page on deliveries (created_at, id);
create index deliveries_event on deliveries (event_id);

-- Keys of the read API. The key itself is shown once; this is its SHA-256.
create table api_keys (
    id uuid not null primary key,
    name text not null,
    hash bytea not null,
    -- The first characters, so that people tell their keys apart.
    head text not null,
    -- Separated by blanks.
    scopes text not null,
    created_at bigint not null,
    used_at bigint,
    revoked_at bigint
);
create unique index api_keys_hash_key on api_keys (hash);
create unique index api_keys_name_key on api_keys (name) where revoked_at is null;

-- The read API walks by the time of the last change; 0011 has the index without a state.
create index businesses_state_updated on businesses (state, updated_at, id);
