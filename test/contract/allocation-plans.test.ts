import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewerTransaction, type ViewerTransaction } from '../../platform/database/as-viewer.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { Viewer } from '../../platform/viewer.ts';
import * as store from '../../subgraphs/allocation/store.ts';
import * as draws from '../../subgraphs/allocation/store/draws.ts';
import * as following from '../../subgraphs/allocation/store/following.ts';
import * as closing from '../../subgraphs/allocation/store/closing.ts';
import * as consequences from '../../subgraphs/allocation/store/consequences.ts';
import * as explanations from '../../subgraphs/allocation/store/explanations.ts';
import * as lettings from '../../subgraphs/allocation/store/lettings.ts';
import * as interventions from '../../subgraphs/allocation/store/interventions.ts';
import * as offers from '../../subgraphs/allocation/store/offers.ts';
import * as permits from '../../subgraphs/allocation/store/permits.ts';
import * as receipts from '../../subgraphs/allocation/store/receipts.ts';
import * as replayed from '../../subgraphs/allocation/store/replay-receipts.ts';
import * as previews from '../../subgraphs/allocation/store/previews.ts';
import * as replay from '../../subgraphs/allocation/store/replay.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { explaining, goldenText, planOf } from '../support/explained.ts';
import { officer } from '../support/drafts.ts';
import { YEAR } from '../support/previews.ts';
import { allocatorOf, AUDITOR, HUB, permitOfficerOf, seekerOf } from '../support/viewers.ts';

const GOLDEN = new URL('plans/allocation.golden.txt', import.meta.url);
const VACANCY = { owner: 'L0007', id: '00000000-0000-8000-8000-000000000007' };
const REACTION = { owner: 'L0007', id: '00000000-0000-8000-8000-000000000008' };
const KEY = { groupRank: 3, orderKey: -4000, lot: 'a'.repeat(64) };
const DRAFT = { owner: 'GM0402', id: '00000000-0000-8000-8000-000000000002' };
const OFFICER = officer('an officer', 'PUBLISHER');
const QUEUE = { ...HUB, purpose: 'preview of a regulation' };
const SEEKER = 'R0001:00000000-0000-8000-8000-000000000009';

const NOTHING = { models: [], groups: [], grounds: [], urgencyCategories: [] };
const TODAY = calendarDate('2026-11-03');
const SEEKER_VIEWER = seekerOf(SEEKER);
const INSERTED = {
  owner: VACANCY.owner,
  vacancy: VACANCY.id,
  registration: SEEKER,
  registrar: 'R0001',
  reactedAt: '2026-11-02T10:00:00Z',
  status: 'ACTIVE',
  facts: {},
  factsOn: TODAY,
  ...KEY,
  lotId: null,
  declaresUrgentNeed: false,
};

