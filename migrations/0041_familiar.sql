-- From where somebody has signed in to an account: whoever guesses at its password from elsewhere shares one budget, and these do not.
create table familiar (
    account_id uuid not null references accounts (id) on delete cascade,
    -- Of an address or of a browser's token, under a key of ours: neither can be read here.
    mark bytea not null,
    seen_at bigint not null,
    primary key (account_id, mark)
);
create index familiar_seen_at on familiar (seen_at);
