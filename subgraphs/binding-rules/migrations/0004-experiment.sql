-- The register of experiments: ways of allocating that a region tries for a while, after consulting who is concerned. Public.

create table experiment (
  -- The region.
  owner text not null,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 5 and 200),
  purpose text not null check (length(purpose) between 20 and 2000),
  -- When the region was consulted, and what came of it.
  consulted_on date not null,
  consultation text not null check (length(consultation) between 20 and 2000),
  valid_from date not null,
  valid_until date not null,
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (owner, id),
  foreign key (owner) references housing_region (code),
  check (consulted_on <= valid_from),
  -- A regulation runs four years at most, and so does what is tried beside it.
  check (valid_from < valid_until and valid_until <= valid_from + interval '4 years')
);
create index experiment_of_region on experiment (owner, valid_from, id);

grant select (owner, id, name, purpose, consulted_on, consultation, valid_from, valid_until, registered_at)
  on experiment to :public;
grant select, insert on experiment to :app;
alter table experiment enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on experiment to %I using (true) with check (true)', current_user);
end $$;
create policy public_read on experiment for select to :public, :app using (true);
create policy approver_register on experiment for insert to :app with check (
  owner = (select case when current_setting('hub.role', true) = 'APPROVER'
                       then nullif(current_setting('hub.organisation', true), '') end));
