-- A correction of what DOKU rejected, beside what it was sent: `body` stays until DOKU took the correction.
alter table drafts add column fix_body bytea;
-- The merchant said that it is right.
alter table drafts add column fix_judged_at bigint;

-- One Update Business Data each. What it says is a fact; how it ended is told once.
create table updates (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    revision bigint not null,
    -- Facets and body, files as placeholders.
    body bytea not null,
    submitted_at bigint not null,
    taken_at bigint,
    refused_at bigint
);
create unique index updates_business_id_revision_key on updates (business_id, revision);

-- DOKU's notes that our catalogue does not know, once however many merchants got them, and what a person of the partner
-- says they mean. Found by the hash of the folded note; the note itself is sealed.
create table note_mappings (
    id uuid not null primary key,
    hash bytea not null,
    note bytea not null,
    -- Not for merchants, nor for reviewers.
    internal boolean not null,
    -- A domain::reason::Reason; null: nobody has said yet.
    reason text,
    seen bigint not null default 1,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    mapped_by uuid references accounts (id),
    mapped_at bigint
);
create unique index note_mappings_hash_key on note_mappings (hash);
create index note_mappings_page on note_mappings (last_seen_at, id);
