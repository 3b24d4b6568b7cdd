-- When a callback signed with the brand's own key last asked for a read-back: of those nothing else is kept, since merchants may
-- know that key and sign as many and as long ones as they like.
alter table businesses add column brand_called_at bigint;

-- Whom a new callback is about: found before it is projected, so that businesses take turns however many come about one of them.
alter table callbacks add column about uuid references businesses (id) on delete cascade;
create index callbacks_turns on callbacks (about, received_at, id) where status = 'new';
drop index callbacks_open;

-- DOKU's time of the first answer after a callback that is from our future: what it says is from no later than that.
alter table callbacks add column no_later_than bigint;
