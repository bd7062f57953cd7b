-- Binding rules: areas, regulations and what they resolve to. Everything but a draft is public.

-- Equality beside a range in one index, for constraints WITHOUT OVERLAPS.
create extension btree_gist;

create table housing_region (
  code text primary key check (code ~ '^[A-Z][A-Z0-9-]{1,15}$'),
  name text not null check (length(name) between 1 and 200)
);

create table municipality (
  code text primary key check (code ~ '^GM[0-9]{4}$'),
  name text not null check (length(name) between 1 and 200),
  -- Null where no region is connected.
  region text references housing_region
);
create index municipality_of_region on municipality (region, code);

create table core (
  -- Two digits from 01 to 60 after the municipality's own code bound the cores of a municipality to 60.
  code text primary key check (code ~ '^GM[0-9]{4}-C(0[1-9]|[1-5][0-9]|60)$'),
  municipality text not null references municipality check (municipality = left(code, 6)),
  name text not null check (length(name) between 1 and 200)
);
create index core_of_municipality on core (municipality, code);

-- One version of one instrument. Its content never changes: a change is a new version.
create table regulation (
  -- RIJK, a region's code or a CBS code.
  owner text not null check (owner ~ '^[A-Z][A-Z0-9-]{1,15}$'),
  id uuid not null default uuidv7(),
  instrument text not null check (instrument ~ '^[A-Za-z0-9][A-Za-z0-9/-]{1,99}$'),
  title text not null check (length(title) between 1 and 300),
  layer text not null check (layer in ('FRAMEWORK', 'REGIONAL_MODEL', 'MUNICIPAL', 'COMPLEX')),
  -- The first day of its validity names a version.
  version date not null,
  valid_from date not null check (valid_from = version),
  -- Its declared end, or the day on which its next version takes over.
  valid_until date check (valid_until > valid_from),
  status text not null check (status in ('DRAFT', 'SUBMITTED', 'PUBLISHED', 'WITHDRAWN')),
  argument text not null,
  -- All that it says in canonical JSON, and the SHA-256 of that.
  canonical text not null,
  hash text not null check (hash = encode(sha256(convert_to(canonical, 'UTF8')), 'hex')),
  published_on date check (status <> 'PUBLISHED' or published_on is not null),
  -- Null unless published, and a null overlaps nothing.
  in_force daterange generated always as (
    case when status = 'PUBLISHED' then daterange(valid_from, valid_until) end) stored,
  primary key (owner, id),
  -- Two published versions of one instrument are never in force on one day.
  constraint regulation_in_force unique (owner, instrument, in_force without overlaps),
  check (layer <> 'FRAMEWORK' or owner = 'RIJK'),
  check (jsonb_array_length(canonical::jsonb -> 'articles') <= 200),
  check (jsonb_array_length(canonical::jsonb -> 'rules') <= 300)
);
create unique index regulation_published on regulation (owner, instrument, version) where status = 'PUBLISHED';

-- The resolved rules, each once. A vacancy is pinned to the hash, so a row is never changed or removed.
create table rule_set (
  hash text primary key check (hash = encode(sha256(convert_to(canonical, 'UTF8')), 'hex')),
  canonical text not null,
  check (jsonb_array_length(canonical::jsonb -> 'sources') <= 20),
  check (jsonb_array_length(canonical::jsonb -> 'admission') <= 100),
  check (jsonb_array_length(canonical::jsonb -> 'groups') <= 50),
  check (jsonb_array_length(canonical::jsonb -> 'quotas') <= 50),
  check (jsonb_array_length(canonical::jsonb -> 'restrictions') <= 50)
);

-- Which rule set holds where and when: made anew, in the transaction that publishes, for the places that it touches.
create table rule_set_in_force (
  municipality text not null references municipality,
  validity daterange not null,
  hash text not null references rule_set,
  primary key (municipality, validity without overlaps)
);
create index rule_set_in_force_of_rule_set on rule_set_in_force (hash);

grant select on housing_region, municipality, core, regulation, rule_set, rule_set_in_force to :app, :public;

do $$
declare
  name text;
begin
  foreach name in array array['housing_region', 'municipality', 'core', 'regulation', 'rule_set', 'rule_set_in_force']
  loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

create policy public_read on housing_region for select to :public, :app using (true);
create policy public_read on municipality for select to :public, :app using (true);
create policy public_read on core for select to :public, :app using (true);
create policy public_read on rule_set for select to :public, :app using (true);
create policy public_read on rule_set_in_force for select to :public, :app using (true);
create policy public_read on regulation for select to :public, :app using (status = 'PUBLISHED');

-- What is not published is seen by the two people of its owner who bring it there.
create policy makers_read on regulation for select to :app using (
  owner = (select case when current_setting('hub.role', true) in ('PUBLISHER', 'APPROVER')
                       then nullif(current_setting('hub.organisation', true), '') end));
