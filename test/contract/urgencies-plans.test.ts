import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeLines } from '../../platform/change-feed.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import * as store from '../../subgraphs/urgencies/store.ts';
import * as mediation from '../../subgraphs/urgencies/store/mediation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { explaining, goldenText, planOf } from '../support/explained.ts';
import { urgencyNumber } from '../support/urgencies.ts';

const GOLDEN = new URL('plans/urgencies.golden.txt', import.meta.url);
const IDS = [1, 2].map((index) => ({ owner: 'GM0042', id: urgencyNumber(index) }));
const AFTER: store.AfterUrgency = [calendarDate('2026-01-01'), 'GM0042', urgencyNumber(1)];

const HOME = {
  category: 'URGENT' as const,
  dwellingType: 'APARTMENT' as const,
  rooms: 3,
  areaM2: 60,
  rentCents: 60_000,
  accessibility: 'NONE' as const,
  municipality: 'GM0042',
  regionMunicipalities: ['GM0042', 'GM0043'],
};

/** What the hub asks for each reaction and each closing, and municipalities and care providers all day. */
const HOT: Readonly<Record<string, (sql: Transaction) => Promise<unknown>>> = {
  'urgencies of registrations': (sql) => store.urgenciesOfRegistrations(sql, ['R0001:1', 'R0001:2']),
  'urgencies by id': (sql) => store.urgenciesById(sql, IDS),
  'conditions of urgencies': (sql) => store.conditionsOf(sql, IDS),
  'judgements by id': (sql) => store.judgementsById(sql, IDS),
  'judgements of registrations': (sql) => store.judgementsOfRegistrations(sql, ['R0001:1', 'R0001:2']),
  'who waits for a mediated home': (sql) =>
    mediation.waitingUrgencies(
      sql,
      { home: HOME, on: calendarDate('2026-11-02'), needsWheelchair: false },
      ['2026-01-01', 'GM0042', urgencyNumber(1)],
      21,
    ),
  'page of a municipality': (sql) => page(sql, { kind: 'MUNICIPALITY', code: 'GM0042' }),
  'page of a care provider': (sql) => page(sql, { kind: 'CARE_PROVIDER', code: 'Z0007' }),
  'page of everything': (sql) => page(sql, { kind: 'ALL' }),
  'next page of what changed': (sql) => changeLines(sql, ['1000', 1], 101),
};

function page(sql: Transaction, of: store.UrgencyListing['of']): Promise<unknown> {
  return store.urgenciesPage(sql, { of, status: null }, AFTER, 21);
}

describe('the plans of the hot statements of urgencies', () => {
  let databases: TestDatabases<'urgencies'>;
  let app: Database;

  beforeAll(async () => {
    databases = await databasesFor(['urgencies']);
    // 100 municipalities with 300 urgencies each, one in ten mediated by one of 20 care providers,
    // one in ten considered by one of ten corporations.
    await loadAsOwner(databases.of.urgencies, async (sql) => {
      await sql`insert into care_provider select 'Z' || to_char(n, 'FM0000'), 'Zorg' from generate_series(1, 20) n`;
      await sql`
        insert into urgency (owner, registration, category, level, status, decided_on, valid_from, care_provider, direct_mediation)
        select 'GM' || to_char(n % 100, 'FM0000'), 'R0001:' || n, 'MEDICAL', 'REGIONAL', 'GRANTED',
               date '2020-01-01' + n % 2400, date '2020-01-01' + n % 2400,
               case when n % 10 = 3 then 'Z' || to_char(1 + n % 20, 'FM0000') end, n % 10 = 4
          from generate_series(1, 30000) n`;
      await sql`insert into urgency_condition (owner, urgency, kind) select owner, id, 'SUPPORT' from urgency`;
      await sql`
        insert into judgement (owner, registration, norm, met, reason, judged_on, judged_by, valid_from)
        select owner, registration, 'HARDSHIP', true, 'Wat hier is beoordeeld.', decided_on, 'x', valid_from from urgency`;
      await sql`
        insert into file_grant (registration, organisation, vacancy, granted_on)
        select registration, 'L' || to_char(row_number() over () % 10, 'FM0000'), 'V', '2026-01-01'
          from urgency where decided_on < '2020-09-01'`;
    });
    app = explaining(connect(databases.of.urgencies.appUrl, { applicationName: 'test', max: 1 }));
  }, 240_000);
  afterAll(async () => {
    await app.end();
    await databases.drop();
  });

  const plans = async (): Promise<readonly (readonly [name: string, plan: string])[]> => {
    const found: (readonly [string, string])[] = [];
    // A plan is the same within a transaction and without.
    for (const [name, ask] of Object.entries(HOT))
      found.push([name, await planOf(ask(app as unknown as Transaction))]);
    return found;
  };

  it('are what was reviewed, under the policies of the application', async () => {
    const text = `${(await plans()).map(([name, plan]) => `== ${name}\n${plan}`).join('\n\n')}\n`;
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('read no table of files from end to end, and sort no page', async () => {
    for (const [name, plan] of await plans()) {
      expect(plan, name).toMatch(/Index (Only )?Scan/);
      expect(plan, name).not.toMatch(/Seq Scan/);
      if (name.includes('page')) expect(plan, name).not.toMatch(/\bSort\b/);
    }
  });
});
