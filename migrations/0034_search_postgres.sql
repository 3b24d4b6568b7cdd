-- As 0033 on SQLite. The extension comes with PostgreSQL, on some systems as the package `postgresql-contrib`; the owner of
-- the database may create it. Without a list of pending entries, which each search would read from end to end.
create extension if not exists pg_trgm;
create index businesses_trigrams on businesses using gin (search gin_trgm_ops) with (fastupdate = off);
create index businesses_name on businesses (search collate "C", state_since, id);
