create table businesses (
    id uuid not null primary key,
    owner_id uuid not null references accounts (id),
    name text not null default '',
    -- Name and owner's e-mail, folded in Rust: what the queue searches.
    search text not null default '',
    business_type text not null,
    legal_entity text not null,
    business_line text not null,
    nationality text not null,
    -- Everything personal of this business is sealed with this key, itself sealed with the master key.
    data_key bytea not null,
    -- The Check Requirements answer: what we ask for is what DOKU said.
    checklist jsonb,
    consent_version text,
    consented_at bigint,
    progress text not null default 'editing',
    -- A copy of `derive(facets, workflow)` for lists, rewritten in the same transaction as what it follows from.
    state text not null default 'draft',
    state_since bigint not null,
    done bigint not null default 0,
    total bigint not null default 0,
    to_fix bigint not null default 0,
    due_at bigint,
    trouble text,
    revision bigint not null default 0,
    submitted_at bigint,
    approved_at bigint,
    sent_at bigint,
    verified_at bigint,
    doku_business_id text,
    doku_brand_id text,
    shared_key bytea,
    -- When Get Business Data is asked next, and what it said last.
    next_read_at bigint,
    read_at bigint,
    read_hash bytea,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index businesses_doku_business_id_key on businesses (doku_business_id) where doku_business_id is not null;
create index businesses_doku_brand_id on businesses (doku_brand_id) where doku_brand_id is not null;
create index businesses_owner on businesses (owner_id, created_at, id);
create index businesses_state on businesses (state, state_since, id);
create index businesses_trouble on businesses (state_since, id) where trouble is not null;
create index businesses_due on businesses (due_at, id) where due_at is not null;
create index businesses_next_read on businesses (next_read_at) where next_read_at is not null;

create table drafts (
    business_id uuid not null references businesses (id) on delete cascade,
    task text not null,
    body bytea not null,
    saved_at bigint not null,
    judged_at bigint,
    primary key (business_id, task)
);

create table documents (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    slot text not null,
    code text not null,
    category text not null,
    name bytea not null,
    media_type text not null,
    size_bytes bigint not null,
    -- Where files.rs keeps the bytes.
    stored_as text not null,
    received_at bigint not null,
    replaced_at bigint,
    doku_file_id text,
    doku_file_at bigint
);
create unique index documents_business_id_slot_key on documents (business_id, slot) where replaced_at is null;
