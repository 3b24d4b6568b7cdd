-- The merchant says that what DOKU rejected is right as it was sent; a later word of theirs takes that back.
alter table drafts add column fix_as_is_at bigint;
