-- A read-back that changed a verdict which no callback had told: DOKU's message was lost, or came later.
alter table observations add column healed boolean not null default false;
