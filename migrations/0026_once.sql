-- Forms that create carry a key that was made with their page: the second post with it finds what the first made.
create table once_keys (
    account_id uuid not null references accounts (id) on delete cascade,
    -- SHA-256 of the key and of what is created.
    key bytea not null,
    -- What was made, sealed: an id, or a secret that is shown this once.
    made bytea not null,
    -- A secret is kept for minutes.
    is_secret boolean not null,
    made_at bigint not null,
    primary key (account_id, key)
);
create index once_keys_made_at on once_keys (made_at);
