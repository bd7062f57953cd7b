-- Direct mediation: who was proposed for a home and why, and a lease that begins in a care provider's name.

-- A mediated home has no order that decides: whom it is offered to, a person says.
alter table ranking add column mediated boolean not null default false;
create policy hub_mediate on reaction for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB' and position is not null
  and exists (select from ranking
               where ranking.owner = reaction.owner and ranking.vacancy = reaction.vacancy and ranking.mediated));

create table mediation (
  owner text not null,
  reaction uuid not null,
  vacancy uuid not null,
  registration text not null,
  urgency text not null,
  category text not null check (category in ('PERMIT_HOLDER_TARGET', 'HARDSHIP', 'OWN_DISCRETION', 'URGENT', 'CARE_OUTFLOW')),
  -- Who mediates the household.
  care_provider text check (care_provider ~ '^Z[0-9]{4}$'),
  waiting_days int not null check (waiting_days >= 0),
  waiting_place int not null check (waiting_place > 0),
  -- Both null when their term is over.
  reason text check (length(reason) between 20 and 2000),
  why_not_longest text check (length(why_not_longest) between 20 and 2000),
  proposed_at timestamptz not null,
  proposed_for text not null,
  proposed_by text,
  primary key (owner, reaction),
  foreign key (owner, reaction) references reaction,
  foreign key (owner, vacancy) references ranking,
  check (why_not_longest is null or waiting_place > 1)
);
create index mediation_of_vacancy on mediation (owner, vacancy);

alter table letting
  add column lease_holder text not null default 'SEEKER' check (lease_holder in ('SEEKER', 'CARE_PROVIDER')),
  add column care_provider text check (care_provider ~ '^Z[0-9]{4}$'),
  add column handed_over_on date,
  add column watch_until date,
  add column handed_over_at timestamptz,
  add column handed_over_by text,
  add check ((lease_holder = 'CARE_PROVIDER') = (care_provider is not null)),
  add check (handed_over_on is null or (lease_holder = 'CARE_PROVIDER' and handed_over_on >= starts_on)),
  add check ((handed_over_on is null) = (handed_over_at is null)),
  add check (watch_until is null or watch_until > handed_over_on);
-- A lease is handed over once.
create function guard_lease() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'a lease that was handed over stays so';
end $$;
create trigger guard_lease before update on letting for each row when (old.handed_over_on is not null)
  execute function guard_lease();

alter table consequence drop constraint consequence_operation_check,
  add constraint consequence_operation_check check (operation in ('GrantFile', 'RecordMove', 'RecordExclusion',
    'TakeVacancyStep', 'ShowVacancy', 'EndHousedUrgency'));
alter table receipt drop constraint receipt_kind_check,
  add constraint receipt_kind_check check (kind in ('RANKING_FROZEN', 'DRAW_REVEALED', 'MEDIATION_PROPOSED', 'OFFER_MADE',
    'OFFER_ANSWERED', 'OFFER_EXPIRED', 'OFFER_WITHDRAWN', 'VERIFICATION', 'CANDIDATE_PASSED_OVER', 'LETTING',
    'LEASE_HANDED_OVER', 'PERMIT', 'OFFERING_ENDED', 'INTERVENTION', 'CORRECTION', 'ERASURE', 'LEFT_HOME')),
  add constraint receipt_of_mediation check (kind not in ('MEDIATION_PROPOSED', 'LEASE_HANDED_OVER') or reaction is not null);

grant select, insert on mediation to :app;
grant update (handed_over_on, watch_until, handed_over_at, handed_over_by) on letting to :app;
grant insert (mediated) on ranking to :app;

do $$ begin
  execute 'alter table mediation enable row level security, force row level security';
  execute format('create policy owner_all on mediation to %I using (true) with check (true)', current_user);
end $$;
create policy hub_all on mediation to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy allocator_read on mediation for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy provider_read on mediation for select to :app using (
  care_provider = (select case when current_setting('hub.role', true) = 'CARE_PROVIDER'
                               then nullif(current_setting('hub.organisation', true), '') end));
create policy seeker_read on mediation for select to :app using (
  registration = (select case when current_setting('hub.role', true) = 'SEEKER'
                              then nullif(current_setting('hub.registration', true), '') end));
create policy not_for_previews on mediation as restrictive for select to :app using (not (select previewing()));
create policy auditor_read on mediation for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');

-- A care provider sees the offers to households that it mediates, and what came of them.
create policy provider_read on offer for select to :app using (
  (select current_setting('hub.role', true)) = 'CARE_PROVIDER'
  and exists (select from mediation where mediation.owner = offer.owner and mediation.reaction = offer.reaction));
create policy provider_read on letting for select to :app using (
  (select current_setting('hub.role', true)) = 'CARE_PROVIDER'
  and exists (select from offer where offer.owner = letting.owner and offer.id = letting.offer));

-- The reasons of a proposal end with the other personal facts of its home.
create function erase_mediation() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update public.mediation set reason = null, why_not_longest = null
   where owner = new.owner and vacancy = new.vacancy;
  return new;
end $$;
create trigger erase_mediation after update of erased_on on ranking
  for each row when (old.erased_on is null and new.erased_on is not null and new.mediated)
  execute function erase_mediation();

-- Of these households, those for whom an offer of mediation stands or who accepted a home, of whichever corporation: that and
-- nothing of which home. Run as the owner of the tables, and look themselves at who asks.
create function spoken_for(of_registrations text[]) returns table (registration text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select distinct o.registration from public.offer o
     where o.registration = any (of_registrations)
       and current_setting('hub.role', true) in ('ALLOCATOR', 'CARE_PROVIDER', 'HUB')
       and (o.status = 'ACCEPTED'
            or (o.status = 'MADE' and exists (select from public.mediation m
                                               where m.owner = o.owner and m.reaction = o.reaction)));
  end;
-- Of these mediated homes, those of which an offer stands: that and nothing of whose.
create function homes_offered(of_owners text[], of_vacancies uuid[]) returns table (vacancy uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select distinct o.vacancy
      from unnest(of_owners, of_vacancies) as wanted (owner, vacancy)
      join public.ranking k on k.owner = wanted.owner and k.vacancy = wanted.vacancy and k.mediated
      join public.offer o on o.owner = wanted.owner and o.vacancy = wanted.vacancy
     where o.status in ('MADE', 'ACCEPTED')
       and current_setting('hub.role', true) in ('CARE_PROVIDER', 'URGENCY_OFFICER', 'HUB');
  end;
revoke all on function spoken_for, homes_offered from public;
grant execute on function spoken_for, homes_offered to :app;
