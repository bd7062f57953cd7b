-- Draws: committed before the home is published, closed with the root of who takes part, revealed with seed and secret.
-- One a vacancy, for ever: it only moves on, and is never removed or made anew, whoever asks.

create table draw (
  owner text not null check (owner ~ '^L[0-9]{4}$'),
  vacancy uuid not null,
  status text not null check (status in ('COMMITTED', 'CLOSED', 'REVEALED')),
  commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
  committed_at timestamptz not null,
  -- In words, which public value will be mixed in.
  beacon_announced text check (length(beacon_announced) between 1 and 200),
  participant_root text check (participant_root ~ '^[0-9a-f]{64}$'),
  participant_count int check (participant_count between 0 and 100000),
  closed_at timestamptz,
  -- No quotes and no backslashes, so that its canonical form is the value between quotes.
  beacon text check (beacon ~ '^[0-9A-Za-z .,:;+/=_-]{1,200}$'),
  secret text check (secret ~ '^[0-9a-f]{64}$'),
  seed text check (seed ~ '^[0-9a-f]{64}$'),
  revealed_at timestamptz,
  primary key (owner, vacancy),
  check ((status = 'COMMITTED') = (participant_root is null)),
  check ((participant_root is null) = (participant_count is null) and (participant_root is null) = (closed_at is null)),
  check ((status = 'REVEALED') = (seed is not null)),
  check ((seed is null) = (secret is null) and (seed is null) = (revealed_at is null)),
  check (closed_at >= committed_at and revealed_at >= closed_at),
  -- What was announced is used, and nothing else is.
  check (beacon is null or (beacon_announced is not null and status <> 'COMMITTED')),
  check (status <> 'REVEALED' or (beacon is null) = (beacon_announced is null)),
  -- The database works out itself that the secret is the one committed to, and the seed the one that follows from it
  -- (rules/draw.ts: SHA-256 over canonical JSON).
  check (commitment = encode(sha256(('{"secret":"' || secret || '"}')::bytea), 'hex')),
  check (seed = encode(sha256(('{' || coalesce('"beacon":"' || beacon || '",', '') || '"drawId":"' || owner || ':' || vacancy
    || '","participantRoot":"' || participant_root || '","secret":"' || secret || '"}')::bytea), 'hex'))
);

-- Apart from its draw, because nobody at all reads it before the participants are fixed.
create table draw_secret (
  owner text not null,
  vacancy uuid not null,
  secret text not null check (secret ~ '^[0-9a-f]{64}$'),
  primary key (owner, vacancy),
  foreign key (owner, vacancy) references draw
);

-- Who takes part, by lot id and nothing else, in the order of the leaves of the root.
create table draw_lot (
  owner text not null,
  vacancy uuid not null,
  leaf int not null check (leaf >= 0),
  lot_id text not null check (lot_id ~ '^[0-9a-f]{64}$'),
  primary key (owner, vacancy, leaf),
  unique (owner, vacancy, lot_id),
  foreign key (owner, vacancy) references draw
);

-- Under which a reaction takes part in the draw of its home; null where another value orders. The reactions of before are
-- known by their lot, which came from their registration.
alter table reaction add column lot_id text check (lot_id ~ '^[0-9a-f]{64}$');
update reaction set lot_id = lot
  from ranking where ranking.owner = reaction.owner and ranking.vacancy = reaction.vacancy and ranking.order_kind = 'DRAW';
-- One household, one lot: also when it registered anew after it reacted.
create unique index reaction_lot_once on reaction (owner, vacancy, lot_id) where status = 'ACTIVE' and lot_id is not null;

-- Who reacts while the participants are being fixed comes too late.
create function before_closing() returns trigger language plpgsql as $$
begin
  if exists (select from draw where draw.owner = new.owner and draw.vacancy = new.vacancy and draw.status <> 'COMMITTED') then
    raise check_violation using message = 'the participants of a draw are fixed';
  end if;
  return new;
end $$;
create trigger before_closing before insert on reaction for each row when (new.lot_id is not null) execute function before_closing();

create function keep_draw() returns trigger language plpgsql as $$
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
                        and reaction.lot_id = draw_lot.lot_id and reaction.status = 'ACTIVE'
     where draw_lot.owner = new.owner and draw_lot.vacancy = new.vacancy and reaction.id is null) then
    raise check_violation using message = 'a lot belongs to a reaction that stands';
  end if;
  return new;
end $$;
create trigger keep_draw before update or delete on draw for each row execute function keep_draw();

create function keep_lots() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'the participants of a draw are fixed';
end $$;
create trigger keep_lots before update or delete on draw_lot for each statement execute function keep_lots();
-- For all lots of a draw at once, for there are many.
create function only_while_committed() returns trigger language plpgsql as $$
begin
  -- The owner of the tables loads what was drawn before.
  if current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid)
     and exists (select from (select distinct owner, vacancy from added) as added
               join draw using (owner, vacancy) where draw.status <> 'COMMITTED') then
    raise check_violation using message = 'the participants of a draw are fixed';
  end if;
  return null;
end $$;
create trigger only_while_committed after insert on draw_lot referencing new table as added
  for each statement execute function only_while_committed();

do $$
declare
  name text;
begin
  foreach name in array array['draw', 'draw_secret', 'draw_lot'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', name, current_user);
  end loop;
end $$;

grant select on draw, draw_lot to :app, :public;
grant select on draw_secret to :app;
grant insert (owner, vacancy, status, commitment, committed_at, beacon_announced) on draw to :app;
grant update (status, participant_root, participant_count, closed_at, beacon, secret, seed, revealed_at) on draw to :app;
grant insert on draw_secret, draw_lot to :app;

-- A draw is there to be looked at; a lot id tells nothing of anybody to who has not the key it was made with.
create policy public_read on draw for select to :public, :app using (true);
create policy public_read on draw_lot for select to :public, :app using (true);

-- The hub commits for the corporation that publishes.
create policy hub_commits on draw for insert to :app with check (
  (select current_setting('hub.role', true)) = 'HUB' and status = 'COMMITTED'
  and owner = (select nullif(current_setting('hub.organisation', true), '')));
create policy hub_keeps on draw_secret for insert to :app with check (
  (select current_setting('hub.role', true)) = 'HUB'
  and owner = (select nullif(current_setting('hub.organisation', true), '')));

-- Who closes a home: its corporation, or the hub for it.
create function closes_homes_of(of_owner text) returns boolean language sql stable
  return current_setting('hub.role', true) = 'HUB'
    or (current_setting('hub.role', true) = 'ALLOCATOR'
        and of_owner = nullif(current_setting('hub.organisation', true), ''));
create policy closing on draw for update to :app using (closes_homes_of(owner)) with check (closes_homes_of(owner));
create policy closing on draw_lot for insert to :app with check (closes_homes_of(owner));
-- The secret is read when nothing can be chosen any more: participants fixed, and the beacon that was announced known.
create policy closing on draw_secret for select to :app using (
  closes_homes_of(owner)
  and exists (select from draw
               where draw.owner = draw_secret.owner and draw.vacancy = draw_secret.vacancy and draw.status <> 'COMMITTED'
                 and (draw.beacon_announced is null or draw.beacon is not null)));
create policy not_for_previews on draw_secret as restrictive for select to :app using (not (select previewing()));
