-- Each file in the folder is looked for by its name.
create index documents_stored_as on documents (stored_as);
