-- The sessions that their users have ended, and the one that an arrival's intent is in, both by a digest of owner and id. Of
-- what was read before nothing is known: such a letter offers what the broker then refuses.

alter table arrivals add column session text;
create index arrivals_by_session on arrivals (session) where session is not null;

create table revocations (session text primary key);
