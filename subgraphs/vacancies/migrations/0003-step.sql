-- The steps that follow from what allocation decides: closing on time, offering, letting, and ending without a letting.

-- The hub sees every vacancy, as it moves them to where they are no longer public.
create policy hub_read on vacancy for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_step on vacancy for update to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB' and status in ('CLOSED', 'OFFERING', 'LET', 'WITHDRAWN'));

-- From the first offer on a home may be somebody's, which its corporation cannot see here: how it ends is decided where the
-- offers are.
create function guard_offering() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'a home that is being offered ends where the offers are';
end $$;
create trigger guard_offering before update of status on vacancy
  for each row when (old.status = 'OFFERING' and current_setting('hub.role', true) = 'ALLOCATOR')
  execute function guard_offering();
