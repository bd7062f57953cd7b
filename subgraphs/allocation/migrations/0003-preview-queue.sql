-- Previews wait in a queue, are run by a thread of their own, and are taken up again when a process ended half-way. Facts are
-- read for one that runs and for nothing beyond it. Every row belongs to the organisation (owner) of the draft.

-- What a preview said is made anew from the same facts; what a draft says is no longer kept after its preview.
drop table preview;

create table regulation_preview (
  owner text not null check (owner ~ '^[A-Z][A-Z0-9-]{1,15}$'),
  id uuid not null default uuidv7(),
  draft uuid not null,
  -- The revision of the draft that is previewed; the draft may have moved on.
  revision int not null check (revision > 0),
  period_from date not null,
  period_until date not null check (period_until > period_from),
  municipalities text[] not null check (cardinality(municipalities) between 1 and 60),
  -- Touched by the draft, and without proposed rules that decide.
  left_out text[] not null,
  status text not null check (status in ('QUEUED', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  -- How often it was taken up; a process that ended on the way leaves it to be taken up again.
  attempts int not null default 0,
  homes_done int not null default 0,
  homes_total int,
  asked_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  result jsonb,
  -- Code of the catalogue.
  failure text,
  trace_id text not null,
  -- The machine's moment, also on a data set that stands still: what a day allows is counted on it.
  recorded_at timestamptz not null default now(),
  primary key (owner, id),
  check ((status = 'DONE') = (result is not null)),
  check ((status = 'FAILED') = (failure is not null)),
  check ((status in ('QUEUED', 'RUNNING')) = (ended_at is null))
);
create index regulation_preview_of_draft on regulation_preview (owner, draft, id desc);
create index regulation_preview_of_day on regulation_preview (owner, recorded_at);
create index regulation_preview_waiting on regulation_preview (id) where status in ('QUEUED', 'RUNNING');

-- The rules that a preview replays under, from the day it is asked for until it ends: what a draft says is not kept here.
create table preview_rules (
  owner text not null,
  preview uuid not null,
  municipality text not null,
  proposed_hash text not null check (proposed_hash ~ '^[0-9a-f]{64}$'),
  proposed text not null,
  current_hash text check (current_hash ~ '^[0-9a-f]{64}$'),
  current text check ((current is null) = (current_hash is null)),
  primary key (owner, preview, municipality),
  foreign key (owner, preview) references regulation_preview
);

-- Each run that read people's facts: for whom, why, and how many files. Never changed but by reading on.
create table preview_reading (
  owner text not null,
  preview uuid not null,
  attempt int not null,
  person text not null,
  purpose text not null,
  homes int not null,
  files int not null,
  trace_id text not null,
  read_at timestamptz not null default now(),
  primary key (owner, preview, attempt),
  foreign key (owner, preview) references regulation_preview
);
create index preview_reading_by_time on preview_reading (preview, attempt, owner);

-- The secret that the noise of disclosure control follows from: one row, made at the first preview, told to nobody.
create table disclosure_secret (
  single boolean primary key default true check (single),
  secret text not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') check (length(secret) >= 32)
);

do $$
declare
  name text;
begin
  foreach name in array array['regulation_preview', 'preview_rules', 'preview_reading', 'disclosure_secret'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

-- Whether the hub asks for the sake of previews: it walks the queue for nobody, and reads facts on behalf of one owner.
create function previewing() returns boolean language sql stable
  return current_setting('hub.role', true) = 'HUB' and current_setting('hub.purpose', true) = 'preview of a regulation';

create function preview_officer(roles text[]) returns text language sql stable
  return case when current_setting('hub.role', true) = any (roles)
              then nullif(current_setting('hub.organisation', true), '') end;

-- The facts of who stood in some frozen rankings, for the preview that is under way and for nothing beyond its places and
-- its period. Runs as the owner of the tables, whose policies show everything; so it looks itself at who asks.
create function frozen_facts(of_owner text, of_preview uuid, owners text[], vacancies uuid[])
  returns table (owner text, vacancy uuid, registration text, facts jsonb, facts_on date, lot text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select r.owner, r.vacancy, r.registration, r.facts, r.facts_on, r.lot
      from public.regulation_preview p
      join unnest(owners, vacancies) as wanted (owner, vacancy) on true
      join public.ranking k on k.owner = wanted.owner and k.vacancy = wanted.vacancy
      join public.reaction r on r.owner = k.owner and r.vacancy = k.vacancy
     where public.previewing()
       and p.owner = of_owner and p.id = of_preview and p.status = 'RUNNING'
       and p.owner = nullif(current_setting('hub.organisation', true), '')
       and k.status = 'FROZEN' and k.municipality = any (p.municipalities)
       and k.as_of >= p.period_from and k.as_of < p.period_until
       and r.status = 'ACTIVE';
  end;
revoke all on function frozen_facts from public;
grant execute on function frozen_facts to :app;

-- For the sake of a preview the tables of people are closed, the hub's general right included: there is one way in.
create policy not_for_previews on reaction as restrictive for select to :app using (not (select previewing()));
create policy not_for_previews on consideration as restrictive for select to :app using (not (select previewing()));

grant select on regulation_preview, preview_rules, preview_reading, disclosure_secret to :app;
grant insert (owner, id, draft, revision, period_from, period_until, municipalities, left_out, status, asked_by, asked_at, trace_id)
  on regulation_preview to :app;
grant insert, delete on preview_rules to :app;
grant insert on disclosure_secret, preview_reading to :app;
grant update (status, attempts, homes_done, homes_total, started_at, ended_at, result, failure) on regulation_preview to :app;
grant update (homes, files, read_at) on preview_reading to :app;

create policy makers_read on regulation_preview for select to :app using (
  owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])) or (select previewing()));
create policy makers_ask on regulation_preview for insert to :app with check (
  owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])) and status = 'QUEUED'
  and asked_by = nullif(current_setting('hub.person', true), ''));
create policy makers_cancel on regulation_preview for update to :app
  using (owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])) and status in ('QUEUED', 'RUNNING'))
  with check (owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])) and status = 'CANCELLED');
create policy hub_runs on regulation_preview for update to :app
  using ((select previewing()) and status in ('QUEUED', 'RUNNING')) with check ((select previewing()));

create policy makers_give on preview_rules for insert to :app with check (
  owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])));
create policy makers_take on preview_rules for delete to :app using (
  owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])) or (select previewing()));
create policy rules_read on preview_rules for select to :app using (
  owner = (select preview_officer(array['PUBLISHER', 'APPROVER'])) or (select previewing()));

create policy hub_records on preview_reading for insert to :app with check (
  (select previewing()) and owner = (select nullif(current_setting('hub.organisation', true), '')));
create policy hub_reads_on on preview_reading for update to :app using (
  (select previewing()) and owner = (select nullif(current_setting('hub.organisation', true), '')));
create policy record_read on preview_reading for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'AUDITOR' or (select previewing()));

create policy hub_keeps on disclosure_secret for insert to :app with check ((select previewing()));
create policy hub_reads on disclosure_secret for select to :app using ((select previewing()));
