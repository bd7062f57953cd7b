-- What the migrations of the subgraphs make, written by "npm run dump"; never edited by hand.

-- ===== allocation =====

create schema platform;
grant usage on schema platform to :app;
grant usage on schema platform to :public;

create table platform.file_read (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  reader_organisation text,
  reader_person text,
  reader_role text not null,
  purpose text not null,
  fields text[] not null,
  trace_id text not null,
  read_at timestamp with time zone not null default now(),
  constraint file_read_pkey PRIMARY KEY (owner, subject, id)
);
alter table platform.file_read enable row level security, force row level security;
create policy file_read_auditor on platform.file_read for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy file_read_owner on platform.file_read for select to :app
  using ((owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['REGISTRAR'::text, 'URGENCY_OFFICER'::text])));
create policy file_read_record on platform.file_read for insert to :app
  with check (true);
create policy file_read_subject on platform.file_read for select to :app
  using (subject = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"));
grant insert, select on platform.file_read to :app;

create table platform.idempotency (
  owner text not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (owner, key),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
CREATE INDEX idempotency_created ON platform.idempotency USING btree (created_at);
alter table platform.idempotency enable row level security, force row level security;
create policy idempotency_for_seeker on platform.idempotency to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")))
  with check ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")));
create policy idempotency_own on platform.idempotency to :app
  using (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"))
  with check (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"));
grant insert, select on platform.idempotency to :app;
grant update (response) on platform.idempotency to :app;

create table platform.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number)
);
alter table platform.migration enable row level security, force row level security;
create policy migration_owner on platform.migration to :owner
  using (true)
  with check (true);

create table platform.setting (
  key text not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (key)
);
alter table platform.setting enable row level security, force row level security;
create policy setting_owner on platform.setting to :owner
  using (true)
  with check (true);
create policy setting_read on platform.setting for select to :app, :public
  using (true);
grant select on platform.setting to :app;
grant select on platform.setting to :public;

create table public.chance_count (
  owner text not null,
  quarter date not null,
  region text not null,
  municipality text not null,
  segment text not null,
  model text not null,
  dwelling_type text not null,
  size integer not null,
  group_code text not null,
  places integer not null,
  homes integer not null,
  stood integer not null,
  offered integer not null,
  housed integer not null,
  mark bigint not null,
  constraint chance_count_pkey PRIMARY KEY (owner, quarter, region, municipality, segment, model, dwelling_type, size, group_code, places),
  constraint chance_count_check CHECK (((offered >= 0) AND (offered <= stood))),
  constraint chance_count_check1 CHECK (((housed >= 0) AND (housed <= offered))),
  constraint chance_count_homes_check CHECK ((homes > 0)),
  constraint chance_count_owner_check CHECK ((owner ~ '^L[0-9]{4}$'::text)),
  constraint chance_count_places_check CHECK ((places >= 0)),
  constraint chance_count_quarter_check CHECK (((EXTRACT(day FROM quarter) = (1)::numeric) AND (EXTRACT(month FROM quarter) = ANY (ARRAY[(1)::numeric, (4)::numeric, (7)::numeric, (10)::numeric])))),
  constraint chance_count_size_check CHECK ((size > 0)),
  constraint chance_count_stood_check CHECK ((stood > 0))
);
CREATE INDEX chance_count_of_homes ON public.chance_count USING btree (region, segment, model, group_code, quarter);
alter table public.chance_count enable row level security, force row level security;
create policy owner_all on public.chance_count to :owner
  using (true)
  with check (true);

create table public.consequence (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  operation text not null,
  variables jsonb not null,
  made_at timestamp with time zone not null,
  attempts integer not null default 0,
  done_at timestamp with time zone,
  constraint consequence_pkey PRIMARY KEY (owner, id),
  constraint consequence_operation_check CHECK ((operation = ANY (ARRAY['GrantFile'::text, 'RecordMove'::text, 'RecordExclusion'::text, 'TakeVacancyStep'::text, 'ShowVacancy'::text, 'EndHousedUrgency'::text])))
);
CREATE INDEX consequence_to_do ON public.consequence USING btree (subject, id) WHERE (done_at IS NULL);
alter table public.consequence enable row level security, force row level security;
create policy auditor_read on public.consequence for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.consequence to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.consequence as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.consequence to :owner
  using (true)
  with check (true);
grant insert, select on public.consequence to :app;
grant update (attempts, done_at) on public.consequence to :app;

create table public.consideration (
  owner text not null,
  reaction uuid not null,
  since date not null,
  ended_on date,
  constraint consideration_pkey PRIMARY KEY (owner, reaction),
  constraint consideration_owner_reaction_fkey FOREIGN KEY (owner, reaction) REFERENCES public.reaction(owner, id)
);
alter table public.consideration enable row level security, force row level security;
create policy allocator_read on public.consideration for select to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['AUDITOR'::text, 'HUB'::text])) OR ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'ALLOCATOR'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif"))));
create policy hub_all on public.consideration to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.consideration as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.consideration to :owner
  using (true)
  with check (true);
grant insert, select on public.consideration to :app;
grant update (ended_on) on public.consideration to :app;

create table public.disclosure_secret (
  single boolean not null default true,
  secret text not null default replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text),
  constraint disclosure_secret_pkey PRIMARY KEY (single),
  constraint disclosure_secret_secret_check CHECK ((length(secret) >= 32)),
  constraint disclosure_secret_single_check CHECK (single)
);
alter table public.disclosure_secret enable row level security, force row level security;
create policy hub_keeps on public.disclosure_secret for insert to :app
  with check ( SELECT public.previewing() AS previewing);
create policy hub_reads on public.disclosure_secret for select to :app
  using ( SELECT public.previewing() AS previewing);
create policy owner_all on public.disclosure_secret to :owner
  using (true)
  with check (true);
grant insert, select on public.disclosure_secret to :app;

create table public.draw (
  owner text not null,
  vacancy uuid not null,
  status text not null,
  commitment text not null,
  committed_at timestamp with time zone not null,
  beacon_announced text,
  participant_root text,
  participant_count integer,
  closed_at timestamp with time zone,
  beacon text,
  secret text,
  seed text,
  revealed_at timestamp with time zone,
  constraint draw_pkey PRIMARY KEY (owner, vacancy),
  constraint draw_beacon_announced_check CHECK (((length(beacon_announced) >= 1) AND (length(beacon_announced) <= 200))),
  constraint draw_beacon_check CHECK ((beacon ~ '^[0-9A-Za-z .,:;+/=_-]{1,200}$'::text)),
  constraint draw_check CHECK (((status = 'COMMITTED'::text) = (participant_root IS NULL))),
  constraint draw_check1 CHECK ((((participant_root IS NULL) = (participant_count IS NULL)) AND ((participant_root IS NULL) = (closed_at IS NULL)))),
  constraint draw_check2 CHECK (((status = 'REVEALED'::text) = (seed IS NOT NULL))),
  constraint draw_check3 CHECK ((((seed IS NULL) = (secret IS NULL)) AND ((seed IS NULL) = (revealed_at IS NULL)))),
  constraint draw_check4 CHECK (((closed_at >= committed_at) AND (revealed_at >= closed_at))),
  constraint draw_check5 CHECK (((beacon IS NULL) OR ((beacon_announced IS NOT NULL) AND (status <> 'COMMITTED'::text)))),
  constraint draw_check6 CHECK (((status <> 'REVEALED'::text) OR ((beacon IS NULL) = (beacon_announced IS NULL)))),
  constraint draw_check7 CHECK ((commitment = encode(sha256(((('{"secret":"'::text || secret) || '"}'::text))::bytea), 'hex'::text))),
  constraint draw_check8 CHECK ((seed = encode(sha256(((((((((((('{'::text || COALESCE((('"beacon":"'::text || beacon) || '",'::text), ''::text)) || '"drawId":"'::text) || owner) || ':'::text) || vacancy) || '","participantRoot":"'::text) || participant_root) || '","secret":"'::text) || secret) || '"}'::text))::bytea), 'hex'::text))),
  constraint draw_commitment_check CHECK ((commitment ~ '^[0-9a-f]{64}$'::text)),
  constraint draw_owner_check CHECK ((owner ~ '^L[0-9]{4}$'::text)),
  constraint draw_participant_count_check CHECK (((participant_count >= 0) AND (participant_count <= 100000))),
  constraint draw_participant_root_check CHECK ((participant_root ~ '^[0-9a-f]{64}$'::text)),
  constraint draw_secret_check CHECK ((secret ~ '^[0-9a-f]{64}$'::text)),
  constraint draw_seed_check CHECK ((seed ~ '^[0-9a-f]{64}$'::text)),
  constraint draw_status_check CHECK ((status = ANY (ARRAY['COMMITTED'::text, 'CLOSED'::text, 'REVEALED'::text])))
);
alter table public.draw enable row level security, force row level security;
create policy closing on public.draw for update to :app
  using public.closes_homes_of(owner)
  with check public.closes_homes_of(owner);
create policy hub_commits on public.draw for insert to :app
  with check ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (status = 'COMMITTED'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy owner_all on public.draw to :owner
  using (true)
  with check (true);
create policy public_read on public.draw for select to :app, :public
  using (true);
CREATE TRIGGER keep_draw BEFORE DELETE OR UPDATE ON public.draw FOR EACH ROW EXECUTE FUNCTION public.keep_draw();
grant insert (beacon_announced, commitment, committed_at, owner, status, vacancy) on public.draw to :app;
grant select on public.draw to :app;
grant select on public.draw to :public;
grant update (beacon, closed_at, participant_count, participant_root, revealed_at, secret, seed, status) on public.draw to :app;

create table public.draw_lot (
  owner text not null,
  vacancy uuid not null,
  leaf integer not null,
  lot_id text not null,
  constraint draw_lot_pkey PRIMARY KEY (owner, vacancy, leaf),
  constraint draw_lot_owner_vacancy_lot_id_key UNIQUE (owner, vacancy, lot_id),
  constraint draw_lot_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.draw(owner, vacancy),
  constraint draw_lot_leaf_check CHECK ((leaf >= 0)),
  constraint draw_lot_lot_id_check CHECK ((lot_id ~ '^[0-9a-f]{64}$'::text))
);
alter table public.draw_lot enable row level security, force row level security;
create policy closing on public.draw_lot for insert to :app
  with check public.closes_homes_of(owner);
create policy owner_all on public.draw_lot to :owner
  using (true)
  with check (true);
create policy public_read on public.draw_lot for select to :app, :public
  using (true);
CREATE TRIGGER keep_lots BEFORE DELETE OR UPDATE ON public.draw_lot FOR EACH STATEMENT EXECUTE FUNCTION public.keep_lots();
CREATE TRIGGER only_while_committed AFTER INSERT ON public.draw_lot REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.only_while_committed();
grant insert, select on public.draw_lot to :app;
grant select on public.draw_lot to :public;

create table public.draw_secret (
  owner text not null,
  vacancy uuid not null,
  secret text not null,
  constraint draw_secret_pkey PRIMARY KEY (owner, vacancy),
  constraint draw_secret_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.draw(owner, vacancy),
  constraint draw_secret_secret_check CHECK ((secret ~ '^[0-9a-f]{64}$'::text))
);
alter table public.draw_secret enable row level security, force row level security;
create policy closing on public.draw_secret for select to :app
  using (public.closes_homes_of(owner) AND (EXISTS ( SELECT
   FROM public.draw
  WHERE ((draw.owner = draw_secret.owner) AND (draw.vacancy = draw_secret.vacancy) AND (draw.status <> 'COMMITTED'::text) AND ((draw.beacon_announced IS NULL) OR (draw.beacon IS NOT NULL))))));
create policy hub_keeps on public.draw_secret for insert to :app
  with check ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy not_for_previews on public.draw_secret as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.draw_secret to :owner
  using (true)
  with check (true);
grant insert, select on public.draw_secret to :app;

create table public.feed_position (
  feed text not null,
  after text not null,
  constraint feed_position_pkey PRIMARY KEY (feed),
  constraint feed_position_after_check CHECK ((length(after) <= 200)),
  constraint feed_position_feed_check CHECK ((feed = ANY (ARRAY['REGISTRATIONS'::text, 'URGENCIES'::text])))
);
alter table public.feed_position enable row level security, force row level security;
create policy hub_all on public.feed_position to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.feed_position to :owner
  using (true)
  with check (true);
grant insert, select, update on public.feed_position to :app;

create table public.follower (
  single boolean not null default true,
  holder uuid,
  held_until timestamp with time zone,
  constraint follower_pkey PRIMARY KEY (single),
  constraint follower_single_check CHECK (single)
);
alter table public.follower enable row level security, force row level security;
create policy hub_all on public.follower to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.follower to :owner
  using (true)
  with check (true);
grant insert, select, update on public.follower to :app;

create table public.intervention (
  owner text not null,
  reaction uuid not null,
  vacancy uuid not null,
  kind text not null,
  seq integer not null,
  constraint intervention_pkey PRIMARY KEY (owner, reaction),
  constraint intervention_owner_reaction_fkey FOREIGN KEY (owner, reaction) REFERENCES public.reaction(owner, id),
  constraint intervention_owner_seq_fkey FOREIGN KEY (owner, seq) REFERENCES public.receipt(owner, seq),
  constraint intervention_kind_check CHECK ((kind = ANY (ARRAY['PUT_FIRST'::text, 'PASS_OVER'::text])))
);
CREATE INDEX intervention_of_vacancy ON public.intervention USING btree (owner, vacancy, kind, seq);
alter table public.intervention enable row level security, force row level security;
create policy allocator_read on public.intervention for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy auditor_read on public.intervention for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.intervention to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.intervention as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.intervention to :owner
  using (true)
  with check (true);
grant delete, insert, select on public.intervention to :app;

create table public.left_home (
  owner text not null,
  id uuid not null default uuidv7(),
  let_by text not null,
  letting uuid not null,
  municipality text,
  dwelling uuid,
  of_corporation boolean not null,
  left_on date not null,
  destiny text not null,
  destined_on date,
  recorded_by text,
  constraint left_home_pkey PRIMARY KEY (owner, id),
  constraint left_home_let_by_letting_fkey FOREIGN KEY (let_by, letting) REFERENCES public.letting(owner, id),
  constraint left_home_check CHECK (((destiny = 'UNKNOWN'::text) = (destined_on IS NULL))),
  constraint left_home_check1 CHECK (((destined_on IS NULL) = (recorded_by IS NULL))),
  constraint left_home_check2 CHECK ((of_corporation OR (owner = let_by))),
  constraint left_home_check3 CHECK ((of_corporation OR (dwelling IS NULL))),
  constraint left_home_destiny_check CHECK ((destiny = ANY (ARRAY['UNKNOWN'::text, 'RELET_SOCIAL'::text, 'MID_RENT'::text, 'FREE_SECTOR'::text, 'SOLD'::text, 'NOT_LET'::text]))),
  constraint left_home_municipality_check CHECK ((municipality ~ '^GM[0-9]{4}$'::text)),
  constraint left_home_owner_check CHECK ((owner ~ '^L[0-9]{4}$'::text))
);
CREATE INDEX left_home_by_destiny ON public.left_home USING btree (owner, destiny, left_on, id);
CREATE UNIQUE INDEX left_home_of_letting ON public.left_home USING btree (let_by, letting);
alter table public.left_home enable row level security, force row level security;
create policy auditor_read on public.left_home for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.left_home to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy let_by_read on public.left_home for select to :app
  using (let_by = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy not_for_previews on public.left_home as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.left_home to :owner
  using (true)
  with check (true);
create policy owner_read on public.left_home for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
grant insert, select on public.left_home to :app;
grant update (destined_on, destiny, recorded_by) on public.left_home to :app;

create table public.letting (
  owner text not null,
  id uuid not null default uuidv7(),
  vacancy uuid not null,
  offer uuid not null,
  registration text not null,
  model text not null,
  group_code text not null,
  "position" integer not null,
  candidates integer not null,
  signed_on date not null,
  starts_on date not null,
  leaves_home boolean not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  region text not null,
  municipality text not null,
  core text,
  segment text not null,
  labels text[] not null default '{}'::text[],
  grounds text[] not null default '{}'::text[],
  urgency_category text,
  urgency_categories text[] not null default '{}'::text[],
  permit uuid,
  lease_holder text not null default 'SEEKER'::text,
  care_provider text,
  handed_over_on date,
  watch_until date,
  handed_over_at timestamp with time zone,
  handed_over_by text,
  constraint letting_pkey PRIMARY KEY (owner, id),
  constraint letting_owner_offer_fkey FOREIGN KEY (owner, offer) REFERENCES public.offer(owner, id),
  constraint letting_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.ranking(owner, vacancy),
  constraint letting_care_provider_check CHECK ((care_provider ~ '^Z[0-9]{4}$'::text)),
  constraint letting_check CHECK ((starts_on >= (signed_on - 366))),
  constraint letting_check1 CHECK (((lease_holder = 'CARE_PROVIDER'::text) = (care_provider IS NOT NULL))),
  constraint letting_check2 CHECK (((handed_over_on IS NULL) OR ((lease_holder = 'CARE_PROVIDER'::text) AND (handed_over_on >= starts_on)))),
  constraint letting_check3 CHECK (((handed_over_on IS NULL) = (handed_over_at IS NULL))),
  constraint letting_check4 CHECK (((watch_until IS NULL) OR (watch_until > handed_over_on))),
  constraint letting_lease_holder_check CHECK ((lease_holder = ANY (ARRAY['SEEKER'::text, 'CARE_PROVIDER'::text]))),
  constraint letting_segment_check CHECK ((segment = ANY (ARRAY['SOCIAL_RENT'::text, 'MID_RENT'::text, 'FREE_SECTOR'::text, 'AFFORDABLE_PURCHASE'::text])))
);
CREATE INDEX letting_of_municipality ON public.letting USING btree (municipality, signed_on);
CREATE INDEX letting_of_owner ON public.letting USING btree (owner, signed_on);
CREATE INDEX letting_of_region ON public.letting USING btree (region, signed_on);
CREATE UNIQUE INDEX letting_of_registration ON public.letting USING btree (registration);
CREATE UNIQUE INDEX letting_of_vacancy ON public.letting USING btree (owner, vacancy);
alter table public.letting enable row level security, force row level security;
create policy allocator_read on public.letting for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy auditor_read on public.letting for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.letting to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.letting as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.letting to :owner
  using (true)
  with check (true);
create policy provider_read on public.letting for select to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'CARE_PROVIDER'::text) AND (EXISTS ( SELECT
   FROM public.offer
  WHERE ((offer.owner = letting.owner) AND (offer.id = letting.offer)))));
