-- Previews: what a draft regulation would have changed for homes of the past.

-- Which frozen rankings lie in a municipality, in the order of their closing days.
alter table ranking add column municipality text not null
  generated always as (vacancy_facts #>> '{place,municipality}') stored;
create index ranking_of_municipality on ranking (municipality, as_of, owner, vacancy) where status = 'FROZEN';

-- One run. It belongs to whoever makes the regulation; nobody else sees that there is one. The rules that it replays are
-- those of a draft, and so are kept here and not among the public rule sets.
create table preview (
  owner text not null check (owner ~ '^[A-Z][A-Z0-9-]{1,15}$'),
  id uuid not null default uuidv7(),
  draft text not null,
  draft_revision int not null,
  status text not null check (status in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  from_day date not null,
  until_day date not null check (until_day > from_day),
  -- Canonical text by municipality.
  rules jsonb not null,
  homes_total int not null default 0,
  homes_done int not null default 0,
  -- How many files were read, for the record of processing.
  files_read int not null default 0,
  requested_by text not null,
  requested_at timestamptz not null,
  -- A run that no longer says that it is going has ended with its process.
  touched_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  result jsonb,
  primary key (owner, id)
);
create index preview_of_draft on preview (owner, draft, id);

grant select, insert on preview to :app;
grant update (status, homes_total, homes_done, files_read, touched_at, ended_at, result) on preview to :app;
alter table preview enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on preview to %I using (true) with check (true)', current_user);
end $$;
-- The two people who make regulations, and the hub at work for one of them.
create policy makers on preview to :app using (
  owner = (select case when current_setting('hub.role', true) in ('PUBLISHER', 'APPROVER', 'HUB')
                       then nullif(current_setting('hub.organisation', true), '') end))
  with check (
  owner = (select case when current_setting('hub.role', true) in ('PUBLISHER', 'APPROVER', 'HUB')
                       then nullif(current_setting('hub.organisation', true), '') end));
