-- Who was put first or passed over by hand, and in which order homes are offered then.

-- What holds now: the reason, the article and who decided stand in the receipt, as does what was taken back.
create table intervention (
  owner text not null,
  reaction uuid not null,
  vacancy uuid not null,
  kind text not null check (kind in ('PUT_FIRST', 'PASS_OVER')),
  -- The receipt: who was put first earlier goes first.
  seq int not null,
  primary key (owner, reaction),
  foreign key (owner, reaction) references reaction,
  foreign key (owner, seq) references receipt
);
create index intervention_of_vacancy on intervention (owner, vacancy, kind, seq);
grant select, insert, delete on intervention to :app;
do $$
begin
  execute 'alter table intervention enable row level security, force row level security';
  execute format('create policy owner_all on intervention to %I using (true) with check (true)', current_user);
end $$;
create policy hub_all on intervention to :app using ((select current_setting('hub.role', true)) = 'HUB')
  with check ((select current_setting('hub.role', true)) = 'HUB');
create policy auditor_read on intervention for select to :app using ((select current_setting('hub.role', true)) = 'AUDITOR');
create policy allocator_read on intervention for select to :app using (
  owner = (select case when current_setting('hub.role', true) = 'ALLOCATOR'
                       then nullif(current_setting('hub.organisation', true), '') end));
-- For the sake of a preview nothing of this is read, nor anything else that was decided about a home.
create policy not_for_previews on intervention as restrictive for select to :app using (not (select previewing()));
create policy not_for_previews on offer as restrictive for select to :app using (not (select previewing()));
create policy not_for_previews on verification as restrictive for select to :app using (not (select previewing()));
create policy not_for_previews on letting as restrictive for select to :app using (not (select previewing()));
create policy not_for_previews on consequence as restrictive for select to :app using (not (select previewing()));

-- How many-th offer of a home it was. So far that followed from the moment and the place.
alter table offer add column turn int check (turn > 0);
update offer set turn = counted.turn
  from (select owner, id, row_number() over (partition by owner, vacancy order by made_at, position) as turn from offer) as counted
 where counted.owner = offer.owner and counted.id = offer.id;
alter table offer alter column turn set not null;
create unique index offer_turn on offer (owner, vacancy, turn);
