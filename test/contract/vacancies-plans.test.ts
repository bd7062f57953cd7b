import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { QuotaArea } from '../../rules/quota.ts';
import * as store from '../../subgraphs/vacancies/store.ts';
import * as mediation from '../../subgraphs/vacancies/store/mediation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { explaining, goldenText, planOf } from '../support/explained.ts';

const GOLDEN = new URL('plans/vacancies.golden.txt', import.meta.url);
const NUMBER = '00000000-0000-7000-8000-000000000001';

const LISTING: store.VacancyListing = {
  region: null,
  municipality: null,
  corporation: null,
  status: 'PUBLISHED',
  model: null,
  careProvider: null,
  maximumRentCents: null,
  minimumRooms: null,
};

/** The questions that portals, front-ends and the hub itself ask all day. */
const HOT: Readonly<Record<string, (sql: Database) => Promise<unknown>>> = {
  'open vacancies': (sql) => page(sql, {}),
  'open vacancies of everywhere that few are': (sql) =>
    page(sql, { maximumRentCents: 60_000, minimumRooms: 6, model: 'OFFER' }),
  'open vacancies of a region': (sql) => page(sql, { region: 'R3' }),
  'open vacancies of a municipality': (sql) => page(sql, { municipality: 'GM0042' }),
  'open vacancies of a corporation': (sql) => page(sql, { corporation: 'L0042' }),
  'open vacancies that a seeker can pay': (sql) =>
    page(sql, { municipality: 'GM0042', maximumRentCents: 70_000, minimumRooms: 2, model: 'OFFER' }),
  'let vacancies of a region': (sql) =>
    store.vacanciesPage(sql, { ...LISTING, region: 'R3', status: 'LET' }, undefined, 21),
  'vacancies by id': (sql) => store.vacanciesById(sql, [{ owner: 'L0042', id: NUMBER }]),
  'dwellings by id': (sql) => store.dwellingsById(sql, [{ owner: 'L0042', id: NUMBER }]),
  'complexes by id': (sql) => store.complexesById(sql, [{ owner: 'L0042', id: NUMBER }]),
  'corporations by code': (sql) => store.corporationsByCode(sql, ['L0042', 'L0043']),
  corporations: (sql) => store.corporationsPage(sql, 'L0042', 21),
  'supply of a municipality': (sql) => supply(sql, { kind: 'MUNICIPALITY', code: 'GM0042' }),
  'supply of a region': (sql) => supply(sql, { kind: 'REGION', code: 'R3' }),
  'supply of a core': (sql) => supply(sql, { kind: 'CORE', code: 'GM0042-C01' }),
  'supply of a corporation': (sql) => supply(sql, { kind: 'CORPORATION', code: 'L0042' }),
  'whether a dwelling was let before': (sql) => store.letBefore(sql, { owner: 'L0042', id: NUMBER }),
  'mediated homes of a region': (sql) => mediation.mediatedHomes(sql, 'R3', ['URGENT', 'CARE_OUTFLOW']),
  'what was let around homes': (sql) => mediation.letAround(sql, [AROUND, AROUND]),
  'what was let by district': (sql) =>
    mediation.letByDistrict(sql, 'GM0042', { from: AROUND.from, until: AROUND.until }, '', 21),
  'sparings of complexes': (sql) =>
    mediation.sparingsOn(sql, [{ owner: 'L0042', id: NUMBER, on: AROUND.from }]),
  'sparings of a corporation': (sql) => mediation.sparingsPage(sql, 'L0042', AROUND.from, undefined, 21),
  'how a dwelling was last offered': (sql) => store.lastOffers(sql, { owner: 'L0042', id: NUMBER }),
};

const AROUND = {
  owner: 'L0042',
  municipality: 'GM0042',
  district: 'Wijk',
  neighbourhood: 'Buurt',
  complex: '00000000-0000-7000-8000-000000000001',
  from: calendarDate('2023-10-01'),
  until: calendarDate('2026-10-01'),
};

/** What the public has no grant to ask. */
const OWN = new Set([
  'what was let around homes',
  'what was let by district',
  'sparings of complexes',
  'sparings of a corporation',
]);

/** Of these the order is made of few rows, or follows from no index that would be worth its writing. */
const SORTED = new Set([
  'mediated homes of a region',
  'what was let around homes',
  'what was let by district',
  'sparings of a corporation',
]);

function supply(sql: Database, area: QuotaArea): Promise<unknown> {
  const [from, until] = ['2026-01-01', '2027-01-01'].map(calendarDate) as [CalendarDate, CalendarDate];
  return store.supplyOf(sql, { area, from, until });
}