create policy seeker_read on public.letting for select to :app
  using (registration = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
CREATE TRIGGER guard_lease BEFORE UPDATE ON public.letting FOR EACH ROW WHEN ((old.handed_over_on IS NOT NULL)) EXECUTE FUNCTION public.guard_lease();
grant insert, select on public.letting to :app;
grant update (handed_over_at, handed_over_by, handed_over_on, watch_until) on public.letting to :app;

create table public.mediation (
  owner text not null,
  reaction uuid not null,
  vacancy uuid not null,
  registration text not null,
  urgency text not null,
  category text not null,
  care_provider text,
  waiting_days integer not null,
  waiting_place integer not null,
  reason text,
  why_not_longest text,
  proposed_at timestamp with time zone not null,
  proposed_for text not null,
  proposed_by text,
  constraint mediation_pkey PRIMARY KEY (owner, reaction),
  constraint mediation_owner_reaction_fkey FOREIGN KEY (owner, reaction) REFERENCES public.reaction(owner, id),
  constraint mediation_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.ranking(owner, vacancy),
  constraint mediation_care_provider_check CHECK ((care_provider ~ '^Z[0-9]{4}$'::text)),
  constraint mediation_category_check CHECK ((category = ANY (ARRAY['PERMIT_HOLDER_TARGET'::text, 'HARDSHIP'::text, 'OWN_DISCRETION'::text, 'URGENT'::text, 'CARE_OUTFLOW'::text]))),
  constraint mediation_check CHECK (((why_not_longest IS NULL) OR (waiting_place > 1))),
  constraint mediation_reason_check CHECK (((length(reason) >= 20) AND (length(reason) <= 2000))),
  constraint mediation_waiting_days_check CHECK ((waiting_days >= 0)),
  constraint mediation_waiting_place_check CHECK ((waiting_place > 0)),
  constraint mediation_why_not_longest_check CHECK (((length(why_not_longest) >= 20) AND (length(why_not_longest) <= 2000)))
);
CREATE INDEX mediation_of_vacancy ON public.mediation USING btree (owner, vacancy);
alter table public.mediation enable row level security, force row level security;
create policy allocator_read on public.mediation for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy auditor_read on public.mediation for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.mediation to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.mediation as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.mediation to :owner
  using (true)
  with check (true);
create policy provider_read on public.mediation for select to :app
  using (care_provider = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'CARE_PROVIDER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy seeker_read on public.mediation for select to :app
  using (registration = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
grant insert, select on public.mediation to :app;

create table public.offer (
  owner text not null,
  id uuid not null default uuidv7(),
  vacancy uuid not null,
  reaction uuid not null,
  registration text not null,
  "position" integer not null,
  status text not null,
  made_at timestamp with time zone not null,
  made_by text,
  viewing_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  reason text,
  turn integer not null,
  constraint offer_pkey PRIMARY KEY (owner, id),
  constraint offer_owner_reaction_fkey FOREIGN KEY (owner, reaction) REFERENCES public.reaction(owner, id),
  constraint offer_check CHECK ((expires_at > made_at)),
  constraint offer_check1 CHECK (((status = 'MADE'::text) = (ended_at IS NULL))),
  constraint offer_check2 CHECK (((status = ANY (ARRAY['REFUSED'::text, 'WITHDRAWN'::text])) = (reason IS NOT NULL))),
  constraint offer_position_check CHECK (("position" > 0)),
  constraint offer_reason_check CHECK ((reason ~ '^[A-Z_]{2,60}$'::text)),
  constraint offer_status_check CHECK ((status = ANY (ARRAY['MADE'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'WITHDRAWN'::text, 'EXPIRED'::text]))),
  constraint offer_turn_check CHECK ((turn > 0))
);
CREATE INDEX offer_due ON public.offer USING btree (expires_at, owner, id) WHERE (status = 'MADE'::text);
CREATE INDEX offer_of_registration ON public.offer USING btree (registration, made_at DESC, owner DESC, id DESC);
CREATE INDEX offer_of_vacancy ON public.offer USING btree (owner, vacancy, "position", id);
CREATE UNIQUE INDEX offer_accepted_of_registration ON public.offer USING btree (registration) WHERE (status = 'ACCEPTED'::text);
CREATE UNIQUE INDEX offer_once ON public.offer USING btree (owner, reaction);
CREATE UNIQUE INDEX offer_turn ON public.offer USING btree (owner, vacancy, turn);
alter table public.offer enable row level security, force row level security;
create policy allocator_read on public.offer for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy auditor_read on public.offer for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.offer to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.offer as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.offer to :owner
  using (true)
  with check (true);
create policy provider_read on public.offer for select to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'CARE_PROVIDER'::text) AND (EXISTS ( SELECT
   FROM public.mediation
  WHERE ((mediation.owner = offer.owner) AND (mediation.reaction = offer.reaction)))));
create policy seeker_read on public.offer for select to :app
  using (registration = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
grant insert, select on public.offer to :app;
grant update (ended_at, ended_by, reason, status) on public.offer to :app;

create table public.permit (
  owner text not null,
  id uuid not null default uuidv7(),
  corporation text not null,
  offer uuid not null,
  vacancy uuid not null,
  reaction uuid not null,
  registration text not null,
  status text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  assessment jsonb,
  decided_at timestamp with time zone,
  decided_by text,
  article text,
  reason text,
  constraint permit_pkey PRIMARY KEY (owner, id),
  constraint permit_corporation_offer_fkey FOREIGN KEY (corporation, offer) REFERENCES public.offer(owner, id),
  constraint permit_corporation_reaction_fkey FOREIGN KEY (corporation, reaction) REFERENCES public.reaction(owner, id),
  constraint permit_article_check CHECK (((length(article) >= 1) AND (length(article) <= 60))),
  constraint permit_check CHECK (((status <> 'REQUESTED'::text) OR (decided_at IS NULL))),
  constraint permit_check1 CHECK (((status <> ALL (ARRAY['GRANTED'::text, 'REFUSED'::text])) OR (decided_at IS NOT NULL))),
  constraint permit_check2 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint permit_check3 CHECK (((status <> 'REFUSED'::text) OR (article IS NOT NULL))),
  constraint permit_check4 CHECK (((status = 'REFUSED'::text) OR ((article IS NULL) AND (reason IS NULL)))),
  constraint permit_owner_check CHECK ((owner ~ '^GM[0-9]{4}$'::text)),
  constraint permit_reason_check CHECK (((length(reason) >= 5) AND (length(reason) <= 1000))),
  constraint permit_status_check CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'GRANTED'::text, 'REFUSED'::text, 'LAPSED'::text])))
);
CREATE INDEX permit_of_vacancy ON public.permit USING btree (corporation, vacancy);
CREATE INDEX permit_queue ON public.permit USING btree (owner, asked_at, id) WHERE (status = 'REQUESTED'::text);
CREATE UNIQUE INDEX permit_of_offer ON public.permit USING btree (corporation, offer);
alter table public.permit enable row level security, force row level security;
create policy allocator_read on public.permit for select to :app
  using (corporation = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy auditor_read on public.permit for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_all on public.permit to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.permit as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy officer_read on public.permit for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'PERMIT_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy owner_all on public.permit to :owner
  using (true)
  with check (true);
create policy seeker_read on public.permit for select to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'SEEKER'::text) AND (EXISTS ( SELECT
   FROM public.offer
  WHERE ((offer.owner = permit.corporation) AND (offer.id = permit.offer) AND (offer.registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"))))));
CREATE TRIGGER guard_permit BEFORE UPDATE OF status ON public.permit FOR EACH ROW EXECUTE FUNCTION public.guard_permit();
grant insert, select on public.permit to :app;
grant update (article, decided_at, decided_by, reason, status) on public.permit to :app;

create table public.preview_reading (
  owner text not null,
  preview uuid not null,
  attempt integer not null,
  person text not null,
  purpose text not null,
  homes integer not null,
  files integer not null,
  trace_id text not null,
  read_at timestamp with time zone not null default now(),
  constraint preview_reading_pkey PRIMARY KEY (owner, preview, attempt),
  constraint preview_reading_owner_preview_fkey FOREIGN KEY (owner, preview) REFERENCES public.regulation_preview(owner, id)
);
CREATE INDEX preview_reading_by_time ON public.preview_reading USING btree (preview, attempt, owner);
alter table public.preview_reading enable row level security, force row level security;
create policy hub_reads_on on public.preview_reading for update to :app
  using (( SELECT public.previewing() AS previewing) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy hub_records on public.preview_reading for insert to :app
  with check (( SELECT public.previewing() AS previewing) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy owner_all on public.preview_reading to :owner
  using (true)
  with check (true);
create policy record_read on public.preview_reading for select to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'AUDITOR'::text) OR ( SELECT public.previewing() AS previewing));
grant insert, select on public.preview_reading to :app;
grant update (files, homes, read_at) on public.preview_reading to :app;

create table public.preview_rules (
  owner text not null,
  preview uuid not null,
  municipality text not null,
  proposed_hash text not null,
  proposed text not null,
  current_hash text,
  current text,
  constraint preview_rules_pkey PRIMARY KEY (owner, preview, municipality),
  constraint preview_rules_owner_preview_fkey FOREIGN KEY (owner, preview) REFERENCES public.regulation_preview(owner, id),
  constraint preview_rules_check CHECK (((current IS NULL) = (current_hash IS NULL))),
  constraint preview_rules_current_hash_check CHECK ((current_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint preview_rules_proposed_hash_check CHECK ((proposed_hash ~ '^[0-9a-f]{64}$'::text))
);
alter table public.preview_rules enable row level security, force row level security;
create policy makers_give on public.preview_rules for insert to :app
  with check (owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer));
create policy makers_take on public.preview_rules for delete to :app
  using ((owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer)) OR ( SELECT public.previewing() AS previewing));
create policy owner_all on public.preview_rules to :owner
  using (true)
  with check (true);
create policy rules_read on public.preview_rules for select to :app
  using ((owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer)) OR ( SELECT public.previewing() AS previewing));
grant delete, insert, select on public.preview_rules to :app;

create table public.ranking (
  owner text not null,
  vacancy uuid not null,
  region text not null,
  status text not null,
  rule_set_hash text not null,
  vacancy_facts jsonb not null,
  order_kind text not null,
  drawn boolean not null,
  closes_at timestamp with time zone not null,
  as_of date not null,
  reaction_count integer not null default 0,
  municipality text not null generated always as ((vacancy_facts #>> '{place,municipality}'::text[])) stored,
  frozen_at timestamp with time zone,
  dropped_at timestamp with time zone,
  ended_at timestamp with time zone,
  ending text,
  erased_on date,
  mediated boolean not null default false,
  constraint ranking_pkey PRIMARY KEY (owner, vacancy),
  constraint ranking_rule_set_hash_fkey FOREIGN KEY (rule_set_hash) REFERENCES public.rule_set(hash),
  constraint ranking_check CHECK (((status = 'PROVISIONAL'::text) OR (dropped_at IS NULL))),
  constraint ranking_check1 CHECK (((frozen_at IS NULL) OR (status = 'FROZEN'::text))),
  constraint ranking_check2 CHECK (((ended_at IS NULL) = (ending IS NULL))),
  constraint ranking_ending_check CHECK ((ending = ANY (ARRAY['LET'::text, 'NO_CANDIDATE'::text, 'TERMINATION_REVOKED'::text, 'INCORRECT_DATA'::text, 'OTHER_USE'::text, 'RENOVATION'::text]))),
  constraint ranking_order_kind_check CHECK ((order_kind = ANY (ARRAY['REGISTRATION_TIME'::text, 'REACTION_TIME'::text, 'SEARCH_VALUE'::text, 'POINTS'::text, 'DRAW'::text]))),
  constraint ranking_owner_check CHECK ((owner ~ '^L[0-9]{4}$'::text)),
  constraint ranking_reaction_count_check CHECK ((reaction_count >= 0)),
  constraint ranking_status_check CHECK ((status = ANY (ARRAY['PROVISIONAL'::text, 'FROZEN'::text])))
);
CREATE INDEX ranking_due ON public.ranking USING btree (closes_at, owner, vacancy) WHERE ((status = 'PROVISIONAL'::text) AND (dropped_at IS NULL));
CREATE INDEX ranking_of_municipality ON public.ranking USING btree (municipality, as_of, owner, vacancy) WHERE (status = 'FROZEN'::text);
CREATE INDEX ranking_stale ON public.ranking USING btree (as_of, owner, vacancy) WHERE ((status = 'PROVISIONAL'::text) AND (dropped_at IS NULL));
CREATE INDEX ranking_to_erase ON public.ranking USING btree (owner, as_of) WHERE (erased_on IS NULL);
alter table public.ranking enable row level security, force row level security;
create policy app_read on public.ranking for select to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text, 'AUDITOR'::text, 'HUB'::text])) OR (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy count_ranking on public.ranking for update to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND (status = 'PROVISIONAL'::text))
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND (status = 'PROVISIONAL'::text) AND (dropped_at IS NULL));
create policy hub_end on public.ranking for update to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text) AND (status = 'FROZEN'::text) AND (ended_at IS NULL))
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text) AND (status = 'FROZEN'::text));
create policy hub_freeze on public.ranking for update to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text) AND (status = 'PROVISIONAL'::text))
  with check (( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text);
create policy hub_open on public.ranking for insert to :app
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text) AND (reaction_count = 0));
create policy open_ranking on public.ranking for insert to :app
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND (status = 'PROVISIONAL'::text) AND (reaction_count = 0));
create policy owner_all on public.ranking to :owner
  using (true)
  with check (true);
create policy public_count on public.ranking for select to :public
  using (true);
CREATE TRIGGER erase_mediation AFTER UPDATE OF erased_on ON public.ranking FOR EACH ROW WHEN (((old.erased_on IS NULL) AND (new.erased_on IS NOT NULL) AND new.mediated)) EXECUTE FUNCTION public.erase_mediation();
CREATE TRIGGER guard_closing BEFORE UPDATE OF closes_at, vacancy_facts ON public.ranking FOR EACH ROW WHEN (((old.closes_at IS DISTINCT FROM new.closes_at) OR (old.vacancy_facts IS DISTINCT FROM new.vacancy_facts))) EXECUTE FUNCTION public.guard_closing();
grant insert (mediated) on public.ranking to :app;
grant insert, select on public.ranking to :app;
grant select (owner, reaction_count, vacancy) on public.ranking to :public;
grant update (as_of, closes_at, drawn, dropped_at, ended_at, ending, frozen_at, reaction_count, status, vacancy_facts) on public.ranking to :app;

create table public.reaction (
  owner text not null,
  id uuid not null default uuidv7(),
  vacancy uuid not null,
  registration text not null,
  registrar text not null,
  reacted_at timestamp with time zone not null,
  status text not null,
  facts jsonb,
  facts_on date not null,
  group_rank integer not null,
  order_key bigint not null,
  lot text not null,
  "position" integer,
  exclusion text,
  lot_id text,
  salt text,
  commitment text,
  to_follow boolean not null default true,
  preference integer,
  declares_urgent_need boolean not null default false,
  constraint reaction_pkey PRIMARY KEY (owner, id),
  constraint reaction_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.ranking(owner, vacancy),
  constraint reaction_check1 CHECK (((salt IS NULL) OR (facts IS NOT NULL))),
  constraint reaction_commitment_check CHECK ((commitment ~ '^[0-9a-f]{64}$'::text)),
  constraint reaction_exclusion_check CHECK ((exclusion = ANY (ARRAY['NOT_ADMITTED'::text, 'REGISTRATION_NOT_ACTIVE'::text]))),
  constraint reaction_exclusion_of_status CHECK (
CASE status
    WHEN 'ACTIVE'::text THEN (exclusion IS NULL)
    WHEN 'WITHDRAWN'::text THEN true
    ELSE (exclusion IS NOT NULL)
END),
  constraint reaction_group_rank_check CHECK ((group_rank > 0)),
  constraint reaction_lot_check CHECK ((lot ~ '^[0-9a-f]{64}$'::text)),
  constraint reaction_lot_id_check CHECK ((lot_id ~ '^[0-9a-f]{64}$'::text)),
  constraint reaction_position_check CHECK (("position" > 0)),
  constraint reaction_preference_check CHECK (((preference >= 1) AND (preference <= 100))),
  constraint reaction_salt_check CHECK ((salt ~ '^[0-9a-f]{32}$'::text)),
  constraint reaction_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'WITHDRAWN'::text, 'EXCLUDED'::text, 'SUSPENDED'::text]))),
  constraint reaction_suspended_while_open CHECK (((status <> 'SUSPENDED'::text) OR ("position" IS NULL)))
);
CREATE INDEX reaction_excluded ON public.reaction USING btree (owner, vacancy) WHERE (status = 'EXCLUDED'::text);
CREATE INDEX reaction_of_registration ON public.reaction USING btree (registration, reacted_at DESC, owner DESC, id DESC);
CREATE INDEX reaction_open ON public.reaction USING btree (registration, owner, vacancy) WHERE ((status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text])) AND ("position" IS NULL));
CREATE INDEX reaction_preferred ON public.reaction USING btree (registration, preference) WHERE (preference IS NOT NULL);
CREATE INDEX reaction_to_follow ON public.reaction USING btree (owner, id) WHERE (to_follow AND (status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text])) AND ("position" IS NULL));
CREATE UNIQUE INDEX reaction_lot_once ON public.reaction USING btree (owner, vacancy, lot_id) WHERE ((status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text])) AND (lot_id IS NOT NULL));
CREATE UNIQUE INDEX reaction_once ON public.reaction USING btree (owner, vacancy, registration) WHERE (status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text]));
CREATE UNIQUE INDEX reaction_order ON public.reaction USING btree (owner, vacancy, group_rank, order_key, lot) WHERE (status = 'ACTIVE'::text);
alter table public.reaction enable row level security, force row level security;
create policy allocator_read on public.reaction for select to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'ALLOCATOR'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy followed_later on public.reaction as restrictive for insert to :app
  with check (to_follow);
create policy hub_freeze on public.reaction for update to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text) AND (status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text])) AND ("position" IS NULL))
  with check (( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text);
create policy hub_mediate on public.reaction for insert to :app
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text) AND ("position" IS NOT NULL) AND (EXISTS ( SELECT
   FROM public.ranking
  WHERE ((ranking.owner = reaction.owner) AND (ranking.vacancy = reaction.vacancy) AND ranking.mediated))));
create policy not_for_previews on public.reaction as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.reaction to :owner
  using (true)
  with check (true);
