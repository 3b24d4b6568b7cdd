-- What changed since a moment: the net under the news between instances asks every 20 seconds.
create index businesses_updated_at on businesses (updated_at, id);
