-- What was published and withdrawn, in an order that everybody can follow without missing or repeating anything.
--
-- A number drawn from a sequence is no such order: a transaction that drew 7 may commit after a reader saw 8. The order
-- here is that of transaction numbers, and a reader takes only what lies below the oldest transaction still running, so
-- whatever comes later stands later. No writer waits for another.

create table change (
  -- The transaction that wrote it, and its place in that.
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  kind text not null check (kind in ('PUBLISHED', 'WITHDRAWN')),
  owner text not null,
  regulation uuid not null,
  primary key (xid, seq),
  foreign key (owner, regulation) references regulation
);
create index change_of_owner on change (owner, xid, seq);

-- Written here and nowhere else: nothing is published without a line, and no line is written for what was not.
create function note_change() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, regulation) values (new.status, new.owner, new.id);
  return new;
end $$;
create trigger note_publication after insert on regulation
  for each row when (new.status = 'PUBLISHED') execute function note_change();
create trigger note_withdrawal after update of status on regulation
  for each row when (new.status = 'WITHDRAWN' and old.status <> 'WITHDRAWN') execute function note_change();
-- What was published before there was a feed.
insert into change (kind, owner, regulation)
select 'PUBLISHED', owner, id from regulation where status in ('PUBLISHED', 'WITHDRAWN')
 order by published_on, owner, instrument, version;
insert into change (kind, owner, regulation)
select 'WITHDRAWN', owner, id from regulation where status = 'WITHDRAWN' order by withdrawn_at, owner, id;

grant select on change to :app, :public;
alter table change enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on change to %I using (true) with check (true)', current_user);
end $$;
create policy public_read on change for select to :public, :app using (true);

-- The versions of an instrument, the latest on top.
create index regulation_versions on regulation (owner, instrument, version, id);
