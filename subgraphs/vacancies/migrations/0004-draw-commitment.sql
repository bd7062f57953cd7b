-- What a draw was committed to before its home was published: pinned as the rules are, so that it cannot be another later.

alter table vacancy
  add column draw_commitment text check (draw_commitment ~ '^[0-9a-f]{64}$'),
  add constraint vacancy_draw_commitment check (draw_commitment is null or published_on is not null);

grant update (draw_commitment) on vacancy to :app;

create function keep_draw_commitment() returns trigger language plpgsql as $$
begin
  raise check_violation using message = 'what was published keeps the commitment to its draw';
end $$;
create trigger keep_draw_commitment before update of draw_commitment on vacancy
  for each row when (old.published_on is not null and old.draw_commitment is distinct from new.draw_commitment)
  execute function keep_draw_commitment();