create policy registrar_own on public.reaction for select to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'REGISTRAR'::text) AND (registrar = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy registrar_react on public.reaction for insert to :app
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'REGISTRAR'::text) AND (registrar = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy registrar_withdraw on public.reaction for update to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'REGISTRAR'::text) AND (registrar = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy seeker_own on public.reaction for select to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'SEEKER'::text) AND (registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")));
create policy seeker_react on public.reaction for insert to :app
  with check ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'SEEKER'::text) AND (registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")));
create policy seeker_withdraw on public.reaction for update to :app
  using ((( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'SEEKER'::text) AND (registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")));
create policy task_read on public.reaction for select to :app
  using (( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['HUB'::text, 'AUDITOR'::text]));
CREATE TRIGGER before_closing BEFORE INSERT ON public.reaction FOR EACH ROW WHEN ((new.lot_id IS NOT NULL)) EXECUTE FUNCTION public.before_closing();
CREATE TRIGGER guard_commitment BEFORE UPDATE ON public.reaction FOR EACH ROW WHEN (((current_setting('hub.role'::text, true) = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND ((old.salt IS DISTINCT FROM new.salt) OR (old.commitment IS DISTINCT FROM new.commitment)))) EXECUTE FUNCTION public.guard_place();
CREATE TRIGGER guard_declaration BEFORE UPDATE ON public.reaction FOR EACH ROW WHEN ((old.declares_urgent_need IS DISTINCT FROM new.declares_urgent_need)) EXECUTE FUNCTION public.guard_place();
CREATE TRIGGER guard_following BEFORE UPDATE ON public.reaction FOR EACH ROW WHEN (((current_setting('hub.role'::text, true) = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND (old.to_follow IS DISTINCT FROM new.to_follow))) EXECUTE FUNCTION public.guard_place();
CREATE TRIGGER guard_place BEFORE UPDATE ON public.reaction FOR EACH ROW WHEN (((current_setting('hub.role'::text, true) = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND (((((((old.facts IS DISTINCT FROM new.facts) OR (old.facts_on IS DISTINCT FROM new.facts_on)) OR (old.group_rank IS DISTINCT FROM new.group_rank)) OR (old.order_key IS DISTINCT FROM new.order_key)) OR (old.lot IS DISTINCT FROM new.lot)) OR (old."position" IS DISTINCT FROM new."position")) OR (old.exclusion IS DISTINCT FROM new.exclusion)))) EXECUTE FUNCTION public.guard_place();
CREATE TRIGGER guard_preference BEFORE UPDATE ON public.reaction FOR EACH ROW WHEN (((current_setting('hub.role'::text, true) = 'HUB'::text) AND (old.preference IS DISTINCT FROM new.preference))) EXECUTE FUNCTION public.guard_place();
CREATE TRIGGER guard_suspension BEFORE UPDATE ON public.reaction FOR EACH ROW WHEN (((current_setting('hub.role'::text, true) = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text])) AND (old.status IS DISTINCT FROM new.status) AND (new.status <> 'WITHDRAWN'::text))) EXECUTE FUNCTION public.guard_place();
grant insert, select on public.reaction to :app;
grant update (commitment, exclusion, facts, facts_on, group_rank, lot, order_key, "position", preference, salt, status, to_follow) on public.reaction to :app;

create table public.receipt (
  owner text not null,
  seq integer not null,
  kind text not null,
  vacancy uuid,
  reaction uuid,
  subject uuid,
  at timestamp(3) with time zone not null,
  by_role text not null,
  by_organisation text,
  by_person text,
  body text not null,
  facts text,
  previous text,
  hash text not null,
  constraint receipt_pkey PRIMARY KEY (owner, seq),
  constraint receipt_owner_reaction_fkey FOREIGN KEY (owner, reaction) REFERENCES public.reaction(owner, id),
  constraint receipt_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.ranking(owner, vacancy),
  constraint receipt_about_home CHECK (((kind = ANY (ARRAY['ERASURE'::text, 'LEFT_HOME'::text])) = (vacancy IS NULL))),
  constraint receipt_by_person_check CHECK ((by_person ~ '^[0-9a-f]{64}$'::text)),
  constraint receipt_check CHECK (((seq = 1) = (previous IS NULL))),
  constraint receipt_check2 CHECK (((kind <> ALL (ARRAY['OFFER_MADE'::text, 'OFFER_ANSWERED'::text, 'OFFER_EXPIRED'::text, 'OFFER_WITHDRAWN'::text, 'VERIFICATION'::text, 'LETTING'::text, 'CANDIDATE_PASSED_OVER'::text, 'INTERVENTION'::text])) OR (reaction IS NOT NULL))),
  constraint receipt_facts_check CHECK ((facts ~ '^[0-9a-f]{64}$'::text)),
  constraint receipt_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint receipt_kind_check CHECK ((kind = ANY (ARRAY['RANKING_FROZEN'::text, 'DRAW_REVEALED'::text, 'MEDIATION_PROPOSED'::text, 'OFFER_MADE'::text, 'OFFER_ANSWERED'::text, 'OFFER_EXPIRED'::text, 'OFFER_WITHDRAWN'::text, 'VERIFICATION'::text, 'CANDIDATE_PASSED_OVER'::text, 'LETTING'::text, 'LEASE_HANDED_OVER'::text, 'PERMIT'::text, 'OFFERING_ENDED'::text, 'INTERVENTION'::text, 'CORRECTION'::text, 'ERASURE'::text, 'LEFT_HOME'::text]))),
  constraint receipt_of_mediation CHECK (((kind <> ALL (ARRAY['MEDIATION_PROPOSED'::text, 'LEASE_HANDED_OVER'::text])) OR (reaction IS NOT NULL))),
  constraint receipt_previous_check CHECK ((previous ~ '^[0-9a-f]{64}$'::text)),
  constraint receipt_seq_check CHECK ((seq > 0))
);
CREATE INDEX receipt_of_passed_over ON public.receipt USING btree (owner, reaction) WHERE (kind = 'CANDIDATE_PASSED_OVER'::text);
CREATE INDEX receipt_of_vacancy ON public.receipt USING btree (owner, vacancy, seq);
CREATE UNIQUE INDEX receipt_frozen_once ON public.receipt USING btree (owner, vacancy) WHERE (kind = 'RANKING_FROZEN'::text);
alter table public.receipt enable row level security, force row level security;
create policy allocator_read on public.receipt for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy auditor_read on public.receipt for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_read on public.receipt for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_record on public.receipt for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.receipt as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.receipt to :owner
  using (true)
  with check (true);
create policy seeker_read on public.receipt for select to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'SEEKER'::text) AND (EXISTS ( SELECT
   FROM public.reaction
  WHERE ((reaction.registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")) AND (reaction.owner = receipt.owner) AND ((reaction.id = receipt.reaction) OR ((receipt.reaction IS NULL) AND (reaction.vacancy = receipt.vacancy) AND (reaction.status <> 'WITHDRAWN'::text)))))));
CREATE TRIGGER guard_chain BEFORE INSERT ON public.receipt FOR EACH ROW EXECUTE FUNCTION public.guard_chain();
CREATE TRIGGER keep_receipts BEFORE DELETE OR UPDATE ON public.receipt FOR EACH STATEMENT EXECUTE FUNCTION public.keep_receipts();
grant insert, select on public.receipt to :app;

create table public.receipt_checkpoint (
  owner text not null,
  seq integer not null,
  hash text not null,
  at timestamp(3) with time zone not null,
  key_id text not null,
  signature text not null,
  constraint receipt_checkpoint_pkey PRIMARY KEY (owner, seq),
  constraint receipt_checkpoint_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.receipt_key(key_id),
  constraint receipt_checkpoint_owner_seq_fkey FOREIGN KEY (owner, seq) REFERENCES public.receipt(owner, seq),
  constraint receipt_checkpoint_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint receipt_checkpoint_signature_check CHECK ((signature ~ '^[A-Za-z0-9_-]{86}$'::text))
);
alter table public.receipt_checkpoint enable row level security, force row level security;
create policy hub_signs on public.receipt_checkpoint for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.receipt_checkpoint to :owner
  using (true)
  with check (true);
create policy public_read on public.receipt_checkpoint for select to :app, :public
  using (true);
CREATE TRIGGER keep_receipts BEFORE DELETE OR UPDATE ON public.receipt_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.keep_receipts();
grant insert, select on public.receipt_checkpoint to :app;
grant select on public.receipt_checkpoint to :public;

create table public.receipt_facts (
  owner text not null,
  seq integer not null,
  part text not null,
  facts jsonb not null,
  salt text not null,
  constraint receipt_facts_pkey PRIMARY KEY (owner, seq, part),
  constraint receipt_facts_owner_seq_fkey FOREIGN KEY (owner, seq) REFERENCES public.receipt(owner, seq),
  constraint receipt_facts_part_check CHECK ((part = ANY (ARRAY['DECISION'::text, 'PERSON'::text]))),
  constraint receipt_facts_salt_check CHECK ((salt ~ '^[0-9a-f]{32}$'::text))
);
alter table public.receipt_facts enable row level security, force row level security;
create policy auditor_read on public.receipt_facts for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy hub_read on public.receipt_facts for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_record on public.receipt_facts for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.receipt_facts as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.receipt_facts to :owner
  using (true)
  with check (true);
create policy with_receipt on public.receipt_facts for select to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['SEEKER'::text, 'ALLOCATOR'::text])) AND ((part = 'DECISION'::text) OR (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'ALLOCATOR'::text)) AND (EXISTS ( SELECT
   FROM public.receipt
  WHERE ((receipt.owner = receipt_facts.owner) AND (receipt.seq = receipt_facts.seq)))));
CREATE TRIGGER keep_receipts BEFORE UPDATE ON public.receipt_facts FOR EACH STATEMENT EXECUTE FUNCTION public.keep_receipts();
grant insert, select on public.receipt_facts to :app;

create table public.receipt_key (
  key_id text not null,
  public_key text not null,
  since timestamp(3) with time zone not null,
  constraint receipt_key_pkey PRIMARY KEY (key_id),
  constraint receipt_key_key_id_check CHECK ((key_id ~ '^[A-Za-z0-9_-]{43}$'::text)),
  constraint receipt_key_public_key_check CHECK ((public_key ~ '^[A-Za-z0-9_-]{43}$'::text))
);
alter table public.receipt_key enable row level security, force row level security;
create policy hub_signs on public.receipt_key for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.receipt_key to :owner
  using (true)
  with check (true);
create policy public_read on public.receipt_key for select to :app, :public
  using (true);
CREATE TRIGGER keep_receipts BEFORE DELETE OR UPDATE ON public.receipt_key FOR EACH STATEMENT EXECUTE FUNCTION public.keep_receipts();
grant insert, select on public.receipt_key to :app;
grant select on public.receipt_key to :public;

create table public.regulation_preview (
  owner text not null,
  id uuid not null default uuidv7(),
  draft uuid not null,
  revision integer not null,
  period_from date not null,
  period_until date not null,
  municipalities text[] not null,
  left_out text[] not null,
  status text not null,
  attempts integer not null default 0,
  homes_done integer not null default 0,
  homes_total integer,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  result jsonb,
  failure text,
  trace_id text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint regulation_preview_pkey PRIMARY KEY (owner, id),
  constraint regulation_preview_check CHECK ((period_until > period_from)),
  constraint regulation_preview_check1 CHECK (((status = 'DONE'::text) = (result IS NOT NULL))),
  constraint regulation_preview_check2 CHECK (((status = 'FAILED'::text) = (failure IS NOT NULL))),
  constraint regulation_preview_check3 CHECK (((status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text])) = (ended_at IS NULL))),
  constraint regulation_preview_municipalities_check CHECK (((cardinality(municipalities) >= 1) AND (cardinality(municipalities) <= 60))),
  constraint regulation_preview_owner_check CHECK ((owner ~ '^[A-Z][A-Z0-9-]{1,15}$'::text)),
  constraint regulation_preview_revision_check CHECK ((revision > 0)),
  constraint regulation_preview_status_check CHECK ((status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'DONE'::text, 'CANCELLED'::text, 'FAILED'::text])))
);
CREATE INDEX regulation_preview_of_day ON public.regulation_preview USING btree (owner, recorded_at);
CREATE INDEX regulation_preview_of_draft ON public.regulation_preview USING btree (owner, draft, id DESC);
CREATE INDEX regulation_preview_waiting ON public.regulation_preview USING btree (id) WHERE (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]));
alter table public.regulation_preview enable row level security, force row level security;
create policy hub_runs on public.regulation_preview for update to :app
  using (( SELECT public.previewing() AS previewing) AND (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text])))
  with check ( SELECT public.previewing() AS previewing);
create policy makers_ask on public.regulation_preview for insert to :app
  with check ((owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer)) AND (status = 'QUEUED'::text) AND (asked_by = NULLIF(current_setting('hub.person'::text, true), ''::text)));
create policy makers_cancel on public.regulation_preview for update to :app
  using ((owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer)) AND (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text])))
  with check ((owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer)) AND (status = 'CANCELLED'::text));
