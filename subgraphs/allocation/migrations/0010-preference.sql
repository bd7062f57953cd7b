-- The own order of a household in the homes that it reacted to (VERA Reactie.voorkeur). It changes no place.

alter table reaction add column preference int check (preference between 1 and 100);
create index reaction_preferred on reaction (registration, preference) where preference is not null;

grant update (preference) on reaction to :app;
-- The household says it, or its registrar for it; nobody else has a say in it.
create trigger guard_preference before update on reaction for each row
  when (current_setting('hub.role', true) = 'HUB' and old.preference is distinct from new.preference)
  execute function guard_place();

-- Whether a home may still become this household's: not withdrawn, not let, not offered to it in vain. Runs as its caller.
create function in_play(of_owner text, of_vacancy uuid, of_reaction uuid, of_status text) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp
  return of_status in ('ACTIVE', 'SUSPENDED')
    and exists (select from public.ranking k
                 where k.owner = of_owner and k.vacancy = of_vacancy and k.dropped_at is null and k.ended_at is null)
    and not exists (select from public.offer o
                     where o.owner = of_owner and o.reaction = of_reaction and o.status in ('REFUSED', 'WITHDRAWN', 'EXPIRED'));
revoke all on function in_play from public;
grant execute on function in_play to :app;

-- Which choice a home is among those of the household that are still in play: a number and nothing else, so that a corporation
-- that considers the candidate learns neither which other homes there are nor how many. Runs as the owner of the tables, and
-- looks itself at who asks.
create function choice_of(of_owner text, of_reaction uuid) returns int
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select 1 + (select count(*)::int from public.reaction other
                 where other.registration = r.registration and other.preference < r.preference
                   and public.in_play(other.owner, other.vacancy, other.id, other.status))
      from public.reaction r
     where r.owner = of_owner and r.id = of_reaction and r.preference is not null
       and public.in_play(r.owner, r.vacancy, r.id, r.status)
       and ((current_setting('hub.role', true) = 'SEEKER'
             and r.registration = nullif(current_setting('hub.registration', true), ''))
         or (current_setting('hub.role', true) = 'REGISTRAR'
             and r.registrar = nullif(current_setting('hub.organisation', true), ''))
         or (current_setting('hub.role', true) = 'ALLOCATOR'
             and r.owner = nullif(current_setting('hub.organisation', true), '')
             and exists (select from public.consideration c
                          where c.owner = r.owner and c.reaction = r.id and c.ended_on is null)));
  end;
revoke all on function choice_of from public;
grant execute on function choice_of to :app;
