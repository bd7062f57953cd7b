import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeLines } from '../../platform/change-feed.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import * as store from '../../subgraphs/registrations/store.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { explaining, goldenText, planOf } from '../support/explained.ts';
import { registrationNumber } from '../support/registrations.ts';

const GOLDEN = new URL('plans/registrations.golden.txt', import.meta.url);
const IDS = [1, 2].map((index) => ({ owner: 'R0007', id: registrationNumber(index) }));
const AFTER: store.AfterRegistration = ['R0007', calendarDate('2020-01-01'), registrationNumber(1)];

/** What the hub asks for each reaction and each closing, and registrars all day. */
const HOT: Readonly<Record<string, (sql: Transaction) => Promise<unknown>>> = {
  'registrations by id': (sql) => store.registrationsById(sql, IDS),
  'keys for lots': (sql) => store.applicantsByNumber(sql, IDS),
  'ties of registrations': (sql) => store.tiesOf(sql, IDS),
  'income tests of registrations': (sql) => store.incomeTestsOf(sql, IDS),
  'exclusions of registrations': (sql) => store.exclusionsOf(sql, IDS),
  'first page of a register': (sql) => page(sql, 'R0007', null, undefined),
  'next page of a register': (sql) => page(sql, 'R0007', null, AFTER),
  'sleepers of a register': (sql) => page(sql, 'R0007', 'DORMANT', AFTER),
  'next page of all registers': (sql) => page(sql, null, null, AFTER),
  'next page of what changed': (sql) => changeLines(sql, ['1000', 1], 101),
};

function page(
  sql: Transaction,
  owner: string | null,
  status: 'DORMANT' | null,
  after: store.AfterRegistration | undefined,
): Promise<unknown> {
  return store.registrationsPage(sql, { owner, status }, after, 21);
}

describe('the plans of the hot statements of registrations', () => {
  let databases: TestDatabases<'registrations'>;
  let app: Database;

  beforeAll(async () => {
    databases = await databasesFor(['registrations']);
    // Ten registers with 4,000 registrations each; one in ten sleeps, one in ten is considered by one of ten corporations.
    await loadAsOwner(databases.of.registrations, async (sql) => {
      await sql`insert into registrar select 'R' || to_char(n, 'FM0000'), 'Register', 'REGION' from generate_series(1, 10) n`;
      await sql`
        insert into registration (owner, registered_on, status, origin, lawful_residence, applicant_birth_dates, adults,
                                  children, leaves_self_contained_home, accessibility)
        select 'R' || to_char(1 + n % 10, 'FM0000'), date '2000-01-01' + n % 9000,
               case when n % 10 = 3 then 'DORMANT' else 'ACTIVE' end, 'WOO', true, '{1990-01-01}', 1, 0, true, 'NONE'
          from generate_series(1, 40000) n`;
      await sql`
        insert into tie (owner, registration, kind, number, municipality, from_day)
        select owner, id, 'RESIDENCE', n, 'GM0402', '2000-01-01' from registration, generate_series(1, 3) n`;
      await sql`
        insert into income_test (owner, registration, number, threshold, at_most, tested_on)
        select owner, id, n, 'T' || n, true, '2026-01-01' from registration, generate_series(1, 3) n`;
      await sql`
        insert into exclusion (owner, registration, number, model, until_day, reason)
        select owner, id, 1, 'LOTTERY', '2027-01-01', 'REFUSED' from registration`;
      await sql`
        insert into file_grant (owner, registration, organisation, vacancy, granted_on)
        select owner, id, 'L' || to_char(corporation, 'FM0000'), 'V', '2026-01-01'
          from (select owner, id, row_number() over () % 10 as corporation, registered_on from registration) as candidate
         where registered_on < '2002-06-01'`;
    });
    app = explaining(connect(databases.of.registrations.appUrl, { applicationName: 'test', max: 1 }));
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
      if (name.includes('page') || name.includes('sleepers')) expect(plan, name).not.toMatch(/\bSort\b/);
    }
  });
});