function page(sql: Database, narrowed: Partial<store.VacancyListing>): Promise<unknown> {
  return store.vacanciesPage(
    sql,
    { ...LISTING, ...narrowed },
    store.afterMoment('2026-09-01T10:00:00.000Z'),
    21,
  );
}

describe('the plans of the hot statements of vacancies', () => {
  let databases: TestDatabases<'vacancies'>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['vacancies']);
    // A country's year: 200 corporations, 60,000 vacancies, one in twelve of them open.
    await loadAsOwner(databases.of.vacancies, async (sql) => {
      await sql`insert into corporation select 'L' || to_char(n, 'FM0000'), 'Corporatie' from generate_series(1, 200) n`;
      await sql`
        insert into complex (owner, id, name)
        select 'L' || to_char(1 + n % 200, 'FM0000'), uuidv7(), 'Complex' from generate_series(1, 2000) n`;
      await sql`
        insert into dwelling (owner, complex, region, municipality, district, neighbourhood, street, house_number,
                              dwelling_type, rooms, area_m2, accessibility, energy_label, rent_cents, segment)
        select owner, id, 'R' || k % 35, 'GM' || to_char(k % 342, 'FM0000'), 'Wijk', 'Buurt', 'Straat', k, 'APARTMENT',
               1 + k % 5, 60, 'NONE', 'B', 50000 + k % 90 * 1000, 'SOCIAL_RENT'
          from (select owner, id, row_number() over () * 30 + n as k from complex, generate_series(1, 30) n) as home`;
      await sql`
        insert into vacancy (owner, dwelling, model, status, published_on, closes_at, closes_on, rule_set_hash, region,
                             municipality, rent_cents, rooms, offered_since)
        select owner, id, 'OFFER', case house_number % 12 when 0 then 'PUBLISHED' when 1 then 'CLOSED' else 'LET' end,
               '2026-01-01', timestamptz '2026-09-01' - house_number % 365 * interval '1 day'
                 + case house_number % 12 when 0 then interval '366 days' else interval '0' end,
               '2026-01-01', repeat('a', 64), region, municipality, rent_cents, rooms, '2026-01-01'
          from dwelling`;
      // One in forty of what is closed is mediated, each shown to one; and 500 complexes are spared.
      await sql`
        insert into vacancy (owner, dwelling, model, mediation_category, status, published_on, closes_at, closes_on,
                             rule_set_hash, region, municipality, rent_cents, rooms, offered_since)
        select owner, id, 'DIRECT_MEDIATION', 'URGENT', 'CLOSED', '2026-08-01', timestamptz '2026-08-01', '2026-08-01',
               repeat('a', 64), region, municipality, rent_cents, rooms, '2026-08-01'
          from dwelling where house_number % 12 = 5 and house_number % 7 = 0`;
      await sql`
        insert into vacancy_shown select owner, id, 'R0001:' || uuidv7() from vacancy, generate_series(1, 20)
         where model = 'DIRECT_MEDIATION'`;
      await sql`
        insert into complex_sparing (owner, complex, reason, from_day, until_day, recorded_by, recorded_at)
        select owner, id, 'Hier is het even genoeg geweest.', '2026-01-01', '2026-12-01', 'x', now() from complex limit 500`;
    });
    app = explaining(connect(databases.of.vacancies.appUrl, { applicationName: 'test', max: 1 }));
    open = explaining(connect(databases.of.vacancies.publicUrl, { applicationName: 'test', max: 1 }));
  }, 240_000);
  afterAll(async () => {
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  it('are what was reviewed, for the public and under the policies of the application', async () => {
    const plans: string[] = [];
    for (const [name, ask] of Object.entries(HOT)) {
      if (!OWN.has(name)) plans.push(`== ${name}, as the public\n${await planOf(ask(open))}`);
      plans.push(`== ${name}, as the application\n${await planOf(ask(app))}`);
    }
    const text = `${plans.join('\n\n')}\n`;
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  it('read no table from end to end and sort no list', async () => {
    for (const [name, ask] of Object.entries(HOT)) {
      for (const sql of OWN.has(name) ? [app] : [open, app]) {
        const plan = await planOf(ask(sql));
        expect(plan, name).toMatch(/Index (Only )?Scan/);
        expect(plan, name).not.toMatch(/Seq Scan/);
        if (!SORTED.has(name)) expect(plan, name).not.toMatch(/\bSort\b/);
      }
    }
  });
});
