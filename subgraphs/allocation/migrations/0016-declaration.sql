-- The draw among urgent seekers is for who declares to need a home now; the declaration stands with the reaction.
alter table reaction add column declares_urgent_need boolean not null default false;
create trigger guard_declaration before update on reaction for each row
  when (old.declares_urgent_need is distinct from new.declares_urgent_need) execute function guard_place();
