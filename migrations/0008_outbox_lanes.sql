-- A lane of calls is worked by itself: a DOKU that is stopped or broken holds up neither mail nor webhooks.
alter table outbox add column lane text not null default 'doku';
-- Who has the call in hand: drawn anew at each claim, so that one who lost the lease cannot settle what another took.
alter table outbox add column held_by uuid;
-- Why a person gave it up, sealed.
alter table outbox add column reason bytea;
drop index outbox_due;
create index outbox_lane on outbox (lane, due_at, id) where status = 'waiting';
create index outbox_people on outbox (done_at, id) where status = 'needs_person';
create index outbox_given_up on outbox (kind, id) where status = 'given_up';

-- Which attempt of its Request-Id it was.
alter table exchanges add column attempt bigint not null default 1;
create index exchanges_request on exchanges (request_id, at);

-- When it was tried last whether the trouble is over; `set_at` stays since when.
alter table flags add column probed_at bigint not null default 0;

-- Circuit breakers, shared by all instances. A row stands while calls to a host fail one after the other.
create table breakers (
    host text not null primary key,
    failures bigint not null,
    -- The one that failed last: one call that fails again and again is its own trouble, not the host's.
    call uuid not null,
    -- Nothing is sent before; 0: closed.
    open_until bigint not null
);

-- Ids that DOKU named in callbacks and nobody here owns: when they were asked for, to find the registration whose answer was lost.
create table lookups (
    doku_id text not null primary key,
    looked_at bigint not null,
    -- found, nobody, several, failed
    outcome text not null
);
