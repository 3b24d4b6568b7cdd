-- A business owns brands, each with an id and a key of DOKU's, and each read back by itself. The first is number 0.
create table brands (
    business_id uuid not null references businesses (id) on delete cascade,
    nth bigint not null,
    doku_id text not null,
    -- Sealed.
    shared_key bytea,
    -- When Get Business Data is asked next, and what it said last.
    next_read_at bigint,
    read_at bigint,
    read_hash bytea,
    -- When a callback signed with its own key last asked for a read-back.
    called_at bigint,
    primary key (business_id, nth)
);
insert into brands (business_id, nth, doku_id, shared_key, next_read_at, read_at, read_hash, called_at)
select id, 0, doku_brand_id, shared_key, next_read_at, read_at, read_hash, brand_called_at
from businesses where doku_brand_id is not null;
create index brands_doku_id on brands (doku_id);
create index brands_next_read on brands (next_read_at) where next_read_at is not null;

drop index businesses_doku_brand_id;
drop index businesses_next_read;
alter table businesses drop column doku_brand_id;
alter table businesses drop column shared_key;
alter table businesses drop column next_read_at;
alter table businesses drop column read_at;
alter table businesses drop column read_hash;
alter table businesses drop column brand_called_at;
