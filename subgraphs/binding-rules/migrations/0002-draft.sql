-- Drafts: how a regulation comes about, between two people of its owner. Nobody else sees that one exists.
--
-- The application may not publish by itself. It may insert the one regulation that an approved draft points to, and it
-- may change what is in force only in the transaction in which the approver that it speaks for approved or withdrew, in
-- places that this owner has a say in. The history below is written by triggers, so that no change is without a line.

create table regulation_draft (
  -- RIJK, a region's code or a CBS code.
  owner text not null check (owner ~ '^[A-Z][A-Z0-9-]{1,15}$'),
  id uuid not null default uuidv7(),
  instrument text not null check (instrument ~ '^[A-Za-z0-9][A-Za-z0-9/-]{1,99}$'),
  -- Counts every change; an edit states the one it was made on, so that two at once are both seen.
  revision int not null default 1 check (revision >= 1),
  status text not null default 'DRAFT' check (status in ('DRAFT', 'SUBMITTED', 'PUBLISHED', 'WITHDRAWN')),
  -- The value that its YAML states, right or wrong, so that an unfinished draft can be kept.
  source jsonb not null check (jsonb_typeof(source) = 'object') check (octet_length(source::text) <= 1048576),
  -- What was done to it last, and to which part: a rule's code, or a reason.
  action text not null check (action in ('CREATED', 'IMPORTED', 'HEAD_EDITED', 'RULE_PUT', 'RULE_REMOVED', 'SUBMITTED',
    'RETURNED', 'APPROVED', 'WITHDRAWN')),
  about text check (length(about) between 1 and 2000),
  changed_at timestamptz not null,
  changed_by text not null,
  created_at timestamptz not null,
  created_by text not null,
  -- Who last changed what it says.
  edited_by text not null,
  submitted_at timestamptz,
  submitted_by text,
  approved_at timestamptz,
  approved_by text,
  -- Why it was returned last; null once it is submitted again.
  return_reason text check (length(return_reason) between 1 and 2000),
  -- The published version that it started from, and the one that it became.
  amends uuid,
  regulation uuid,
  primary key (owner, id),
  foreign key (owner, amends) references regulation,
  -- Checked at the end of the transaction: the draft says which regulation may be inserted, and so goes first.
  foreign key (owner, regulation) references regulation deferrable initially deferred,
  check ((submitted_by is null) = (submitted_at is null)),
  check (status <> 'SUBMITTED' or submitted_by is not null),
  check ((status = 'PUBLISHED') = (regulation is not null)),
  check ((status = 'PUBLISHED') = (approved_by is not null)),
  check ((approved_by is null) = (approved_at is null)),
  -- Four eyes, also as the row stands.
  check (approved_by <> submitted_by and approved_by <> edited_by)
);
create index regulation_draft_of_status on regulation_draft (owner, status, id);
create unique index regulation_draft_published on regulation_draft (owner, regulation);

-- What was done, by whom. Written by triggers, never changed.
create table draft_event (
  owner text not null,
  id uuid not null default uuidv7(),
  -- Null for the withdrawal of a version that never was a draft here.
  draft uuid,
  -- The version that was published or withdrawn.
  regulation uuid,
  action text not null,
  about text,
  person text not null,
  role text not null,
  at timestamptz not null,
  revision_before int,
  revision int,
  -- Which transaction wrote it. A restored database counts transactions anew, hence also when it began.
  xact xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null default transaction_timestamp(),
  primary key (owner, id)
);
create index draft_event_of_draft on draft_event (owner, draft, id);
create index draft_event_of_transaction on draft_event (xact);

-- A draft has its own table now; a regulation is what was published, and stays to be seen when it is withdrawn.
alter table regulation
  add column withdrawn_at timestamptz,
  add column withdrawal_reason text check (length(withdrawal_reason) between 1 and 2000),
  drop constraint regulation_status_check,
  add constraint regulation_status_check check (status in ('PUBLISHED', 'WITHDRAWN')),
  add constraint regulation_published check (published_on is not null),
  add constraint regulation_withdrawn check (
    (status = 'WITHDRAWN') = (withdrawn_at is not null) and (withdrawn_at is null) = (withdrawal_reason is null)),
  -- What has been in force is ended by a next version, never withdrawn.
  add constraint regulation_withdrawn_before_its_first_day check (
    (withdrawn_at at time zone 'Europe/Amsterdam')::date < valid_from),
  -- The columns say what the text says.
  add constraint regulation_is_its_text check (
    canonical::jsonb ->> 'owner' = owner and canonical::jsonb ->> 'code' = instrument
    and canonical::jsonb ->> 'version' = to_char(version, 'YYYY-MM-DD') and canonical::jsonb ->> 'layer' = layer);