create policy makers_read on public.regulation_preview for select to :app
  using ((owner = ( SELECT public.preview_officer(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS preview_officer)) OR ( SELECT public.previewing() AS previewing));
create policy owner_all on public.regulation_preview to :owner
  using (true)
  with check (true);
grant insert (asked_at, asked_by, draft, id, left_out, municipalities, owner, period_from, period_until, revision, status, trace_id) on public.regulation_preview to :app;
grant select on public.regulation_preview to :app;
grant update (attempts, ended_at, failure, homes_done, homes_total, result, started_at, status) on public.regulation_preview to :app;

create table public.rule_set (
  hash text not null,
  canonical text not null,
  constraint rule_set_pkey PRIMARY KEY (hash),
  constraint rule_set_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);
alter table public.rule_set enable row level security, force row level security;
create policy hub_record on public.rule_set for insert to :app
  with check (( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = 'HUB'::text);
create policy owner_all on public.rule_set to :owner
  using (true)
  with check (true);
create policy public_read on public.rule_set for select to :app, :public
  using (true);
create policy record on public.rule_set for insert to :app
  with check (( SELECT NULLIF(current_setting('hub.role'::text, true), ''::text) AS "nullif") = ANY (ARRAY['SEEKER'::text, 'REGISTRAR'::text]));
grant insert, select on public.rule_set to :app;
grant select on public.rule_set to :public;

create table public.verification (
  owner text not null,
  offer uuid not null,
  document text not null,
  outcome text not null,
  reason text,
  checked_at timestamp with time zone not null,
  checked_by text not null,
  constraint verification_pkey PRIMARY KEY (owner, offer, document),
  constraint verification_owner_offer_fkey FOREIGN KEY (owner, offer) REFERENCES public.offer(owner, id),
  constraint verification_check CHECK (((outcome = 'REJECTED'::text) = (reason IS NOT NULL))),
  constraint verification_document_check CHECK ((document = ANY (ARRAY['IDENTITY'::text, 'LAWFUL_RESIDENCE'::text, 'INCOME'::text, 'HOUSEHOLD'::text, 'RESIDENCE'::text, 'EMPLOYMENT'::text, 'URGENCY'::text, 'VITAL_PROFESSION'::text, 'ACCESSIBILITY'::text]))),
  constraint verification_outcome_check CHECK ((outcome = ANY (ARRAY['ASKED'::text, 'FOUND'::text, 'REJECTED'::text]))),
  constraint verification_reason_check CHECK (((length(reason) >= 5) AND (length(reason) <= 1000)))
);
alter table public.verification enable row level security, force row level security;
create policy hub_all on public.verification to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy not_for_previews on public.verification as restrictive for select to :app
  using (NOT ( SELECT public.previewing() AS previewing));
create policy owner_all on public.verification to :owner
  using (true)
  with check (true);
create policy with_offer on public.verification for select to :app
  using (EXISTS ( SELECT
   FROM public.offer
  WHERE ((offer.owner = verification.owner) AND (offer.id = verification.offer))));
grant insert, select on public.verification to :app;
grant update (checked_at, checked_by, outcome, reason) on public.verification to :app;

CREATE OR REPLACE FUNCTION public.before_closing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from draw where draw.owner = new.owner and draw.vacancy = new.vacancy and draw.status <> 'COMMITTED') then
    raise check_violation using message = 'the participants of a draw are fixed';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.chance_of(of_region text, of_municipality text, of_segment text, of_model text, of_type text, of_size integer, of_groups text[], from_quarter date, until_quarter date)
 RETURNS TABLE(step integer, group_code text, places integer, homes integer, stood integer, offered integer, housed integer, noise integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT summed.step,
     summed.group_code,
     summed.places,
         CASE
             WHEN (summed.told OR ((summed.group_code = '*'::text) AND (summed.places = 0))) THEN summed.homes
             ELSE NULL::integer
         END AS "case",
         CASE
             WHEN summed.told THEN summed.stood
             ELSE NULL::integer
         END AS "case",
         CASE
             WHEN summed.told THEN summed.offered
             ELSE NULL::integer
         END AS "case",
         CASE
             WHEN summed.told THEN summed.housed
             ELSE NULL::integer
         END AS "case",
         CASE
             WHEN summed.told THEN ( SELECT ((get_byte(sha256(convert_to(((((s.secret || ' chance '::text) || summed.mark) || ' '::text) || summed.stood), 'UTF8'::name)), 0) % 5) - 2)
                FROM public.disclosure_secret s)
             ELSE NULL::integer
         END AS "case"
    FROM ( SELECT by_step.step,
             c.group_code,
             c.places,
             (sum(c.homes))::integer AS homes,
             (sum(c.stood))::integer AS stood,
             (sum(c.offered))::integer AS offered,
             (sum(c.housed))::integer AS housed,
             sum(c.mark) AS mark,
             ((sum(c.homes) >= 10) AND (sum(c.stood) >= 20)) AS told
            FROM (public.chance_count c
              JOIN ( VALUES (1), (2), (3), (4), (5)) by_step(step) ON (
                 CASE by_step.step
                     WHEN 1 THEN ((c.municipality = chance_of.of_municipality) AND (c.size = chance_of.of_size) AND (c.dwelling_type = chance_of.of_type))
                     WHEN 2 THEN ((c.municipality = chance_of.of_municipality) AND (c.size = chance_of.of_size))
                     WHEN 3 THEN (c.size = chance_of.of_size)
                     WHEN 4 THEN (c.municipality = chance_of.of_municipality)
                     ELSE true
                 END))
           WHERE ((c.region = chance_of.of_region) AND (c.segment = chance_of.of_segment) AND (c.model = chance_of.of_model) AND (c.group_code = ANY (chance_of.of_groups)) AND (c.quarter >= chance_of.from_quarter) AND (c.quarter < chance_of.until_quarter))
           GROUP BY by_step.step, c.group_code, c.places) summed;
END;
grant execute on function public.chance_of(text,text,text,text,text,integer,text[],date,date) to :app;
grant execute on function public.chance_of(text,text,text,text,text,integer,text[],date,date) to :public;

CREATE OR REPLACE FUNCTION public.choice_of(of_owner text, of_reaction uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT (1 + ( SELECT (count(*))::integer AS count
            FROM public.reaction other
           WHERE ((other.registration = r.registration) AND (other.preference < r.preference) AND public.in_play(other.owner, other.vacancy, other.id, other.status))))
    FROM public.reaction r
   WHERE ((r.owner = choice_of.of_owner) AND (r.id = choice_of.of_reaction) AND (r.preference IS NOT NULL) AND public.in_play(r.owner, r.vacancy, r.id, r.status) AND (((current_setting('hub.role'::text, true) = 'SEEKER'::text) AND (r.registration = NULLIF(current_setting('hub.registration'::text, true), ''::text))) OR ((current_setting('hub.role'::text, true) = 'REGISTRAR'::text) AND (r.registrar = NULLIF(current_setting('hub.organisation'::text, true), ''::text))) OR ((current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) AND (r.owner = NULLIF(current_setting('hub.organisation'::text, true), ''::text)) AND (EXISTS ( SELECT
            FROM public.consideration c
           WHERE ((c.owner = r.owner) AND (c.reaction = r.id) AND (c.ended_on IS NULL)))))));
END;
grant execute on function public.choice_of(text,uuid) to :app;

CREATE OR REPLACE FUNCTION public.closes_homes_of(of_owner text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((current_setting('hub.role'::text, true) = 'HUB'::text) OR ((current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) AND (of_owner = NULLIF(current_setting('hub.organisation'::text, true), ''::text))));

CREATE OR REPLACE FUNCTION public.count_chance(of_owner text, of_vacancy uuid, on_quarter date, group_codes text[], places_from integer[], rooms_from integer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if current_setting('hub.role', true) is distinct from 'HUB' then
    raise insufficient_privilege using message = 'what becomes of a home is counted by the hub, when it is decided';
  end if;
  insert into public.disclosure_secret default values on conflict do nothing;
  insert into public.chance_count as counted
    select k.owner, on_quarter, k.region, k.municipality, k.vacancy_facts ->> 'segment', k.vacancy_facts ->> 'model',
           k.vacancy_facts ->> 'dwellingType', width_bucket((k.vacancy_facts ->> 'rooms')::int, rooms_from),
           case when grouping(stood.group_code) = 1 then '*' else stood.group_code end,
           case when grouping(stood.places) = 1 then 0 else stood.places end,
           1, count(*), count(stood.offer), count(stood.letting), ('x' || right(k.vacancy::text, 8))::bit(32)::bigint
      from public.ranking k
      join lateral (
        select group_codes[r.group_rank] as group_code, width_bucket(r.position, places_from) as places,
               o.id as offer, l.id as letting
          from public.reaction r
          left join public.offer o on o.owner = r.owner and o.reaction = r.id
          left join public.letting l on l.owner = o.owner and l.vacancy = o.vacancy and l.offer = o.id
         where r.owner = k.owner and r.vacancy = k.vacancy and r.status = 'ACTIVE') as stood on true
     where k.owner = of_owner and k.vacancy = of_vacancy and k.status = 'FROZEN' and k.ending in ('LET', 'NO_CANDIDATE')
       and k.vacancy_facts ->> 'model' <> 'DIRECT_MEDIATION'
     group by k.owner, k.vacancy, grouping sets ((stood.group_code, stood.places), (stood.group_code), (stood.places), ())
     -- In one order, so that two desks of one owner never wait in a ring.
     order by 9, 10
  on conflict (owner, quarter, region, municipality, segment, model, dwelling_type, size, group_code, places) do update
    set homes = counted.homes + excluded.homes, stood = counted.stood + excluded.stood, offered = counted.offered + excluded.offered,
        housed = counted.housed + excluded.housed, mark = (counted.mark + excluded.mark) % 4294967296;
end $function$;
grant execute on function public.count_chance(text,uuid,date,text[],integer[],integer[]) to :app;

CREATE OR REPLACE FUNCTION public.decided_above(owners text[], reactions uuid[])
 RETURNS TABLE(owner text, id uuid, stage text, group_rank integer, order_key bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT decided.owner,
     decided.id,
     decided.stage,
         CASE
             WHEN (decided.by_rules AND (current_setting('hub.role'::text, true) = ANY (ARRAY['ALLOCATOR'::text, 'AUDITOR'::text]))) THEN decided.group_rank
             ELSE NULL::integer
         END AS "case",
         CASE
             WHEN (decided.by_rules AND (current_setting('hub.role'::text, true) = ANY (ARRAY['ALLOCATOR'::text, 'AUDITOR'::text]))) THEN decided.order_key
             ELSE NULL::bigint
         END AS "case"
    FROM ( SELECT o.owner,
             o.id,
             above.group_rank,
             above.order_key,
             ((above.lot IS NOT NULL) AND (mine.kind IS DISTINCT FROM 'PUT_FIRST'::text)) AS by_rules,
                 CASE
                     WHEN (mine.kind = 'PUT_FIRST'::text) THEN
                     CASE
                         WHEN (EXISTS ( SELECT
                            FROM public.intervention i
                           WHERE ((i.owner = o.owner) AND (i.vacancy = o.vacancy) AND (i.kind = 'PUT_FIRST'::text) AND (i.seq < mine.seq)))) THEN 'INTERVENTION'::text
                         ELSE 'FIRST'::text
                     END
                     WHEN (above.lot IS NULL) THEN
                     CASE
                         WHEN (EXISTS ( SELECT
                            FROM public.intervention i
                           WHERE ((i.owner = o.owner) AND (i.vacancy = o.vacancy) AND (i.kind = 'PUT_FIRST'::text)))) THEN 'INTERVENTION'::text
                         ELSE 'FIRST'::text
                     END
                     WHEN (above.group_rank < o.group_rank) THEN 'GROUP'::text
                     WHEN (above.order_key < o.order_key) THEN 'ORDER'::text
                     ELSE 'LOT'::text
                 END AS stage
            FROM (((UNNEST(decided_above.owners, decided_above.reactions) wanted(owner, id)
              JOIN public.reaction o ON (((o.owner = wanted.owner) AND (o.id = wanted.id) AND (o.status = 'ACTIVE'::text))))
              LEFT JOIN public.intervention mine ON (((mine.owner = o.owner) AND (mine.reaction = o.id))))
              LEFT JOIN LATERAL ( SELECT r.group_rank,
                     r.order_key,
                     r.lot
                    FROM public.reaction r
                   WHERE ((r.owner = o.owner) AND (r.vacancy = o.vacancy) AND (r.status = 'ACTIVE'::text) AND (ROW(r.group_rank, r.order_key, r.lot) < ROW(o.group_rank, o.order_key, o.lot)))
                   ORDER BY r.group_rank DESC, r.order_key DESC, r.lot DESC
                  LIMIT 1) above ON (true))
           WHERE ((current_setting('hub.role'::text, true) = 'AUDITOR'::text) OR ((current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) AND (o.owner = NULLIF(current_setting('hub.organisation'::text, true), ''::text))) OR ((current_setting('hub.role'::text, true) = 'SEEKER'::text) AND (o.registration = NULLIF(current_setting('hub.registration'::text, true), ''::text))) OR ((current_setting('hub.role'::text, true) = 'REGISTRAR'::text) AND (o.registrar = NULLIF(current_setting('hub.organisation'::text, true), ''::text))))) decided;
END;
grant execute on function public.decided_above(text[],uuid[]) to :app;

CREATE OR REPLACE FUNCTION public.erase_facts(of_owner text, before date, today date, homes_maximum integer)
 RETURNS TABLE(homes integer, reactions integer, receipts integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  due uuid[];
begin
  if current_setting('hub.role', true) is distinct from 'HUB' or before >= today then
    raise insufficient_privilege using message = 'facts end by the hub, when their term is over';
  end if;
  select coalesce(array_agg(of_home.vacancy), '{}') into due from (
    select k.vacancy from public.ranking k
     where k.owner = of_owner and k.erased_on is null and k.as_of < before
     order by k.as_of limit homes_maximum for update) as of_home;
  update public.ranking k set erased_on = today where k.owner = of_owner and k.vacancy = any (due);
  homes := cardinality(due);
  update public.reaction r set facts = null, salt = null where r.owner = of_owner and r.vacancy = any (due) and r.facts is not null;
  get diagnostics reactions = row_count;
  delete from public.verification v using public.offer o
   where v.owner = of_owner and o.owner = of_owner and o.id = v.offer and o.vacancy = any (due);
  update public.permit p set assessment = null, reason = null where p.corporation = of_owner and p.vacancy = any (due);
  delete from public.receipt_facts f using public.receipt k
   where f.owner = of_owner and k.owner = of_owner and k.seq = f.seq and k.vacancy = any (due);
  get diagnostics receipts = row_count;
  return next;
end $function$;
grant execute on function public.erase_facts(text,date,date,integer) to :app;

CREATE OR REPLACE FUNCTION public.erase_mediation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update public.mediation set reason = null, why_not_longest = null
   where owner = new.owner and vacancy = new.vacancy;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.frozen_facts(of_owner text, of_preview uuid, owners text[], vacancies uuid[])
 RETURNS TABLE(owner text, vacancy uuid, registration text, facts jsonb, facts_on date, lot text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT r.owner,
     r.vacancy,
     r.registration,
     r.facts,
     r.facts_on,
     r.lot
    FROM (((public.regulation_preview p
      JOIN UNNEST(frozen_facts.owners, frozen_facts.vacancies) wanted(owner, vacancy) ON (true))
      JOIN public.ranking k ON (((k.owner = wanted.owner) AND (k.vacancy = wanted.vacancy))))
      JOIN public.reaction r ON (((r.owner = k.owner) AND (r.vacancy = k.vacancy))))
   WHERE (public.previewing() AND (p.owner = frozen_facts.of_owner) AND (p.id = frozen_facts.of_preview) AND (p.status = 'RUNNING'::text) AND (p.owner = NULLIF(current_setting('hub.organisation'::text, true), ''::text)) AND (k.status = 'FROZEN'::text) AND (k.erased_on IS NULL) AND (k.municipality = ANY (p.municipalities)) AND (k.as_of >= p.period_from) AND (k.as_of < p.period_until) AND (r.status = 'ACTIVE'::text));
END;
grant execute on function public.frozen_facts(text,uuid,text[],uuid[]) to :app;

CREATE OR REPLACE FUNCTION public.frozen_leaves(of_owner text, of_vacancy uuid, of_reaction uuid)
 RETURNS TABLE(leaf text, own boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT encode(sha256(('\x00'::bytea || convert_to(
         CASE
             WHEN (stood.exclusion IS NULL) THEN (((((((((((('{"facts":"'::text || stood.commitment) || '","groupRank":'::text) || stood.group_rank) || ',"lot":"'::text) || stood.lot) || '","orderKey":'::text) || stood.order_key) || ',"position":'::text) || stood."position") || ',"reaction":"'::text) || stood.id) || '"}'::text)
             ELSE (((((('{"exclusion":"'::text || stood.exclusion) || '","facts":"'::text) || stood.commitment) || '","reaction":"'::text) || stood.id) || '"}'::text)
         END, 'UTF8'::name))), 'hex'::text) AS encode,
     (stood.id = frozen_leaves.of_reaction)
    FROM ( SELECT r.owner,
             r.id,
             r.vacancy,
             r.registration,
             r.registrar,
             r.reacted_at,
             r.status,
             r.facts,
             r.facts_on,
             r.group_rank,
             r.order_key,
             r.lot,
             r."position",
             r.exclusion,
             r.lot_id,
             r.salt,
             r.commitment
            FROM public.reaction r
           WHERE ((r.owner = frozen_leaves.of_owner) AND (r.vacancy = frozen_leaves.of_vacancy) AND (r.status = 'ACTIVE'::text))
         UNION ALL
          SELECT r.owner,
             r.id,
             r.vacancy,
             r.registration,
             r.registrar,
             r.reacted_at,
             r.status,
             r.facts,
             r.facts_on,
             r.group_rank,
             r.order_key,
             r.lot,
             r."position",
             r.exclusion,
             r.lot_id,
             r.salt,
             r.commitment
            FROM public.reaction r
           WHERE ((r.owner = frozen_leaves.of_owner) AND (r.vacancy = frozen_leaves.of_vacancy) AND (r.status = 'EXCLUDED'::text))) stood
   WHERE ((stood.commitment IS NOT NULL) AND (EXISTS ( SELECT
            FROM public.reaction o
           WHERE ((o.owner = frozen_leaves.of_owner) AND (o.id = frozen_leaves.of_reaction) AND (o.vacancy = frozen_leaves.of_vacancy) AND ((current_setting('hub.role'::text, true) = 'AUDITOR'::text) OR ((current_setting('hub.role'::text, true) = 'SEEKER'::text) AND (o.registration = NULLIF(current_setting('hub.registration'::text, true), ''::text))))))))
   ORDER BY stood."position", stood.id;
END;
grant execute on function public.frozen_leaves(text,uuid,uuid) to :app;

CREATE OR REPLACE FUNCTION public.guard_chain()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  head record;
begin
  select seq, hash into head from receipt where owner = new.owner order by seq desc limit 1;
  if new.seq <> coalesce(head.seq, 0) + 1 or new.previous is distinct from head.hash then
    raise check_violation using message = 'a receipt follows the last one of its owner';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_closing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('hub.role', true) is distinct from 'HUB' or old.status <> 'PROVISIONAL'
     or old.order_kind <> 'REACTION_TIME' or new.closes_at > old.closes_at
     or (new.vacancy_facts - 'closesOn') <> (old.vacancy_facts - 'closesOn') then
    raise check_violation using message = 'what a home was published with stays, but for an earlier closing where reacting orders';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_lease()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'a lease that was handed over stays so';
end $function$;

CREATE OR REPLACE FUNCTION public.guard_permit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (old.status, new.status) not in (('REQUESTED', 'GRANTED'), ('REQUESTED', 'REFUSED'), ('REQUESTED', 'LAPSED'),
                                      ('GRANTED', 'LAPSED')) then
    raise check_violation using message = 'a permit that was decided stays decided';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_place()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'a place follows from the rules and from nothing else';
end $function$;

CREATE OR REPLACE FUNCTION public.homes_offered(of_owners text[], of_vacancies uuid[])
 RETURNS TABLE(vacancy uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT o.vacancy
    FROM ((UNNEST(homes_offered.of_owners, homes_offered.of_vacancies) wanted(owner, vacancy)
      JOIN public.ranking k ON (((k.owner = wanted.owner) AND (k.vacancy = wanted.vacancy) AND k.mediated)))
      JOIN public.offer o ON (((o.owner = wanted.owner) AND (o.vacancy = wanted.vacancy))))
   WHERE ((o.status = ANY (ARRAY['MADE'::text, 'ACCEPTED'::text])) AND (current_setting('hub.role'::text, true) = ANY (ARRAY['CARE_PROVIDER'::text, 'URGENCY_OFFICER'::text, 'HUB'::text])));
END;
grant execute on function public.homes_offered(text[],uuid[]) to :app;

CREATE OR REPLACE FUNCTION public.in_play(of_owner text, of_vacancy uuid, of_reaction uuid, of_status text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN ((of_status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text])) AND (EXISTS (SELECT FROM public.ranking k WHERE ((k.owner = in_play.of_owner) AND (k.vacancy = in_play.of_vacancy) AND (k.dropped_at IS NULL) AND (k.ended_at IS NULL)))) AND (NOT (EXISTS (SELECT FROM public.offer o WHERE ((o.owner = in_play.of_owner) AND (o.reaction = in_play.of_reaction) AND (o.status = ANY (ARRAY['REFUSED'::text, 'WITHDRAWN'::text, 'EXPIRED'::text])))))));
grant execute on function public.in_play(text,uuid,uuid,text) to :app;

CREATE OR REPLACE FUNCTION public.interventions_of(of_owner text, of_vacancy uuid, of_reaction uuid)
 RETURNS TABLE(seq integer, at timestamp with time zone, body text, own boolean, reason text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT k.seq,
     k.at,
     k.body,
     (k.reaction = interventions_of.of_reaction),
     (f.facts ->> 'reason'::text)
    FROM (public.receipt k
      LEFT JOIN public.receipt_facts f ON (((f.owner = k.owner) AND (f.seq = k.seq) AND (f.part = 'DECISION'::text))))
   WHERE ((k.owner = interventions_of.of_owner) AND (k.vacancy = interventions_of.of_vacancy) AND (k.kind = 'INTERVENTION'::text) AND ((current_setting('hub.role'::text, true) = 'AUDITOR'::text) OR ((current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) AND (interventions_of.of_owner = NULLIF(current_setting('hub.organisation'::text, true), ''::text))) OR (EXISTS ( SELECT
            FROM public.reaction r
           WHERE ((r.owner = interventions_of.of_owner) AND (r.vacancy = interventions_of.of_vacancy) AND (r.id = interventions_of.of_reaction) AND (((current_setting('hub.role'::text, true) = 'SEEKER'::text) AND (r.registration = NULLIF(current_setting('hub.registration'::text, true), ''::text))) OR ((current_setting('hub.role'::text, true) = 'REGISTRAR'::text) AND (r.registrar = NULLIF(current_setting('hub.organisation'::text, true), ''::text)))))))))
   ORDER BY k.seq
  LIMIT 100;
END;
grant execute on function public.interventions_of(text,uuid,uuid) to :app;

CREATE OR REPLACE FUNCTION public.keep_draw()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    raise check_violation using message = 'a draw is never removed';
  end if;
  if (old.owner, old.vacancy, old.commitment, old.committed_at, old.beacon_announced)
     is distinct from (new.owner, new.vacancy, new.commitment, new.committed_at, new.beacon_announced)
     or old.status <> 'COMMITTED' and (old.participant_root, old.participant_count, old.closed_at)
        is distinct from (new.participant_root, new.participant_count, new.closed_at)
     or old.beacon is distinct from new.beacon and old.beacon is not null
     or (old.status, new.status) not in (('COMMITTED', 'CLOSED'), ('CLOSED', 'CLOSED'), ('CLOSED', 'REVEALED')) then
    raise check_violation using message = 'a draw only moves on: committed, closed, revealed';
  end if;
  if new.status = 'CLOSED' and new.participant_count <>
     (select count(*) from draw_lot where draw_lot.owner = new.owner and draw_lot.vacancy = new.vacancy) then
    raise check_violation using message = 'a draw has as many participants as lots';
  end if;
  if old.status = 'COMMITTED' and exists (
    select from draw_lot
      left join reaction on reaction.owner = draw_lot.owner and reaction.vacancy = draw_lot.vacancy
                        and reaction.lot_id = draw_lot.lot_id and reaction.status in ('ACTIVE', 'SUSPENDED')
     where draw_lot.owner = new.owner and draw_lot.vacancy = new.vacancy and reaction.id is null) then
    raise check_violation using message = 'a lot belongs to a reaction that stands';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_lots()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'the participants of a draw are fixed';
end $function$;

CREATE OR REPLACE FUNCTION public.keep_receipts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'what was recorded stays as it is';
end $function$;

CREATE OR REPLACE FUNCTION public.only_while_committed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- The owner of the tables loads what was drawn before.
  if current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid)
     and exists (select from (select distinct owner, vacancy from added) as added
               join draw using (owner, vacancy) where draw.status <> 'COMMITTED') then
    raise check_violation using message = 'the participants of a draw are fixed';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.position_of(of_owner text, of_vacancy uuid, of_group integer, of_order bigint, of_lot text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN (SELECT (1 + (count(*))::integer) FROM public.reaction WHERE ((reaction.owner = position_of.of_owner) AND (reaction.vacancy = position_of.of_vacancy) AND (reaction.status = 'ACTIVE'::text) AND (ROW(reaction.group_rank, reaction.order_key, reaction.lot) < ROW(position_of.of_group, position_of.of_order, position_of.of_lot))));
grant execute on function public.position_of(text,uuid,integer,bigint,text) to :app;

CREATE OR REPLACE FUNCTION public.preview_officer(roles text[])
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN CASE WHEN (current_setting('hub.role'::text, true) = ANY (roles)) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text) ELSE NULL::text END;

CREATE OR REPLACE FUNCTION public.previewing()
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((current_setting('hub.role'::text, true) = 'HUB'::text) AND (current_setting('hub.purpose'::text, true) = 'preview of a regulation'::text));

CREATE OR REPLACE FUNCTION public.spoken_for(of_registrations text[])
 RETURNS TABLE(registration text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT o.registration
    FROM public.offer o
   WHERE ((o.registration = ANY (spoken_for.of_registrations)) AND (current_setting('hub.role'::text, true) = ANY (ARRAY['ALLOCATOR'::text, 'CARE_PROVIDER'::text, 'HUB'::text])) AND ((o.status = 'ACCEPTED'::text) OR ((o.status = 'MADE'::text) AND (EXISTS ( SELECT
            FROM public.mediation m
           WHERE ((m.owner = o.owner) AND (m.reaction = o.reaction)))))));
END;
grant execute on function public.spoken_for(text[]) to :app;

-- ===== binding-rules =====

create extension btree_gist;
create schema platform;
grant usage on schema platform to :app;
grant usage on schema platform to :public;

create table platform.file_read (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  reader_organisation text,
  reader_person text,
  reader_role text not null,
  purpose text not null,
  fields text[] not null,
  trace_id text not null,
  read_at timestamp with time zone not null default now(),
  constraint file_read_pkey PRIMARY KEY (owner, id)
);
CREATE INDEX file_read_owner_subject ON platform.file_read USING btree (owner, subject, id);
CREATE INDEX file_read_subject ON platform.file_read USING btree (subject, id);
alter table platform.file_read enable row level security, force row level security;
create policy file_read_auditor on platform.file_read for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy file_read_owner on platform.file_read for select to :app
  using ((owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['REGISTRAR'::text, 'URGENCY_OFFICER'::text])));
create policy file_read_record on platform.file_read for insert to :app
  with check (true);
create policy file_read_subject on platform.file_read for select to :app
  using (subject = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"));
grant insert, select on platform.file_read to :app;

create table platform.idempotency (
  owner text not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (owner, key),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
CREATE INDEX idempotency_created ON platform.idempotency USING btree (created_at);
alter table platform.idempotency enable row level security, force row level security;
create policy idempotency_own on platform.idempotency to :app
  using (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"))
  with check (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"));
grant insert, select on platform.idempotency to :app;
grant update (response) on platform.idempotency to :app;

create table platform.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number)
);
alter table platform.migration enable row level security, force row level security;
create policy migration_owner on platform.migration to :owner
  using (true)
  with check (true);

create table platform.setting (
  key text not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (key)
);
alter table platform.setting enable row level security, force row level security;
create policy setting_owner on platform.setting to :owner
  using (true)
  with check (true);
create policy setting_read on platform.setting for select to :app, :public
  using (true);
grant select on platform.setting to :app;
grant select on platform.setting to :public;

create table public.change (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  kind text not null,
  owner text not null,
  regulation uuid not null,
  constraint change_pkey PRIMARY KEY (xid, seq),
  constraint change_owner_regulation_fkey FOREIGN KEY (owner, regulation) REFERENCES public.regulation(owner, id),
  constraint change_kind_check CHECK ((kind = ANY (ARRAY['PUBLISHED'::text, 'WITHDRAWN'::text])))
);
CREATE INDEX change_of_owner ON public.change USING btree (owner, xid, seq);
alter table public.change enable row level security, force row level security;
create policy owner_all on public.change to :owner
  using (true)
  with check (true);
create policy public_read on public.change for select to :app, :public
  using (true);
grant select on public.change to :app;
grant select on public.change to :public;

create table public.complex_rule_set_in_force (
  municipality text not null,
  complex text not null,
  validity daterange not null,
  hash text not null,
  constraint complex_rule_set_in_force_pkey PRIMARY KEY (municipality, complex, validity WITHOUT OVERLAPS),
  constraint complex_rule_set_in_force_hash_fkey FOREIGN KEY (hash) REFERENCES public.rule_set(hash),
  constraint complex_rule_set_in_force_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(code),
  constraint complex_rule_set_in_force_complex_check CHECK ((complex ~ '^L[0-9]{4}:[0-9a-f-]{36}$'::text))
);
CREATE INDEX complex_rule_set_in_force_of_rule_set ON public.complex_rule_set_in_force USING btree (hash);
alter table public.complex_rule_set_in_force enable row level security, force row level security;
create policy approver_forget on public.complex_rule_set_in_force for delete to :app
  using (( SELECT public.publication_under_way() AS publication_under_way) AND public.has_say_in(municipality));
create policy approver_replace on public.complex_rule_set_in_force for insert to :app
  with check (( SELECT public.publication_under_way() AS publication_under_way) AND public.has_say_in(municipality));
create policy owner_all on public.complex_rule_set_in_force to :owner
  using (true)
  with check (true);
create policy public_read on public.complex_rule_set_in_force for select to :app, :public
  using (true);
grant delete, insert, select on public.complex_rule_set_in_force to :app;
grant select on public.complex_rule_set_in_force to :public;

create table public.core (
  code text not null,
  municipality text not null,
  name text not null,
  constraint core_pkey PRIMARY KEY (code),
  constraint core_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(code),
  constraint core_check CHECK ((municipality = "left"(code, 6))),
  constraint core_code_check CHECK ((code ~ '^GM[0-9]{4}-C(0[1-9]|[1-5][0-9]|60)$'::text)),
  constraint core_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE INDEX core_of_municipality ON public.core USING btree (municipality, code);
alter table public.core enable row level security, force row level security;
create policy owner_all on public.core to :owner
  using (true)
  with check (true);
create policy public_read on public.core for select to :app, :public
  using (true);
grant select on public.core to :app;
grant select on public.core to :public;

create table public.draft_event (
  owner text not null,
  id uuid not null default uuidv7(),
  draft uuid,
  regulation uuid,
  action text not null,
  about text,
  person text not null,
  role text not null,
  at timestamp with time zone not null,
  revision_before integer,
  revision integer,
  xact xid8 not null default pg_current_xact_id(),
  recorded_at timestamp with time zone not null default transaction_timestamp(),
  constraint draft_event_pkey PRIMARY KEY (owner, id)
);
CREATE INDEX draft_event_of_draft ON public.draft_event USING btree (owner, draft, id);
CREATE INDEX draft_event_of_transaction ON public.draft_event USING btree (xact);
alter table public.draft_event enable row level security, force row level security;
create policy makers_read on public.draft_event for select to :app
  using (owner = ( SELECT public.viewer_organisation(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS viewer_organisation));
create policy owner_all on public.draft_event to :owner
  using (true)
  with check (true);
grant select on public.draft_event to :app;

create table public.experiment (
  owner text not null,
  id uuid not null default uuidv7(),
  name text not null,
  purpose text not null,
  consulted_on date not null,
  consultation text not null,
  valid_from date not null,
  valid_until date not null,
  registered_by text not null,
  registered_at timestamp with time zone not null,
  constraint experiment_pkey PRIMARY KEY (owner, id),
  constraint experiment_owner_fkey FOREIGN KEY (owner) REFERENCES public.housing_region(code),
  constraint experiment_check CHECK ((consulted_on <= valid_from)),
  constraint experiment_check1 CHECK (((valid_from < valid_until) AND (valid_until <= (valid_from + '4 years'::interval)))),
  constraint experiment_consultation_check CHECK (((length(consultation) >= 20) AND (length(consultation) <= 2000))),
  constraint experiment_name_check CHECK (((length(name) >= 5) AND (length(name) <= 200))),
  constraint experiment_purpose_check CHECK (((length(purpose) >= 20) AND (length(purpose) <= 2000)))
);
CREATE INDEX experiment_of_region ON public.experiment USING btree (owner, valid_from, id);
alter table public.experiment enable row level security, force row level security;
create policy approver_register on public.experiment for insert to :app
  with check (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'APPROVER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy owner_all on public.experiment to :owner
  using (true)
  with check (true);
create policy public_read on public.experiment for select to :app, :public
  using (true);
grant insert, select on public.experiment to :app;
grant select (consultation, consulted_on, id, name, owner, purpose, registered_at, valid_from, valid_until) on public.experiment to :public;

create table public.housing_region (
  code text not null,
  name text not null,
  constraint housing_region_pkey PRIMARY KEY (code),
  constraint housing_region_code_check CHECK ((code ~ '^[A-Z][A-Z0-9-]{1,15}$'::text)),
  constraint housing_region_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
alter table public.housing_region enable row level security, force row level security;
create policy owner_all on public.housing_region to :owner
  using (true)
  with check (true);
create policy public_read on public.housing_region for select to :app, :public
  using (true);
grant select on public.housing_region to :app;
grant select on public.housing_region to :public;

create table public.municipality (
  code text not null,
  name text not null,
  region text,
  constraint municipality_pkey PRIMARY KEY (code),
  constraint municipality_region_fkey FOREIGN KEY (region) REFERENCES public.housing_region(code),
  constraint municipality_code_check CHECK ((code ~ '^GM[0-9]{4}$'::text)),
  constraint municipality_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE INDEX municipality_of_region ON public.municipality USING btree (region, code);
alter table public.municipality enable row level security, force row level security;
create policy owner_all on public.municipality to :owner
  using (true)
  with check (true);
create policy public_read on public.municipality for select to :app, :public
  using (true);
grant select on public.municipality to :app;
grant select on public.municipality to :public;

create table public.regulation (
  owner text not null,
  id uuid not null default uuidv7(),
  instrument text not null,
  title text not null,
  layer text not null,
  version date not null,
  valid_from date not null,
  valid_until date,
  status text not null,
  argument text not null,
  canonical text not null,
  hash text not null,
  published_on date,
  in_force daterange generated always as (
CASE
    WHEN (status = 'PUBLISHED'::text) THEN daterange(valid_from, valid_until)
    ELSE NULL::daterange
END) stored,
  withdrawn_at timestamp with time zone,
  withdrawal_reason text,
  constraint regulation_pkey PRIMARY KEY (owner, id),
  constraint regulation_in_force UNIQUE (owner, instrument, in_force WITHOUT OVERLAPS),
  constraint regulation_canonical_check CHECK ((jsonb_array_length(((canonical)::jsonb -> 'articles'::text)) <= 200)),
  constraint regulation_canonical_check1 CHECK ((jsonb_array_length(((canonical)::jsonb -> 'rules'::text)) <= 300)),
  constraint regulation_check CHECK ((valid_from = version)),
  constraint regulation_check1 CHECK ((valid_until > valid_from)),
  constraint regulation_check2 CHECK ((hash = encode(sha256(convert_to(canonical, 'UTF8'::name)), 'hex'::text))),
  constraint regulation_check3 CHECK (((status <> 'PUBLISHED'::text) OR (published_on IS NOT NULL))),
  constraint regulation_check4 CHECK (((layer <> 'FRAMEWORK'::text) OR (owner = 'RIJK'::text))),
  constraint regulation_instrument_check CHECK ((instrument ~ '^[A-Za-z0-9][A-Za-z0-9/-]{1,99}$'::text)),
  constraint regulation_is_its_text CHECK (((((canonical)::jsonb ->> 'owner'::text) = owner) AND (((canonical)::jsonb ->> 'code'::text) = instrument) AND (((canonical)::jsonb ->> 'version'::text) = to_char((version)::timestamp with time zone, 'YYYY-MM-DD'::text)) AND (((canonical)::jsonb ->> 'layer'::text) = layer))),
  constraint regulation_layer_check CHECK ((layer = ANY (ARRAY['FRAMEWORK'::text, 'REGIONAL_MODEL'::text, 'REGIONAL_AGREEMENT'::text, 'MUNICIPAL'::text, 'COMPLEX'::text]))),
  constraint regulation_owner_check CHECK ((owner ~ '^[A-Z][A-Z0-9-]{1,15}$'::text)),
  constraint regulation_published CHECK ((published_on IS NOT NULL)),
  constraint regulation_status_check CHECK ((status = ANY (ARRAY['PUBLISHED'::text, 'WITHDRAWN'::text]))),
  constraint regulation_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  constraint regulation_withdrawal_reason_check CHECK (((length(withdrawal_reason) >= 1) AND (length(withdrawal_reason) <= 2000))),
  constraint regulation_withdrawn CHECK ((((status = 'WITHDRAWN'::text) = (withdrawn_at IS NOT NULL)) AND ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL)))),
  constraint regulation_withdrawn_before_its_first_day CHECK ((((withdrawn_at AT TIME ZONE 'Europe/Amsterdam'::text))::date < valid_from))
);
CREATE INDEX regulation_by_name ON public.regulation USING btree (owner, instrument, version);
CREATE INDEX regulation_versions ON public.regulation USING btree (owner, instrument, version, id);
CREATE UNIQUE INDEX regulation_published ON public.regulation USING btree (owner, instrument, version) WHERE (status = 'PUBLISHED'::text);
alter table public.regulation enable row level security, force row level security;
create policy approver_change on public.regulation for update to :app
  using (owner = ( SELECT public.viewer_organisation(ARRAY['APPROVER'::text]) AS viewer_organisation))
  with check ((status = 'WITHDRAWN'::text) OR ( SELECT public.publication_under_way() AS publication_under_way));
create policy approver_publish on public.regulation for insert to :app
  with check ((status = 'PUBLISHED'::text) AND (owner = ( SELECT public.viewer_organisation(ARRAY['APPROVER'::text]) AS viewer_organisation)) AND ( SELECT public.publication_under_way() AS publication_under_way) AND (EXISTS ( SELECT
   FROM public.regulation_draft draft
  WHERE ((draft.owner = regulation.owner) AND (draft.regulation = regulation.id) AND (draft.instrument = regulation.instrument) AND (draft.status = 'PUBLISHED'::text) AND (draft.approved_by = ( SELECT public.viewer_person() AS viewer_person))))));
create policy owner_all on public.regulation to :owner
  using (true)
  with check (true);
create policy public_read on public.regulation for select to :app, :public
  using (true);
CREATE TRIGGER guard BEFORE UPDATE ON public.regulation FOR EACH ROW EXECUTE FUNCTION public.guard_regulation();
CREATE TRIGGER note_publication AFTER INSERT ON public.regulation FOR EACH ROW WHEN ((new.status = 'PUBLISHED'::text)) EXECUTE FUNCTION public.note_change();
CREATE TRIGGER note_withdrawal AFTER UPDATE OF status ON public.regulation FOR EACH ROW WHEN (((new.status = 'WITHDRAWN'::text) AND (old.status <> 'WITHDRAWN'::text))) EXECUTE FUNCTION public.note_change();
CREATE TRIGGER record_withdrawal AFTER UPDATE ON public.regulation FOR EACH ROW WHEN ((new.status = 'WITHDRAWN'::text)) EXECUTE FUNCTION public.record_withdrawal();
grant insert (argument, canonical, hash, id, instrument, layer, owner, published_on, status, title, valid_from, valid_until, version) on public.regulation to :app;
grant select on public.regulation to :app;
grant select on public.regulation to :public;
grant update (status, valid_until, withdrawal_reason, withdrawn_at) on public.regulation to :app;

create table public.regulation_draft (
  owner text not null,
  id uuid not null default uuidv7(),
  instrument text not null,
  revision integer not null default 1,
  status text not null default 'DRAFT'::text,
  source jsonb not null,
  action text not null,
  about text,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  edited_by text not null,
  submitted_at timestamp with time zone,
  submitted_by text,
  approved_at timestamp with time zone,
  approved_by text,
  return_reason text,
  amends uuid,
  regulation uuid,
  constraint regulation_draft_pkey PRIMARY KEY (owner, id),
  constraint regulation_draft_owner_amends_fkey FOREIGN KEY (owner, amends) REFERENCES public.regulation(owner, id),
  constraint regulation_draft_owner_regulation_fkey FOREIGN KEY (owner, regulation) REFERENCES public.regulation(owner, id) DEFERRABLE INITIALLY DEFERRED,
  constraint regulation_draft_about_check CHECK (((length(about) >= 1) AND (length(about) <= 2000))),
  constraint regulation_draft_action_check CHECK ((action = ANY (ARRAY['CREATED'::text, 'IMPORTED'::text, 'HEAD_EDITED'::text, 'RULE_PUT'::text, 'RULE_REMOVED'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'APPROVED'::text, 'WITHDRAWN'::text]))),
  constraint regulation_draft_check CHECK (((submitted_by IS NULL) = (submitted_at IS NULL))),
  constraint regulation_draft_check1 CHECK (((status <> 'SUBMITTED'::text) OR (submitted_by IS NOT NULL))),
  constraint regulation_draft_check2 CHECK (((status = 'PUBLISHED'::text) = (regulation IS NOT NULL))),
  constraint regulation_draft_check3 CHECK (((status = 'PUBLISHED'::text) = (approved_by IS NOT NULL))),
  constraint regulation_draft_check4 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
  constraint regulation_draft_check5 CHECK (((approved_by <> submitted_by) AND (approved_by <> edited_by))),
  constraint regulation_draft_instrument_check CHECK ((instrument ~ '^[A-Za-z0-9][A-Za-z0-9/-]{1,99}$'::text)),
  constraint regulation_draft_owner_check CHECK ((owner ~ '^[A-Z][A-Z0-9-]{1,15}$'::text)),
  constraint regulation_draft_return_reason_check CHECK (((length(return_reason) >= 1) AND (length(return_reason) <= 2000))),
  constraint regulation_draft_revision_check CHECK ((revision >= 1)),
  constraint regulation_draft_source_check CHECK ((jsonb_typeof(source) = 'object'::text)),
  constraint regulation_draft_source_check1 CHECK ((octet_length((source)::text) <= 1048576)),
  constraint regulation_draft_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'PUBLISHED'::text, 'WITHDRAWN'::text])))
);
CREATE INDEX regulation_draft_of_status ON public.regulation_draft USING btree (owner, status, id);
CREATE UNIQUE INDEX regulation_draft_published ON public.regulation_draft USING btree (owner, regulation);
alter table public.regulation_draft enable row level security, force row level security;
create policy makers_change on public.regulation_draft for update to :app
  using ((owner = ( SELECT public.viewer_organisation(ARRAY['PUBLISHER'::text, 'APPROVER'::text]) AS viewer_organisation)) AND (( SELECT public.viewer_person() AS viewer_person) IS NOT NULL));
create policy makers_read on public.regulation_draft for select to :app
  using (owner = ( SELECT public.viewer_organisation(ARRAY['PUBLISHER'::text, 'APPROVER'::text, 'HUB'::text]) AS viewer_organisation));
create policy owner_all on public.regulation_draft to :owner
  using (true)
  with check (true);
create policy publisher_create on public.regulation_draft for insert to :app
  with check ((owner = ( SELECT public.viewer_organisation(ARRAY['PUBLISHER'::text]) AS viewer_organisation)) AND (( SELECT public.viewer_person() AS viewer_person) IS NOT NULL));
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON public.regulation_draft FOR EACH ROW EXECUTE FUNCTION public.guard_draft();
CREATE TRIGGER record AFTER INSERT OR UPDATE ON public.regulation_draft FOR EACH ROW EXECUTE FUNCTION public.record_draft_event();
grant insert (about, action, amends, changed_at, id, instrument, owner, source) on public.regulation_draft to :app;
grant select on public.regulation_draft to :app;
grant update (about, action, changed_at, regulation, return_reason, revision, source, status) on public.regulation_draft to :app;

create table public.rule_set (
  hash text not null,
  canonical text not null,
  constraint rule_set_pkey PRIMARY KEY (hash),
  constraint rule_set_canonical_check CHECK ((jsonb_array_length(((canonical)::jsonb -> 'sources'::text)) <= 20)),
  constraint rule_set_canonical_check1 CHECK ((jsonb_array_length(((canonical)::jsonb -> 'admission'::text)) <= 100)),
  constraint rule_set_canonical_check2 CHECK ((jsonb_array_length(((canonical)::jsonb -> 'groups'::text)) <= 50)),
  constraint rule_set_canonical_check3 CHECK ((jsonb_array_length(((canonical)::jsonb -> 'quotas'::text)) <= 50)),
  constraint rule_set_canonical_check4 CHECK ((jsonb_array_length(((canonical)::jsonb -> 'restrictions'::text)) <= 50)),
  constraint rule_set_check CHECK ((hash = encode(sha256(convert_to(canonical, 'UTF8'::name)), 'hex'::text)))
);
alter table public.rule_set enable row level security, force row level security;
create policy approver_keep on public.rule_set for insert to :app
  with check ( SELECT public.publication_under_way() AS publication_under_way);
create policy owner_all on public.rule_set to :owner
  using (true)
  with check (true);
create policy public_read on public.rule_set for select to :app, :public
  using (true);
grant insert, select on public.rule_set to :app;
grant select on public.rule_set to :public;

create table public.rule_set_in_force (
  municipality text not null,
  validity daterange not null,
  hash text not null,
  constraint rule_set_in_force_pkey PRIMARY KEY (municipality, validity WITHOUT OVERLAPS),
  constraint rule_set_in_force_hash_fkey FOREIGN KEY (hash) REFERENCES public.rule_set(hash),
  constraint rule_set_in_force_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(code)
);
CREATE INDEX rule_set_in_force_of_rule_set ON public.rule_set_in_force USING btree (hash);
alter table public.rule_set_in_force enable row level security, force row level security;
create policy approver_forget on public.rule_set_in_force for delete to :app
  using (( SELECT public.publication_under_way() AS publication_under_way) AND public.has_say_in(municipality));
create policy approver_replace on public.rule_set_in_force for insert to :app
  with check (( SELECT public.publication_under_way() AS publication_under_way) AND public.has_say_in(municipality));
create policy owner_all on public.rule_set_in_force to :owner
  using (true)
  with check (true);
create policy public_read on public.rule_set_in_force for select to :app, :public
  using (true);
grant delete, insert, select on public.rule_set_in_force to :app;
grant select on public.rule_set_in_force to :public;

CREATE OR REPLACE FUNCTION public.guard_draft()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  person text := viewer_person();
  role text := coalesce(current_setting('hub.role', true), '');
  step text;
begin
  if person is null then
    raise exception 'a draft is changed by a person' using errcode = '42501';
  end if;
  new.changed_by := person;
  if tg_op = 'INSERT' then
    if new.status <> 'DRAFT' or new.revision <> 1 or new.action not in ('CREATED', 'IMPORTED') then
      raise exception 'a draft begins as a draft' using errcode = '23514';
    end if;
    new.created_at := new.changed_at;
    new.created_by := person;
    new.edited_by := person;
    return new;
  end if;
  if new.revision <> old.revision + 1 then
    raise exception 'revision % follows %', new.revision, old.revision using errcode = '23514';
  end if;
  step := role || ' ' || old.status || ' ' || new.action || ' ' || new.status;
  if step not in ('PUBLISHER DRAFT IMPORTED DRAFT', 'PUBLISHER DRAFT HEAD_EDITED DRAFT', 'PUBLISHER DRAFT RULE_PUT DRAFT',
    'PUBLISHER DRAFT RULE_REMOVED DRAFT', 'PUBLISHER DRAFT SUBMITTED SUBMITTED', 'APPROVER SUBMITTED RETURNED DRAFT',
    'APPROVER SUBMITTED APPROVED PUBLISHED', 'PUBLISHER DRAFT WITHDRAWN WITHDRAWN', 'PUBLISHER SUBMITTED WITHDRAWN WITHDRAWN',
    'APPROVER DRAFT WITHDRAWN WITHDRAWN', 'APPROVER SUBMITTED WITHDRAWN WITHDRAWN') then
    raise exception 'no such step of a draft: %', step using errcode = '42501';
  end if;
  if new.source is distinct from old.source
     and new.action not in ('IMPORTED', 'HEAD_EDITED', 'RULE_PUT', 'RULE_REMOVED') then
    raise exception 'what is submitted is not edited' using errcode = '42501';
  end if;
  if new.action in ('IMPORTED', 'HEAD_EDITED', 'RULE_PUT', 'RULE_REMOVED') then
    new.edited_by := person;
  elsif new.action = 'SUBMITTED' then
    new.submitted_by := person;
    new.submitted_at := new.changed_at;
  elsif new.action = 'RETURNED' then
    new.submitted_by := null;
    new.submitted_at := null;
  elsif new.action = 'APPROVED' then
    if person = old.submitted_by or person = old.edited_by then
      raise exception 'publishing takes two people' using errcode = '42501';
    end if;
    new.approved_by := person;
    new.approved_at := new.changed_at;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_regulation()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  if old.status = 'WITHDRAWN' then
    raise exception 'a withdrawn version stays as it was' using errcode = '42501';
  end if;
  if new.status = 'WITHDRAWN' and (viewer_person() is null or new.valid_until is distinct from old.valid_until) then
    raise exception 'a version is withdrawn as it stands, by a person' using errcode = '42501';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.has_say_in(place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT ((public.viewer_organisation(ARRAY['APPROVER'::text]) = ANY (ARRAY['RIJK'::text, place])) OR (EXISTS ( SELECT
            FROM public.municipality
           WHERE ((municipality.code = has_say_in.place) AND (municipality.region = public.viewer_organisation(ARRAY['APPROVER'::text]))))));
END;

CREATE OR REPLACE FUNCTION public.note_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, regulation) values (new.status, new.owner, new.id);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.publication_under_way()
 RETURNS boolean
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM public.draft_event
           WHERE ((draft_event.xact = pg_current_xact_id_if_assigned()) AND (draft_event.recorded_at = transaction_timestamp()) AND (draft_event.owner = public.viewer_organisation(ARRAY['APPROVER'::text])) AND (draft_event.person = public.viewer_person()) AND (draft_event.action = ANY (ARRAY['APPROVED'::text, 'REGULATION_WITHDRAWN'::text]))))) AS "exists";
END;

CREATE OR REPLACE FUNCTION public.record_draft_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  insert into draft_event (owner, draft, regulation, action, about, person, role, at, revision_before, revision)
  values (new.owner, new.id, new.regulation, new.action, new.about, new.changed_by, current_setting('hub.role', true),
          new.changed_at, case when tg_op = 'UPDATE' then old.revision end, new.revision);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.record_withdrawal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  insert into draft_event (owner, draft, regulation, action, about, person, role, at)
  select new.owner, (select id from regulation_draft where owner = new.owner and regulation = new.id), new.id,
         'REGULATION_WITHDRAWN', new.withdrawal_reason, viewer_person(), current_setting('hub.role', true), new.withdrawn_at;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.viewer_organisation(roles text[])
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN CASE WHEN (current_setting('hub.role'::text, true) = ANY (roles)) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text) ELSE NULL::text END;

CREATE OR REPLACE FUNCTION public.viewer_person()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN NULLIF(current_setting('hub.person'::text, true), ''::text);

-- ===== registrations =====

create schema platform;
grant usage on schema platform to :app;
grant usage on schema platform to :public;

create table platform.file_read (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  reader_organisation text,
  reader_person text,
  reader_role text not null,
  purpose text not null,
  fields text[] not null,
  trace_id text not null,
  read_at timestamp with time zone not null default now(),
  constraint file_read_pkey PRIMARY KEY (owner, subject, id)
);
alter table platform.file_read enable row level security, force row level security;
create policy file_read_auditor on platform.file_read for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy file_read_owner on platform.file_read for select to :app
  using ((owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['REGISTRAR'::text, 'URGENCY_OFFICER'::text])));
create policy file_read_record on platform.file_read for insert to :app
  with check (true);
create policy file_read_subject on platform.file_read for select to :app
  using (subject = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"));
grant insert, select on platform.file_read to :app;

create table platform.idempotency (
  owner text not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (owner, key),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
CREATE INDEX idempotency_created ON platform.idempotency USING btree (created_at);
alter table platform.idempotency enable row level security, force row level security;
create policy idempotency_own on platform.idempotency to :app
  using (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"))
  with check (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"));
grant insert, select on platform.idempotency to :app;
grant update (response) on platform.idempotency to :app;

create table platform.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number)
);
alter table platform.migration enable row level security, force row level security;
create policy migration_owner on platform.migration to :owner
  using (true)
  with check (true);

create table platform.setting (
  key text not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (key)
);
alter table platform.setting enable row level security, force row level security;
create policy setting_owner on platform.setting to :owner
  using (true)
  with check (true);
create policy setting_read on platform.setting for select to :app, :public
  using (true);
grant select on platform.setting to :app;
grant select on platform.setting to :public;

create table public.applicant (
  owner text not null,
  number text not null,
  lot_key text not null default encode(sha256((((gen_random_uuid())::text || (gen_random_uuid())::text))::bytea), 'hex'::text),
  constraint applicant_pkey PRIMARY KEY (owner, number),
  constraint applicant_owner_fkey FOREIGN KEY (owner) REFERENCES public.registrar(owner),
  constraint applicant_lot_key_check CHECK ((lot_key ~ '^[0-9a-f]{64}$'::text)),
  constraint applicant_number_check CHECK (((length(number) >= 1) AND (length(number) <= 64)))
);
alter table public.applicant enable row level security, force row level security;
create policy hub_read on public.applicant for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.applicant to :owner
  using (true)
  with check (true);
CREATE TRIGGER keep_lot_key BEFORE UPDATE ON public.applicant FOR EACH ROW EXECUTE FUNCTION public.keep_lot_key();
grant select on public.applicant to :app;

create table public.change (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  kind text not null,
  owner text not null,
  subject text not null,
  at timestamp with time zone not null default now(),
  constraint change_pkey PRIMARY KEY (xid, seq),
  constraint change_xid_subject_kind_key UNIQUE (xid, subject, kind),
  constraint change_kind_check CHECK ((kind = ANY (ARRAY['REGISTERED'::text, 'REMOVED'::text, 'STATUS'::text, 'MOVE'::text, 'HOUSEHOLD'::text, 'TIE'::text, 'INCOME_TEST'::text, 'EXCLUSION'::text])))
);
CREATE INDEX change_by_time ON public.change USING btree (at, xid, seq);
alter table public.change enable row level security, force row level security;
create policy hub_prune on public.change for delete to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (at < (now() - '30 days'::interval)));
create policy hub_read on public.change for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.change to :owner
  using (true)
  with check (true);
grant delete, select on public.change to :app;

create table public.exclusion (
  owner text not null,
  registration uuid not null,
  number integer not null,
  model text not null,
  until_day date not null,
  reason text not null,
  constraint exclusion_pkey PRIMARY KEY (owner, registration, number),
  constraint exclusion_owner_registration_fkey FOREIGN KEY (owner, registration) REFERENCES public.registration(owner, id),
  constraint exclusion_model_check CHECK ((model = ANY (ARRAY['OFFER'::text, 'LOTTERY'::text, 'URGENT_SEEKER_LOTTERY'::text, 'DIRECT_MEDIATION'::text, 'FIRST_LETTING'::text, 'EXPERIMENT'::text, 'DIRECT_LET'::text]))),
  constraint exclusion_number_check CHECK (((number >= 1) AND (number <= 20)))
);
alter table public.exclusion enable row level security, force row level security;
create policy hub_exclude on public.exclusion for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.exclusion to :owner
  using (true)
  with check (true);
create policy with_file on public.exclusion for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text]))) OR (EXISTS ( SELECT
   FROM public.registration
  WHERE ((registration.owner = exclusion.owner) AND (registration.id = exclusion.registration)))));
CREATE TRIGGER note_added AFTER INSERT ON public.exclusion REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('EXCLUSION');
CREATE TRIGGER note_changed AFTER UPDATE ON public.exclusion REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('EXCLUSION');
CREATE TRIGGER note_removed AFTER DELETE ON public.exclusion REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('EXCLUSION');
grant insert, select on public.exclusion to :app;

create table public.file_grant (
  owner text not null,
  registration uuid not null,
  organisation text not null,
  vacancy text not null,
  granted_on date not null,
  ended_on date,
  constraint file_grant_pkey PRIMARY KEY (owner, registration, organisation, vacancy),
  constraint file_grant_owner_registration_fkey FOREIGN KEY (owner, registration) REFERENCES public.registration(owner, id),
  constraint file_grant_check CHECK ((ended_on >= granted_on))
);
CREATE INDEX file_grant_held ON public.file_grant USING btree (organisation, owner, registration) WHERE (ended_on IS NULL);
alter table public.file_grant enable row level security, force row level security;
create policy grant_read on public.file_grant for select to :app
  using (organisation = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy hub_end_grant on public.file_grant for update to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_grant on public.file_grant for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_read_grant on public.file_grant for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.file_grant to :owner
  using (true)
  with check (true);
grant insert (granted_on, organisation, owner, registration, vacancy) on public.file_grant to :app;
grant select on public.file_grant to :app;
grant update (ended_on) on public.file_grant to :app;

create table public.income_test (
  owner text not null,
  registration uuid not null,
  number integer not null,
  threshold text not null,
  at_most boolean not null,
  tested_on date not null,
  valid_until date,
  constraint income_test_pkey PRIMARY KEY (owner, registration, number),
  constraint income_test_owner_registration_fkey FOREIGN KEY (owner, registration) REFERENCES public.registration(owner, id),
  constraint income_test_number_check CHECK (((number >= 1) AND (number <= 40)))
);
alter table public.income_test enable row level security, force row level security;
create policy owner_all on public.income_test to :owner
  using (true)
  with check (true);
create policy with_file on public.income_test for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text]))) OR (EXISTS ( SELECT
   FROM public.registration
  WHERE ((registration.owner = income_test.owner) AND (registration.id = income_test.registration)))));
