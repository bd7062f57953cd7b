-- What every subgraph's database holds before its own tables: settings, the answers to repeated requests,
-- and the record of who read which person's file.

create schema platform;
grant usage on schema platform to :app, :public;

-- Which migrations this database has had.
create table platform.migration (
  number integer primary key,
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
alter table platform.migration enable row level security, force row level security;
create policy migration_owner on platform.migration to :owner using (true) with check (true);

-- Facts about the data set as a whole, such as the day that a demonstration is set on.
create table platform.setting (
  key text primary key,
  value text not null
);
alter table platform.setting enable row level security, force row level security;
create policy setting_owner on platform.setting to :owner using (true) with check (true);
create policy setting_read on platform.setting for select to :app, :public using (true);
grant select on platform.setting to :app, :public;

-- The answer that a request with an idempotency key got, stored in the transaction of its effect.
create table platform.idempotency (
  owner text not null,
  key text not null check (length(key) between 1 and 200),
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (owner, key)
);
create index idempotency_created on platform.idempotency (created_at);
alter table platform.idempotency enable row level security, force row level security;
create policy idempotency_own on platform.idempotency to :app
  using (owner = (select case current_setting('hub.role', true)
    when 'SEEKER' then nullif(current_setting('hub.registration', true), '')
    else nullif(current_setting('hub.organisation', true), '') end))
  with check (owner = (select case current_setting('hub.role', true)
    when 'SEEKER' then nullif(current_setting('hub.registration', true), '')
    else nullif(current_setting('hub.organisation', true), '') end));
-- An answer may be filled in after its key was claimed; the claim itself never changes.
grant select, insert, update (response) on platform.idempotency to :app;

-- Each read of a person's file: who read it, for whom, why and which fields. Never changed, never removed by a viewer.
create table platform.file_read (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  reader_organisation text,
  reader_person text,
  reader_role text not null,
  purpose text not null,
  fields text[] not null,
  trace_id text not null,
  read_at timestamptz not null default now(),
  primary key (owner, id)
);
create index file_read_owner_subject on platform.file_read (owner, subject, id);
create index file_read_subject on platform.file_read (subject, id);
alter table platform.file_read enable row level security, force row level security;
-- A read is recorded for whoever reads, so the reader's own view of this table does not limit it.
create policy file_read_record on platform.file_read for insert to :app with check (true);
create policy file_read_owner on platform.file_read for select to :app
  using (
    owner = (select nullif(current_setting('hub.organisation', true), ''))
    and (select current_setting('hub.role', true)) in ('REGISTRAR', 'URGENCY_OFFICER')
  );
create policy file_read_subject on platform.file_read for select to :app
  using (subject = (select nullif(current_setting('hub.registration', true), '')));
create policy file_read_auditor on platform.file_read for select to :app
  using ((select current_setting('hub.role', true)) = 'AUDITOR');
grant select, insert on platform.file_read to :app;
