-- One row, sealed under the master key: a start with another key is refused before anything is kept under that.
create table canary (
    name text not null primary key,
    sealed bytea not null,
    created_at bigint not null
);
