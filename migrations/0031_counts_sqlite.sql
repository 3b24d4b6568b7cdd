-- How many businesses are in each state is kept, not counted: their sum is the count. Triggers write each change in the
-- transaction that makes it, whoever makes it; many changes are folded into one from time to time.
create table business_counts (
    id integer primary key,
    -- Null: those that are troubled, in the words of `businesses_trouble`.
    state text,
    change bigint not null
);
insert into business_counts (state, change) select state, count(*) from businesses group by state;
insert into business_counts (state, change) select null, count(*) from businesses
    where (trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0));

create trigger businesses_counted_insert after insert on businesses begin
    insert into business_counts (state, change) values (new.state, 1);
    insert into business_counts (state, change) select null, 1
        where new.trouble is not null or new.state = 'suspended' or (new.state = 'action_needed' and new.to_fix = 0);
end;

create trigger businesses_counted_update after update of state, trouble, to_fix on businesses begin
    insert into business_counts (state, change) select old.state, -1 where old.state <> new.state;
    insert into business_counts (state, change) select new.state, 1 where old.state <> new.state;
    insert into business_counts (state, change) select null, is_now - was from (select
        (old.trouble is not null or old.state = 'suspended' or (old.state = 'action_needed' and old.to_fix = 0)) as was,
        (new.trouble is not null or new.state = 'suspended' or (new.state = 'action_needed' and new.to_fix = 0)) as is_now)
        where is_now <> was;
end;

create trigger businesses_counted_delete after delete on businesses begin
    insert into business_counts (state, change) values (old.state, -1);
    insert into business_counts (state, change) select null, -1
        where old.trouble is not null or old.state = 'suspended' or (old.state = 'action_needed' and old.to_fix = 0);
end;
