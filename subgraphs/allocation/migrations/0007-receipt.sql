-- Receipts: what was decided, each chained to the one before it of the same owner, and what other organisations hold of it.
-- Personal facts stand beside the chain, which holds commitments to them, and end.

create table receipt (
  owner text not null,
  -- 1, 2, 3 and so on, without a hole.
  seq int not null check (seq > 0),
  kind text not null check (kind in ('RANKING_FROZEN', 'DRAW_REVEALED', 'OFFER_MADE', 'OFFER_ANSWERED', 'OFFER_EXPIRED',
    'OFFER_WITHDRAWN', 'VERIFICATION', 'CANDIDATE_PASSED_OVER', 'LETTING', 'PERMIT', 'OFFERING_ENDED', 'INTERVENTION',
    'CORRECTION', 'ERASURE')),
  vacancy uuid,
  -- The candidate it is about, and the offer or letting.
  reaction uuid,
  subject uuid,
  at timestamptz(3) not null,
  by_role text not null,
  by_organisation text,
  -- Commitment to who decided; the person stands in `receipt_facts`.
  by_person text check (by_person ~ '^[0-9a-f]{64}$'),
  -- Canonical JSON, as it is hashed.
  body text not null,
  -- Commitment to the personal facts of the decision.
  facts text check (facts ~ '^[0-9a-f]{64}$'),
  previous text check (previous ~ '^[0-9a-f]{64}$'),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (owner, seq),
  foreign key (owner, vacancy) references ranking,
  foreign key (owner, reaction) references reaction,
  check ((seq = 1) = (previous is null)),
  check ((kind = 'ERASURE') = (vacancy is null)),
  check (kind not in ('OFFER_MADE', 'OFFER_ANSWERED', 'OFFER_EXPIRED', 'OFFER_WITHDRAWN', 'VERIFICATION', 'LETTING',
    'CANDIDATE_PASSED_OVER', 'INTERVENTION') or reaction is not null)
);
create index receipt_of_vacancy on receipt (owner, vacancy, seq);
create unique index receipt_frozen_once on receipt (owner, vacancy) where kind = 'RANKING_FROZEN';

-- What a receipt commits to and is a fact about a person: of the decision, or who took it. Ends with its term.
create table receipt_facts (
  owner text not null,
  seq int not null,
  part text not null check (part in ('DECISION', 'PERSON')),
  facts jsonb not null,
  salt text not null check (salt ~ '^[0-9a-f]{32}$'),
  primary key (owner, seq, part),
  foreign key (owner, seq) references receipt
);

-- How far a chain was at a moment, signed: who holds it can tell whether anything up to there was written anew.
create table receipt_key (
  key_id text primary key check (key_id ~ '^[A-Za-z0-9_-]{43}$'),
  -- The x of an Ed25519 key (RFC 8037).
  public_key text not null check (public_key ~ '^[A-Za-z0-9_-]{43}$'),
  since timestamptz(3) not null
);
create table receipt_checkpoint (
  owner text not null,
  seq int not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  at timestamptz(3) not null,
  key_id text not null references receipt_key,
  signature text not null check (signature ~ '^[A-Za-z0-9_-]{86}$'),
  primary key (owner, seq),
  foreign key (owner, seq) references receipt
);

-- The facts that placed somebody stand with the reaction, with the salt of their commitment; both end together.
alter table reaction
  alter column facts drop not null,
  add column salt text check (salt ~ '^[0-9a-f]{32}$'),
  add column commitment text check (commitment ~ '^[0-9a-f]{64}$'),
  add check (salt is null or facts is not null);
-- Beside `reaction_order`: everybody who stood when a ranking was frozen.
create index reaction_excluded on reaction (owner, vacancy) where status = 'EXCLUDED';
alter table ranking add column erased_on date;
create index ranking_to_erase on ranking (owner, as_of) where erased_on is null;

-- A chain grows at its end, link after link, whoever writes.
create function guard_chain() returns trigger language plpgsql as $$
declare
  head record;
begin
  select seq, hash into head from receipt where owner = new.owner order by seq desc limit 1;
  if new.seq <> coalesce(head.seq, 0) + 1 or new.previous is distinct from head.hash then
    raise check_violation using message = 'a receipt follows the last one of its owner';
  end if;
  return new;
end $$;
create trigger guard_chain before insert on receipt for each row execute function guard_chain();

create function keep_receipts() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'what was recorded stays as it is';
end $$;
create trigger keep_receipts before update or delete on receipt for each statement execute function keep_receipts();
create trigger keep_receipts before update or delete on receipt_checkpoint for each statement execute function keep_receipts();
create trigger keep_receipts before update or delete on receipt_key for each statement execute function keep_receipts();
create trigger keep_receipts before update on receipt_facts for each statement execute function keep_receipts();

-- A seeker and a registrar change nothing of what a place is held to (as guard_place for the place itself).
create trigger guard_commitment before update on reaction for each row
  when (current_setting('hub.role', true) in ('SEEKER', 'REGISTRAR')
        and (old.salt, old.commitment) is distinct from (new.salt, new.commitment))
  execute function guard_place();

-- Ends the personal facts of some homes of an owner that closed before a day, and those beside the receipts of these homes, with
-- their salts. What was committed to stays. Runs as the owner of the tables, and looks itself at who asks.
create function erase_facts(of_owner text, before date, today date, homes_maximum int)
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
  delete from public.receipt_facts f using public.receipt k
   where f.owner = of_owner and k.owner = of_owner and k.seq = f.seq and k.vacancy = any (due);
  get diagnostics receipts = row_count;
  return next;
