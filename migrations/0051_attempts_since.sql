-- The oldest go first.
create index attempts_since on attempts (since);