CREATE TRIGGER note_added AFTER INSERT ON public.income_test REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('INCOME_TEST');
CREATE TRIGGER note_changed AFTER UPDATE ON public.income_test REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('INCOME_TEST');
CREATE TRIGGER note_removed AFTER DELETE ON public.income_test REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('INCOME_TEST');
grant select on public.income_test to :app;

create table public.registrar (
  owner text not null,
  name text not null,
  region text not null,
  constraint registrar_pkey PRIMARY KEY (owner),
  constraint registrar_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint registrar_owner_check CHECK ((owner ~ '^R[0-9]{4}$'::text))
);
alter table public.registrar enable row level security, force row level security;
create policy app_read on public.registrar for select to :app
  using (true);
create policy owner_all on public.registrar to :owner
  using (true)
  with check (true);
create policy public_read on public.registrar for select to :public
  using (true);
grant select on public.registrar to :app;
grant select on public.registrar to :public;

create table public.registration (
  owner text not null,
  id uuid not null default uuidv7(),
  registered_on date not null,
  status text not null,
  origin text not null,
  lawful_residence boolean not null,
  applicant_birth_dates date[] not null,
  adults integer not null,
  children integer not null,
  leaves_self_contained_home boolean not null,
  present_address_since date,
  last_move_on date,
  last_move_search_value_days integer,
  vital_profession text,
  accessibility text not null,
  situation_points integer not null default 0,
  active_search_months integer not null default 0,
  profile_dwelling_types text[] not null default '{}'::text[],
  profile_minimum_rooms integer,
  profile_maximum_rooms integer,
  profile_maximum_rent_cents bigint,
  profile_minimum_area_m2 integer,
  profile_municipalities text[] not null default '{}'::text[],
  applicant text not null,
  constraint registration_pkey PRIMARY KEY (owner, id),
  constraint registration_owner_applicant_fkey FOREIGN KEY (owner, applicant) REFERENCES public.applicant(owner, number),
  constraint registration_owner_fkey FOREIGN KEY (owner) REFERENCES public.registrar(owner),
  constraint registration_accessibility_check CHECK ((accessibility = ANY (ARRAY['NONE'::text, 'STICK'::text, 'WALKER'::text, 'WHEELCHAIR'::text]))),
  constraint registration_active_search_months_check CHECK (((active_search_months >= 0) AND (active_search_months <= 12))),
  constraint registration_adults_check CHECK (((adults >= 1) AND (adults <= 20))),
  constraint registration_applicant_birth_dates_check CHECK (((cardinality(applicant_birth_dates) >= 1) AND (cardinality(applicant_birth_dates) <= 4))),
  constraint registration_check CHECK (((last_move_on IS NULL) = (last_move_search_value_days IS NULL))),
  constraint registration_check1 CHECK ((profile_minimum_rooms <= profile_maximum_rooms)),
  constraint registration_children_check CHECK (((children >= 0) AND (children <= 20))),
  constraint registration_last_move_search_value_days_check CHECK ((last_move_search_value_days >= 0)),
  constraint registration_origin_check CHECK ((origin = ANY (ARRAY['HER'::text, 'MED'::text, 'MIG'::text, 'SPL'::text, 'URG'::text, 'WOO'::text]))),
  constraint registration_profile_dwelling_types_check CHECK ((cardinality(profile_dwelling_types) <= 5)),
  constraint registration_profile_maximum_rent_cents_check CHECK ((profile_maximum_rent_cents > 0)),
  constraint registration_profile_maximum_rooms_check CHECK (((profile_maximum_rooms >= 1) AND (profile_maximum_rooms <= 20))),
  constraint registration_profile_minimum_area_m2_check CHECK ((profile_minimum_area_m2 > 0)),
  constraint registration_profile_minimum_rooms_check CHECK (((profile_minimum_rooms >= 1) AND (profile_minimum_rooms <= 20))),
  constraint registration_profile_municipalities_check CHECK ((cardinality(profile_municipalities) <= 50)),
  constraint registration_situation_points_check CHECK (((situation_points >= 0) AND (situation_points <= 100))),
  constraint registration_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'DORMANT'::text, 'ENDED'::text])))
);
CREATE INDEX registration_by_day ON public.registration USING btree (owner, registered_on, id);
CREATE INDEX registration_by_status ON public.registration USING btree (owner, status, registered_on, id);
alter table public.registration enable row level security, force row level security;
create policy allocator_read on public.registration for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text)) AND (EXISTS ( SELECT
   FROM public.file_grant
  WHERE ((file_grant.owner = registration.owner) AND (file_grant.registration = registration.id) AND (file_grant.organisation = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (file_grant.ended_on IS NULL)))));
