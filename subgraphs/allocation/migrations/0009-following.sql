-- Provisional places, kept fresh: what rules looked at changes while a home is open, and time changes it too.

-- Whom the facts of today exclude keeps the reaction, and comes back when the facts do: nothing is decided before closing.
alter table reaction
  drop constraint reaction_status_check,
  add constraint reaction_status_check check (status in ('ACTIVE', 'WITHDRAWN', 'EXCLUDED', 'SUSPENDED')),
  drop constraint reaction_check,
  add constraint reaction_exclusion_of_status check (
    case status when 'ACTIVE' then exclusion is null when 'WITHDRAWN' then true else exclusion is not null end),
  add constraint reaction_suspended_while_open check (status <> 'SUSPENDED' or position is null),
  -- Whether its facts are still to be asked for once more: they may have changed between the asking and the writing of it,
  -- and then the line that says so was read before there was a reaction to look at.
  add column to_follow boolean not null default true;

drop index reaction_once;
create unique index reaction_once on reaction (owner, vacancy, registration) where status in ('ACTIVE', 'SUSPENDED');
drop index reaction_lot_once;
create unique index reaction_lot_once on reaction (owner, vacancy, lot_id)
  where status in ('ACTIVE', 'SUSPENDED') and lot_id is not null;
-- Open reactions of a registration, and those whose facts are still to be asked for.
create index reaction_open on reaction (registration, owner, vacancy) where status in ('ACTIVE', 'SUSPENDED') and position is null;
create index reaction_to_follow on reaction (owner, id)
  where to_follow and status in ('ACTIVE', 'SUSPENDED') and position is null;
-- What stands on facts of an earlier day, the oldest first.
create index ranking_stale on ranking (as_of, owner, vacancy) where status = 'PROVISIONAL' and dropped_at is null;

-- As in 0006-draw.sql; a suspended reaction takes part until the closing day decides.
create or replace function keep_draw() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise check_violation using message = 'a draw is never removed';
  end if;
  if (old.owner, old.vacancy, old.commitment, old.committed_at, old.beacon_announced)
     is distinct from (new.owner, new.vacancy, new.commitment, new.committed_at, new.beacon_announced)
     or old.status <> 'COMMITTED' and (old.participant_root, old.participant_count, old.closed_at)
        is distinct from (new.participant_root, new.participant_count, new.closed_at)
     or old.beacon is distinct from new.beacon and old.beacon is not null
     or (old.status, new.status) not in (('COMMITTED', 'CLOSED'), ('CLOSED', 'CLOSED'), ('CLOSED', 'REVEALED')) then
    raise check_violation using message = 'a draw only moves on: committed, closed, revealed';
  end if;
  if new.status = 'CLOSED' and new.participant_count <>
     (select count(*) from draw_lot where draw_lot.owner = new.owner and draw_lot.vacancy = new.vacancy) then
    raise check_violation using message = 'a draw has as many participants as lots';
  end if;
  if old.status = 'COMMITTED' and exists (
    select from draw_lot
      left join reaction on reaction.owner = draw_lot.owner and reaction.vacancy = draw_lot.vacancy
                        and reaction.lot_id = draw_lot.lot_id and reaction.status in ('ACTIVE', 'SUSPENDED')
     where draw_lot.owner = new.owner and draw_lot.vacancy = new.vacancy and reaction.id is null) then
    raise check_violation using message = 'a lot belongs to a reaction that stands';
  end if;
  return new;
end $$;

grant update (to_follow) on reaction to :app;
drop policy hub_freeze on reaction;
create policy hub_freeze on reaction for update to :app using (
  (select nullif(current_setting('hub.role', true), '')) = 'HUB' and status in ('ACTIVE', 'SUSPENDED') and position is null)
  with check ((select nullif(current_setting('hub.role', true), '')) = 'HUB');
-- Who reacts cannot say that nothing needs to be looked at again.
create policy followed_later on reaction as restrictive for insert to :app with check (to_follow);
create trigger guard_following before update on reaction for each row
  when (current_setting('hub.role', true) in ('SEEKER', 'REGISTRAR') and old.to_follow is distinct from new.to_follow)
  execute function guard_place();
create trigger guard_suspension before update on reaction for each row
  when (current_setting('hub.role', true) in ('SEEKER', 'REGISTRAR')
        and old.status is distinct from new.status and new.status <> 'WITHDRAWN')
  execute function guard_place();

-- Who follows: one process at a time, for as long as it says so again in time. Every write of a follower takes this row, so
-- one that was taken for dead writes nothing afterwards.
create table follower (
  single boolean primary key default true check (single),
  holder uuid,
  held_until timestamptz
);

-- How far each feed was followed, none before it begins; written in the transaction that moves the places.
create table feed_position (
  feed text primary key check (feed in ('REGISTRATIONS', 'URGENCIES')),
  after text not null check (length(after) <= 200)
);

grant select, insert, update on follower, feed_position to :app;
do $$
declare
  name text;
begin
  foreach name in array array['follower', 'feed_position'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;
create policy hub_all on follower to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_all on feed_position to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
