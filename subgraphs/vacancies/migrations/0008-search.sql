-- A list of everywhere that asks for few homes goes by all that are open in the country to find them. With what it asks in the
-- index it does so without looking at a row of any other home.

drop index vacancy_by_status;
create index vacancy_by_status on vacancy (status, closing_order, owner, id, model, rooms, rent_cents);
