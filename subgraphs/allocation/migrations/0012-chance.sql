-- Chance: what became of homes and of those who stood on them, as counts without any person. One row for each kind of home,
-- quarter, priority group and bracket of places; a home is added once, in the transaction that decides how its offering ends.
create table chance_count (
  owner text not null check (owner ~ '^L[0-9]{4}$'),
  -- First day of the quarter in which it was decided how the offering of the homes ended.
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  region text not null,
  municipality text not null,
  segment text not null,
  model text not null,
  dwelling_type text not null,
  -- Numbers of the classes in domain/chance.ts, from 1.
  size int not null check (size > 0),
  -- '*' counts all groups.
  group_code text not null,
  -- Numbers of the brackets in domain/chance.ts; 0 counts all places.
  places int not null check (places >= 0),
  -- Homes on which somebody stood there.
  homes int not null check (homes > 0),
  stood int not null check (stood > 0),
  offered int not null check (offered between 0 and stood),
  housed int not null check (housed between 0 and offered),
  -- Follows from which homes were counted: the sum of a part of their numbers.
  mark bigint not null,
  primary key (owner, quarter, region, municipality, segment, model, dwelling_type, size, group_code, places)
);
create index chance_count_of_homes on chance_count (region, segment, model, group_code, quarter);
alter table chance_count enable row level security, force row level security;
do $$
begin
  execute format('create policy owner_all on chance_count to %I using (true) with check (true)', current_user);
end $$;
-- No role of the application reads or writes it but by these two functions, which run as the owner of the tables.

-- Adds a home whose offering has just ended with a letting, or because nobody took it. A home that was withdrawn says nothing of
-- places, and one that was not advertised has none. Each home ends once, so it is counted once.
create function count_chance(of_owner text, of_vacancy uuid, on_quarter date, group_codes text[], places_from int[], rooms_from int[])
  returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('hub.role', true) is distinct from 'HUB' then
    raise insufficient_privilege using message = 'what becomes of a home is counted by the hub, when it is decided';
  end if;
  insert into public.disclosure_secret default values on conflict do nothing;
  insert into public.chance_count as counted
    select k.owner, on_quarter, k.region, k.municipality, k.vacancy_facts ->> 'segment', k.vacancy_facts ->> 'model',
           k.vacancy_facts ->> 'dwellingType', width_bucket((k.vacancy_facts ->> 'rooms')::int, rooms_from),
           case when grouping(stood.group_code) = 1 then '*' else stood.group_code end,
           case when grouping(stood.places) = 1 then 0 else stood.places end,
           1, count(*), count(stood.offer), count(stood.letting), ('x' || right(k.vacancy::text, 8))::bit(32)::bigint
      from public.ranking k
      join lateral (
        select group_codes[r.group_rank] as group_code, width_bucket(r.position, places_from) as places,
               o.id as offer, l.id as letting
          from public.reaction r
          left join public.offer o on o.owner = r.owner and o.reaction = r.id
          left join public.letting l on l.owner = o.owner and l.vacancy = o.vacancy and l.offer = o.id
         where r.owner = k.owner and r.vacancy = k.vacancy and r.status = 'ACTIVE') as stood on true
     where k.owner = of_owner and k.vacancy = of_vacancy and k.status = 'FROZEN' and k.ending in ('LET', 'NO_CANDIDATE')
       and k.vacancy_facts ->> 'model' <> 'DIRECT_MEDIATION'
     group by k.owner, k.vacancy, grouping sets ((stood.group_code, stood.places), (stood.group_code), (stood.places), ())
     -- In one order, so that two desks of one owner never wait in a ring.
     order by 9, 10
  on conflict (owner, quarter, region, municipality, segment, model, dwelling_type, size, group_code, places) do update
    set homes = counted.homes + excluded.homes, stood = counted.stood + excluded.stood, offered = counted.offered + excluded.offered,
        housed = counted.housed + excluded.housed, mark = (counted.mark + excluded.mark) % 4294967296;
end $$;
revoke all on function count_chance from public;
grant execute on function count_chance to :app;

-- Counts of homes by the steps of docs/decisions/0017, each wider than what it follows. How many homes there were is public; of
-- those who stood nothing leaves the database for fewer than ten homes or twenty reactions. `noise`, of at most two, follows from a
-- secret and from which homes were counted, so that asking again gives the same.
create function chance_of(of_region text, of_municipality text, of_segment text, of_model text, of_type text, of_size int,
                          of_groups text[], from_quarter date, until_quarter date)
  returns table (step int, group_code text, places int, homes int, stood int, offered int, housed int, noise int)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select summed.step, summed.group_code, summed.places,
           case when summed.told or (summed.group_code = '*' and summed.places = 0) then summed.homes end,
           case when summed.told then summed.stood end,
           case when summed.told then summed.offered end,
           case when summed.told then summed.housed end,
           case when summed.told then (
             select get_byte(sha256(convert_to(s.secret || ' chance ' || summed.mark || ' ' || summed.stood, 'UTF8')), 0) % 5 - 2
               from public.disclosure_secret s) end
      from (
        select by_step.step, c.group_code, c.places, sum(c.homes)::int as homes, sum(c.stood)::int as stood,
               sum(c.offered)::int as offered, sum(c.housed)::int as housed, sum(c.mark) as mark,
               sum(c.homes) >= 10 and sum(c.stood) >= 20 as told
          from public.chance_count c
          join (values (1), (2), (3), (4), (5)) as by_step (step)
            on case by_step.step
                 when 1 then c.municipality = of_municipality and c.size = of_size and c.dwelling_type = of_type
                 when 2 then c.municipality = of_municipality and c.size = of_size
                 when 3 then c.size = of_size
                 when 4 then c.municipality = of_municipality
                 else true
               end
         where c.region = of_region and c.segment = of_segment and c.model = of_model and c.group_code = any (of_groups)
           and c.quarter >= from_quarter and c.quarter < until_quarter
         group by by_step.step, c.group_code, c.places) as summed;
  end;
revoke all on function chance_of from public;
grant execute on function chance_of to :app, :public;
