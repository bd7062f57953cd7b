-- What follows for a registration from what allocation decides: who may read the file, a move, and a sanction.

create policy hub_grant on file_grant for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_read_grant on file_grant for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_end_grant on file_grant for update to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_exclude on exclusion for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_move on registration for update to :app using ((select current_setting('hub.role', true)) = 'HUB');

grant insert (owner, registration, organisation, vacancy, granted_on), update (ended_on) on file_grant to :app;
grant insert on exclusion to :app;
grant update (status, last_move_on, last_move_search_value_days, present_address_since) on registration to :app;

-- Seekers and registrars change what is looked for; status and moves follow from lettings alone.
create function guard_waiting() returns trigger language plpgsql as $$
begin
  if current_setting('hub.role', true) in ('SEEKER', 'REGISTRAR')
     and (old.status, old.last_move_on, old.last_move_search_value_days, old.present_address_since)
         is distinct from (new.status, new.last_move_on, new.last_move_search_value_days, new.present_address_since) then
    raise check_violation using message = 'waiting time follows from the register and from nothing else';
  end if;
  return new;
end $$;
create trigger guard_waiting before update on registration for each row execute function guard_waiting();
