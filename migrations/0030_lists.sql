-- What DOKU took is looked for at a time: replaced files too, so the index of those that stand is no help.
create index documents_business on documents (business_id, received_at);
