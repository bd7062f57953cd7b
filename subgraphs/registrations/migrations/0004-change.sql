-- What changed of what rules may look at, for who keeps places fresh by it: which registration and of what kind, never what it
-- was or became. In the order of commits, as the feed of regulations is (docs/decisions/0012).

create table change (
  -- The transaction that wrote it, and its place in that.
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  kind text not null check (kind in ('REGISTERED', 'REMOVED', 'STATUS', 'MOVE', 'HOUSEHOLD', 'TIE', 'INCOME_TEST', 'EXCLUSION')),
  owner text not null,
  -- The registration, as the hub knows it.
  subject text not null,
  at timestamptz not null default now(),
  primary key (xid, seq),
  -- However much of one kind changes in a transaction, it is one line.
  unique (xid, subject, kind)
);
-- What is due to be pruned.
create index change_by_time on change (at, xid, seq);

-- Written here and nowhere else: no way in can forget it, and no line is written for what did not happen. For a whole
-- statement at once, because a register is loaded in bulk.
create function note_registered() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select 'REGISTERED', added.owner, added.owner || ':' || added.id from added
  on conflict do nothing;
  return null;
end $$;
create trigger note_registered after insert on registration referencing new table as added
  for each statement execute function note_registered();

create function note_removed() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select 'REMOVED', removed.owner, removed.owner || ':' || removed.id from removed
  on conflict do nothing;
  return null;
end $$;
create trigger note_removed after delete on registration referencing old table as removed
  for each statement execute function note_removed();

-- What is looked for (profile_*), where a registration came from and who stands behind it are nothing that rules look at.
create function note_changed() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select differing.kind, after.owner, after.owner || ':' || after.id
    from before join after using (owner, id)
    cross join lateral (values
      ('STATUS', before.status is distinct from after.status),
      ('MOVE', (before.last_move_on, before.last_move_search_value_days)
               is distinct from (after.last_move_on, after.last_move_search_value_days)),
      ('HOUSEHOLD', (before.registered_on, before.lawful_residence, before.applicant_birth_dates, before.adults, before.children,
                     before.leaves_self_contained_home, before.present_address_since, before.vital_profession,
                     before.accessibility, before.situation_points, before.active_search_months)
                    is distinct from (after.registered_on, after.lawful_residence, after.applicant_birth_dates, after.adults,
                     after.children, after.leaves_self_contained_home, after.present_address_since, after.vital_profession,
                     after.accessibility, after.situation_points, after.active_search_months))
    ) as differing (kind, differs)
   where differing.differs
  on conflict do nothing;
  return null;
end $$;
create trigger note_changed after update on registration referencing old table as before new table as after
  for each statement execute function note_changed();

-- The parts of a file. Those of a registration that is new in the same transaction say no more than that it is new.
create function note_part() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.change (kind, owner, subject)
  select tg_argv[0], part.owner, part.owner || ':' || part.registration
    from (select distinct touched.owner, touched.registration from touched) as part
   where not exists (select from public.change known
                      where known.xid = pg_current_xact_id() and known.subject = part.owner || ':' || part.registration
                        and known.kind = 'REGISTERED')
  on conflict do nothing;
  return null;
end $$;
do $$
declare
  part record;
begin
  for part in values ('tie', 'TIE'), ('income_test', 'INCOME_TEST'), ('exclusion', 'EXCLUSION') loop
    execute format('create trigger note_added after insert on %I referencing new table as touched
                    for each statement execute function note_part(%L)', part.column1, part.column2);
    execute format('create trigger note_changed after update on %I referencing new table as touched
                    for each statement execute function note_part(%L)', part.column1, part.column2);
    execute format('create trigger note_removed after delete on %I referencing old table as touched
                    for each statement execute function note_part(%L)', part.column1, part.column2);
  end loop;
end $$;

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