-- A region may agree to lower the caps of its model for a period.
alter table regulation
  drop constraint regulation_layer_check,
  add constraint regulation_layer_check check (
    layer in ('FRAMEWORK', 'REGIONAL_MODEL', 'REGIONAL_AGREEMENT', 'MUNICIPAL', 'COMPLEX'));

-- Which rule set holds for the homes of a complex, while an agreement for it is in force: made anew with the one above.
create table complex_rule_set_in_force (
  municipality text not null references municipality,
  complex text not null check (complex ~ '^L[0-9]{4}:[0-9a-f-]{36}$'),
  validity daterange not null,
  hash text not null references rule_set,
  primary key (municipality, complex, validity without overlaps)
);
create index complex_rule_set_in_force_of_rule_set on complex_rule_set_in_force (hash);
grant select on complex_rule_set_in_force to :app, :public;
alter table complex_rule_set_in_force enable row level security, force row level security;
create policy public_read on complex_rule_set_in_force for select to :public, :app using (true);
create index regulation_by_name on regulation (owner, instrument, version);

drop policy makers_read on regulation;
drop policy public_read on regulation;
create policy public_read on regulation for select to :public, :app using (true);

-- The people of a draft, as the policies know them.
create function viewer_organisation(roles text[]) returns text language sql stable
  return case when current_setting('hub.role', true) = any (roles)
              then nullif(current_setting('hub.organisation', true), '') end;
create function viewer_person() returns text language sql stable
  return nullif(current_setting('hub.person', true), '');

alter table regulation_draft enable row level security, force row level security;
alter table draft_event enable row level security, force row level security;
do $$
declare
  name text;
begin
  foreach name in array array['regulation_draft', 'draft_event', 'complex_rule_set_in_force'] loop
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

-- The hub asks on behalf of an officer and carries the organisation of that officer.
create policy makers_read on regulation_draft for select to :app using (
  owner = (select viewer_organisation(array['PUBLISHER', 'APPROVER', 'HUB'])));
create policy publisher_create on regulation_draft for insert to :app with check (
  owner = (select viewer_organisation(array['PUBLISHER'])) and (select viewer_person()) is not null);
create policy makers_change on regulation_draft for update to :app
  using (owner = (select viewer_organisation(array['PUBLISHER', 'APPROVER'])) and (select viewer_person()) is not null);
create policy makers_read on draft_event for select to :app using (
  owner = (select viewer_organisation(array['PUBLISHER', 'APPROVER'])));

grant select on regulation_draft, draft_event to :app;
grant insert (owner, id, instrument, source, action, about, changed_at, amends) on regulation_draft to :app;
grant update (revision, status, source, action, about, changed_at, return_reason, regulation) on regulation_draft to :app;

-- The database itself knows the steps, the persons and the revision: what is not listed here is refused.
create function guard_draft() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  person text := viewer_person();
  role text := coalesce(current_setting('hub.role', true), '');
  step text;
begin
  if person is null then
    raise exception 'a draft is changed by a person' using errcode = '42501';
  end if;
  new.changed_by := person;
  if tg_op = 'INSERT' then
    if new.status <> 'DRAFT' or new.revision <> 1 or new.action not in ('CREATED', 'IMPORTED') then
      raise exception 'a draft begins as a draft' using errcode = '23514';
    end if;
    new.created_at := new.changed_at;
    new.created_by := person;
    new.edited_by := person;
    return new;
  end if;
  if new.revision <> old.revision + 1 then
    raise exception 'revision % follows %', new.revision, old.revision using errcode = '23514';
  end if;
  step := role || ' ' || old.status || ' ' || new.action || ' ' || new.status;
  if step not in ('PUBLISHER DRAFT IMPORTED DRAFT', 'PUBLISHER DRAFT HEAD_EDITED DRAFT', 'PUBLISHER DRAFT RULE_PUT DRAFT',
    'PUBLISHER DRAFT RULE_REMOVED DRAFT', 'PUBLISHER DRAFT SUBMITTED SUBMITTED', 'APPROVER SUBMITTED RETURNED DRAFT',
    'APPROVER SUBMITTED APPROVED PUBLISHED', 'PUBLISHER DRAFT WITHDRAWN WITHDRAWN', 'PUBLISHER SUBMITTED WITHDRAWN WITHDRAWN',
    'APPROVER DRAFT WITHDRAWN WITHDRAWN', 'APPROVER SUBMITTED WITHDRAWN WITHDRAWN') then
    raise exception 'no such step of a draft: %', step using errcode = '42501';
  end if;
  if new.source is distinct from old.source
     and new.action not in ('IMPORTED', 'HEAD_EDITED', 'RULE_PUT', 'RULE_REMOVED') then
    raise exception 'what is submitted is not edited' using errcode = '42501';
  end if;
  if new.action in ('IMPORTED', 'HEAD_EDITED', 'RULE_PUT', 'RULE_REMOVED') then
    new.edited_by := person;
  elsif new.action = 'SUBMITTED' then
    new.submitted_by := person;
    new.submitted_at := new.changed_at;
  elsif new.action = 'RETURNED' then
    new.submitted_by := null;
    new.submitted_at := null;
  elsif new.action = 'APPROVED' then
    if person = old.submitted_by or person = old.edited_by then
      raise exception 'publishing takes two people' using errcode = '42501';
    end if;
    new.approved_by := person;
    new.approved_at := new.changed_at;
  end if;
  return new;
