-- Applicants: who stands behind a registration, however often they register. Draws and ties know a household by what is
-- derived from its key here, so that registering anew gives nobody another chance.

create table applicant (
  owner text not null references registrar,
  -- As the register numbers its people; nothing outside this database sees it.
  number text not null check (length(number) between 1 and 64),
  -- Chance, and never changed: whoever does not have it cannot link the lots of one household over two homes.
  lot_key text not null default encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex')
    check (lot_key ~ '^[0-9a-f]{64}$'),
  primary key (owner, number)
);

alter table applicant enable row level security, force row level security;
do $$ begin
  execute format('create policy owner_all on applicant to %I using (true) with check (true)', current_user);
end $$;
grant select on applicant to :app;
-- Not the registrar and not the person: who knows a key knows which lot in a public transcript is whose.
create policy hub_read on applicant for select to :app using ((select current_setting('hub.role', true)) = 'HUB');

alter table registration add column applicant text;
insert into applicant (owner, number) select owner, id::text from registration;
update registration set applicant = id::text;
alter table registration
  alter column applicant set not null,
  add foreign key (owner, applicant) references applicant;

-- A register that does not say who it is gets an applicant for this registration alone. Runs as the owner of the tables: no
-- role that serves requests writes a key.
create function know_applicant() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  new.applicant := coalesce(new.applicant, new.id::text);
  insert into public.applicant (owner, number) values (new.owner, new.applicant) on conflict do nothing;
  return new;
end $$;
create trigger know_applicant before insert on registration for each row execute function know_applicant();

create function keep_lot_key() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'an applicant keeps its number and its lot key';
end $$;
create trigger keep_lot_key before update on applicant for each row execute function keep_lot_key();
