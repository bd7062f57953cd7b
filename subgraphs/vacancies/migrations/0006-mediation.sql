-- Direct mediation: homes that are not shown and take no reactions, the carrying capacity of their surroundings, and complexes
-- that are spared for a while.

alter table vacancy
  add column mediation_category text check (mediation_category in ('PERMIT_HOLDER_TARGET', 'HARDSHIP', 'OWN_DISCRETION',
    'URGENT', 'CARE_OUTFLOW')),
  add column care_provider text check (care_provider ~ '^Z[0-9]{4}$'),
  add column let_on date,
  add constraint vacancy_mediated check (mediation_category is null or model = 'DIRECT_MEDIATION'),
  add constraint vacancy_for_provider check (care_provider is null or mediation_category = 'CARE_OUTFLOW'),
  add constraint vacancy_let check (let_on is null or status = 'LET');
update vacancy set let_on = closes_on where status = 'LET';
create index vacancy_mediated on vacancy (region, status, published_on, owner, id) where model = 'DIRECT_MEDIATION';
create index vacancy_by_provider on vacancy (care_provider, status, closing_order, owner, id) where care_provider is not null;

-- Whom a mediated home was offered to. It stays: a home that was offered can be looked up by whom it was offered to.
create table vacancy_shown (
  owner text not null,
  vacancy uuid not null,
  registration text not null,
  primary key (owner, vacancy, registration),
  foreign key (owner, vacancy) references vacancy
);
create index vacancy_shown_to on vacancy_shown (registration, owner, vacancy);

create table complex_sparing (
  owner text not null,
  id uuid not null default uuidv7(),
  complex uuid not null,
  reason text not null check (length(reason) between 20 and 2000),
  from_day date not null,
  -- Temporary: two years at the most. One that ended before it began has no days.
  until_day date not null check (until_day >= from_day and until_day <= from_day + 731),
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (owner, id),
  foreign key (owner, complex) references complex
);
create index complex_sparing_of_complex on complex_sparing (owner, complex, until_day);
create index complex_sparing_by_day on complex_sparing (owner, until_day desc, id desc);

-- What was let, by month: all that carrying capacity is reckoned from. Kept by the trigger below and written by nothing else.
create table let_home (
  owner text not null references corporation,
  municipality text not null,
  district text not null,
  neighbourhood text not null,
  -- Empty for a home in no complex.
  complex text not null,
  -- First day of it.
  month date not null,
  mediated boolean not null,
  count int not null check (count > 0),
  primary key (owner, municipality, district, neighbourhood, complex, month, mediated)
);
create index let_home_of_neighbourhood on let_home (municipality, district, neighbourhood, month);
create index let_home_of_complex on let_home (owner, complex, month);

-- Runs as the owner of the tables: no role that serves requests writes what was let itself. A home that is let stays so.
create function count_let_home() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.status <> 'LET' or (tg_op = 'UPDATE' and old.status = 'LET') then return new; end if;
  insert into public.let_home as home (owner, municipality, district, neighbourhood, complex, month, mediated, count)
  select new.owner, dwelling.municipality, dwelling.district, dwelling.neighbourhood, coalesce(dwelling.complex::text, ''),
         date_trunc('month', coalesce(new.let_on, new.closes_on))::date, new.model = 'DIRECT_MEDIATION', 1
    from public.dwelling where dwelling.owner = new.owner and dwelling.id = new.dwelling
  on conflict (owner, municipality, district, neighbourhood, complex, month, mediated) do update set count = home.count + 1;
  return new;
end $$;
create trigger count_let_home after insert or update of status on vacancy for each row execute function count_let_home();
insert into let_home (owner, municipality, district, neighbourhood, complex, month, mediated, count)
select vacancy.owner, dwelling.municipality, district, neighbourhood, coalesce(complex::text, ''),
       date_trunc('month', let_on)::date, model = 'DIRECT_MEDIATION', count(*)
  from vacancy
  join dwelling on dwelling.owner = vacancy.owner and dwelling.id = vacancy.dwelling
 where status = 'LET'
 group by 1, 2, 3, 4, 5, 6, 7;

-- Caps may be on one category of mediation. The ledger counts by it from now on, and what was counted before moves along.
alter table published_supply add column category text not null default '';
alter table published_supply drop constraint published_supply_pkey,
  add primary key (owner, region, municipality, core, half_year, model, labels, category);
