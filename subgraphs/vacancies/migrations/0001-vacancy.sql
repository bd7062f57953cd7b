-- Vacancies: dwellings, and what is offered. Every row belongs to one corporation (owner).

create table corporation (
  owner text primary key check (owner ~ '^L[0-9]{4}$'),
  name text not null check (length(name) between 1 and 200)
);

create table complex (
  owner text not null references corporation,
  id uuid not null default uuidv7(),
  name text not null,
  primary key (owner, id)
);

create table dwelling (
  owner text not null references corporation,
  id uuid not null default uuidv7(),
  complex uuid,
  region text not null,
  municipality text not null check (municipality ~ '^GM[0-9]{4}$'),
  core text,
  district text not null,
  neighbourhood text not null,
  street text not null,
  house_number int not null check (house_number > 0),
  dwelling_type text not null check (dwelling_type in ('APARTMENT', 'HOUSE', 'STUDIO', 'MAISONETTE', 'SENIOR_HOME')),
  rooms int not null check (rooms between 1 and 20),
  area_m2 int not null check (area_m2 between 5 and 1000),
  accessibility text not null check (accessibility in ('NONE', 'STICK', 'WALKER', 'WHEELCHAIR')),
  energy_label text not null,
  rent_cents int not null check (rent_cents > 0),
  segment text not null check (segment in ('SOCIAL_RENT', 'MID_RENT', 'FREE_SECTOR', 'AFFORDABLE_PURCHASE')),
  primary key (owner, id),
  foreign key (owner, complex) references complex
);
create index dwelling_of_complex on dwelling (owner, complex);

-- What lists filter on is copied from the dwelling, which does not change while it is offered.
create table vacancy (
  owner text not null references corporation,
  id uuid not null default uuidv7(),
  dwelling uuid not null,
  model text not null check (model in ('OFFER', 'LOTTERY', 'URGENT_SEEKER_LOTTERY', 'DIRECT_MEDIATION',
    'FIRST_LETTING', 'EXPERIMENT', 'DIRECT_LET')),
  labels text[] not null default '{}' check (cardinality(labels) <= 10) check (labels <@ array['LOCAL_BINDING',
    'CORE_BINDING', 'REGIONAL_BINDING', 'VITAL_PROFESSION', 'YOUTH', 'AGE_55_PLUS', 'AGE_65_PLUS', 'LARGE_HOUSEHOLD',
    'STARTER', 'MOVER']),
  status text not null check (status in ('DRAFT', 'PUBLISHED', 'CLOSED', 'OFFERING', 'LET', 'WITHDRAWN')),
  published_on date,
  closes_at timestamptz,
  closes_on date,
  rule_set_hash text check (rule_set_hash ~ '^[0-9a-f]{64}$'),
  withdrawal_reason text check (withdrawal_reason in ('TERMINATION_REVOKED', 'INCORRECT_DATA', 'OTHER_USE', 'RENOVATION')),
  region text not null,
  municipality text not null,
  rent_cents int not null,
  rooms int not null,
  -- What lists are sorted by: a vacancy without a closing time comes last. A column, for the planner does not take a
  -- coalesce for leakproof, and so would not look it up in an index under policies.
  closing_order timestamptz not null generated always as (coalesce(closes_at, '9999-12-31 00:00:00+00')) stored,
  primary key (owner, id),
  foreign key (owner, dwelling) references dwelling,
  -- Published means: the period and the rules are fixed.
  check (status in ('DRAFT', 'WITHDRAWN')
         or (published_on is not null and closes_at is not null and closes_on is not null and rule_set_hash is not null)),
  check ((status = 'WITHDRAWN') = (withdrawal_reason is not null))
);
-- Lists are read in the order of closing from one of these four.
create index vacancy_by_status on vacancy (status, closing_order, owner, id);
create index vacancy_by_region on vacancy (region, status, closing_order, owner, id);
create index vacancy_by_municipality on vacancy (municipality, status, closing_order, owner, id);
create index vacancy_by_corporation on vacancy (owner, status, closing_order, id);
create index vacancy_of_dwelling on vacancy (owner, dwelling);

grant select on corporation, complex, dwelling, vacancy to :app, :public;
grant update (status, withdrawal_reason) on vacancy to :app;

do $$
declare
  name text;
begin
  foreach name in array array['corporation', 'complex', 'dwelling', 'vacancy'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

-- What is offered, or was, is public, with its home, the complex of that home and its corporation.
create policy public_read on corporation for select to :public, :app using (true);
create policy public_read on vacancy for select to :public using (status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET'));
create policy public_read on dwelling for select to :public using (
  exists (select from vacancy where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id));
create policy public_read on complex for select to :public using (
  exists (select from dwelling where dwelling.owner = complex.owner and dwelling.complex = complex.id));

-- Besides, a corporation sees all that is its own, and the auditor every vacancy.
create policy app_read on vacancy for select to :app using (
  status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET')
  or owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                          then nullif(current_setting('hub.organisation', true), '') end)
  or (select current_setting('hub.role', true)) = 'AUDITOR');
create policy app_read on dwelling for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end)
  or exists (select from vacancy where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id));
create policy app_read on complex for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end)
  or exists (select from dwelling where dwelling.owner = complex.owner and dwelling.complex = complex.id));

create policy allocator_change on vacancy for update to :app using (
  (select current_setting('hub.role', true)) = 'ALLOCATOR'
  and owner = (select nullif(current_setting('hub.organisation', true), '')));
