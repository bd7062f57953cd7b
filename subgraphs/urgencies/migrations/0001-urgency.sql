-- Urgencies: who may go first, and until when. Every urgency belongs to the municipality (owner) that decides it.
-- Its grounds are in no column: category, validity and search profile are all that rules look at.

create table care_provider (
  code text primary key check (code ~ '^Z[0-9]{4}$'),
  name text not null check (length(name) between 1 and 200)
);

create table urgency (
  owner text not null check (owner ~ '^GM[0-9]{4}$'),
  id uuid not null default uuidv7(),
  registration text not null,
  category text not null,
  level text not null check (level in ('STATUTORY', 'REGIONAL', 'LOCAL')),
  statutory_group text check (statutory_group ~ '^[a-j]$'),
  status text not null check (status in ('REQUESTED', 'GRANTED', 'REJECTED', 'ENDED')),
  decided_on date,
  valid_from date,
  valid_until date,
  direct_mediation boolean not null default false,
  care_provider text references care_provider,
  profile_dwelling_types text[] not null default '{}' check (cardinality(profile_dwelling_types) <= 5),
  profile_minimum_rooms int check (profile_minimum_rooms between 1 and 20),
  profile_maximum_rooms int check (profile_maximum_rooms between 1 and 20),
  profile_maximum_rent_cents bigint check (profile_maximum_rent_cents > 0),
  profile_minimum_area_m2 int check (profile_minimum_area_m2 > 0),
  profile_accessibility text not null default 'NONE' check (profile_accessibility in ('NONE', 'STICK', 'WALKER', 'WHEELCHAIR')),
  profile_municipalities text[] not null default '{}' check (cardinality(profile_municipalities) <= 50),
  -- What lists are sorted by: a request, which no decision was made on yet, comes after all decisions. A column of its
  -- own, for an expression in a comparison cannot use an index under policies.
  decision_order date not null generated always as (coalesce(decided_on, '0001-01-01')) stored,
  primary key (owner, id),
  -- One that ended before it began has a validity of no days.
  check (valid_from <= valid_until),
  check (profile_minimum_rooms <= profile_maximum_rooms),
  check ((level = 'STATUTORY') = (statutory_group is not null)),
  check (status not in ('GRANTED', 'ENDED') or (decided_on is not null and valid_from is not null))
);
create index urgency_of_registration on urgency (registration, owner, id);
create index urgency_by_owner on urgency (owner, decision_order desc, id desc);
create index urgency_by_day on urgency (decision_order desc, owner desc, id desc);
create index urgency_by_provider on urgency (care_provider, decision_order desc, owner desc, id desc)
  where care_provider is not null;

-- Rules look at no more than twenty urgencies of one registration on one day, of whatever municipalities.
create function bound_urgencies() returns trigger language plpgsql set search_path = public as $$
begin
  if (select count(*) from urgency
       where registration = new.registration and status in ('GRANTED', 'ENDED') and (owner, id) <> (new.owner, new.id)
         and daterange(valid_from, valid_until) && daterange(new.valid_from, new.valid_until)) >= 20 then
    raise check_violation using message = 'a registration has at most twenty urgencies at one time';
  end if;
  return new;
end $$;
create trigger bound_urgencies before insert or update of status, valid_from, valid_until on urgency
  for each row when (new.status in ('GRANTED', 'ENDED')) execute function bound_urgencies();

create table urgency_condition (
  owner text not null,
  urgency uuid not null,
  kind text not null check (kind in ('CARE_CONTRACT', 'SUPPORT', 'BUDGET_MANAGEMENT')),
  met_on date,
  primary key (owner, urgency, kind),
  foreign key (owner, urgency) references urgency
);

-- From the moment that a corporation considers a candidate until it no longer does, it may read that candidate's urgencies,
-- of whatever municipality; so the key starts with the registration. A grant holds from its row on until an end is filled
-- in, whatever day that names: no clock is needed to see that a grant is over.
create table file_grant (
  registration text not null,
  organisation text not null,
  vacancy text not null,
  granted_on date not null,
  ended_on date check (ended_on >= granted_on),
  primary key (registration, organisation, vacancy)
);
create index file_grant_held on file_grant (organisation, registration) where ended_on is null;

grant select on care_provider to :app, :public;
grant select on urgency, urgency_condition, file_grant to :app;
grant update (status, valid_until) on urgency to :app;

do $$
declare
  name text;
begin
  foreach name in array array['care_provider', 'urgency', 'urgency_condition', 'file_grant'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

create policy public_read on care_provider for select to :public using (true);
create policy app_read on care_provider for select to :app using (true);

-- Who a viewer is, is one value for a statement, worked out once: `owner = (select case ...)` lets the planner see that a
-- page of one municipality is a walk along its index. Every condition on a role that it had to guess made it sort instead.
create policy officer_read on urgency for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'URGENCY_OFFICER'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy seeker_read on urgency for select to :app using (
  registration = (select case when current_setting('hub.role', true) = 'SEEKER'
                              then nullif(current_setting('hub.registration', true), '') end));
create policy provider_read on urgency for select to :app using (
  care_provider = (select case when current_setting('hub.role', true) = 'CARE_PROVIDER'
                               then nullif(current_setting('hub.organisation', true), '') end));
create policy allocator_read on urgency for select to :app using (
  (select current_setting('hub.role', true) = 'ALLOCATOR')
  and exists (select from file_grant
               where file_grant.registration = urgency.registration
                 and file_grant.organisation = (select nullif(current_setting('hub.organisation', true), ''))
                 and file_grant.ended_on is null));
create policy task_read on urgency for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR')));
create policy officer_change on urgency for update to :app using (
  owner = (select case when current_setting('hub.role', true) = 'URGENCY_OFFICER'
                       then nullif(current_setting('hub.organisation', true), '') end));

create policy grant_read on file_grant for select to :app using (
  organisation = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                              then nullif(current_setting('hub.organisation', true), '') end));

-- The foundation shows a person the readings of a file that has the number of the registration; an urgency has its own.
create policy file_read_of_urgency on platform.file_read for select to :app using (
  (select current_setting('hub.role', true) = 'SEEKER')
  and exists (select from urgency
               where urgency.registration = (select nullif(current_setting('hub.registration', true), ''))
                 and urgency.owner = file_read.owner and urgency.owner || ':' || urgency.id = file_read.subject));

-- A part of a file is visible where the file is: the subquery runs under the policies of urgency.
create policy with_file on urgency_condition for select to :app using (
  exists (select from urgency where urgency.owner = urgency_condition.owner and urgency.id = urgency_condition.urgency));
