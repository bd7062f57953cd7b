-- Explanations: which stage of the order puts somebody before a reaction, for who may see that reaction: an intervention that holds,
-- else what tells it from the neighbour above. Of the other a seeker and a registrar learn the stage and nothing else: the group
-- and the value leave the database only for the desk of the corporation and the auditor, who see them in the ranking. Runs as the
-- owner of the tables, and looks itself at who asks.
create function decided_above(owners text[], reactions uuid[])
  returns table (owner text, id uuid, stage text, group_rank int, order_key bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select decided.owner, decided.id, decided.stage,
           case when decided.by_rules and current_setting('hub.role', true) in ('ALLOCATOR', 'AUDITOR') then decided.group_rank end,
           case when decided.by_rules and current_setting('hub.role', true) in ('ALLOCATOR', 'AUDITOR') then decided.order_key end
      from (
        select o.owner, o.id, above.group_rank, above.order_key,
               above.lot is not null and mine.kind is distinct from 'PUT_FIRST' as by_rules,
               case
                 -- Who was put first earlier goes before who was put first later, and both before all others.
                 when mine.kind = 'PUT_FIRST' then
                   case when exists (select from public.intervention i where i.owner = o.owner and i.vacancy = o.vacancy
                                        and i.kind = 'PUT_FIRST' and i.seq < mine.seq) then 'INTERVENTION' else 'FIRST' end
                 when above.lot is null then
                   case when exists (select from public.intervention i where i.owner = o.owner and i.vacancy = o.vacancy
                                        and i.kind = 'PUT_FIRST') then 'INTERVENTION' else 'FIRST' end
                 when above.group_rank < o.group_rank then 'GROUP'
                 when above.order_key < o.order_key then 'ORDER'
                 else 'LOT'
               end as stage
          from unnest(owners, reactions) as wanted (owner, id)
          join public.reaction o on o.owner = wanted.owner and o.id = wanted.id and o.status = 'ACTIVE'
          left join public.intervention mine on mine.owner = o.owner and mine.reaction = o.id
          left join lateral (
            select r.group_rank, r.order_key, r.lot from public.reaction r
             where r.owner = o.owner and r.vacancy = o.vacancy and r.status = 'ACTIVE'
               and (r.group_rank, r.order_key, r.lot) < (o.group_rank, o.order_key, o.lot)
             order by r.group_rank desc, r.order_key desc, r.lot desc limit 1) as above on true
         where current_setting('hub.role', true) = 'AUDITOR'
            or (current_setting('hub.role', true) = 'ALLOCATOR' and o.owner = nullif(current_setting('hub.organisation', true), ''))
            or (current_setting('hub.role', true) = 'SEEKER' and o.registration = nullif(current_setting('hub.registration', true), ''))
            or (current_setting('hub.role', true) = 'REGISTRAR' and o.registrar = nullif(current_setting('hub.organisation', true), ''))
      ) as decided;
  end;
revoke all on function decided_above from public;
grant execute on function decided_above to :app;

-- Who was passed over for what is no judgement.
create index receipt_of_passed_over on receipt (owner, reaction) where kind = 'CANDIDATE_PASSED_OVER';