end $$;
revoke all on function erase_facts from public;
grant execute on function erase_facts to :app;

-- When somebody departed from the order of a home, and why: for whom it concerns, without telling whom else it is about.
create function interventions_of(of_owner text, of_vacancy uuid, of_reaction uuid)
  returns table (seq int, at timestamptz, body text, own boolean, reason text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select k.seq, k.at, k.body, k.reaction = of_reaction, f.facts ->> 'reason'
      from public.receipt k
      left join public.receipt_facts f on f.owner = k.owner and f.seq = k.seq and f.part = 'DECISION'
     where k.owner = of_owner and k.vacancy = of_vacancy and k.kind = 'INTERVENTION'
       and (current_setting('hub.role', true) = 'AUDITOR'
            or (current_setting('hub.role', true) = 'ALLOCATOR' and of_owner = nullif(current_setting('hub.organisation', true), ''))
            or exists (select from public.reaction r
                        where r.owner = of_owner and r.vacancy = of_vacancy and r.id = of_reaction
                          and ((current_setting('hub.role', true) = 'SEEKER'
                                and r.registration = nullif(current_setting('hub.registration', true), ''))
                            or (current_setting('hub.role', true) = 'REGISTRAR'
                                and r.registrar = nullif(current_setting('hub.organisation', true), '')))))
     order by k.seq limit 100;
  end;
revoke all on function interventions_of from public;
grant execute on function interventions_of to :app;

-- The leaves of a frozen ranking in their order, as hashes and nothing else, for who may see the reaction that is to be proved:
-- the text of a leaf (domain/frozen-lines.ts) holds a salted commitment, so its hash tells nothing of anybody.
create function frozen_leaves(of_owner text, of_vacancy uuid, of_reaction uuid) returns table (leaf text, own boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select encode(sha256('\x00'::bytea || convert_to(case
             when stood.exclusion is null
               then '{"facts":"' || stood.commitment || '","groupRank":' || stood.group_rank || ',"lot":"' || stood.lot
                    || '","orderKey":' || stood.order_key || ',"position":' || stood.position || ',"reaction":"' || stood.id || '"}'
             else '{"exclusion":"' || stood.exclusion || '","facts":"' || stood.commitment || '","reaction":"' || stood.id || '"}'
           end, 'UTF8')), 'hex'), stood.id = of_reaction
      from (select * from public.reaction r where r.owner = of_owner and r.vacancy = of_vacancy and r.status = 'ACTIVE'
            union all
            select * from public.reaction r where r.owner = of_owner and r.vacancy = of_vacancy and r.status = 'EXCLUDED') as stood
     where stood.commitment is not null
       and exists (select from public.reaction o
                    where o.owner = of_owner and o.id = of_reaction and o.vacancy = of_vacancy
                      and (current_setting('hub.role', true) = 'AUDITOR'
                           or (current_setting('hub.role', true) = 'SEEKER'
                               and o.registration = nullif(current_setting('hub.registration', true), ''))))
     order by stood.position nulls last, stood.id;
  end;
revoke all on function frozen_leaves from public;
grant execute on function frozen_leaves to :app;

-- A home without its facts cannot be replayed by a preview either.
create or replace function frozen_facts(of_owner text, of_preview uuid, owners text[], vacancies uuid[])
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
       and k.status = 'FROZEN' and k.erased_on is null and k.municipality = any (p.municipalities)
       and k.as_of >= p.period_from and k.as_of < p.period_until
       and r.status = 'ACTIVE';
  end;

do $$
declare
  name text;
begin
  foreach name in array array['receipt', 'receipt_facts', 'receipt_key', 'receipt_checkpoint'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;
grant select, insert on receipt, receipt_facts, receipt_key, receipt_checkpoint to :app;
grant select on receipt_key, receipt_checkpoint to :public;
grant update (salt, commitment) on reaction to :app;

create policy public_read on receipt_key for select to :public, :app using (true);
create policy public_read on receipt_checkpoint for select to :public, :app using (true);
create policy hub_signs on receipt_key for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_signs on receipt_checkpoint for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');

create policy hub_read on receipt for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_record on receipt for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_read on receipt_facts for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_record on receipt_facts for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');
-- For the sake of a preview nothing of a person is read here either.
create policy not_for_previews on receipt as restrictive for select to :app using (not (select previewing()));
create policy not_for_previews on receipt_facts as restrictive for select to :app using (not (select previewing()));

create policy auditor_read on receipt for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
create policy allocator_read on receipt for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
-- About the own reaction, or about all of a home on which the seeker stands. The policies of `reaction` show the own ones; the
-- registration is named again, so that they are found by their index.
create policy seeker_read on receipt for select to :app using (
  (select current_setting('hub.role', true)) = 'SEEKER'
  and exists (select from reaction
               where reaction.registration = (select nullif(current_setting('hub.registration', true), ''))
                 and reaction.owner = receipt.owner
                 and (reaction.id = receipt.reaction
                      or (receipt.reaction is null and reaction.vacancy = receipt.vacancy and reaction.status <> 'WITHDRAWN'))));
create policy auditor_read on receipt_facts for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
-- Of an own decision the seeker sees the facts, and the corporation both; a seeker is not told which person decided.
create policy with_receipt on receipt_facts for select to :app using (
  (select current_setting('hub.role', true)) in ('SEEKER', 'ALLOCATOR')
  and (part = 'DECISION' or (select current_setting('hub.role', true)) = 'ALLOCATOR')
  and exists (select from receipt where receipt.owner = receipt_facts.owner and receipt.seq = receipt_facts.seq));