create policy hub_move on public.registration for update to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.registration to :owner
  using (true)
  with check (true);
create policy registrar_change on public.registration for update to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'REGISTRAR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy registrar_read on public.registration for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'REGISTRAR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy seeker_change on public.registration for update to :app
  using (((owner || ':'::text) || id) = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy seeker_read on public.registration for select to :app
  using (((owner || ':'::text) || id) = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy task_read on public.registration for select to :app
  using ( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text])));
CREATE TRIGGER guard_waiting BEFORE UPDATE ON public.registration FOR EACH ROW EXECUTE FUNCTION public.guard_waiting();
CREATE TRIGGER know_applicant BEFORE INSERT ON public.registration FOR EACH ROW EXECUTE FUNCTION public.know_applicant();
CREATE TRIGGER note_changed AFTER UPDATE ON public.registration REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION public.note_changed();
CREATE TRIGGER note_registered AFTER INSERT ON public.registration REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.note_registered();
CREATE TRIGGER note_removed AFTER DELETE ON public.registration REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.note_removed();
grant select on public.registration to :app;
grant update (last_move_on, last_move_search_value_days, present_address_since, profile_dwelling_types, profile_maximum_rent_cents, profile_maximum_rooms, profile_minimum_area_m2, profile_minimum_rooms, profile_municipalities, status) on public.registration to :app;

create table public.tie (
  owner text not null,
  registration uuid not null,
  kind text not null,
  number integer not null,
  municipality text not null,
  core text,
  from_day date not null,
  until_day date,
  constraint tie_pkey PRIMARY KEY (owner, registration, kind, number),
  constraint tie_owner_registration_fkey FOREIGN KEY (owner, registration) REFERENCES public.registration(owner, id),
  constraint tie_check CHECK ((until_day > from_day)),
  constraint tie_kind_check CHECK ((kind = ANY (ARRAY['RESIDENCE'::text, 'EMPLOYMENT'::text]))),
  constraint tie_number_check CHECK (((number >= 1) AND (number <= 60)))
);
alter table public.tie enable row level security, force row level security;
create policy owner_all on public.tie to :owner
  using (true)
  with check (true);
create policy with_file on public.tie for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text]))) OR (EXISTS ( SELECT
   FROM public.registration
  WHERE ((registration.owner = tie.owner) AND (registration.id = tie.registration)))));
CREATE TRIGGER note_added AFTER INSERT ON public.tie REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('TIE');
CREATE TRIGGER note_changed AFTER UPDATE ON public.tie REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('TIE');
CREATE TRIGGER note_removed AFTER DELETE ON public.tie REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_part('TIE');
grant select on public.tie to :app;

create table public.waiting_scheme (
  owner text not null,
  valid_from date not null,
  retained_percent integer not null,
  transitional_until date,
  constraint waiting_scheme_pkey PRIMARY KEY (owner, valid_from),
  constraint waiting_scheme_owner_fkey FOREIGN KEY (owner) REFERENCES public.registrar(owner),
  constraint waiting_scheme_retained_percent_check CHECK (((retained_percent >= 0) AND (retained_percent <= 100)))
);
alter table public.waiting_scheme enable row level security, force row level security;
create policy app_read on public.waiting_scheme for select to :app
  using (true);
create policy owner_all on public.waiting_scheme to :owner
  using (true)
  with check (true);
grant select on public.waiting_scheme to :app;

CREATE OR REPLACE FUNCTION public.guard_waiting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('hub.role', true) in ('SEEKER', 'REGISTRAR')
     and (old.status, old.last_move_on, old.last_move_search_value_days, old.present_address_since)
         is distinct from (new.status, new.last_move_on, new.last_move_search_value_days, new.present_address_since) then
    raise check_violation using message = 'waiting time follows from the register and from nothing else';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_lot_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'an applicant keeps its number and its lot key';
end $function$;

CREATE OR REPLACE FUNCTION public.know_applicant()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  new.applicant := coalesce(new.applicant, new.id::text);
  insert into public.applicant (owner, number) values (new.owner, new.applicant) on conflict do nothing;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.note_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select differing.kind, after.owner, after.owner || ':' || after.id
    from before join after using (owner, id)
    cross join lateral (values
      ('STATUS', before.status is distinct from after.status),
      ('MOVE', (before.last_move_on, before.last_move_search_value_days)
               is distinct from (after.last_move_on, after.last_move_search_value_days)),
      ('HOUSEHOLD', (before.registered_on, before.lawful_residence, before.applicant_birth_dates, before.adults, before.children,
                     before.leaves_self_contained_home, before.present_address_since, before.vital_profession,
                     before.accessibility, before.situation_points, before.active_search_months)
                    is distinct from (after.registered_on, after.lawful_residence, after.applicant_birth_dates, after.adults,
                     after.children, after.leaves_self_contained_home, after.present_address_since, after.vital_profession,
                     after.accessibility, after.situation_points, after.active_search_months))
    ) as differing (kind, differs)
   where differing.differs
  on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_part()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select tg_argv[0], part.owner, part.owner || ':' || part.registration
    from (select distinct touched.owner, touched.registration from touched) as part
   where not exists (select from public.change known
                      where known.xid = pg_current_xact_id() and known.subject = part.owner || ':' || part.registration
                        and known.kind = 'REGISTERED')
  on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_registered()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select 'REGISTERED', added.owner, added.owner || ':' || added.id from added
  on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_removed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select 'REMOVED', removed.owner, removed.owner || ':' || removed.id from removed
  on conflict do nothing;
  return null;
end $function$;

-- ===== urgencies =====

create schema platform;
grant usage on schema platform to :app;
grant usage on schema platform to :public;

