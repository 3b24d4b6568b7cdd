-- Forms that were posted after their session ended, one for each browser, until their words stand on their page again.
create table kept_posts (
    -- SHA-256 of the token in the browser's cookie.
    id bytea not null primary key,
    -- Where the form was posted to, and on which page it stood.
    action text not null,
    page text not null,
    -- Its fields, sealed.
    body bytea not null,
    kept_at bigint not null,
    -- Who signed in with it.
    account_id uuid references accounts (id) on delete cascade
);
create index kept_posts_kept_at on kept_posts (kept_at);
