-- Each business counts its events, in the transaction that writes them: no gap, and the order in which they were committed.
alter table notices add column last_event bigint not null default 0;
-- What of what needs fixing the partner's systems were told last, in the words of `told`.
alter table notices add column fixes_told jsonb not null default '[]';
-- Null: of before they were counted.
alter table events add column sequence bigint;
create unique index events_business_id_sequence_key on events (business_id, sequence);

-- A webhook waits for those of its business to the same endpoint with a smaller turn. Null: it waits for none, as what is
-- sent again by hand.
alter table outbox add column queue uuid;
alter table outbox add column turn bigint;
create index outbox_turns on outbox (queue, business_id, turn) where status = 'waiting' and turn is not null;
-- Those that wait already go before what comes.
update outbox set queue = (select endpoint_id from deliveries where deliveries.id = outbox.subject), turn = created_at - 9000000000000000
    where lane = 'webhook' and status = 'waiting';
