-- Allocation: what happens between a home and a seeker. Every row belongs to the corporation (owner) of the vacancy.

-- The rules by which a ranking was made, as canonical text under its SHA-256: public, and never changed.
create table rule_set (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  canonical text not null
);

-- One ranking a vacancy. It holds what is public about the vacancy and a count; who stands in it is in `reaction`.
create table ranking (
  owner text not null check (owner ~ '^L[0-9]{4}$'),
  vacancy uuid not null,
  region text not null,
  status text not null check (status in ('PROVISIONAL', 'FROZEN')),
  rule_set_hash text not null references rule_set,
  vacancy_facts jsonb not null,
  order_kind text not null check (order_kind in ('REGISTRATION_TIME', 'SEARCH_VALUE', 'POINTS', 'DRAW')),
  drawn boolean not null,
  closes_at timestamptz not null,
  as_of date not null,
  reaction_count int not null default 0 check (reaction_count >= 0),
  primary key (owner, vacancy)
);

create table reaction (
  owner text not null,
  id uuid not null default uuidv7(),
  vacancy uuid not null,
  registration text not null,
  registrar text not null,
  reacted_at timestamptz not null,
  status text not null check (status in ('ACTIVE', 'WITHDRAWN')),
  facts jsonb not null,
  facts_on date not null,
  group_rank int not null check (group_rank > 0),
  order_key bigint not null,
  lot text not null check (lot ~ '^[0-9a-f]{64}$'),
  position int check (position > 0),
  primary key (owner, id),
  foreign key (owner, vacancy) references ranking
);
-- The order of a ranking: group, then the value (negated, so that more comes first), then the lot.
create unique index reaction_order on reaction (owner, vacancy, group_rank, order_key, lot) where status = 'ACTIVE';
create unique index reaction_once on reaction (owner, vacancy, registration) where status = 'ACTIVE';
create index reaction_of_registration on reaction (registration, reacted_at desc, owner desc, id desc);

-- Candidates whom a corporation considers: from then on it may read their file.
create table consideration (
  owner text not null,
  reaction uuid not null,
  since date not null,
  ended_on date,
  primary key (owner, reaction),
  foreign key (owner, reaction) references reaction
);

-- How many reactions of a vacancy stand before a key: a number and nothing else, so that a seeker can learn the own
-- place without a policy that shows the others. Runs as the owner of the tables.
create function position_of(of_owner text, of_vacancy uuid, of_group int, of_order bigint, of_lot text) returns int
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select 1 + count(*)::int from public.reaction
           where owner = of_owner and vacancy = of_vacancy and status = 'ACTIVE'
             and (group_rank, order_key, lot) < (of_group, of_order, of_lot));
revoke all on function position_of from public;
grant execute on function position_of to :app;

grant select on rule_set, ranking, reaction, consideration to :app;
grant insert on rule_set, ranking, reaction to :app;
grant update (reaction_count, as_of) on ranking to :app;
grant update (status) on reaction to :app;
grant select (owner, vacancy, reaction_count) on ranking to :public;
grant select on rule_set to :public;

do $$
declare
  name text;
begin
  foreach name in array array['rule_set', 'ranking', 'reaction', 'consideration'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

create policy public_read on rule_set for select to :public, :app using (true);
create policy record on rule_set for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) in ('SEEKER', 'REGISTRAR'));

create policy public_count on ranking for select to :public using (true);
create policy app_read on ranking for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) in ('SEEKER', 'REGISTRAR', 'AUDITOR', 'HUB')
  or owner = (select nullif(current_setting('hub.organisation', true), '')));
create policy open_ranking on ranking for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) in ('SEEKER', 'REGISTRAR')
  and status = 'PROVISIONAL' and reaction_count = 0);
create policy count_ranking on ranking for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) in ('SEEKER', 'REGISTRAR') and status = 'PROVISIONAL');

create policy allocator_read on reaction for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'ALLOCATOR'
  and owner = (select nullif(current_setting('hub.organisation', true), '')));
create policy seeker_own on reaction for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'SEEKER'
  and registration = (select nullif(current_setting('hub.registration', true), '')));
create policy registrar_own on reaction for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'REGISTRAR'
  and registrar = (select nullif(current_setting('hub.organisation', true), '')));
create policy task_read on reaction for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) in ('HUB', 'AUDITOR'));
create policy seeker_react on reaction for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) = 'SEEKER'
  and registration = (select nullif(current_setting('hub.registration', true), '')));
create policy registrar_react on reaction for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) = 'REGISTRAR'
  and registrar = (select nullif(current_setting('hub.organisation', true), '')));
create policy seeker_withdraw on reaction for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'SEEKER'
  and registration = (select nullif(current_setting('hub.registration', true), '')));
create policy registrar_withdraw on reaction for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'REGISTRAR'
  and registrar = (select nullif(current_setting('hub.organisation', true), '')));

create policy allocator_read on consideration for select to :app using (
  (select nullif(current_setting('hub.role', true), '')) in ('AUDITOR', 'HUB')
  or ((select nullif(current_setting('hub.role', true), '')) = 'ALLOCATOR'
      and owner = (select nullif(current_setting('hub.organisation', true), ''))));