const HOT: Readonly<Record<string, readonly [Viewer, (sql: Transaction) => Promise<unknown>]>> = {
  'the first page of a ranking': [
    allocatorOf('L0007'),
    (sql) => store.candidatesPage(sql, VACANCY, undefined, 51),
  ],
  'a next page of a ranking': [allocatorOf('L0007'), (sql) => store.candidatesPage(sql, VACANCY, KEY, 51)],
  'rankings by id': [allocatorOf('L0007'), (sql) => store.rankingsById(sql, [VACANCY])],
  'reactions by id': [seekerOf(SEEKER), (sql) => store.reactionsById(sql, [REACTION])],
  'the own reactions on vacancies': [
    seekerOf(SEEKER),
    (sql) => store.activeReactions(sql, SEEKER, [VACANCY]),
  ],
  'the own reactions': [seekerOf(SEEKER), (sql) => store.reactionsOfRegistration(sql, SEEKER, undefined, 21)],
  'a reaction, written and counted': [
    SEEKER_VIEWER,
    async (sql) => {
      let plan: unknown;
      // The statement gives its plan instead of a row, which the store cannot read.
      const noting = new Proxy(sql, {
        apply: (target, _self, words) => (plan = Reflect.apply(target as never, undefined, words)),
      });
      await store.insertReaction(noting, INSERTED as never).catch(() => undefined);
      return plan;
    },
  ],
  'the latest preview of drafts': [OFFICER, (sql) => previews.latestPreviews(sql, [DRAFT])],
  'previews by id': [OFFICER, (sql) => previews.previewsById(sql, [DRAFT])],
  'a page of the previews of a draft': [
    OFFICER,
    (sql) => previews.previewsOfDraft(sql, DRAFT, undefined, 21),
  ],
  'which previews read files': [AUDITOR, (sql) => previews.previewReadings(sql, undefined, 21)],
  'previews that wait': [QUEUE, (sql) => replay.waitingPreviews(sql, 20)],
  'the rules of a preview': [QUEUE, (sql) => replay.rulesOfPreview(sql, DRAFT)],
  'frozen rankings of a municipality in a period': [
    QUEUE,
    (sql) => replay.frozenRankings(sql, 'GM0402', replay.beginningOf(YEAR.from), YEAR.until, 20),
  ],
  'the secret of a draw': [allocatorOf('L0007'), (sql) => draws.secretsOf(sql, VACANCY)],
  'rankings that are due': [HUB, (sql) => closing.dueRankings(sql, '2026-11-02T10:00:00Z', undefined, 100)],
  'who stands on a home': [HUB, (sql) => closing.standingReactions(sql, VACANCY)],
  'open reactions of registrations': [
    HUB,
    (sql) => following.openReactions(sql, [SEEKER], '2026-11-02T10:00:00Z'),
  ],
  'reactions to follow': [HUB, (sql) => following.reactionsToFollow(sql, undefined, 100)],
  'homes on facts of an earlier day': [HUB, (sql) => following.staleRankings(sql, TODAY, undefined, 100)],
  'seekers on facts of an earlier day': [
    HUB,
    (sql) => following.staleRegistrations(sql, VACANCY, TODAY, '', 100),
  ],
  'candidates who were put first': [HUB, (sql) => offers.candidatesPutFirst(sql, VACANCY, 3)],
  'the next candidates': [HUB, (sql) => offers.candidatesByPlace(sql, VACANCY, 3)],
  'what holds of candidates by hand': [
    allocatorOf('L0007'),
    (sql) => interventions.interventionsByReaction(sql, [REACTION]),
  ],
  'a candidate who waits': [HUB, (sql) => interventions.waitingCandidate(sql, REACTION)],
  'the offers of a home': [allocatorOf('L0007'), (sql) => offers.offersPage(sql, VACANCY, undefined, 21)],
  'offers by id': [seekerOf(SEEKER), (sql) => offers.offersById(sql, [REACTION])],
  'the offers of reactions': [seekerOf(SEEKER), (sql) => offers.offersOfReactions(sql, [REACTION])],
  'offers that are due': [HUB, (sql) => offers.dueOffers(sql, '2026-11-02T10:00:00Z', 100)],
  'what a household refused': [HUB, (sql) => offers.refusalsOf(sql, SEEKER)],
  'what was verified': [allocatorOf('L0007'), (sql) => offers.verificationsOf(sql, [REACTION])],
  'lettings of homes': [allocatorOf('L0007'), (sql) => lettings.lettingsOfVacancies(sql, [VACANCY])],
  'lettings that a quota counts in a municipality': [
    HUB,
    (sql) => lettings.countLettings(sql, { kind: 'MUNICIPALITY', code: 'GM0402' }, YEAR, NOTHING),
  ],
  'lettings that a quota counts in a region': [
    HUB,
    (sql) => lettings.countLettings(sql, { kind: 'REGION', code: 'GOOI' }, YEAR, NOTHING),
  ],
  'homes that movers left': [
    allocatorOf('L0007'),
    (sql) => lettings.leftHomesPage(sql, 'L0007', 'UNKNOWN', undefined, 21),
  ],
  'the homes that were left for lettings': [
    allocatorOf('L0007'),
    (sql) => lettings.leftHomesOfLettings(sql, [VACANCY]),
  ],
  'permits that wait': [
    permitOfficerOf('GM0402'),
    (sql) => permits.waitingPermits(sql, 'GM0402', undefined, 21),
  ],
  'permits by id': [permitOfficerOf('GM0402'), (sql) => permits.permitsById(sql, [DRAFT])],
  'the permits of offers': [SEEKER_VIEWER, (sql) => permits.permitsOfOffers(sql, [REACTION])],
  'when a candidate was passed over': [
    SEEKER_VIEWER,
    (sql) => receipts.passedOverOf(sql, { ...REACTION, vacancy: VACANCY.id } as never),
  ],
  'what others must be told': [HUB, (sql) => consequences.consequencesToDo(sql, '', false, 50)],
  'a receipt by number': [
    SEEKER_VIEWER,
    (sql) => receipts.receiptsByNumber(sql, [{ owner: 'L0007', seq: 9 }]),
  ],
  'the facts beside a receipt': [AUDITOR, (sql) => receipts.factsByNumber(sql, [{ owner: 'L0007', seq: 9 }])],
  'a page of a chain': [AUDITOR, (sql) => receipts.chainPage(sql, 'L0007', 9, 1000)],
  'the receipts of a home': [allocatorOf('L0007'), (sql) => receipts.receiptsOfVacancy(sql, VACANCY, 0, 21)],
  'the receipts about a reaction': [
    SEEKER_VIEWER,
    (sql) => receipts.receiptsOfReaction(sql, { ...REACTION, vacancy: VACANCY.id }, 0, 21),
  ],
  'who was passed over': [SEEKER_VIEWER, (sql) => explanations.passedOver(sql, [REACTION])],
  'who was passed over, for the desk': [
    allocatorOf('L0007'),
    (sql) => explanations.passedOver(sql, [REACTION]),
  ],
  'the receipts of frozen rankings': [AUDITOR, (sql) => explanations.frozenReceipts(sql, [VACANCY])],
  'frozen homes of an owner': [
    AUDITOR,
    (sql) => replayed.frozenHomes(sql, 'L0007', '00000000-0000-0000-0000-000000000000', 100),
  ],
  'everybody who stood': [AUDITOR, (sql) => replayed.storedReactions(sql, VACANCY)],
  'who is being considered': [allocatorOf('L0007'), (sql) => store.consideredReactions(sql, [REACTION])],
};

