-- Closing: the end of the reaction period, and the ranking on the facts of the closing day.

alter table ranking
  add frozen_at timestamptz,
  -- A home that was withdrawn before its ranking was frozen is ranked no more.
  add dropped_at timestamptz,
  add check (status = 'PROVISIONAL' or dropped_at is null);
update ranking set frozen_at = closes_at where status = 'FROZEN';
alter table ranking add check (frozen_at is null or status = 'FROZEN');
-- What should be frozen by now.
create index ranking_due on ranking (closes_at, owner, vacancy) where status = 'PROVISIONAL' and dropped_at is null;

-- The facts of the closing day may exclude somebody whom those of the day of reacting admitted.
alter table reaction
  drop constraint reaction_status_check,
  add constraint reaction_status_check check (status in ('ACTIVE', 'WITHDRAWN', 'EXCLUDED')),
  add exclusion text check (exclusion in ('NOT_ADMITTED', 'REGISTRATION_NOT_ACTIVE')),
  add check ((status = 'EXCLUDED') = (exclusion is not null));

-- The hub freezes, on the clock or when it is asked to; nobody else writes a place.
grant update (status, drawn, frozen_at, dropped_at) on ranking to :app;
grant update (exclusion, facts, facts_on, group_rank, order_key, lot, position) on reaction to :app;
create policy hub_open on ranking for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB' and reaction_count = 0);
create policy hub_record on rule_set for insert to :app with check (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB');
create policy hub_freeze on ranking for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB' and status = 'PROVISIONAL')
  with check ((select nullif(current_setting('hub.role', true), '')) = 'HUB');
create policy hub_freeze on reaction for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB' and status = 'ACTIVE' and position is null)
  with check ((select nullif(current_setting('hub.role', true), '')) = 'HUB');
drop policy count_ranking on ranking;
create policy count_ranking on ranking for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) in ('SEEKER', 'REGISTRAR') and status = 'PROVISIONAL'
) with check (
  (select nullif(current_setting('hub.role', true), '')) in ('SEEKER', 'REGISTRAR')
  and status = 'PROVISIONAL' and dropped_at is null);
-- A seeker and a registrar withdraw, and change nothing else of a reaction; a frozen place is nobody's to change.
create function guard_place() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'a place follows from the rules and from nothing else';
end $$;
create trigger guard_place before update on reaction for each row
  when (current_setting('hub.role', true) in ('SEEKER', 'REGISTRAR')
        and (old.facts, old.facts_on, old.group_rank, old.order_key, old.lot, old.position, old.exclusion)
            is distinct from (new.facts, new.facts_on, new.group_rank, new.order_key, new.lot, new.position, new.exclusion))
  execute function guard_place();
