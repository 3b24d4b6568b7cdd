-- Parts of which a person of the partner said that they were mended in DOKU's dashboard, and DOKU said so too when it was asked.
create table mended (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    facet text not null,
    -- The revision last sent from here: what is sent later is newer than this.
    revision bigint not null,
    account_id uuid not null references accounts (id),
    -- Sealed.
    reason bytea not null,
    mended_at bigint not null
);
create index mended_of_business on mended (business_id, mended_at);