create table platform.file_read (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  reader_organisation text,
  reader_person text,
  reader_role text not null,
  purpose text not null,
  fields text[] not null,
  trace_id text not null,
  read_at timestamp with time zone not null default now(),
  constraint file_read_pkey PRIMARY KEY (owner, subject, id)
);
alter table platform.file_read enable row level security, force row level security;
create policy file_read_auditor on platform.file_read for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy file_read_of_judgement on platform.file_read for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = 'SEEKER'::text)) AND (EXISTS ( SELECT
   FROM public.judgement
  WHERE ((judgement.registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")) AND (judgement.owner = file_read.owner) AND (((judgement.owner || ':'::text) || judgement.id) = file_read.subject)))));
create policy file_read_of_urgency on platform.file_read for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = 'SEEKER'::text)) AND (EXISTS ( SELECT
   FROM public.urgency
  WHERE ((urgency.registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif")) AND (urgency.owner = file_read.owner) AND (((urgency.owner || ':'::text) || urgency.id) = file_read.subject)))));
create policy file_read_owner on platform.file_read for select to :app
  using ((owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['REGISTRAR'::text, 'URGENCY_OFFICER'::text])));
create policy file_read_record on platform.file_read for insert to :app
  with check (true);
create policy file_read_subject on platform.file_read for select to :app
  using (subject = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"));
grant insert, select on platform.file_read to :app;

create table platform.idempotency (
  owner text not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (owner, key),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
CREATE INDEX idempotency_created ON platform.idempotency USING btree (created_at);
alter table platform.idempotency enable row level security, force row level security;
create policy idempotency_own on platform.idempotency to :app
  using (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"))
  with check (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"));
grant insert, select on platform.idempotency to :app;
grant update (response) on platform.idempotency to :app;

create table platform.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number)
);
alter table platform.migration enable row level security, force row level security;
create policy migration_owner on platform.migration to :owner
  using (true)
  with check (true);

create table platform.setting (
  key text not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (key)
);
alter table platform.setting enable row level security, force row level security;
create policy setting_owner on platform.setting to :owner
  using (true)
  with check (true);
create policy setting_read on platform.setting for select to :app, :public
  using (true);
grant select on platform.setting to :app;
grant select on platform.setting to :public;

create table public.care_provider (
  code text not null,
  name text not null,
  constraint care_provider_pkey PRIMARY KEY (code),
  constraint care_provider_code_check CHECK ((code ~ '^Z[0-9]{4}$'::text)),
  constraint care_provider_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
alter table public.care_provider enable row level security, force row level security;
create policy app_read on public.care_provider for select to :app
  using (true);
create policy owner_all on public.care_provider to :owner
  using (true)
  with check (true);
create policy public_read on public.care_provider for select to :public
  using (true);
grant select on public.care_provider to :app;
grant select on public.care_provider to :public;

create table public.change (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  kind text not null,
  owner text not null,
  subject text not null,
  at timestamp with time zone not null default now(),
  constraint change_pkey PRIMARY KEY (xid, seq),
  constraint change_xid_subject_owner_kind_key UNIQUE (xid, subject, owner, kind),
  constraint change_kind_check CHECK ((kind = ANY (ARRAY['URGENCY'::text, 'JUDGEMENT'::text])))
);
CREATE INDEX change_by_time ON public.change USING btree (at, xid, seq);
alter table public.change enable row level security, force row level security;
create policy hub_prune on public.change for delete to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (at < (now() - '30 days'::interval)));
create policy hub_read on public.change for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.change to :owner
  using (true)
  with check (true);
grant delete, select on public.change to :app;

create table public.file_grant (
  registration text not null,
  organisation text not null,
  vacancy text not null,
  granted_on date not null,
  ended_on date,
  constraint file_grant_pkey PRIMARY KEY (registration, organisation, vacancy),
  constraint file_grant_check CHECK ((ended_on >= granted_on))
);
CREATE INDEX file_grant_held ON public.file_grant USING btree (organisation, registration) WHERE (ended_on IS NULL);
alter table public.file_grant enable row level security, force row level security;
create policy grant_read on public.file_grant for select to :app
  using (organisation = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy hub_end_grant on public.file_grant for update to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_grant on public.file_grant for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_read_grant on public.file_grant for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.file_grant to :owner
  using (true)
  with check (true);
grant insert (granted_on, organisation, registration, vacancy) on public.file_grant to :app;
grant select on public.file_grant to :app;
grant update (ended_on) on public.file_grant to :app;

create table public.judgement (
  owner text not null,
  id uuid not null default uuidv7(),
  registration text not null,
  norm text not null,
  met boolean not null,
  reason text not null,
  judged_on date not null,
  judged_by text not null,
  valid_from date not null,
  valid_until date,
  constraint judgement_pkey PRIMARY KEY (owner, id),
  constraint judgement_check CHECK ((valid_until > valid_from)),
  constraint judgement_norm_check CHECK ((norm ~ '^[A-Z][A-Z0-9_]{0,63}$'::text)),
  constraint judgement_owner_check CHECK ((owner ~ '^GM[0-9]{4}$'::text)),
  constraint judgement_reason_check CHECK (((length(reason) >= 20) AND (length(reason) <= 4000)))
);
CREATE INDEX judgement_of_registration ON public.judgement USING btree (registration, owner, id);
alter table public.judgement enable row level security, force row level security;
create policy officer_judge on public.judgement for insert to :app
  with check ((owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'URGENCY_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")) AND (judged_by = ( SELECT NULLIF(current_setting('hub.person'::text, true), ''::text) AS "nullif")));
create policy officer_read on public.judgement for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'URGENCY_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy owner_all on public.judgement to :owner
  using (true)
  with check (true);
create policy seeker_read on public.judgement for select to :app
  using (registration = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy task_read on public.judgement for select to :app
  using ( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text])));
CREATE TRIGGER note_added AFTER INSERT ON public.judgement REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_judgement();
CREATE TRIGGER note_changed AFTER UPDATE ON public.judgement REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_judgement();
CREATE TRIGGER note_removed AFTER DELETE ON public.judgement REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_judgement();
grant insert (judged_by, judged_on, met, norm, owner, reason, registration, valid_from, valid_until) on public.judgement to :app;
grant select on public.judgement to :app;

create table public.urgency (
  owner text not null,
  id uuid not null default uuidv7(),
  registration text not null,
  category text not null,
  level text not null,
  statutory_group text,
  status text not null,
  decided_on date,
  valid_from date,
  valid_until date,
  direct_mediation boolean not null default false,
  care_provider text,
  profile_dwelling_types text[] not null default '{}'::text[],
  profile_minimum_rooms integer,
  profile_maximum_rooms integer,
  profile_maximum_rent_cents bigint,
  profile_minimum_area_m2 integer,
  profile_accessibility text not null default 'NONE'::text,
  profile_municipalities text[] not null default '{}'::text[],
  decision_order date not null generated always as (COALESCE(decided_on, '0001-01-01'::date)) stored,
  waiting_since date generated always as (GREATEST(decided_on, valid_from)) stored,
  constraint urgency_pkey PRIMARY KEY (owner, id),
  constraint urgency_care_provider_fkey FOREIGN KEY (care_provider) REFERENCES public.care_provider(code),
  constraint urgency_check CHECK ((valid_from <= valid_until)),
  constraint urgency_check1 CHECK ((profile_minimum_rooms <= profile_maximum_rooms)),
  constraint urgency_check2 CHECK (((level = 'STATUTORY'::text) = (statutory_group IS NOT NULL))),
  constraint urgency_check3 CHECK (((status <> ALL (ARRAY['GRANTED'::text, 'ENDED'::text])) OR ((decided_on IS NOT NULL) AND (valid_from IS NOT NULL)))),
  constraint urgency_level_check CHECK ((level = ANY (ARRAY['STATUTORY'::text, 'REGIONAL'::text, 'LOCAL'::text]))),
  constraint urgency_owner_check CHECK ((owner ~ '^GM[0-9]{4}$'::text)),
  constraint urgency_profile_accessibility_check CHECK ((profile_accessibility = ANY (ARRAY['NONE'::text, 'STICK'::text, 'WALKER'::text, 'WHEELCHAIR'::text]))),
  constraint urgency_profile_dwelling_types_check CHECK ((cardinality(profile_dwelling_types) <= 5)),
  constraint urgency_profile_maximum_rent_cents_check CHECK ((profile_maximum_rent_cents > 0)),
  constraint urgency_profile_maximum_rooms_check CHECK (((profile_maximum_rooms >= 1) AND (profile_maximum_rooms <= 20))),
  constraint urgency_profile_minimum_area_m2_check CHECK ((profile_minimum_area_m2 > 0)),
  constraint urgency_profile_minimum_rooms_check CHECK (((profile_minimum_rooms >= 1) AND (profile_minimum_rooms <= 20))),
  constraint urgency_profile_municipalities_check CHECK ((cardinality(profile_municipalities) <= 50)),
  constraint urgency_status_check CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'GRANTED'::text, 'REJECTED'::text, 'ENDED'::text]))),
  constraint urgency_statutory_group_check CHECK ((statutory_group ~ '^[a-j]$'::text))
);
CREATE INDEX urgency_by_day ON public.urgency USING btree (decision_order DESC, owner DESC, id DESC);
CREATE INDEX urgency_by_owner ON public.urgency USING btree (owner, decision_order DESC, id DESC);
CREATE INDEX urgency_by_provider ON public.urgency USING btree (care_provider, decision_order DESC, owner DESC, id DESC) WHERE (care_provider IS NOT NULL);
CREATE INDEX urgency_of_registration ON public.urgency USING btree (registration, owner, id);
CREATE INDEX urgency_waiting ON public.urgency USING btree (waiting_since, owner, id) WHERE (direct_mediation AND (status = 'GRANTED'::text));
alter table public.urgency enable row level security, force row level security;
create policy allocator_read on public.urgency for select to :app
  using (( SELECT (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text)) AND (EXISTS ( SELECT
   FROM public.file_grant
  WHERE ((file_grant.registration = urgency.registration) AND (file_grant.organisation = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (file_grant.ended_on IS NULL)))));
create policy hub_end on public.urgency for update to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (status = 'GRANTED'::text) AND direct_mediation)
  with check ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (status = 'ENDED'::text));
create policy officer_change on public.urgency for update to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'URGENCY_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy officer_read on public.urgency for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'URGENCY_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy owner_all on public.urgency to :owner
  using (true)
  with check (true);
create policy provider_read on public.urgency for select to :app
  using (care_provider = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'CARE_PROVIDER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy seeker_read on public.urgency for select to :app
  using (registration = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy task_read on public.urgency for select to :app
  using ( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text])));
CREATE TRIGGER bound_urgencies BEFORE INSERT OR UPDATE OF status, valid_from, valid_until ON public.urgency FOR EACH ROW WHEN ((new.status = ANY (ARRAY['GRANTED'::text, 'ENDED'::text]))) EXECUTE FUNCTION public.bound_urgencies();
CREATE TRIGGER guard_validity BEFORE UPDATE OF valid_until ON public.urgency FOR EACH ROW WHEN (((current_setting('hub.role'::text, true) = 'HUB'::text) AND ((new.valid_until IS NULL) OR (new.valid_until > old.valid_until)))) EXECUTE FUNCTION public.guard_validity();
CREATE TRIGGER note_added AFTER INSERT ON public.urgency REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_urgency();
CREATE TRIGGER note_changed AFTER UPDATE ON public.urgency REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION public.note_urgency_changed();
CREATE TRIGGER note_removed AFTER DELETE ON public.urgency REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.note_urgency();
grant select on public.urgency to :app;
grant update (status, valid_until) on public.urgency to :app;

create table public.urgency_condition (
  owner text not null,
  urgency uuid not null,
  kind text not null,
  met_on date,
  seeker_signed_on date,
  provider_signed_on date,
  municipality_signed_on date,
  constraint urgency_condition_pkey PRIMARY KEY (owner, urgency, kind),
  constraint urgency_condition_owner_urgency_fkey FOREIGN KEY (owner, urgency) REFERENCES public.urgency(owner, id),
  constraint urgency_condition_check CHECK (((kind = 'CARE_CONTRACT'::text) OR (COALESCE(seeker_signed_on, provider_signed_on, municipality_signed_on) IS NULL))),
  constraint urgency_condition_kind_check CHECK ((kind = ANY (ARRAY['CARE_CONTRACT'::text, 'SUPPORT'::text, 'BUDGET_MANAGEMENT'::text])))
);
alter table public.urgency_condition enable row level security, force row level security;
create policy officer_sign on public.urgency_condition for update to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'URGENCY_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy owner_all on public.urgency_condition to :owner
  using (true)
  with check (true);
create policy provider_sign on public.urgency_condition for update to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'CARE_PROVIDER'::text) AND (EXISTS ( SELECT
   FROM public.urgency
  WHERE ((urgency.owner = urgency_condition.owner) AND (urgency.id = urgency_condition.urgency)))));
create policy with_file on public.urgency_condition for select to :app
  using (EXISTS ( SELECT
   FROM public.urgency
  WHERE ((urgency.owner = urgency_condition.owner) AND (urgency.id = urgency_condition.urgency))));
CREATE TRIGGER sign_contract BEFORE UPDATE ON public.urgency_condition FOR EACH ROW EXECUTE FUNCTION public.sign_contract();
grant select on public.urgency_condition to :app;
grant update (municipality_signed_on, provider_signed_on, seeker_signed_on) on public.urgency_condition to :app;

CREATE OR REPLACE FUNCTION public.bound_urgencies()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public'
AS $function$
begin
  if (select count(*) from urgency
       where registration = new.registration and status in ('GRANTED', 'ENDED') and (owner, id) <> (new.owner, new.id)
         and daterange(valid_from, valid_until) && daterange(new.valid_from, new.valid_until)) >= 20 then
    raise check_violation using message = 'a registration has at most twenty urgencies at one time';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_validity()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'the hub ends a validity, and never lengthens it';
end $function$;

CREATE OR REPLACE FUNCTION public.note_judgement()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select distinct 'JUDGEMENT', touched.owner, touched.registration from touched
  on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_urgency()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select distinct 'URGENCY', touched.owner, touched.registration from touched
   where touched.status in ('GRANTED', 'ENDED')
  on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_urgency_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into public.change (kind, owner, subject)
  select distinct 'URGENCY', after.owner, told.registration
    from before join after using (owner, id)
    cross join lateral (values (before.registration), (after.registration)) as told (registration)
   where (before.status in ('GRANTED', 'ENDED') or after.status in ('GRANTED', 'ENDED'))
     -- Who mediates is nothing that rules look at.
     and (to_jsonb(before) - 'care_provider') is distinct from (to_jsonb(after) - 'care_provider')
  on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.sign_contract()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('hub.role', true) is null or current_setting('hub.role', true) = '' then return new; end if;
  if old.kind <> 'CARE_CONTRACT' or old.met_on is not null then
    raise check_violation using message = 'only a care contract that is not signed by all can be signed';
  end if;
  if current_setting('hub.role', true) = 'CARE_PROVIDER'
     and new.municipality_signed_on is distinct from old.municipality_signed_on then
    raise insufficient_privilege using message = 'a care provider does not sign for a municipality';
  end if;
  if current_setting('hub.role', true) = 'URGENCY_OFFICER'
     and new.provider_signed_on is distinct from old.provider_signed_on
     and exists (select from urgency where owner = new.owner and id = new.urgency and care_provider is not null) then
    raise insufficient_privilege using message = 'a municipality does not sign for a care provider';
  end if;
  if new.seeker_signed_on is not null and new.provider_signed_on is not null and new.municipality_signed_on is not null then
    new.met_on := greatest(new.seeker_signed_on, new.provider_signed_on, new.municipality_signed_on);
  end if;
  return new;
end $function$;

-- ===== vacancies =====

create schema platform;
grant usage on schema platform to :app;
grant usage on schema platform to :public;

create table platform.file_read (
  owner text not null,
  id uuid not null default uuidv7(),
  subject text not null,
  reader_organisation text,
  reader_person text,
  reader_role text not null,
  purpose text not null,
  fields text[] not null,
  trace_id text not null,
  read_at timestamp with time zone not null default now(),
  constraint file_read_pkey PRIMARY KEY (owner, id)
);
CREATE INDEX file_read_owner_subject ON platform.file_read USING btree (owner, subject, id);
CREATE INDEX file_read_subject ON platform.file_read USING btree (subject, id);
alter table platform.file_read enable row level security, force row level security;
create policy file_read_auditor on platform.file_read for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text);
create policy file_read_owner on platform.file_read for select to :app
  using ((owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['REGISTRAR'::text, 'URGENCY_OFFICER'::text])));
create policy file_read_record on platform.file_read for insert to :app
  with check (true);
create policy file_read_subject on platform.file_read for select to :app
  using (subject = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"));
grant insert, select on platform.file_read to :app;

create table platform.idempotency (
  owner text not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (owner, key),
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
CREATE INDEX idempotency_created ON platform.idempotency USING btree (created_at);
alter table platform.idempotency enable row level security, force row level security;
create policy idempotency_own on platform.idempotency to :app
  using (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"))
  with check (owner = ( SELECT
        CASE current_setting('hub.role'::text, true)
            WHEN 'SEEKER'::text THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULLIF(current_setting('hub.organisation'::text, true), ''::text)
        END AS "nullif"));
grant insert, select on platform.idempotency to :app;
grant update (response) on platform.idempotency to :app;

create table platform.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number)
);
alter table platform.migration enable row level security, force row level security;
create policy migration_owner on platform.migration to :owner
  using (true)
  with check (true);

create table platform.setting (
  key text not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (key)
);
alter table platform.setting enable row level security, force row level security;
create policy setting_owner on platform.setting to :owner
  using (true)
  with check (true);
create policy setting_read on platform.setting for select to :app, :public
  using (true);
grant select on platform.setting to :app;
grant select on platform.setting to :public;

create table public.complex (
  owner text not null,
  id uuid not null default uuidv7(),
  name text not null,
  constraint complex_pkey PRIMARY KEY (owner, id),
  constraint complex_owner_fkey FOREIGN KEY (owner) REFERENCES public.corporation(owner)
);
alter table public.complex enable row level security, force row level security;
create policy app_read on public.complex for select to :app
  using ((owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")) OR (EXISTS ( SELECT
   FROM public.dwelling
  WHERE ((dwelling.owner = complex.owner) AND (dwelling.complex = complex.id)))));
create policy owner_all on public.complex to :owner
  using (true)
  with check (true);
create policy public_read on public.complex for select to :public
  using (EXISTS ( SELECT
   FROM public.dwelling
  WHERE ((dwelling.owner = complex.owner) AND (dwelling.complex = complex.id))));
grant select on public.complex to :app;
grant select on public.complex to :public;

