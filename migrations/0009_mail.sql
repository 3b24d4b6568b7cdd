-- What a person chose: language of mail and pages, and whether news comes by mail. No row: Indonesian, yes.
create table preferences (
    account_id uuid not null primary key references accounts (id) on delete cascade,
    language text,
    news boolean not null default true,
    changed_at bigint not null
);

-- What the owner of a business was told last, so that nothing is told twice and no two mails come within half an hour.
create table notices (
    business_id uuid not null primary key references businesses (id) on delete cascade,
    -- Fixed words: a state, or `item@time` of each thing to fix.
    told jsonb not null default '[]',
    told_at bigint,
    -- Reminders of an unfinished draft so far, and when the next one is due.
    reminded bigint not null default 0,
    remind_at bigint
);
create index notices_remind on notices (remind_at) where remind_at is not null;

-- One row is one mail; the outbox row that carries it has its id as subject.
create table mails (
    id uuid not null primary key,
    business_id uuid not null references businesses (id) on delete cascade,
    account_id uuid not null references accounts (id) on delete cascade,
    reminder boolean not null default false,
    -- Something happened after it was written: look again once it is sent.
    stale boolean not null default false,
    -- Address, subject and text as sent last, sealed. Null: not written yet.
    message bytea,
    created_at bigint not null,
    sent_at bigint
);
create index mails_business on mails (business_id, created_at);
create index mails_sent on mails (sent_at, id) where sent_at is not null;

-- Drafts of before: reminded two days after they were begun.
insert into notices (business_id, remind_at) select id, created_at + 172800000 from businesses where state in ('draft', 'ready');
