-- What was submitted, or sent as fixes, as it was at that moment. Written with it, never changed.
create table receipts (
    business_id uuid not null references businesses (id) on delete cascade,
    revision bigint not null,
    -- submission or fixes
    kind text not null,
    -- Ours, for people: SRB-7F3K-9Q2M.
    reference text not null,
    made_at bigint not null,
    -- Sealed: every item, the files' names among them.
    body bytea not null,
    primary key (business_id, revision)
);
create unique index receipts_reference_key on receipts (reference);
