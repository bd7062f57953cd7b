import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewerTransaction, type ViewerTransaction } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import * as store from '../../subgraphs/allocation/store.ts';
import * as previews from '../../subgraphs/allocation/store/previews.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { explaining, goldenText, planOf } from '../support/explained.ts';
import { allocatorOf, memberOf, seekerOf } from '../support/viewers.ts';

const GOLDEN = new URL('plans/allocation.golden.txt', import.meta.url);
const VACANCY = { owner: 'L0007', id: '00000000-0000-8000-8000-000000000007' };
const REACTION = { owner: 'L0007', id: '00000000-0000-8000-8000-000000000008' };
const KEY = { groupRank: 3, orderKey: -4000, lot: 'a'.repeat(64) };
const SEEKER = 'R0001:00000000-0000-8000-8000-000000000009';

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
  'the latest preview of a draft': [
    memberOf('GM0402', 'PUBLISHER'),
    (sql) => previews.latestPreview(sql, 'GM0402', 'GM0402:00000000-0000-8000-8000-000000000001'),
  ],
  'frozen rankings of a municipality': [
    memberOf('GM0402', 'HUB'),
    (sql) =>
      previews.frozenRankings(
        sql,
        'GM0004',
        [calendarDate('2026-01-01'), '', VACANCY.id],
        calendarDate('2027-01-01'),
        10,
      ),
  ],
  'who stood in a ranking': [
    memberOf('GM0402', 'HUB'),
    (sql) => previews.candidatesOf(sql, { owner: 'L0007', vacancy: VACANCY.id }),
  ],
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
               case n % 2 when 0 then 'FROZEN' else 'PROVISIONAL' end, repeat('a', 64),
               jsonb_build_object('place', jsonb_build_object('municipality', 'GM' || to_char(n % 40, 'FM0000'))), 'SEARCH_VALUE',
               true, '2026-11-09', '2026-11-02'
          from generate_series(1, 400) n`;
      await sql`
        insert into reaction (owner, id, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot)
        select owner, uuidv7(), vacancy, 'R0001:' || k % 9000, 'R0001', timestamptz '2026-11-01' + k * interval '1 second', 'ACTIVE',
               '{}', '2026-11-02', 1 + k % 9, -(k % 7000), encode(sha256((vacancy::text || k)::bytea), 'hex')
          from ranking, generate_series(1, 200) n, lateral (select n + 200 * ('x' || right(vacancy::text, 3))::bit(12)::int as k) as number`;
      // Two years of a region that closed, and a thousand previews of two hundred drafts.
      await sql`
        insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
        select 'L' || to_char(1 + n % 20, 'FM0000'), uuidv7(), 'GOOI', 'FROZEN', repeat('a', 64),
               jsonb_build_object('place', jsonb_build_object('municipality', 'GM' || to_char(n % 7, 'FM0000'))), 'SEARCH_VALUE',
               true, '2026-11-09', date '2025-01-01' + n % 730
          from generate_series(1, 8000) n`;
      await sql`
        insert into preview (owner, draft, draft_revision, status, from_day, until_day, rules, requested_by, requested_at)
        select 'GM' || to_char(n % 40, 'FM0000'), 'draft ' || n % 200, 1, 'DONE', '2026-01-01', '2027-01-01', '{}', 'somebody', now()
          from generate_series(1, 1000) n`;
      await sql`insert into consideration select owner, id, '2026-11-02', null from reaction where lot like '00%'`;
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
      found.set(name, await planOf(ask(explaining(await transaction.open()))));
      await transaction.close();
    }
    found.set('numbers of reactions, as the public', await planOf(store.reactionCounts(open, [VACANCY])));
    found.set('rule sets by hash, as the public', await planOf(store.ruleSetsByHash(open, ['a'.repeat(64)])));
    // What `position_of` does inside, as its owner: one walk along the order of one vacancy.
    const owner = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    const counted = await owner<Record<string, string>[]>`
      explain (costs off) select 1 + count(*)::int from reaction
       where owner = ${VACANCY.owner} and vacancy = ${VACANCY.id}::uuid and status = 'ACTIVE'
         and (group_rank, order_key, lot) < (3, -4000, ${KEY.lot})`;
    found.set('a place, inside position_of', await planOf(Promise.resolve(counted)));
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
      expect(plan, name).not.toMatch(/Seq Scan on (reaction|ranking|rule_set)/);
      expect(plan, name).not.toMatch(/\bSort\b/);
    }
  });

  it('count a place along the order of one vacancy, by the index alone', async () => {
    expect((await plans()).get('a place, inside position_of')).toMatch(
      /(Index Only|Index|Bitmap Index) Scan .*reaction_order/,
    );
  });
});
