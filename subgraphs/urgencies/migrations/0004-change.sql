-- What changed of what rules may look at, for who keeps places fresh by it: of which registration and of what kind, never what
-- it was or became. In the order of commits, as the feed of regulations is (docs/decisions/0012).

create table change (
  -- The transaction that wrote it, and its place in that.
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  kind text not null check (kind in ('URGENCY', 'JUDGEMENT')),
  owner text not null,
  -- The registration, as the hub knows it.
  subject text not null,
  at timestamptz not null default now(),
  primary key (xid, seq),
  -- However much of one kind changes in a transaction, it is one line for each municipality.
  unique (xid, subject, owner, kind)
);
-- What is due to be pruned.
create index change_by_time on change (at, xid, seq);

-- Written here and nowhere else: no way in can forget it. Rules look at an urgency once it was granted: a request, and what
-- becomes of one that is rejected, is told to nobody.
create function note_urgency() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select distinct 'URGENCY', touched.owner, touched.registration from touched
   where touched.status in ('GRANTED', 'ENDED')
  on conflict do nothing;
  return null;
end $$;
create trigger note_added after insert on urgency referencing new table as touched
  for each statement execute function note_urgency();
create trigger note_removed after delete on urgency referencing old table as touched
  for each statement execute function note_urgency();

create function note_urgency_changed() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select distinct 'URGENCY', after.owner, told.registration
    from before join after using (owner, id)
    cross join lateral (values (before.registration), (after.registration)) as told (registration)
   where (before.status in ('GRANTED', 'ENDED') or after.status in ('GRANTED', 'ENDED'))
     -- Who mediates is nothing that rules look at.
     and (to_jsonb(before) - 'care_provider') is distinct from (to_jsonb(after) - 'care_provider')
  on conflict do nothing;
  return null;
end $$;
create trigger note_changed after update on urgency referencing old table as before new table as after
  for each statement execute function note_urgency_changed();

create function note_judgement() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select distinct 'JUDGEMENT', touched.owner, touched.registration from touched
  on conflict do nothing;
  return null;
end $$;
create trigger note_added after insert on judgement referencing new table as touched
  for each statement execute function note_judgement();
create trigger note_changed after update on judgement referencing new table as touched
  for each statement execute function note_judgement();
create trigger note_removed after delete on judgement referencing old table as touched
  for each statement execute function note_judgement();

grant select on change to :app;
-- A line is removed by the clock, and none before a follower that was away for weeks could have read it.
grant delete on change to :app;
alter table change enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on change to %I using (true) with check (true)', current_user);
end $$;
create policy hub_read on change for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_prune on change for delete to :app using (
  (select current_setting('hub.role', true)) = 'HUB' and at < now() - interval '30 days');
