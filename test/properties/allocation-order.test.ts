import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { rank, sortKey, type Assessed } from '../../rules/rank.ts';
import * as store from '../../subgraphs/allocation/store.ts';
import { RULES } from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { allocatorOf, seekerOf } from '../support/viewers.ts';

interface Placed extends Assessed {
  readonly registration: string;
}

/** Few groups and values, so that everything ties; the ends of what a value can be; lots that begin alike. */
const assessed: fc.Arbitrary<Assessed> = fc.record({
  groupRank: fc.constantFrom(1, 2, 2_147_483_647),
  orderValue: fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  ),
  lot: fc.stringMatching(/^[0-9a-f]{1,3}$/).map((end) => end.padEnd(64, '0')),
});
const candidates = fc
  .uniqueArray(assessed, { selector: ({ lot }) => lot, minLength: 1, maxLength: 25 })
  .map((list) => list.map((one, index): Placed => ({ ...one, registration: `R0001:${index}` })));

describe('the order in the database', () => {
  let databases: TestDatabases<'allocation'>;
  let admin: Database;
  let app: Database;
  let made = 0;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    admin = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    await admin`insert into rule_set (hash, canonical) values (${RULES.hash}, ${RULES.canonical})`;
  });
  afterAll(async () => {
    await Promise.all([admin.end(), app.end()]);
    await databases.drop();
  });

  const asAllocator = <Result>(work: (sql: Transaction) => Promise<Result>) =>
    writeAsViewer(app, allocatorOf('L0001'), { traceId: '1'.repeat(32) }, work);

  /** A ranking of its own with these candidates, in the order that they come. */
  async function rankingOf(list: readonly Placed[]) {
    made += 1;
    const vacancy = { owner: 'L0001', id: `f0000000-0000-7000-8000-${String(made).padStart(12, '0')}` };
    await admin`
      insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
      values ('L0001', ${vacancy.id}::uuid, 'GOOI', 'PROVISIONAL', ${RULES.hash}, '{"place": {"municipality": "GM0402"}}', 'SEARCH_VALUE', true, '2026-11-05', '2026-11-02')`;
    for (const one of list) {
      const { groupRank, orderKey, lot } = sortKey(one);
      await admin`
        insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot)
        values ('L0001', ${vacancy.id}::uuid, ${one.registration}, 'R0001', '2026-11-02', 'ACTIVE', '{}', '2026-11-02',
                ${groupRank}, ${orderKey}::bigint, ${lot})`;
    }
    return vacancy;
  }

  const placesOf = (vacancy: { owner: string; id: string }, list: readonly Assessed[]) =>
    asAllocator((sql) =>
      store.placesOf(
        sql,
        list.map((one) => ({ vacancy, ...sortKey(one) })),
      ),
    );

  it('is the order of the engine, whatever order the reactions came in and whatever the size of a page', async () => {
    await fc.assert(
      fc.asyncProperty(candidates, fc.integer({ min: 1, max: 9 }), async (list, size) => {
        const vacancy = await rankingOf(list);
        const read: string[] = [];
        let after: Parameters<typeof store.candidatesPage>[2];
        for (;;) {
          const page = await asAllocator((sql) => store.candidatesPage(sql, vacancy, after, size));
          read.push(...page.map(({ registration }) => registration));
          if (page.length < size) break;
          const { groupRank, orderKey, lot } = page.at(-1)!;
          after = { groupRank, orderKey, lot };
        }
        expect(read).toEqual(rank(list).map(({ registration }) => registration));
      }),
      { numRuns: 60 },
    );
  });

  it('gives everyone the place that the engine gives, and a key at which nobody stands the place it would take', async () => {
    await fc.assert(
      fc.asyncProperty(candidates, assessed, async (list, absent) => {
        const vacancy = await rankingOf(list);
        const ranked = rank(list);
        expect(await placesOf(vacancy, ranked)).toEqual(ranked.map((_one, index) => index + 1));
        fc.pre(list.every(({ lot }) => lot !== absent.lot));
        const would = rank<Assessed>([...list, absent]).indexOf(absent) + 1;
        expect(await placesOf(vacancy, [absent])).toEqual([would]);
      }),
      { numRuns: 60 },
    );
  });

  it('changes nobody above when somebody withdraws, and moves everybody below up by one', async () => {
    await fc.assert(
      fc.asyncProperty(candidates, fc.nat(), async (list, at) => {
        const vacancy = await rankingOf(list);
        const ranked = rank(list);
        const leaving = ranked[at % ranked.length]!;
        const [row] = await admin<{ id: string }[]>`
          select id from reaction where vacancy = ${vacancy.id}::uuid and registration = ${leaving.registration}`;
        const gone = await writeAsViewer(
          app,
          seekerOf(leaving.registration),
          { traceId: '1'.repeat(32) },
          (sql) => store.withdrawReaction(sql, { owner: 'L0001', id: row!.id }),
        );
        expect(gone).toBe('ACTIVE');
        const others = ranked.filter((one) => one !== leaving);
        expect(await placesOf(vacancy, others)).toEqual(others.map((_one, index) => index + 1));
        const page = await asAllocator((sql) => store.candidatesPage(sql, vacancy, undefined, 100));
        expect(page.map(({ registration }) => registration)).toEqual(
          others.map(({ registration }) => registration),
        );
      }),
      { numRuns: 60 },
    );
  });
});
