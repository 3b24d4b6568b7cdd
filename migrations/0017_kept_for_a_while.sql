-- A withdrawn application that was never submitted: when its files and answers are to go, as its owner was told, and when
-- they went.
alter table businesses add column purge_at bigint;
alter table businesses add column purged_at bigint;
create index businesses_purge on businesses (purge_at, id) where purge_at is not null;
-- Each file in the folder is looked for by its name.
create index documents_stored_as on documents (stored_as);
