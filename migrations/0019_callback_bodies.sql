-- The same callback is the same Client-Id, Request-Id and body. The bodies that are kept lie sealed, so their digest cannot be
-- computed here: theirs stays empty, and an empty one equals no other. Should DOKU repeat one of those after the upgrade, it is
-- one more fact with the same words: facets do not mind a repetition, a read-back follows, and it is not called another body.
alter table callbacks add column digest bytea;
drop index callbacks_client_id_request_id_key;
create unique index callbacks_client_id_request_id_digest_key on callbacks (client_id, request_id, digest);
-- It came under the Request-Id of an older one with another body.
alter table callbacks add column other_body boolean not null default false;
