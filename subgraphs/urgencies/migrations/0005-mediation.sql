-- Direct mediation: who waits for a home since when, and who signed which care contract.

-- The clock of mediation begins with the decision, or with the first day of its validity when that is later.
alter table urgency add column waiting_since date generated always as (greatest(decided_on, valid_from)) stored;
create index urgency_waiting on urgency (waiting_since, owner, id) where direct_mediation and status = 'GRANTED';

-- A care contract (HOV) is signed by three.
alter table urgency_condition
  add column seeker_signed_on date,
  add column provider_signed_on date,
  add column municipality_signed_on date,
  add check (kind = 'CARE_CONTRACT'
             or coalesce(seeker_signed_on, provider_signed_on, municipality_signed_on) is null);
grant update (seeker_signed_on, provider_signed_on, municipality_signed_on) on urgency_condition to :app;

-- It is met by the last of the three signatures, and by nobody's say; signed by all it stays as it is. Neither party signs for
-- the other.
create function sign_contract() returns trigger language plpgsql as $$
begin
  if current_setting('hub.role', true) is null or current_setting('hub.role', true) = '' then return new; end if;
  if old.kind <> 'CARE_CONTRACT' or old.met_on is not null then
    raise check_violation using message = 'only a care contract that is not signed by all can be signed';
  end if;
  if current_setting('hub.role', true) = 'CARE_PROVIDER'
     and new.municipality_signed_on is distinct from old.municipality_signed_on then
    raise insufficient_privilege using message = 'a care provider does not sign for a municipality';
  end if;
  if current_setting('hub.role', true) = 'URGENCY_OFFICER'
     and new.provider_signed_on is distinct from old.provider_signed_on
     and exists (select from urgency where owner = new.owner and id = new.urgency and care_provider is not null) then
    raise insufficient_privilege using message = 'a municipality does not sign for a care provider';
  end if;
  if new.seeker_signed_on is not null and new.provider_signed_on is not null and new.municipality_signed_on is not null then
    new.met_on := greatest(new.seeker_signed_on, new.provider_signed_on, new.municipality_signed_on);
  end if;
  return new;
end $$;
create trigger sign_contract before update on urgency_condition for each row execute function sign_contract();

create policy officer_sign on urgency_condition for update to :app using (
  owner = (select case when current_setting('hub.role', true) = 'URGENCY_OFFICER'
                       then nullif(current_setting('hub.organisation', true), '') end));
-- The subquery runs under the policies of urgency: a care provider finds those that it mediates.
create policy provider_sign on urgency_condition for update to :app using (
  (select current_setting('hub.role', true)) = 'CARE_PROVIDER'
  and exists (select from urgency where urgency.owner = urgency_condition.owner and urgency.id = urgency_condition.urgency));

-- A household that was housed waits no more.
create policy hub_end on urgency for update to :app using (
  (select current_setting('hub.role', true)) = 'HUB' and status = 'GRANTED' and direct_mediation)
  with check ((select current_setting('hub.role', true)) = 'HUB' and status = 'ENDED');
create function guard_validity() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'the hub ends a validity, and never lengthens it';
end $$;
create trigger guard_validity before update of valid_until on urgency for each row
  when (current_setting('hub.role', true) = 'HUB'
        and (new.valid_until is null or new.valid_until > old.valid_until))
  execute function guard_validity();
