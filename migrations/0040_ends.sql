-- What DOKU's list, asked once more, has otherwise than the kept one that a business was begun with, and when it was asked.
alter table businesses add column checklist_changes jsonb;
alter table businesses add column checklist_renewed_at bigint;
create index businesses_kept_list on businesses (checklist_at, id)
    where checklist_at is not null and progress = 'editing' and withdrawn_at is null and declined_at is null;
-- How many callbacks of late were refused for which reason, and when the last came.
create index refused_callbacks_reason on refused_callbacks (reason, received_at);
