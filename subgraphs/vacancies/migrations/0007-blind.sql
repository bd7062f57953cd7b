-- The draw among urgent seekers is blind: which home it is for, nobody chooses by. Whom it is offered to sees it, and everybody
-- once it is let. What is known of the vacancy itself, such as when it closes and by which rules, stays public.

drop policy public_read on dwelling;
create policy public_read on dwelling for select to :public using (
  exists (select from vacancy
           where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id
             and (model <> 'URGENT_SEEKER_LOTTERY' or status = 'LET')));
drop policy app_read on dwelling;
create policy app_read on dwelling for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end)
  or exists (select from vacancy
              where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id
                and (model <> 'URGENT_SEEKER_LOTTERY' or status = 'LET'
                     or (select current_setting('hub.role', true)) in ('AUDITOR', 'HUB')
                     or exists (select from vacancy_shown
                                 where vacancy_shown.owner = vacancy.owner and vacancy_shown.vacancy = vacancy.id
                                   and vacancy_shown.registration
                                       = (select nullif(current_setting('hub.registration', true), ''))))));
