-- An experiment that a home is offered under, by its id in the register of the region.
alter table vacancy
  add column experiment text check (experiment ~ '^[A-Z]+:[0-9a-f-]{36}$'),
  add constraint vacancy_experiment check (experiment is null or model = 'EXPERIMENT');
grant insert (experiment) on vacancy to :app;
