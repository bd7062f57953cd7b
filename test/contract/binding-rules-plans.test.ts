import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import * as store from '../../subgraphs/binding-rules/store.ts';
import * as drafts from '../../subgraphs/binding-rules/store/drafts.ts';
import * as experiments from '../../subgraphs/binding-rules/store/experiments.ts';
import * as history from '../../subgraphs/binding-rules/store/history.ts';
import { loadCorpus } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { explaining, goldenText, planOf } from '../support/explained.ts';

const GOLDEN = new URL('plans/binding-rules.golden.txt', import.meta.url);
const NUMBER = '00000000-0000-7000-8000-000000000001';
const DAY = calendarDate('2026-08-01');

/** The questions behind every page of a portal and every reaction. */
const HOT: Readonly<Record<string, (sql: Database) => Promise<unknown>>> = {
  'rules in force': (sql) => store.hashesInForce(sql, ['GM0402', 'GM0363'], [DAY, DAY]),
  'rules in force for a complex': (sql) =>
    store.complexHashInForce(sql, 'GM0402', 'L0001:00000000-0000-7000-8000-000000000001', DAY),
  'rule sets by hash': (sql) => store.ruleSetsByHash(sql, ['a'.repeat(64)]),
  'municipalities by code': (sql) => store.municipalitiesByCode(sql, ['GM0402']),
  'municipalities of a region': (sql) => store.municipalitiesOfRegion(sql, 'GOOI', '', 101),
  municipalities: (sql) => store.municipalitiesPage(sql, 'GM0402', 21),
  'regions by code': (sql) => store.housingRegionsByCode(sql, ['GOOI']),
  regions: (sql) => store.housingRegionsPage(sql, '', 21),
  'cores by code': (sql) => store.coresByCode(sql, ['GM0402-C01']),
  'cores of municipalities': (sql) => store.coresOfMunicipalities(sql, ['GM0402']),
  'regulations by id': (sql) => store.regulationsById(sql, [{ owner: 'GM0402', id: NUMBER }]),
  'sources of a rule set': (sql) =>
    store.versionsByName(sql, [{ owner: 'RIJK', instrument: 'huisvestingswet-2014', version: DAY }]),
  regulations: (sql) => store.regulationsPage(sql, null, DAY, undefined, 21),
  'regulations of an owner': (sql) => store.regulationsPage(sql, 'GM0402', null, undefined, 21),
  'regulations in force': (sql) => history.regulationsInForce(sql, ['GM0402', 'GOOI'], DAY),
  'versions of an instrument': (sql) =>
    history.versionsPage(sql, 'GM0402', 'huisvestingsverordening', undefined, 21),
  'version before another': (sql) =>
    history.versionBefore(sql, { owner: 'GM0402', instrument: 'huisvestingsverordening', version: DAY }),
  'experiments by id': (sql) => experiments.experimentsById(sql, [{ owner: 'GOOI', id: NUMBER }]),
  'experiments of a region': (sql) => experiments.experimentsPage(sql, 'GOOI', undefined, 21),
  'the feed of changes': (sql) => history.changesPage(sql, null, false, ['700', 1], 101),
  'the feed of changes, latest first': (sql) => history.changesPage(sql, null, true, undefined, 21),
  'the feed of changes of a region': (sql) =>
    history.changesPage(sql, ['GOOI', 'GM0402'], true, undefined, 21),
};

/** The questions behind the officer's list and the page of one draft; drafts are asked under policies alone. */
const DRAFTS: Readonly<Record<string, (sql: Transaction) => Promise<unknown>>> = {
  'drafts by id': (sql) => drafts.draftsById(sql, [{ owner: 'GM0402', id: NUMBER }]),
  'drafts of an owner': (sql) => drafts.draftsPage(sql, 'GM0402', null, undefined, 21),
  'drafts of an owner in a status': (sql) => drafts.draftsPage(sql, 'GM0402', 'SUBMITTED', undefined, 21),
  'what was done to a draft': (sql) =>
    drafts.eventsOfDraft(sql, { owner: 'GM0402', id: NUMBER }, undefined, 21),
  'what was done last to a draft': (sql) => drafts.lastEventOfDraft(sql, { owner: 'GM0402', id: NUMBER }),
};

describe('the plans of the hot statements of binding rules', () => {
  let databases: TestDatabases<'binding-rules'>;
  let app: Database;
  let open: Database;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    // A country's twelve years: every municipality has its rules change each quarter.
    await loadAsOwner(databases.of['binding-rules'], async (sql) => {
      await sql`delete from rule_set_in_force`;
      await sql`
        insert into rule_set_in_force
        select code, daterange((timestamp '2018-01-01' + quarter * interval '3 months')::date,
                               (timestamp '2018-01-01' + (quarter + 1) * interval '3 months')::date),
               (select min(hash) from rule_set)
          from municipality, generate_series(0, 47) quarter`;
      // And every one of them writes on a hundred drafts.
      await sql`select set_config('hub.person', 'test', true), set_config('hub.role', 'PUBLISHER', true)`;
      await sql`
        insert into regulation_draft (owner, instrument, source, action, changed_at)
        select code, 'verordening', '{}', 'CREATED', now() from municipality, generate_series(1, 100)`;
    });
    const { appUrl, publicUrl } = databases.of['binding-rules'];
    const connected = [appUrl, publicUrl].map((url) => connect(url, { applicationName: 'test', max: 1 }));
    // The Netherlands has 342 municipalities: reading such a table whole is as fast as its index, which is what this
    // test is about.
    for (const sql of connected) await sql`set enable_seqscan = off`;
    [app, open] = connected.map((sql) => explaining(sql)) as [Database, Database];
  });
  afterAll(async () => {
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  it('are what was reviewed, for the public and under the policies of the application', async () => {
    const plans: string[] = [];
    for (const [name, ask] of Object.entries(HOT)) {
      plans.push(`== ${name}, as the public\n${await planOf(ask(open))}`);
      plans.push(`== ${name}, as the application\n${await planOf(ask(app))}`);
    }
    for (const [name, ask] of Object.entries(DRAFTS)) {
      plans.push(`== ${name}, as the application\n${await planOf(asPublisher(ask))}`);
    }
    const text = `${plans.join('\n\n')}\n`;
    expect(text).toBe(goldenText(GOLDEN, text));
  });

  /** One of the drafts' questions in a transaction of a publisher. */
  function asPublisher(ask: (sql: Transaction) => Promise<unknown>): Promise<unknown> {
    return app.begin(async (sql) => {
      await sql.unsafe(
        `set local hub.role = 'PUBLISHER'; set local hub.organisation = 'GM0402'; set local hub.person = 'p'`,
      );
      return ask(explaining(sql));
    });
  }

  it('find an index for every question', async () => {
    for (const [name, ask] of Object.entries(DRAFTS)) {
      const plan = await planOf(asPublisher(ask));
      expect(plan, name).toMatch(/Index (Only )?Scan/);
      expect(plan, name).not.toMatch(/Seq Scan|Disabled: true|Sort/);
    }
    for (const [name, ask] of Object.entries(HOT)) {
      for (const sql of [open, app]) {
        const plan = await planOf(ask(sql));
        expect(plan, name).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
        expect(plan, name).not.toMatch(/Seq Scan|Disabled: true/);
      }
    }
  });
});
