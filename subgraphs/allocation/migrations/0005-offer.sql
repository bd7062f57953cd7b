-- From the first offer to a recorded letting. Every row belongs to the corporation of the vacancy; the hub writes on behalf of
-- who decided, who stands beside it.

alter table ranking
  add ended_at timestamptz,
  -- How the offering ended.
  add ending text check (ending in ('LET', 'NO_CANDIDATE', 'TERMINATION_REVOKED', 'INCORRECT_DATA', 'OTHER_USE', 'RENOVATION')),
  add check ((ended_at is null) = (ending is null));
grant update (ended_at, ending) on ranking to :app;
create policy hub_end on ranking for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB' and status = 'FROZEN' and ended_at is null)
  with check ((select nullif(current_setting('hub.role', true), '')) = 'HUB' and status = 'FROZEN');

create table offer (
  owner text not null,
  id uuid not null default uuidv7(),
  vacancy uuid not null,
  reaction uuid not null,
  registration text not null,
  position int not null check (position > 0),
  status text not null check (status in ('MADE', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'EXPIRED')),
  made_at timestamptz not null,
  made_by text,
  viewing_at timestamptz,
  expires_at timestamptz not null check (expires_at > made_at),
  ended_at timestamptz,
  ended_by text,
  reason text check (reason ~ '^[A-Z_]{2,60}$'),
  primary key (owner, id),
  foreign key (owner, reaction) references reaction,
  check ((status = 'MADE') = (ended_at is null)),
  check ((status in ('REFUSED', 'WITHDRAWN')) = (reason is not null))
);
-- A home is offered once to one candidate, one candidate accepts it, and one household never gets two.
create unique index offer_once on offer (owner, reaction);
create unique index offer_accepted_of_registration on offer (registration) where status = 'ACCEPTED';
create index offer_of_vacancy on offer (owner, vacancy, position, id);
create index offer_of_registration on offer (registration, made_at desc, owner desc, id desc);
create index offer_due on offer (expires_at, owner, id) where status = 'MADE';

-- What was asked of a candidate who accepted, and what was found. No copy of a document is kept here.
create table verification (
  owner text not null,
  offer uuid not null,
  document text not null check (document in ('IDENTITY', 'LAWFUL_RESIDENCE', 'INCOME', 'HOUSEHOLD', 'RESIDENCE', 'EMPLOYMENT',
    'URGENCY', 'VITAL_PROFESSION', 'ACCESSIBILITY')),
  outcome text not null check (outcome in ('ASKED', 'FOUND', 'REJECTED')),
  reason text check (length(reason) between 5 and 1000),
  checked_at timestamptz not null,
  checked_by text not null,
  primary key (owner, offer, document),
  foreign key (owner, offer) references offer,
  check ((outcome = 'REJECTED') = (reason is not null))
);

-- To whom a home went. All monitoring comes from here.
create table letting (
  owner text not null,
  id uuid not null default uuidv7(),
  vacancy uuid not null,
  offer uuid not null,
  registration text not null,
  model text not null,
  group_code text not null,
  position int not null,
  candidates int not null,
  signed_on date not null,
  starts_on date not null check (starts_on >= signed_on - 366),
  leaves_home boolean not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (owner, id),
  foreign key (owner, offer) references offer,
  foreign key (owner, vacancy) references ranking
);
create unique index letting_of_vacancy on letting (owner, vacancy);
create unique index letting_of_registration on letting (registration);

-- What other owners must still be told of what was decided here: told until they have it, in order for each subject.
create table consequence (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  operation text not null check (operation in ('GrantFile', 'RecordMove', 'RecordExclusion', 'TakeVacancyStep')),
  variables jsonb not null,
  made_at timestamptz not null,
  attempts int not null default 0,
  done_at timestamptz,
  primary key (owner, id)
);
create index consequence_to_do on consequence (subject, id) where done_at is null;

grant select, insert on offer, verification, letting, consequence, consideration to :app;
grant update (status, ended_at, ended_by, reason) on offer to :app;
grant update (outcome, reason, checked_at, checked_by) on verification to :app;
grant update (attempts, done_at) on consequence to :app;
grant update (ended_on) on consideration to :app;

do $$
declare
  name text;
begin
  foreach name in array array['offer', 'verification', 'letting', 'consequence'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;
create policy hub_all on offer to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_all on verification to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_all on letting to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_all on consequence to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_all on consideration to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');

create policy allocator_read on offer for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy seeker_read on offer for select to :app using (
  registration = (select case when current_setting('hub.role', true) = 'SEEKER'
                              then nullif(current_setting('hub.registration', true), '') end));
create policy auditor_read on offer for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
create policy allocator_read on letting for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy seeker_read on letting for select to :app using (
  registration = (select case when current_setting('hub.role', true) = 'SEEKER'
                              then nullif(current_setting('hub.registration', true), '') end));
create policy auditor_read on letting for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
-- Who sees the offer sees what was asked and found.
create policy with_offer on verification for select to :app using (
  exists (select from offer where offer.owner = verification.owner and offer.id = verification.offer));
create policy auditor_read on consequence for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');

-- What the hub writes on behalf of a seeker is remembered as the seeker's.
create policy idempotency_for_seeker on platform.idempotency to :app
  using ((select current_setting('hub.role', true)) = 'HUB'
         and owner = (select nullif(current_setting('hub.registration', true), '')))
  with check ((select current_setting('hub.role', true)) = 'HUB'
              and owner = (select nullif(current_setting('hub.registration', true), '')));
