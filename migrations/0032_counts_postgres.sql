-- As 0031 on SQLite. Changes are only added, so that two who move businesses never wait for each other.
create table business_counts (
    id bigint generated always as identity primary key,
    -- Null: those that are troubled, in the words of `businesses_trouble`.
    state text,
    change bigint not null
);
insert into business_counts (state, change) select state, count(*) from businesses group by state;
insert into business_counts (state, change) select null, count(*) from businesses
    where (trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0));

-- What is not there, `old` of an insert and `new` of a delete, is null.
create function count_business() returns trigger language plpgsql as $$
declare
    was bigint := cast(coalesce(old.trouble is not null or old.state = 'suspended'
        or (old.state = 'action_needed' and old.to_fix = 0), false) as int);
    is_now bigint := cast(coalesce(new.trouble is not null or new.state = 'suspended'
        or (new.state = 'action_needed' and new.to_fix = 0), false) as int);
begin
    if old.state is distinct from new.state then
        insert into business_counts (state, change)
            select state, change from (values (old.state, -1), (new.state, 1)) moved (state, change) where state is not null;
    end if;
    if is_now <> was then
        insert into business_counts (state, change) values (null, is_now - was);
    end if;
    return null;
end $$;

create trigger businesses_counted after insert or delete or update of state, trouble, to_fix on businesses
    for each row execute function count_business();
