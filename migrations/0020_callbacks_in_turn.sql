-- When a callback signed with the brand's own key last asked for a read-back: of those nothing else is kept, since merchants may
-- know that key and sign as many and as long ones as they like.
alter table businesses add column brand_called_at bigint;
