-- A draft is of a page: `bank`, then `bank-1`. What stands here is of the first of each kind, and is called so already.
alter table drafts rename column task to part;