create table public.complex_sparing (
  owner text not null,
  id uuid not null default uuidv7(),
  complex uuid not null,
  reason text not null,
  from_day date not null,
  until_day date not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  constraint complex_sparing_pkey PRIMARY KEY (owner, id),
  constraint complex_sparing_owner_complex_fkey FOREIGN KEY (owner, complex) REFERENCES public.complex(owner, id),
  constraint complex_sparing_check CHECK (((until_day >= from_day) AND (until_day <= (from_day + 731)))),
  constraint complex_sparing_reason_check CHECK (((length(reason) >= 20) AND (length(reason) <= 2000)))
);
CREATE INDEX complex_sparing_by_day ON public.complex_sparing USING btree (owner, until_day DESC, id DESC);
CREATE INDEX complex_sparing_of_complex ON public.complex_sparing USING btree (owner, complex, until_day);
alter table public.complex_sparing enable row level security, force row level security;
create policy desk_end on public.complex_sparing for update to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy desk_read on public.complex_sparing for select to :app
  using (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
create policy desk_spare on public.complex_sparing for insert to :app
  with check ((owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")) AND (recorded_by = ( SELECT NULLIF(current_setting('hub.person'::text, true), ''::text) AS "nullif")));
create policy owner_all on public.complex_sparing to :owner
  using (true)
  with check (true);
create policy task_read on public.complex_sparing for select to :app
  using ( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['HUB'::text, 'AUDITOR'::text])));
grant insert (complex, from_day, owner, reason, recorded_at, recorded_by, until_day) on public.complex_sparing to :app;
grant select on public.complex_sparing to :app;
grant update (until_day) on public.complex_sparing to :app;

create table public.corporation (
  owner text not null,
  name text not null,
  constraint corporation_pkey PRIMARY KEY (owner),
  constraint corporation_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint corporation_owner_check CHECK ((owner ~ '^L[0-9]{4}$'::text))
);
alter table public.corporation enable row level security, force row level security;
create policy owner_all on public.corporation to :owner
  using (true)
  with check (true);
create policy public_read on public.corporation for select to :app, :public
  using (true);
grant select on public.corporation to :app;
grant select on public.corporation to :public;

create table public.dwelling (
  owner text not null,
  id uuid not null default uuidv7(),
  complex uuid,
  region text not null,
  municipality text not null,
  core text,
  district text not null,
  neighbourhood text not null,
  street text not null,
  house_number integer not null,
  dwelling_type text not null,
  rooms integer not null,
  area_m2 integer not null,
  accessibility text not null,
  energy_label text not null,
  rent_cents integer not null,
  segment text not null,
  constraint dwelling_pkey PRIMARY KEY (owner, id),
  constraint dwelling_owner_complex_fkey FOREIGN KEY (owner, complex) REFERENCES public.complex(owner, id),
  constraint dwelling_owner_fkey FOREIGN KEY (owner) REFERENCES public.corporation(owner),
  constraint dwelling_accessibility_check CHECK ((accessibility = ANY (ARRAY['NONE'::text, 'STICK'::text, 'WALKER'::text, 'WHEELCHAIR'::text]))),
  constraint dwelling_area_m2_check CHECK (((area_m2 >= 5) AND (area_m2 <= 1000))),
  constraint dwelling_dwelling_type_check CHECK ((dwelling_type = ANY (ARRAY['APARTMENT'::text, 'HOUSE'::text, 'STUDIO'::text, 'MAISONETTE'::text, 'SENIOR_HOME'::text]))),
  constraint dwelling_house_number_check CHECK ((house_number > 0)),
  constraint dwelling_municipality_check CHECK ((municipality ~ '^GM[0-9]{4}$'::text)),
  constraint dwelling_rent_cents_check CHECK ((rent_cents > 0)),
  constraint dwelling_rooms_check CHECK (((rooms >= 1) AND (rooms <= 20))),
  constraint dwelling_segment_check CHECK ((segment = ANY (ARRAY['SOCIAL_RENT'::text, 'MID_RENT'::text, 'FREE_SECTOR'::text, 'AFFORDABLE_PURCHASE'::text])))
);
CREATE INDEX dwelling_of_complex ON public.dwelling USING btree (owner, complex);
alter table public.dwelling enable row level security, force row level security;
create policy app_read on public.dwelling for select to :app
  using ((owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")) OR (EXISTS ( SELECT
   FROM public.vacancy
  WHERE ((vacancy.owner = dwelling.owner) AND (vacancy.dwelling = dwelling.id) AND ((vacancy.model <> 'URGENT_SEEKER_LOTTERY'::text) OR (vacancy.status = 'LET'::text) OR (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['AUDITOR'::text, 'HUB'::text])) OR (EXISTS ( SELECT
           FROM public.vacancy_shown
          WHERE ((vacancy_shown.owner = vacancy.owner) AND (vacancy_shown.vacancy = vacancy.id) AND (vacancy_shown.registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"))))))))));
create policy owner_all on public.dwelling to :owner
  using (true)
  with check (true);
create policy public_read on public.dwelling for select to :public
  using (EXISTS ( SELECT
   FROM public.vacancy
  WHERE ((vacancy.owner = dwelling.owner) AND (vacancy.dwelling = dwelling.id) AND ((vacancy.model <> 'URGENT_SEEKER_LOTTERY'::text) OR (vacancy.status = 'LET'::text)))));
grant select on public.dwelling to :app;
grant select on public.dwelling to :public;

create table public.let_home (
  owner text not null,
  municipality text not null,
  district text not null,
  neighbourhood text not null,
  complex text not null,
  month date not null,
  mediated boolean not null,
  count integer not null,
  constraint let_home_pkey PRIMARY KEY (owner, municipality, district, neighbourhood, complex, month, mediated),
  constraint let_home_owner_fkey FOREIGN KEY (owner) REFERENCES public.corporation(owner),
  constraint let_home_count_check CHECK ((count > 0))
);
CREATE INDEX let_home_of_complex ON public.let_home USING btree (owner, complex, month);
CREATE INDEX let_home_of_neighbourhood ON public.let_home USING btree (municipality, district, neighbourhood, month);
alter table public.let_home enable row level security, force row level security;
create policy owner_all on public.let_home to :owner
  using (true)
  with check (true);
create policy professional_read on public.let_home for select to :app
  using ( SELECT (current_setting('hub.role'::text, true) = ANY (ARRAY['ALLOCATOR'::text, 'CARE_PROVIDER'::text, 'URGENCY_OFFICER'::text, 'PUBLISHER'::text, 'APPROVER'::text, 'ANALYST'::text, 'AUDITOR'::text, 'HUB'::text])));
grant select on public.let_home to :app;

create table public.published_supply (
  owner text not null,
  region text not null,
  municipality text not null,
  core text not null,
  half_year date not null,
  model text not null,
  labels text[] not null,
  count integer not null,
  category text not null default ''::text,
  constraint published_supply_pkey PRIMARY KEY (owner, region, municipality, core, half_year, model, labels, category),
  constraint published_supply_owner_fkey FOREIGN KEY (owner) REFERENCES public.corporation(owner),
  constraint published_supply_count_check CHECK ((count >= 0))
);
CREATE INDEX published_supply_of_core ON public.published_supply USING btree (core, half_year);
CREATE INDEX published_supply_of_municipality ON public.published_supply USING btree (municipality, half_year);
CREATE INDEX published_supply_of_owner ON public.published_supply USING btree (owner, half_year);
CREATE INDEX published_supply_of_region ON public.published_supply USING btree (region, half_year);
alter table public.published_supply enable row level security, force row level security;
create policy owner_all on public.published_supply to :owner
  using (true)
  with check (true);
create policy public_read on public.published_supply for select to :app, :public
  using (true);
grant select on public.published_supply to :app;
grant select on public.published_supply to :public;

create table public.vacancy (
  owner text not null,
  id uuid not null default uuidv7(),
  dwelling uuid not null,
  model text not null,
  labels text[] not null default '{}'::text[],
  status text not null,
  published_on date,
  closes_at timestamp with time zone,
  closes_on date,
  rule_set_hash text,
  withdrawal_reason text,
  region text not null,
  municipality text not null,
  rent_cents integer not null,
  rooms integer not null,
  closing_order timestamp with time zone not null generated always as (COALESCE(closes_at, '9999-12-31 00:00:00+00'::timestamp with time zone)) stored,
  offered_since date,
  draw_commitment text,
  experiment text,
  mediation_category text,
  care_provider text,
  let_on date,
  constraint vacancy_pkey PRIMARY KEY (owner, id),
  constraint vacancy_owner_dwelling_fkey FOREIGN KEY (owner, dwelling) REFERENCES public.dwelling(owner, id),
  constraint vacancy_owner_fkey FOREIGN KEY (owner) REFERENCES public.corporation(owner),
  constraint vacancy_care_provider_check CHECK ((care_provider ~ '^Z[0-9]{4}$'::text)),
  constraint vacancy_check CHECK (((status = ANY (ARRAY['DRAFT'::text, 'WITHDRAWN'::text])) OR ((published_on IS NOT NULL) AND (closes_at IS NOT NULL) AND (closes_on IS NOT NULL) AND (rule_set_hash IS NOT NULL)))),
  constraint vacancy_check1 CHECK (((status = 'WITHDRAWN'::text) = (withdrawal_reason IS NOT NULL))),
  constraint vacancy_draw_commitment CHECK (((draw_commitment IS NULL) OR (published_on IS NOT NULL))),
  constraint vacancy_draw_commitment_check CHECK ((draw_commitment ~ '^[0-9a-f]{64}$'::text)),
  constraint vacancy_experiment CHECK (((experiment IS NULL) OR (model = 'EXPERIMENT'::text))),
  constraint vacancy_experiment_check CHECK ((experiment ~ '^[A-Z]+:[0-9a-f-]{36}$'::text)),
  constraint vacancy_for_provider CHECK (((care_provider IS NULL) OR (mediation_category = 'CARE_OUTFLOW'::text))),
  constraint vacancy_labels_check CHECK ((cardinality(labels) <= 10)),
  constraint vacancy_labels_check1 CHECK ((labels <@ ARRAY['LOCAL_BINDING'::text, 'CORE_BINDING'::text, 'REGIONAL_BINDING'::text, 'VITAL_PROFESSION'::text, 'YOUTH'::text, 'AGE_55_PLUS'::text, 'AGE_65_PLUS'::text, 'LARGE_HOUSEHOLD'::text, 'STARTER'::text, 'MOVER'::text])),
  constraint vacancy_let CHECK (((let_on IS NULL) OR (status = 'LET'::text))),
  constraint vacancy_mediated CHECK (((mediation_category IS NULL) OR (model = 'DIRECT_MEDIATION'::text))),
  constraint vacancy_mediation_category_check CHECK ((mediation_category = ANY (ARRAY['PERMIT_HOLDER_TARGET'::text, 'HARDSHIP'::text, 'OWN_DISCRETION'::text, 'URGENT'::text, 'CARE_OUTFLOW'::text]))),
  constraint vacancy_model_check CHECK ((model = ANY (ARRAY['OFFER'::text, 'LOTTERY'::text, 'URGENT_SEEKER_LOTTERY'::text, 'DIRECT_MEDIATION'::text, 'FIRST_LETTING'::text, 'EXPERIMENT'::text, 'DIRECT_LET'::text]))),
  constraint vacancy_offered CHECK (((offered_since IS NULL) = (published_on IS NULL))),
  constraint vacancy_offered_since CHECK ((offered_since <= published_on)),
  constraint vacancy_rule_set_hash_check CHECK ((rule_set_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint vacancy_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'CLOSED'::text, 'OFFERING'::text, 'LET'::text, 'WITHDRAWN'::text]))),
  constraint vacancy_withdrawal_reason_check CHECK ((withdrawal_reason = ANY (ARRAY['TERMINATION_REVOKED'::text, 'INCORRECT_DATA'::text, 'OTHER_USE'::text, 'RENOVATION'::text, 'NO_CANDIDATE'::text])))
);
CREATE INDEX vacancy_by_corporation ON public.vacancy USING btree (owner, status, closing_order, id);
CREATE INDEX vacancy_by_municipality ON public.vacancy USING btree (municipality, status, closing_order, owner, id);
CREATE INDEX vacancy_by_provider ON public.vacancy USING btree (care_provider, status, closing_order, owner, id) WHERE (care_provider IS NOT NULL);
CREATE INDEX vacancy_by_region ON public.vacancy USING btree (region, status, closing_order, owner, id);
CREATE INDEX vacancy_by_status ON public.vacancy USING btree (status, closing_order, owner, id, model, rooms, rent_cents);
CREATE INDEX vacancy_mediated ON public.vacancy USING btree (region, status, published_on, owner, id) WHERE (model = 'DIRECT_MEDIATION'::text);
CREATE INDEX vacancy_of_dwelling ON public.vacancy USING btree (owner, dwelling, published_on, id);
CREATE UNIQUE INDEX vacancy_running ON public.vacancy USING btree (owner, dwelling) WHERE (status = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'CLOSED'::text, 'OFFERING'::text]));
alter table public.vacancy enable row level security, force row level security;
create policy allocator_change on public.vacancy for update to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'ALLOCATOR'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")));
create policy allocator_draft on public.vacancy for insert to :app
  with check ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'ALLOCATOR'::text) AND (owner = ( SELECT NULLIF(current_setting('hub.organisation'::text, true), ''::text) AS "nullif")) AND (status = 'DRAFT'::text) AND ((model = 'DIRECT_MEDIATION'::text) = (mediation_category IS NOT NULL)));
create policy app_read on public.vacancy for select to :app
  using (((status = ANY (ARRAY['PUBLISHED'::text, 'CLOSED'::text, 'OFFERING'::text, 'LET'::text])) AND (model <> 'DIRECT_MEDIATION'::text)) OR (owner = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")) OR (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'AUDITOR'::text));
create policy hub_read on public.vacancy for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_step on public.vacancy for update to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text)
  with check ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text) AND (status = ANY (ARRAY['CLOSED'::text, 'OFFERING'::text, 'LET'::text, 'WITHDRAWN'::text])));
create policy officer_read on public.vacancy for select to :app
  using ((status = ANY (ARRAY['CLOSED'::text, 'OFFERING'::text])) AND (model = 'DIRECT_MEDIATION'::text) AND (municipality = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'URGENCY_OFFICER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")));
create policy owner_all on public.vacancy to :owner
  using (true)
  with check (true);
create policy provider_read on public.vacancy for select to :app
  using ((status = ANY (ARRAY['CLOSED'::text, 'OFFERING'::text, 'LET'::text])) AND (care_provider = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'CARE_PROVIDER'::text) THEN NULLIF(current_setting('hub.organisation'::text, true), ''::text)
            ELSE NULL::text
        END AS "case")));
create policy public_read on public.vacancy for select to :public
  using ((status = ANY (ARRAY['PUBLISHED'::text, 'CLOSED'::text, 'OFFERING'::text, 'LET'::text])) AND (model <> 'DIRECT_MEDIATION'::text));
create policy shown_read on public.vacancy for select to :app
  using ((( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'SEEKER'::text) AND (model = 'DIRECT_MEDIATION'::text) AND (EXISTS ( SELECT
   FROM public.vacancy_shown
  WHERE ((vacancy_shown.owner = vacancy.owner) AND (vacancy_shown.vacancy = vacancy.id) AND (vacancy_shown.registration = ( SELECT NULLIF(current_setting('hub.registration'::text, true), ''::text) AS "nullif"))))));
CREATE TRIGGER count_let_home AFTER INSERT OR UPDATE OF status ON public.vacancy FOR EACH ROW EXECUTE FUNCTION public.count_let_home();
CREATE TRIGGER guard_offering BEFORE UPDATE OF status ON public.vacancy FOR EACH ROW WHEN (((old.status = 'OFFERING'::text) AND (current_setting('hub.role'::text, true) = 'ALLOCATOR'::text))) EXECUTE FUNCTION public.guard_offering();
CREATE TRIGGER guard_supply BEFORE UPDATE OF owner, dwelling, model, labels, published_on, region, municipality, mediation_category ON public.vacancy FOR EACH ROW WHEN ((public.is_supply(old.status) AND ((((((((old.owner IS DISTINCT FROM new.owner) OR (old.dwelling IS DISTINCT FROM new.dwelling)) OR (old.model IS DISTINCT FROM new.model)) OR (old.labels IS DISTINCT FROM new.labels)) OR (old.published_on IS DISTINCT FROM new.published_on)) OR (old.region IS DISTINCT FROM new.region)) OR (old.municipality IS DISTINCT FROM new.municipality)) OR (old.mediation_category IS DISTINCT FROM new.mediation_category)))) EXECUTE FUNCTION public.guard_supply();
CREATE TRIGGER keep_draw_commitment BEFORE UPDATE OF draw_commitment ON public.vacancy FOR EACH ROW WHEN (((old.published_on IS NOT NULL) AND (old.draw_commitment IS DISTINCT FROM new.draw_commitment))) EXECUTE FUNCTION public.keep_draw_commitment();
CREATE TRIGGER keep_supply AFTER INSERT OR UPDATE OF status ON public.vacancy FOR EACH ROW EXECUTE FUNCTION public.keep_supply();
grant insert (care_provider, dwelling, experiment, labels, mediation_category, model, municipality, owner, region, rent_cents, rooms, status) on public.vacancy to :app;
grant select on public.vacancy to :app;
grant select on public.vacancy to :public;
grant update (closes_at, closes_on, draw_commitment, let_on, offered_since, published_on, rule_set_hash, status, withdrawal_reason) on public.vacancy to :app;

create table public.vacancy_shown (
  owner text not null,
  vacancy uuid not null,
  registration text not null,
  constraint vacancy_shown_pkey PRIMARY KEY (owner, vacancy, registration),
  constraint vacancy_shown_owner_vacancy_fkey FOREIGN KEY (owner, vacancy) REFERENCES public.vacancy(owner, id)
);
CREATE INDEX vacancy_shown_to ON public.vacancy_shown USING btree (registration, owner, vacancy);
alter table public.vacancy_shown enable row level security, force row level security;
create policy hub_read on public.vacancy_shown for select to :app
  using (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy hub_show on public.vacancy_shown for insert to :app
  with check (( SELECT current_setting('hub.role'::text, true) AS current_setting) = 'HUB'::text);
create policy owner_all on public.vacancy_shown to :owner
  using (true)
  with check (true);
create policy seeker_read on public.vacancy_shown for select to :app
  using (registration = ( SELECT
        CASE
            WHEN (current_setting('hub.role'::text, true) = 'SEEKER'::text) THEN NULLIF(current_setting('hub.registration'::text, true), ''::text)
            ELSE NULL::text
        END AS "case"));
grant insert (owner, registration, vacancy) on public.vacancy_shown to :app;
grant select on public.vacancy_shown to :app;

CREATE OR REPLACE FUNCTION public.count_let_home()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if new.status <> 'LET' or (tg_op = 'UPDATE' and old.status = 'LET') then return new; end if;
  insert into public.let_home as home (owner, municipality, district, neighbourhood, complex, month, mediated, count)
  select new.owner, dwelling.municipality, dwelling.district, dwelling.neighbourhood, coalesce(dwelling.complex::text, ''),
         date_trunc('month', coalesce(new.let_on, new.closes_on))::date, new.model = 'DIRECT_MEDIATION', 1
    from public.dwelling where dwelling.owner = new.owner and dwelling.id = new.dwelling
  on conflict (owner, municipality, district, neighbourhood, complex, month, mediated) do update set count = home.count + 1;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_offering()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'a home that is being offered ends where the offers are';
end $function$;

CREATE OR REPLACE FUNCTION public.guard_supply()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'what was published keeps its model, labels, place and day';
end $function$;

CREATE OR REPLACE FUNCTION public.half_year_of(day date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
RETURN make_date((EXTRACT(year FROM day))::integer, CASE WHEN (EXTRACT(month FROM day) < (7)::numeric) THEN 1 ELSE 7 END, 1);

CREATE OR REPLACE FUNCTION public.in_order(labels text[])
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
RETURN ARRAY(SELECT label.label FROM unnest(in_order.labels) label(label) ORDER BY (label.label COLLATE "C"));

CREATE OR REPLACE FUNCTION public.is_supply(status text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN (status = ANY (ARRAY['PUBLISHED'::text, 'CLOSED'::text, 'OFFERING'::text, 'LET'::text]));

CREATE OR REPLACE FUNCTION public.keep_draw_commitment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise check_violation using message = 'what was published keeps the commitment to its draw';
end $function$;

CREATE OR REPLACE FUNCTION public.keep_supply()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  counted boolean := tg_op = 'UPDATE' and public.is_supply(old.status);
begin
  if public.is_supply(new.status) = counted then return new; end if;
  insert into public.published_supply as supply (owner, region, municipality, core, half_year, model, labels, category, count)
  select new.owner, new.region, new.municipality, coalesce(dwelling.core, ''), public.half_year_of(new.published_on),
         new.model, public.in_order(new.labels), coalesce(new.mediation_category, ''), (not counted)::int
    from public.dwelling where dwelling.owner = new.owner and dwelling.id = new.dwelling
  on conflict (owner, region, municipality, core, half_year, model, labels, category)
  do update set count = supply.count + case when counted then -1 else 1 end;
  return new;
end $function$;
