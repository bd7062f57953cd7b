-- Housing permits (huisvestingsvergunning): asked for by the corporation that may let, decided by the municipality of the home.

create table permit (
  -- The municipality, whose decision it is.
  owner text not null check (owner ~ '^GM[0-9]{4}$'),
  id uuid not null default uuidv7(),
  corporation text not null,
  offer uuid not null,
  vacancy uuid not null,
  reaction uuid not null,
  -- Whose: who reads what it was decided on is recorded with that file.
  registration text not null,
  status text not null check (status in ('REQUESTED', 'GRANTED', 'REFUSED', 'LAPSED')),
  asked_at timestamptz not null,
  asked_by text not null,
  -- How the rules judged the household, and what was asked and found: all that is decided on. Ends with the facts of the home.
  assessment jsonb,
  decided_at timestamptz,
  decided_by text,
  -- Of a refusal: the article of the rules of the home, and why.
  article text check (length(article) between 1 and 60),
  reason text check (length(reason) between 5 and 1000),
  primary key (owner, id),
  foreign key (corporation, offer) references offer,
  foreign key (corporation, reaction) references reaction,
  check (status <> 'REQUESTED' or decided_at is null),
  check (status not in ('GRANTED', 'REFUSED') or decided_at is not null),
  check ((decided_at is null) = (decided_by is null)),
  check (status <> 'REFUSED' or article is not null),
  check (status = 'REFUSED' or (article is null and reason is null))
);
-- One offer is asked for once.
create unique index permit_of_offer on permit (corporation, offer);
create index permit_queue on permit (owner, asked_at, id) where status = 'REQUESTED';
create index permit_of_vacancy on permit (corporation, vacancy);

alter table letting add column permit uuid;

-- A decision stays: what was granted can only lapse, and what was refused or lapsed stays so.
create function guard_permit() returns trigger language plpgsql as $$
begin
  if (old.status, new.status) not in (('REQUESTED', 'GRANTED'), ('REQUESTED', 'REFUSED'), ('REQUESTED', 'LAPSED'),
                                      ('GRANTED', 'LAPSED')) then
    raise check_violation using message = 'a permit that was decided stays decided';
  end if;
  return new;
end $$;
create trigger guard_permit before update of status on permit for each row execute function guard_permit();

-- The grounds that a permit was decided on end with the facts of its home.
create or replace function erase_facts(of_owner text, before date, today date, homes_maximum int)
  returns table (homes int, reactions int, receipts int)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  due uuid[];
begin
  if current_setting('hub.role', true) is distinct from 'HUB' or before >= today then
    raise insufficient_privilege using message = 'facts end by the hub, when their term is over';
  end if;
  select coalesce(array_agg(of_home.vacancy), '{}') into due from (
    select k.vacancy from public.ranking k
     where k.owner = of_owner and k.erased_on is null and k.as_of < before
     order by k.as_of limit homes_maximum for update) as of_home;
  update public.ranking k set erased_on = today where k.owner = of_owner and k.vacancy = any (due);
  homes := cardinality(due);
  update public.reaction r set facts = null, salt = null where r.owner = of_owner and r.vacancy = any (due) and r.facts is not null;
  get diagnostics reactions = row_count;
  delete from public.verification v using public.offer o
   where v.owner = of_owner and o.owner = of_owner and o.id = v.offer and o.vacancy = any (due);
  update public.permit p set assessment = null, reason = null where p.corporation = of_owner and p.vacancy = any (due);
  delete from public.receipt_facts f using public.receipt k
   where f.owner = of_owner and k.owner = of_owner and k.seq = f.seq and k.vacancy = any (due);
  get diagnostics receipts = row_count;
  return next;
end $$;

alter table permit enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on permit to %I using (true) with check (true)', current_user);
end $$;
grant select, insert on permit to :app;
grant update (status, decided_at, decided_by, article, reason) on permit to :app;
create policy hub_all on permit to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy officer_read on permit for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'PERMIT_OFFICER'
                       then nullif(current_setting('hub.organisation', true), '') end));
create policy allocator_read on permit for select to :app using (
  corporation = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                             then nullif(current_setting('hub.organisation', true), '') end));
-- The household that it is about: the policies of `offer` show a seeker the own ones.
create policy seeker_read on permit for select to :app using (
  (select current_setting('hub.role', true)) = 'SEEKER'
  and exists (select from offer
               where offer.owner = permit.corporation and offer.id = permit.offer
                 and offer.registration = (select nullif(current_setting('hub.registration', true), ''))));
create policy auditor_read on permit for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
create policy not_for_previews on permit as restrictive for select to :app using (not (select previewing()));
