-- From the moment that a corporation considers a candidate until it no longer does, it may read their urgencies.

create policy hub_grant on file_grant for insert to :app with check ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_read_grant on file_grant for select to :app using ((select current_setting('hub.role', true)) = 'HUB');
create policy hub_end_grant on file_grant for update to :app using ((select current_setting('hub.role', true)) = 'HUB');
grant insert (registration, organisation, vacancy, granted_on), update (ended_on) on file_grant to :app;
