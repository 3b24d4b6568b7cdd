-- How many services of a business are on: lists tell an active business by it.
alter table businesses add column services_on bigint not null default 0;
update businesses set services_on = (select count(*) from facets
    where facets.business_id = businesses.id and facets.facet like 'product[%' and facets.verdict = 'accepted')
    where sent_at is not null;
-- When somebody of the partner marked that DOKU was shown the evidence.
alter table businesses add column evidence_sent_at bigint;
