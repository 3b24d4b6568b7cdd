-- When the bytes of a replaced file may go, and since when they are gone. The row stays: it says what was there.
alter table documents add column purge_at bigint;
alter table documents add column purged_at bigint;
create index documents_purge on documents (purge_at, id) where purge_at is not null and purged_at is null;
-- What an account keeps is summed over its businesses.
create index documents_business on documents (business_id, received_at);
-- Who looked at files of one business.
create index audit_business on audit (business_id, at) where business_id is not null;

-- Files that were replaced before: 90 days, and no longer than needed where nobody ever judged by them.
update documents set purge_at = replaced_at + 7776000000 where replaced_at is not null;
update documents set purge_at = replaced_at where replaced_at is not null
    and not exists (select 1 from submissions where submissions.business_id = documents.business_id and submitted_at >= received_at)
    and not exists (select 1 from updates where updates.business_id = documents.business_id and submitted_at >= received_at)
    and not exists (select 1 from audit where audit.business_id = documents.business_id and action = 'view_document' and at >= received_at);
