-- The last Check Requirements answer per question: with DOKU down a business can still be started.
create table requirements (
    -- `PERSONAL/PERSEORANGAN/RETAIL/ID`
    question text not null primary key,
    answer jsonb not null,
    read_at bigint not null
);
-- Of when the list is that a business was begun with; null: DOKU was asked just then.
alter table businesses add column checklist_at bigint;
-- When a call that certainly never arrived got another Request-Id; null: it has its first.
alter table outbox add column named_at bigint;
-- Since when call after call fails.
alter table breakers add column since bigint not null default 0;
-- A submission whose call was given up is decided about once more.
alter table decisions add column round bigint not null default 0;
drop index decisions_business_id_revision_key;
create unique index decisions_business_id_revision_round_key on decisions (business_id, revision, round);
