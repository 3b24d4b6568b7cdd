-- The partner's own name of a business; no two have the same.
alter table businesses add column reference text;
create unique index businesses_reference_key on businesses (reference) where reference is not null;
-- What one owner has, by the time of the last change: the read API asks by e-mail.
create index businesses_owner_updated on businesses (owner_id, updated_at, id);
