-- How an application ends without DOKU: the merchant withdraws it, or the partner declines it with a reason.
alter table businesses add column withdrawn_at bigint;
alter table businesses add column declined_at bigint;
-- Sealed; the merchant reads it.
alter table businesses add column decline_reason bytea;
-- The business that was started again with the same data: a second click finds it.
alter table businesses add column continued_as uuid;
-- What no facet answered to is looked at again whenever something new is learnt.
create index callbacks_flagged on callbacks (business_id, problem) where status = 'flagged';
