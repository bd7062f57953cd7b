-- Homes that go to who reacts first (direct te huur): ordered by the moment of reacting, and closed as soon as the corporation
-- wants to offer them, because nobody who reacts later could come before somebody who did.

alter table ranking
  drop constraint ranking_order_kind_check,
  add constraint ranking_order_kind_check
    check (order_kind in ('REGISTRATION_TIME', 'REACTION_TIME', 'SEARCH_VALUE', 'POINTS', 'DRAW'));

grant update (closes_at, vacancy_facts) on ranking to :app;
-- The hub brings the closing of such a home forward, while it is open; nothing else of what it was published with changes.
create function guard_closing() returns trigger language plpgsql as $$
begin
  if current_setting('hub.role', true) is distinct from 'HUB' or old.status <> 'PROVISIONAL'
     or old.order_kind <> 'REACTION_TIME' or new.closes_at > old.closes_at
     or (new.vacancy_facts - 'closesOn') <> (old.vacancy_facts - 'closesOn') then
    raise check_violation using message = 'what a home was published with stays, but for an earlier closing where reacting orders';
  end if;
  return new;
end $$;
create trigger guard_closing before update of closes_at, vacancy_facts on ranking for each row
  when ((old.closes_at, old.vacancy_facts) is distinct from (new.closes_at, new.vacancy_facts)) execute function guard_closing();