end $$;
create trigger guard before insert or update on regulation_draft for each row execute function guard_draft();

create function record_draft_event() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  insert into draft_event (owner, draft, regulation, action, about, person, role, at, revision_before, revision)
  values (new.owner, new.id, new.regulation, new.action, new.about, new.changed_by, current_setting('hub.role', true),
          new.changed_at, case when tg_op = 'UPDATE' then old.revision end, new.revision);
  return null;
end $$;
create trigger record after insert or update on regulation_draft for each row execute function record_draft_event();

-- What a published version says never changes. It ends earlier or later as next versions come and go, and is withdrawn once.
create function guard_regulation() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if old.status = 'WITHDRAWN' then
    raise exception 'a withdrawn version stays as it was' using errcode = '42501';
  end if;
  if new.status = 'WITHDRAWN' and (viewer_person() is null or new.valid_until is distinct from old.valid_until) then
    raise exception 'a version is withdrawn as it stands, by a person' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger guard before update on regulation for each row execute function guard_regulation();

create function record_withdrawal() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  insert into draft_event (owner, draft, regulation, action, about, person, role, at)
  select new.owner, (select id from regulation_draft where owner = new.owner and regulation = new.id), new.id,
         'REGULATION_WITHDRAWN', new.withdrawal_reason, viewer_person(), current_setting('hub.role', true), new.withdrawn_at;
  return null;
end $$;
create trigger record_withdrawal after update on regulation for each row
  when (new.status = 'WITHDRAWN') execute function record_withdrawal();

-- Whether the approver who is asking approved or withdrew a regulation in this very transaction.
create function publication_under_way() returns boolean language sql stable
  begin atomic
    select exists (
      select from draft_event
       where xact = pg_current_xact_id_if_assigned() and recorded_at = transaction_timestamp()
         and owner = viewer_organisation(array['APPROVER']) and person = viewer_person()
         and action in ('APPROVED', 'REGULATION_WITHDRAWN'));
  end;

grant insert (owner, id, instrument, title, layer, version, valid_from, valid_until, status, argument, canonical, hash,
              published_on) on regulation to :app;
grant update (valid_until, status, withdrawn_at, withdrawal_reason) on regulation to :app;
grant insert on rule_set to :app;
grant insert, delete on rule_set_in_force, complex_rule_set_in_force to :app;

create policy approver_publish on regulation for insert to :app with check (
  status = 'PUBLISHED' and owner = (select viewer_organisation(array['APPROVER'])) and (select publication_under_way())
  and exists (select from regulation_draft as draft
               where draft.owner = regulation.owner and draft.regulation = regulation.id
                 and draft.instrument = regulation.instrument and draft.status = 'PUBLISHED'
                 and draft.approved_by = (select viewer_person())));
create policy approver_change on regulation for update to :app
  using (owner = (select viewer_organisation(array['APPROVER'])))
  with check (status = 'WITHDRAWN' or (select publication_under_way()));
create policy approver_keep on rule_set for insert to :app with check ((select publication_under_way()));

-- A municipality has a say in its own rules, a region in those of its municipalities, the state in all.
create function has_say_in(place text) returns boolean language sql stable
  begin atomic
    select viewer_organisation(array['APPROVER']) in ('RIJK', place)
        or exists (select from municipality
                    where code = place and region = viewer_organisation(array['APPROVER']));
  end;
create policy approver_replace on rule_set_in_force for insert to :app
  with check ((select publication_under_way()) and has_say_in(municipality));
create policy approver_forget on rule_set_in_force for delete to :app
  using ((select publication_under_way()) and has_say_in(municipality));
create policy approver_replace on complex_rule_set_in_force for insert to :app
  with check ((select publication_under_way()) and has_say_in(municipality));
create policy approver_forget on complex_rule_set_in_force for delete to :app
  using ((select publication_under_way()) and has_say_in(municipality));