create or replace function keep_supply() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  counted boolean := tg_op = 'UPDATE' and public.is_supply(old.status);
begin
  if public.is_supply(new.status) = counted then return new; end if;
  insert into public.published_supply as supply (owner, region, municipality, core, half_year, model, labels, category, count)
  select new.owner, new.region, new.municipality, coalesce(dwelling.core, ''), public.half_year_of(new.published_on),
         new.model, public.in_order(new.labels), coalesce(new.mediation_category, ''), (not counted)::int
    from public.dwelling where dwelling.owner = new.owner and dwelling.id = new.dwelling
  on conflict (owner, region, municipality, core, half_year, model, labels, category)
  do update set count = supply.count + case when counted then -1 else 1 end;
  return new;
end $$;
drop trigger guard_supply on vacancy;
create trigger guard_supply before update of owner, dwelling, model, labels, published_on, region, municipality,
    mediation_category on vacancy
  for each row when (is_supply(old.status) and (old.owner, old.dwelling, old.model, old.labels, old.published_on,
                     old.region, old.municipality, old.mediation_category) is distinct from (new.owner, new.dwelling, new.model,
                     new.labels, new.published_on, new.region, new.municipality, new.mediation_category))
  execute function guard_supply();

grant select on let_home, complex_sparing, vacancy_shown to :app;
grant insert (owner, vacancy, registration) on vacancy_shown to :app;
grant insert (owner, complex, reason, from_day, until_day, recorded_by, recorded_at) on complex_sparing to :app;
grant update (until_day) on complex_sparing to :app;
grant insert (mediation_category, care_provider), update (let_on) on vacancy to :app;

do $$
declare
  name text;
begin
  foreach name in array array['vacancy_shown', 'complex_sparing', 'let_home'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

-- A mediated home is never public. Its dwelling is when it was offered otherwise as well.
drop policy public_read on vacancy;
create policy public_read on vacancy for select to :public using (
  status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET') and model <> 'DIRECT_MEDIATION');
drop policy app_read on vacancy;
create policy app_read on vacancy for select to :app using (
  (status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET') and model <> 'DIRECT_MEDIATION')
  or owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                          then nullif(current_setting('hub.organisation', true), '') end)
  or (select current_setting('hub.role', true)) = 'AUDITOR');
-- Whom it is for, who decides urgencies where it stands, and whom it was offered to.
create policy provider_read on vacancy for select to :app using (
  status in ('CLOSED', 'OFFERING', 'LET')
  and care_provider = (select case when current_setting('hub.role', true) = 'CARE_PROVIDER'
                                   then nullif(current_setting('hub.organisation', true), '') end));
create policy officer_read on vacancy for select to :app using (
  status in ('CLOSED', 'OFFERING') and model = 'DIRECT_MEDIATION'
  and municipality = (select case when current_setting('hub.role', true) = 'URGENCY_OFFICER'
                                  then nullif(current_setting('hub.organisation', true), '') end));
create policy shown_read on vacancy for select to :app using (
  (select current_setting('hub.role', true)) = 'SEEKER' and model = 'DIRECT_MEDIATION'
  and exists (select from vacancy_shown
               where vacancy_shown.owner = vacancy.owner and vacancy_shown.vacancy = vacancy.id
                 and vacancy_shown.registration = (select nullif(current_setting('hub.registration', true), ''))));
create policy seeker_read on vacancy_shown for select to :app using (
  registration = (select case when current_setting('hub.role', true) = 'SEEKER'
                              then nullif(current_setting('hub.registration', true), '') end));
create policy hub_read on vacancy_shown for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_show on vacancy_shown for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');

-- A mediated home has a category from now on.
drop policy allocator_draft on vacancy;
create policy allocator_draft on vacancy for insert to :app with check (
  (select current_setting('hub.role', true)) = 'ALLOCATOR'
  and owner = (select nullif(current_setting('hub.organisation', true), ''))
  and status = 'DRAFT' and (model = 'DIRECT_MEDIATION') = (mediation_category is not null));

create policy desk_read on complex_sparing for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy task_read on complex_sparing for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR')));
create policy desk_spare on complex_sparing for insert to :app with check (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end)
  and recorded_by = (select nullif(current_setting('hub.person', true), '')));
create policy desk_end on complex_sparing for update to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));

-- Exact for who weighs a home; for everybody else figures of districts, rounded, are made of it.
create policy professional_read on let_home for select to :app using (
  (select current_setting('hub.role', true) in ('ALLOCATOR', 'CARE_PROVIDER', 'URGENCY_OFFICER', 'PUBLISHER', 'APPROVER',
     'ANALYST', 'AUDITOR', 'HUB')));
