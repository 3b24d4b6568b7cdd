-- The secret before the newest one, sealed, and until when it signs too.
alter table endpoints add column old_secret bytea;
alter table endpoints add column old_until bigint;
-- When a test event was sent last, and the answer as in `deliveries`.
alter table endpoints add column tested_at bigint;
alter table endpoints add column test_answer text;
