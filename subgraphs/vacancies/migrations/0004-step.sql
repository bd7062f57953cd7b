-- The steps that follow from what allocation decides: closing on time, offering, letting, and ending without a letting.

-- The hub sees every vacancy, as it moves them to where they are no longer public.
create policy hub_read on vacancy for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_step on vacancy for update to :app using (
  (select current_setting('hub.role', true)) = 'HUB' and status in ('PUBLISHED', 'CLOSED', 'OFFERING')
) with check ((select current_setting('hub.role', true)) = 'HUB' and status in ('CLOSED', 'OFFERING', 'LET', 'WITHDRAWN'));

-- From the first offer on a home may be somebody's, which its corporation cannot see here: ending it is decided where the
-- offers are.
drop policy allocator_change on vacancy;
create policy allocator_change on vacancy for update to :app using (
  (select current_setting('hub.role', true)) = 'ALLOCATOR'
  and owner = (select nullif(current_setting('hub.organisation', true), ''))
  and status in ('DRAFT', 'PUBLISHED', 'CLOSED'));
