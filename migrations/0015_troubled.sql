-- What the partner's people look at first: the same words as `store/queue.rs`.
drop index businesses_trouble;
create index businesses_trouble on businesses (state_since, id)
    where (trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0));
