-- Registrations: who seeks, since when. Every row belongs to one registrar (owner).
-- Policies name the viewer through settings that platform/database/as-viewer.ts makes for one transaction.

create table registrar (
  owner text primary key check (owner ~ '^R[0-9]{4}$'),
  name text not null check (length(name) between 1 and 200),
  region text not null
);

-- How a registrar reckons search value: parameters with a first day, because they change by regulation.
create table waiting_scheme (
  owner text not null references registrar,
  valid_from date not null,
  retained_percent int not null check (retained_percent between 0 and 100),
  transitional_until date,
  primary key (owner, valid_from)
);

create table registration (
  owner text not null references registrar,
  id uuid not null default uuidv7(),
  registered_on date not null,
  status text not null check (status in ('ACTIVE', 'DORMANT', 'ENDED')),
  origin text not null check (origin in ('HER', 'MED', 'MIG', 'SPL', 'URG', 'WOO')),
  lawful_residence boolean not null,
  applicant_birth_dates date[] not null check (cardinality(applicant_birth_dates) between 1 and 4),
  adults int not null check (adults between 1 and 20),
  children int not null check (children between 0 and 20),
  leaves_self_contained_home boolean not null,
  present_address_since date,
  last_move_on date,
  last_move_search_value_days int check (last_move_search_value_days >= 0),
  vital_profession text,
  accessibility text not null check (accessibility in ('NONE', 'STICK', 'WALKER', 'WHEELCHAIR')),
  situation_points int not null default 0 check (situation_points between 0 and 100),
  active_search_months int not null default 0 check (active_search_months between 0 and 12),
  profile_dwelling_types text[] not null default '{}' check (cardinality(profile_dwelling_types) <= 5),
  profile_minimum_rooms int check (profile_minimum_rooms between 1 and 20),
  profile_maximum_rooms int check (profile_maximum_rooms between 1 and 20),
  profile_maximum_rent_cents bigint check (profile_maximum_rent_cents > 0),
  profile_minimum_area_m2 int check (profile_minimum_area_m2 > 0),
  profile_municipalities text[] not null default '{}' check (cardinality(profile_municipalities) <= 50),
  primary key (owner, id),
  check ((last_move_on is null) = (last_move_search_value_days is null)),
  check (profile_minimum_rooms <= profile_maximum_rooms)
);
create index registration_by_day on registration (owner, registered_on, id);
create index registration_by_status on registration (owner, status, registered_on, id);

-- Where a household lived (RESIDENCE) and where its applicants work or study (EMPLOYMENT); `number` bounds the list.
create table tie (
  owner text not null,
  registration uuid not null,
  kind text not null check (kind in ('RESIDENCE', 'EMPLOYMENT')),
  number int not null check (number between 1 and 60),
  municipality text not null,
  core text,
  from_day date not null,
  until_day date check (until_day > from_day),
  primary key (owner, registration, kind, number),
  foreign key (owner, registration) references registration
);

-- Outcomes of comparisons with named thresholds. The income is not in this database.
create table income_test (
  owner text not null,
  registration uuid not null,
  number int not null check (number between 1 and 40),
  threshold text not null,
  at_most boolean not null,
  tested_on date not null,
  valid_until date,
  primary key (owner, registration, number),
  foreign key (owner, registration) references registration
);

-- Sanctions: a seeker is excluded from a model until a day.
create table exclusion (
  owner text not null,
  registration uuid not null,
  number int not null check (number between 1 and 20),
  model text not null check (model in ('OFFER', 'LOTTERY', 'URGENT_SEEKER_LOTTERY', 'DIRECT_MEDIATION',
    'FIRST_LETTING', 'EXPERIMENT', 'DIRECT_LET')),
  until_day date not null,
  reason text not null,
  primary key (owner, registration, number),
  foreign key (owner, registration) references registration
);

-- From the moment that a corporation considers a candidate until it no longer does, it may read that file. A grant holds
-- from its row on until an end is filled in, whatever day that names: no clock is needed to see that a grant is over.
create table file_grant (
  owner text not null,
  registration uuid not null,
  organisation text not null,
  vacancy text not null,
  granted_on date not null,
  ended_on date check (ended_on >= granted_on),
  primary key (owner, registration, organisation, vacancy),
  foreign key (owner, registration) references registration
);
create index file_grant_held on file_grant (organisation, owner, registration) where ended_on is null;

grant select on registrar to :app, :public;
grant select on registration, tie, income_test, exclusion, file_grant, waiting_scheme to :app;
grant update (profile_dwelling_types, profile_minimum_rooms, profile_maximum_rooms, profile_maximum_rent_cents,
  profile_minimum_area_m2, profile_municipalities) on registration to :app;

do $$
declare
  name text;
begin
  foreach name in array array['registrar', 'waiting_scheme', 'registration', 'tie', 'income_test', 'exclusion', 'file_grant'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

create policy public_read on registrar for select to :public using (true);
create policy app_read on registrar for select to :app using (true);
create policy app_read on waiting_scheme for select to :app using (true);

-- Who a viewer is, is one value for a statement, worked out once: `owner = (select case ...)` lets the planner see that a
-- page of one register is a walk along its index. Every condition on a role that it had to guess made it sort instead.
create policy registrar_read on registration for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'REGISTRAR'
                       then nullif(current_setting('hub.organisation', true), '') end));
-- Compared as text, so that a token with a number that is none sees nothing instead of failing.
create policy seeker_read on registration for select to :app using (
  owner || ':' || id = (select case when current_setting('hub.role', true) = 'SEEKER'
                                    then nullif(current_setting('hub.registration', true), '') end));
create policy allocator_read on registration for select to :app using (
  (select current_setting('hub.role', true) = 'ALLOCATOR')
  and exists (select from file_grant
               where file_grant.owner = registration.owner and file_grant.registration = registration.id
                 and file_grant.organisation = (select nullif(current_setting('hub.organisation', true), ''))
                 and file_grant.ended_on is null));
create policy task_read on registration for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR')));

create policy registrar_change on registration for update to :app using (
  owner = (select case when current_setting('hub.role', true) = 'REGISTRAR'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy seeker_change on registration for update to :app using (
  owner || ':' || id = (select case when current_setting('hub.role', true) = 'SEEKER'
                                    then nullif(current_setting('hub.registration', true), '') end));

create policy grant_read on file_grant for select to :app using (
  organisation = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                              then nullif(current_setting('hub.organisation', true), '') end));

-- A part of a file is visible where the file is: the subquery runs under the policies of registration. The hub asks for
-- thousands at a closing and may read every file, so it is not asked again for each part.
create policy with_file on tie for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR'))
  or exists (select from registration where registration.owner = tie.owner and registration.id = tie.registration));
create policy with_file on income_test for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR'))
  or exists (select from registration
              where registration.owner = income_test.owner and registration.id = income_test.registration));
create policy with_file on exclusion for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR'))
  or exists (select from registration
              where registration.owner = exclusion.owner and registration.id = exclusion.registration));
