-- A search of three letters or more finds them anywhere in name and e-mail by their trigrams. The table of these has no copy of
-- the text; its rows are numbered here, since the hidden numbers of `businesses` may change when a file is compacted.
create table business_texts (
    number integer primary key,
    business_id uuid not null references businesses (id) on delete cascade
);
create unique index business_texts_business_id_key on business_texts (business_id);
create virtual table business_trigrams using fts5 (search, content = '', contentless_delete = 1, tokenize = 'trigram');
insert into business_texts (business_id) select id from businesses;
insert into business_trigrams (rowid, search)
    select number, search from business_texts join businesses on businesses.id = business_texts.business_id;
-- What was found is sorted by the time, without a look at the businesses themselves.
create index businesses_since on businesses (id, state_since);
-- One or two letters are looked for where names begin.
create index businesses_name on businesses (search, state_since, id);

create trigger businesses_search_insert after insert on businesses begin
    insert into business_texts (business_id) values (new.id);
    insert into business_trigrams (rowid, search)
        select number, new.search from business_texts where business_id = new.id;
end;

create trigger businesses_search_update after update of search on businesses when old.search <> new.search begin
    update business_trigrams set search = new.search
        where rowid = (select number from business_texts where business_id = new.id);
end;

create trigger businesses_search_delete before delete on businesses begin
    delete from business_trigrams where rowid = (select number from business_texts where business_id = old.id);
end;