describe('the plans of the hot statements of allocation', () => {
  let databases: TestDatabases<'allocation'>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    // Twenty corporations, 400 rankings, 80,000 reactions.
    await loadAsOwner(databases.of.allocation, async (sql) => {
      await sql`
        insert into rule_set select repeat('a', 64), '{}' union all
        select encode(sha256(n::text::bytea), 'hex'), repeat('{}', 2000) from generate_series(1, 2000) n`;
      await sql`
        insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
        select 'L' || to_char(1 + n % 20, 'FM0000'), ('00000000-0000-8000-8000-' || to_char(n, 'FM000000000000'))::uuid, 'GOOI',
               case when n % 40 = 0 then 'PROVISIONAL' else 'FROZEN' end, repeat('a', 64),
               jsonb_build_object('place', jsonb_build_object('municipality', 'GM0' || 400 + n % 10)),
               'SEARCH_VALUE', true, '2026-11-09', date '2025-11-02' + n
          from generate_series(1, 400) n`;
      await sql`
        insert into reaction (owner, id, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot)
        select owner, uuidv7(), vacancy, 'R0001:' || k % 9000, 'R0001', timestamptz '2026-11-01' + k * interval '1 second', 'ACTIVE',
               '{}', '2026-11-02', 1 + k % 9, -(k % 7000), encode(sha256((vacancy::text || k)::bytea), 'hex')
          from ranking, generate_series(1, 200) n, lateral (select n + 200 * ('x' || right(vacancy::text, 3))::bit(12)::int as k) as number`;
      // What closed in years before.
      await sql`
        insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
        select owner, uuidv7(), region, 'FROZEN', rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of - k * 20
          from ranking, generate_series(1, 50) k`;
      // Homes that are open, as on an evening on which many are.
      await sql`
        insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
        select 'L0099', uuidv7(), 'GOOI', 'PROVISIONAL', repeat('a', 64), '{"place": {"municipality": "GM0402"}}', 'SEARCH_VALUE',
               true, timestamptz '2026-11-03' + n % 500 * interval '1 hour', date '2026-10-20' + n % 14
          from generate_series(1, 5000) n`;
      await sql`
        insert into regulation_preview (owner, draft, revision, period_from, period_until, municipalities, left_out, status, asked_by,
                                        asked_at, trace_id, recorded_at)
        select 'GM0' || 400 + n % 100, ('00000000-0000-8000-8000-' || to_char(n % 700, 'FM000000000000'))::uuid, 1, '2025-07-01',
               '2026-07-01', '{GM0402}', '{}', 'QUEUED', 'somebody', '2026-11-02', repeat('1', 32), now() - n * interval '1 hour'
          from generate_series(1, 5000) n`;
      await sql`
        update regulation_preview set status = 'CANCELLED', ended_at = now()
         where recorded_at < now() - interval '10 hours'`;
      await sql`
        insert into preview_reading (owner, preview, attempt, person, purpose, homes, files, trace_id)
        select owner, id, 1, asked_by, 'preview of a regulation', 1, 1, trace_id from regulation_preview`;
      await sql`
        insert into preview_rules (owner, preview, municipality, proposed_hash, proposed)
        select owner, id, 'GM0402', repeat('a', 64), '{}' from regulation_preview`;
      await sql`
        insert into receipt (owner, seq, kind, vacancy, at, by_role, body, previous, hash)
        select owner, row_number() over (partition by owner order by vacancy), 'RANKING_FROZEN', vacancy, '2026-11-02', 'HUB',
               '{}', case when row_number() over (partition by owner order by vacancy) > 1 then repeat('a', 64) end, repeat('a', 64)
          from ranking where status = 'FROZEN'`;
      await sql`
        insert into receipt (owner, seq, kind, vacancy, reaction, at, by_role, body, previous, hash)
        select owner, row_number() over (partition by owner order by id)
                      + (select max(seq) from receipt where receipt.owner = reaction.owner), 'CANDIDATE_PASSED_OVER', vacancy, id,
               '2026-11-02', 'HUB', '{}', repeat('a', 64), repeat('a', 64)
          from reaction where lot > 'f8'`;
      await sql`
        insert into receipt_facts (owner, seq, part, facts, salt)
        select owner, seq, 'DECISION', '{}', repeat('a', 32) from receipt where seq % 3 = 0`;
      await sql`
        insert into chance_count
        select 'L' || to_char(1 + n % 20, 'FM0000'), date '2020-01-01' + (n / 400 % 24) * interval '3 months',
               case when n % 20 < 10 then 'GOOI' else 'AMSTERDAM' end, 'GM0' || 400 + n % 20 / 2, 'SOCIAL_RENT', 'OFFER',
               (array['HOUSE', 'STUDIO', 'APARTMENT'])[1 + n % 3], 1 + n % 2, (array['*', 'A', 'B', 'C', 'D'])[1 + n / 9600 % 5],
               n / 48000, 12, 40, 20, 12, n
          from generate_series(0, 383999) n on conflict do nothing`;
      await sql`insert into receipt_key values (repeat('k', 43), repeat('k', 43), '2026-11-02')`;
      await sql`
        insert into receipt_checkpoint (owner, seq, hash, at, key_id, signature)
        select owner, seq, hash, at, repeat('k', 43), repeat('s', 86) from receipt where seq % 5 = 0`;
      await sql`
        insert into draw (owner, vacancy, status, commitment, committed_at)
        select owner, vacancy, 'COMMITTED', repeat('a', 64), '2026-10-26' from ranking`;
      await sql`insert into draw_secret select owner, vacancy, repeat('b', 64) from draw`;
      await sql`
        insert into draw_lot
        select owner, vacancy, n, encode(sha256((vacancy::text || n)::bytea), 'hex')
          from (select * from draw order by vacancy limit 400) as draw, generate_series(0, 199) n`;
      await sql`insert into consideration select owner, id, '2026-11-02', null from reaction where lot like '00%'`;
      await sql`
        insert into offer (owner, vacancy, reaction, registration, position, turn, status, made_at, expires_at, ended_at)
        select owner, vacancy, id, registration, 1 + row_number() over (partition by owner, vacancy),
               row_number() over (partition by owner, vacancy), 'EXPIRED', '2026-11-01',
               '2026-11-02', '2026-11-02' from reaction where lot < '2'`;
      await sql`update offer set status = 'MADE', ended_at = null where reaction::text like '%7'`;
      await sql`
        insert into intervention (owner, reaction, vacancy, kind, seq)
        select owner, id, vacancy, case when lot < 'b' then 'PUT_FIRST' else 'PASS_OVER' end, 1 from reaction where lot > 'a'`;
      await sql`
        insert into verification (owner, offer, document, outcome, checked_at, checked_by)
        select owner, id, 'INCOME', 'FOUND', '2026-11-02', 'x' from offer`;
      await sql`
        insert into letting (owner, vacancy, offer, registration, model, group_code, position, candidates, signed_on, starts_on,
                             leaves_home, recorded_at, recorded_by, region, municipality, segment)
        select owner, vacancy, id, 'R0002:' || id, 'OFFER', 'X', 1, 1, '2026-11-02'::date - number::int * 3, '2026-11-02'::date,
               true, now(), 'x', case when number % 40 = 0 then 'GOOI' else 'R' || number % 9 end, 'GM0' || 400 + number % 40,
               'SOCIAL_RENT'
          from (select distinct on (owner, vacancy) owner, vacancy, id, dense_rank() over (order by owner, vacancy) as number
                  from offer) as offered`;
      await sql`
        insert into left_home (owner, let_by, letting, municipality, of_corporation, left_on, destiny, destined_on, recorded_by)
        select owner, owner, id, municipality, false, starts_on, case when id::text like '%7' then 'UNKNOWN' else 'SOLD' end,
               case when id::text like '%7' then null else starts_on end, case when id::text like '%7' then null else 'x' end
          from letting`;
      await sql`
        insert into permit (owner, corporation, offer, vacancy, reaction, registration, status, asked_at, asked_by, decided_at,
                            decided_by)
        select 'GM0' || 400 + ('x' || right(id::text, 3))::bit(12)::int % 40, owner, id, vacancy, reaction, registration,
               case when id::text like '%7' then 'REQUESTED' else 'GRANTED' end, '2026-11-02', 'x',
               case when id::text like '%7' then null else timestamptz '2026-11-03' end,
               case when id::text like '%7' then null else 'x' end
          from offer`;
      await sql`
        insert into consequence (owner, subject, operation, variables, made_at, done_at)
        select owner, registration, 'GrantFile', '{}', now(), case when id::text < '8' then now() end from offer`;
    });
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    open = explaining(connect(databases.of.allocation.publicUrl, { applicationName: 'test', max: 1 }));
  }, 240_000);
  afterAll(async () => {
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  async function plans(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const [name, [viewer, ask]] of Object.entries(HOT)) {
      const transaction: ViewerTransaction = viewerTransaction(app, viewer, { traceId: '1'.repeat(32) });
      try {
        found.set(name, await planOf(ask(explaining(await transaction.open()))));
      } finally {
        await transaction.close();
      }
    }
    found.set('numbers of reactions, as the public', await planOf(store.reactionCounts(open, [VACANCY])));
    found.set('rule sets by hash, as the public', await planOf(store.ruleSetsByHash(open, ['a'.repeat(64)])));
    found.set('draws, as the public', await planOf(draws.drawsOf(open, [VACANCY])));
    found.set('the lots of a draw, as the public', await planOf(draws.lotsOf(open, VACANCY)));
    // What `position_of` does inside, as its owner: one walk along the order of one vacancy.
    const owner = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    const counted = await owner<Record<string, string>[]>`
      explain (costs off) select 1 + count(*)::int from reaction
       where owner = ${VACANCY.owner} and vacancy = ${VACANCY.id}::uuid and status = 'ACTIVE'
         and (group_rank, order_key, lot) < (3, -4000, ${KEY.lot})`;
    found.set('a place, inside position_of', await planOf(Promise.resolve(counted)));
    // And what `frozen_facts` does inside: some rankings, and along the order of each.
    const facts = await owner<Record<string, string>[]>`
      explain (costs off)
      select r.facts from regulation_preview p
        join unnest(array['L0003', 'L0013'], array[${VACANCY.id}, ${REACTION.id}]::uuid[]) as wanted (owner, vacancy) on true
        join ranking k on k.owner = wanted.owner and k.vacancy = wanted.vacancy
        join reaction r on r.owner = k.owner and r.vacancy = k.vacancy
       where p.owner = 'GM0402' and p.id = ${DRAFT.id}::uuid and p.status = 'RUNNING' and k.status = 'FROZEN'
         and k.municipality = any (p.municipalities) and k.as_of >= p.period_from and k.as_of < p.period_until and r.status = 'ACTIVE'`;
    found.set('facts, inside frozen_facts', await planOf(Promise.resolve(facts)));
    const frozen = await owner<Record<string, string>[]>`
      explain (costs off) select count(*) from ranking
       where status = 'FROZEN' and municipality = any(${['GM0402', 'GM0406']}::text[])
         and as_of >= ${YEAR.from}::date and as_of < ${YEAR.until}::date`;
    found.set('how many frozen rankings there are', await planOf(Promise.resolve(frozen)));
    const head = await owner<Record<string, string>[]>`
      explain (costs off) select seq, hash from receipt where owner = 'L0007' order by seq desc limit 1`;
    found.set('the last receipt of an owner', await planOf(Promise.resolve(head)));
    const due = await owner<Record<string, string>[]>`
      explain (costs off) select owner from ranking
       where owner > 'L0003' and as_of < '2024-11-02' and erased_on is null order by owner limit 1`;
    found.set('the next owner with facts to erase', await planOf(Promise.resolve(due)));
    const above = await owner<Record<string, string>[]>`
      explain (costs off)
      select above.group_rank, mine.kind,
             exists (select from intervention i where i.owner = o.owner and i.vacancy = o.vacancy and i.kind = 'PUT_FIRST' and i.seq < mine.seq)
        from unnest(array['L0007', 'L0008'], array[${REACTION.id}, ${VACANCY.id}]::uuid[]) as wanted (owner, id)
        join reaction o on o.owner = wanted.owner and o.id = wanted.id and o.status = 'ACTIVE'
        left join intervention mine on mine.owner = o.owner and mine.reaction = o.id
        left join lateral (
          select r.group_rank, r.order_key, r.lot from reaction r
           where r.owner = o.owner and r.vacancy = o.vacancy and r.status = 'ACTIVE'
             and (r.group_rank, r.order_key, r.lot) < (o.group_rank, o.order_key, o.lot)
           order by r.group_rank desc, r.order_key desc, r.lot desc limit 1) as above on true`;
    found.set('the neighbour above, inside decided_above', await planOf(Promise.resolve(above)));
    const done = await owner<Record<string, string>[]>`
      explain (costs off)
      select k.seq, f.facts from receipt k
        left join receipt_facts f on f.owner = k.owner and f.seq = k.seq and f.part = 'DECISION'
       where k.owner = 'L0007' and k.vacancy = ${VACANCY.id}::uuid and k.kind = 'INTERVENTION' order by k.seq limit 100`;
    found.set('interventions on a home, inside interventions_of', await planOf(Promise.resolve(done)));
    const counts = await owner<Record<string, string>[]>`
      explain (costs off)
      select step, c.group_code, c.places, sum(c.homes)
        from chance_count c join (values (1), (3), (5)) as by_step (step)
          on case step when 1 then c.municipality = 'GM0402' and c.size = 1 when 3 then c.size = 1 else true end
       where c.region = 'GOOI' and c.segment = 'SOCIAL_RENT' and c.model = 'OFFER' and c.group_code = any(${['*', 'A']}::text[])
         and c.quarter >= date '2025-01-01' and c.quarter < date '2026-01-01'
       group by step, c.group_code, c.places`;
    found.set('counts of homes, inside chance_of', await planOf(Promise.resolve(counts)));
    await owner.end();
    return found;
  }

  it('are what was reviewed', async () => {
    const text = `${[...(await plans())].map(([name, plan]) => `== ${name}\n${plan}`).join('\n\n')}\n`;
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('read no table from end to end and sort no page', async () => {
    for (const [name, plan] of await plans()) {
      expect(plan, name).toMatch(/Index (Only )?Scan/);
      expect(plan, name).not.toMatch(
        /Seq Scan on (reaction|ranking|rule_set|regulation_preview|preview_\w+|draw\w*)/,
      );
      expect(plan, name).not.toMatch(/\bSort\b/);
    }
  });

  it('count a place along the order of one vacancy, by the index alone', async () => {
    expect((await plans()).get('a place, inside position_of')).toMatch(
      /(Index Only|Index|Bitmap Index) Scan .*reaction_order/,
    );
  });
});
