create table accounts (
    id uuid not null primary key,
    email text not null,
    password_hash text not null,
    role text not null,
    created_at bigint not null
);
create unique index accounts_email_key on accounts (email);

-- The id is kept as its SHA-256, so a copy of this table opens no session.
create table sessions (
    id bytea not null primary key,
    data bytea not null,
    expires_at bigint not null
);
create index sessions_expires_at on sessions (expires_at);

-- Failed sign-ins by account name (hashed), shared by all instances.
create table attempts (
    subject bytea not null primary key,
    failures bigint not null,
    since bigint not null
);
