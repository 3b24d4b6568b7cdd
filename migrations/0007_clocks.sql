-- The promise that runs, a copy like `due_at`: since when, and when three quarters of it are gone.
alter table businesses add column clock_from bigint;
alter table businesses add column amber_at bigint;

-- Why somebody looked, sealed with the business's key, and at what: a slot, a field; never a value.
alter table audit add column reason bytea;
alter table audit add column subject text;
