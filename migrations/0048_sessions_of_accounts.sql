-- A page asks for its session and the account of it at once. Null: nobody signed in, or a session of before.
alter table sessions add column account_id uuid;
