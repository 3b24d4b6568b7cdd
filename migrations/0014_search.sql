-- A search of the queue looks through all states, the oldest in its state first. SQLite tells by the index alone what does
-- not match.
create index businesses_search on businesses (state_since, id, search);
