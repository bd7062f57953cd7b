-- What monitors, and quotas on who gets a home, need of a letting; and the home that a mover leaves.

alter table letting
  add column region text,
  add column municipality text,
  add column core text,
  add column segment text,
  add column labels text[] not null default '{}',
  -- What the priority of the group rests on; empty for a group that gives none.
  add column grounds text[] not null default '{}',
  -- Of the urgency that placed the household, and of all that were valid.
  add column urgency_category text,
  add column urgency_categories text[] not null default '{}';
update letting
   set region = ranking.vacancy_facts -> 'place' ->> 'region',
       municipality = ranking.vacancy_facts -> 'place' ->> 'municipality',
       core = ranking.vacancy_facts -> 'place' ->> 'core',
       segment = ranking.vacancy_facts ->> 'segment',
       labels = array(select jsonb_array_elements_text(ranking.vacancy_facts -> 'labels'))
  from ranking where ranking.owner = letting.owner and ranking.vacancy = letting.vacancy;
alter table letting
  alter column region set not null,
  alter column municipality set not null,
  alter column segment set not null,
  add check (segment in ('SOCIAL_RENT', 'MID_RENT', 'FREE_SECTOR', 'AFFORDABLE_PURCHASE'));
-- Quotas are counted from the lettings themselves, in the transaction that records one.
create index letting_of_municipality on letting (municipality, signed_on);
create index letting_of_region on letting (region, signed_on);
create index letting_of_owner on letting (owner, signed_on);

-- The home that a mover leaves, and what becomes of it: kept by the corporation that owns it, or, where none does, by the one
-- that let the new home.
create table left_home (
  owner text not null check (owner ~ '^L[0-9]{4}$'),
  id uuid not null default uuidv7(),
  let_by text not null,
  letting uuid not null,
  -- Null where neither the register nor the corporation tells.
  municipality text check (municipality ~ '^GM[0-9]{4}$'),
  -- Number of the dwelling, where the corporation that let told which it is.
  dwelling uuid,
  of_corporation boolean not null,
  left_on date not null,
  destiny text not null check (destiny in ('UNKNOWN', 'RELET_SOCIAL', 'MID_RENT', 'FREE_SECTOR', 'SOLD', 'NOT_LET')),
  destined_on date,
  recorded_by text,
  primary key (owner, id),
  foreign key (let_by, letting) references letting,
  check ((destiny = 'UNKNOWN') = (destined_on is null)),
  check ((destined_on is null) = (recorded_by is null)),
  check (of_corporation or owner = let_by),
  check (of_corporation or dwelling is null)
);
create unique index left_home_of_letting on left_home (let_by, letting);
create index left_home_by_destiny on left_home (owner, destiny, left_on, id);

-- What becomes of a home that was left is in the chain of its owner, about no vacancy of that owner.
alter table receipt
  drop constraint receipt_kind_check,
  add constraint receipt_kind_check check (kind in ('RANKING_FROZEN', 'DRAW_REVEALED', 'OFFER_MADE', 'OFFER_ANSWERED',
    'OFFER_EXPIRED', 'OFFER_WITHDRAWN', 'VERIFICATION', 'CANDIDATE_PASSED_OVER', 'LETTING', 'PERMIT', 'OFFERING_ENDED',
    'INTERVENTION', 'CORRECTION', 'ERASURE', 'LEFT_HOME')),
  drop constraint receipt_check1,
  add constraint receipt_about_home check ((kind in ('ERASURE', 'LEFT_HOME')) = (vacancy is null));

alter table left_home enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on left_home to %I using (true) with check (true)', current_user);
end $$;
grant select, insert on left_home to :app;
grant update (destiny, destined_on, recorded_by) on left_home to :app;
create policy hub_all on left_home to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
-- Whose home was left, and who let to the household that left it.
create policy owner_read on left_home for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy let_by_read on left_home for select to :app using (
  let_by = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                        then nullif(current_setting('hub.organisation', true), '') end));
create policy auditor_read on left_home for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
-- For the sake of a preview no letting is read.
create policy not_for_previews on left_home as restrictive for select to :app using (not (select previewing()));
