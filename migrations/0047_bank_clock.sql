-- The promise of a bank account that waits, where it falls due before the whole's: a copy like `due_at`, null where it does not.
alter table businesses add column bank_from bigint;
alter table businesses add column bank_amber_at bigint;
alter table businesses add column bank_due_at bigint;
-- What waits now, by calendar hours; where days of work count or time was paused it follows with the next change.
update businesses set bank_from = (select min(waiting.sent_at) from facets waiting where waiting.business_id = businesses.id
        and waiting.facet like 'bank[%' and waiting.verdict = 'pending')
    where state = 'in_verification'
    and not exists (select 1 from flags where name = 'working_days')
    and not exists (select 1 from observations told where told.business_id = businesses.id and told.outcome = 'rejected');
update businesses set bank_amber_at = bank_from + 64800000, bank_due_at = bank_from + 86400000 where bank_from is not null;
update businesses set bank_from = null, bank_amber_at = null, bank_due_at = null
    where bank_due_at is not null and bank_due_at >= due_at;
-- What is late is two walks: by the bank account's clock where it is the earlier one, by the whole's elsewhere.
drop index businesses_due;
create index businesses_due on businesses (due_at, id) where due_at is not null and bank_due_at is null;
create index businesses_bank_due on businesses (bank_due_at, id) where bank_due_at is not null;
