-- The order in which calls to DOKU go: registrations and updates, then files of what is submitted, then files of drafts.
alter table outbox add column rank bigint not null default 0;
-- Files of one account are one `queue`, and `turn` orders files of all accounts.
create index outbox_files on outbox (queue, turn) where status = 'waiting' and turn is not null;
update outbox set rank = case when (select submitted_at from businesses where businesses.id = outbox.business_id) is null then 2 else 1 end,
    queue = (select owner_id from businesses where businesses.id = outbox.business_id), turn = created_at
    where kind = 'upload' and status in ('waiting', 'needs_person');
