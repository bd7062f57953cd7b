-- What a municipality judged of a household where its regulation leaves an open norm, such as the hardship clause.
-- Rules find the outcome; the reason is for the household and the municipality. A judgement is never changed: another one
-- of a later day takes its place from the day on which it begins.

create table judgement (
  owner text not null check (owner ~ '^GM[0-9]{4}$'),
  id uuid not null default uuidv7(),
  registration text not null,
  norm text not null check (norm ~ '^[A-Z][A-Z0-9_]{0,63}$'),
  met boolean not null,
  reason text not null check (length(reason) between 20 and 4000),
  judged_on date not null,
  judged_by text not null,
  valid_from date not null,
  valid_until date check (valid_until > valid_from),
  primary key (owner, id)
);
create index judgement_of_registration on judgement (registration, owner, id);

grant select on judgement to :app;
grant insert (owner, registration, norm, met, reason, judged_on, judged_by, valid_from, valid_until) on judgement to :app;

do $$ begin
  execute format('alter table judgement enable row level security, force row level security');
  execute format('create policy owner_all on judgement to %I using (true) with check (true)', current_user);
end $$;

create policy officer_read on judgement for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'URGENCY_OFFICER'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy seeker_read on judgement for select to :app using (
  registration = (select case when current_setting('hub.role', true) = 'SEEKER'
                              then nullif(current_setting('hub.registration', true), '') end));
create policy task_read on judgement for select to :app using (
  (select current_setting('hub.role', true) in ('HUB', 'AUDITOR')));
-- Who judged is who asks.
create policy officer_judge on judgement for insert to :app with check (
  owner = (select case when current_setting('hub.role', true) = 'URGENCY_OFFICER'
                       then nullif(current_setting('hub.organisation', true), '') end)
  and judged_by = (select nullif(current_setting('hub.person', true), '')));

-- The foundation shows a person the readings of a file that has the number of the registration; a judgement has its own.
create policy file_read_of_judgement on platform.file_read for select to :app using (
  (select current_setting('hub.role', true) = 'SEEKER')
  and exists (select from judgement
               where judgement.registration = (select nullif(current_setting('hub.registration', true), ''))
                 and judgement.owner = file_read.owner and judgement.owner || ':' || judgement.id = file_read.subject));
