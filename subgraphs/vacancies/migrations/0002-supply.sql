-- What was published of each kind: the ledger that caps are counted from, and publishing by a corporation.

alter table vacancy
  -- First day of this run of offering without a letting; the day of publication when the home is offered afresh.
  add column offered_since date,
  drop constraint vacancy_withdrawal_reason_check,
  add constraint vacancy_withdrawal_reason_check check (withdrawal_reason in ('TERMINATION_REVOKED', 'INCORRECT_DATA',
    'OTHER_USE', 'RENOVATION', 'NO_CANDIDATE'));
update vacancy set offered_since = published_on where published_on is not null;
alter table vacancy
  add constraint vacancy_offered_since check (offered_since <= published_on),
  add constraint vacancy_offered check ((offered_since is null) = (published_on is null));

-- How a home was last offered.
drop index vacancy_of_dwelling;
create index vacancy_of_dwelling on vacancy (owner, dwelling, published_on, id);

-- A home is offered once at a time.
create unique index vacancy_running on vacancy (owner, dwelling)
  where status in ('DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING');

-- Per corporation, place, half-year, model and labels, so that any quota of any rules, also rules that came later, is a
-- sum over few rows. Kept by the trigger below and written by nothing else: it cannot differ from the vacancies.
create table published_supply (
  owner text not null references corporation,
  region text not null,
  municipality text not null,
  -- Empty for a home in no core.
  core text not null,
  half_year date not null,
  model text not null,
  labels text[] not null,
  count int not null check (count >= 0),
  primary key (owner, region, municipality, core, half_year, model, labels)
);
create index published_supply_of_municipality on published_supply (municipality, half_year);
create index published_supply_of_region on published_supply (region, half_year);
create index published_supply_of_core on published_supply (core, half_year);
create index published_supply_of_owner on published_supply (owner, half_year);

-- Whether a vacancy counts as published: one that was withdrawn no longer does.
create function is_supply(status text) returns boolean language sql immutable
  return status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET');

create function half_year_of(day date) returns date language sql immutable
  return make_date(extract(year from day)::int, case when extract(month from day) < 7 then 1 else 7 end, 1);
create function in_order(labels text[]) returns text[] language sql immutable
  return array(select label from unnest(labels) as label order by label collate "C");

-- Runs as the owner of the tables: no role that serves requests writes the ledger itself.
create function keep_supply() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  counted boolean := tg_op = 'UPDATE' and public.is_supply(old.status);
begin
  if public.is_supply(new.status) = counted then return new; end if;
  insert into public.published_supply as supply (owner, region, municipality, core, half_year, model, labels, count)
  select new.owner, new.region, new.municipality, coalesce(dwelling.core, ''), public.half_year_of(new.published_on),
         new.model, public.in_order(new.labels), (not counted)::int
    from public.dwelling where dwelling.owner = new.owner and dwelling.id = new.dwelling
  on conflict (owner, region, municipality, core, half_year, model, labels)
  do update set count = supply.count + case when counted then -1 else 1 end;
  return new;
end $$;
create trigger keep_supply after insert or update of status on vacancy for each row execute function keep_supply();
-- What it counted is not changed under it.
create function guard_supply() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'what was published keeps its model, labels, place and day';
end $$;
create trigger guard_supply before update of owner, dwelling, model, labels, published_on, region, municipality on vacancy
  for each row when (is_supply(old.status) and (old.owner, old.dwelling, old.model, old.labels, old.published_on,
                     old.region, old.municipality) is distinct from (new.owner, new.dwelling, new.model, new.labels,
                     new.published_on, new.region, new.municipality)) execute function guard_supply();
-- The vacancies that are there already.
insert into published_supply (owner, region, municipality, core, half_year, model, labels, count)
select vacancy.owner, vacancy.region, vacancy.municipality, coalesce(dwelling.core, ''),
       half_year_of(published_on), model, in_order(labels), count(*)
  from vacancy
  join dwelling on dwelling.owner = vacancy.owner and dwelling.id = vacancy.dwelling
 where is_supply(status)
 group by 1, 2, 3, 4, 5, 6, 7;

grant select on published_supply to :app, :public;
grant insert (owner, dwelling, model, labels, status, region, municipality, rent_cents, rooms) on vacancy to :app;
grant update (published_on, closes_at, closes_on, rule_set_hash, offered_since) on vacancy to :app;

alter table published_supply enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on published_supply to %I using (true) with check (true)', current_user);
end $$;
-- Figures about homes that everybody could see.
create policy public_read on published_supply for select to :public, :app using (true);

create policy allocator_draft on vacancy for insert to :app with check (
  (select current_setting('hub.role', true)) = 'ALLOCATOR'
  and owner = (select nullif(current_setting('hub.organisation', true), ''))
  and status = 'DRAFT');
