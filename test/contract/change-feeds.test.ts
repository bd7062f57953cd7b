import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pruneChanges } from '../../platform/change-feed.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { registrationsSubgraph } from '../../subgraphs/registrations/subgraph.ts';
import { urgenciesSubgraph } from '../../subgraphs/urgencies/subgraph.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import {
  registrationId,
  registrationNumber,
  registrationRow,
  storeRegistrations,
} from '../support/registrations.ts';
import { requestedUrgencyRow, storeUrgencies, urgencyId, urgencyRow } from '../support/urgencies.ts';
import { allocatorOf, AUDITOR, HUB, officerOf, registrarOf, seekerOf } from '../support/viewers.ts';

const NOW = '2026-11-02T10:00:00.000Z';
const [FIRST, SECOND] = [1, 2].map((index) => registrationId('R0001', index)) as [string, string];
const feedOf = (name: string) => `query ($after: String, $first: Int! = 100, $fromNow: Boolean! = false) {
  feed: ${name}(after: $after, first: $first, fromNow: $fromNow) {
    nodes { kind registration at } pageInfo { hasNextPage endCursor }
  }
}`;
const OF_REGISTRATIONS = feedOf('registrationChanges');
const OF_URGENCIES = feedOf('urgencyChanges');

interface Read {
  readonly lines: readonly string[];
  readonly cursor: string | null;
}

describe('the feeds of what rules may look at', () => {
  let databases: TestDatabases<'registrations' | 'urgencies'>;
  let registrations: AskSubgraph;
  let urgencies: AskSubgraph;
  let sql: Database;
  let owner: Database;
  const stops: (() => Promise<unknown>)[] = [];
  let cursor: string | null;

  beforeAll(async () => {
    databases = await databasesFor(['registrations', 'urgencies']);
    const one = subgraphOn(registrationsSubgraph, databases.of.registrations, NOW);
    const other = subgraphOn(urgenciesSubgraph, databases.of.urgencies, NOW);
    registrations = one.ask;
    urgencies = other.ask;
    sql = connect(databases.of.registrations.adminUrl, { applicationName: 'test', max: 4 });
    owner = connect(databases.of.urgencies.adminUrl, { applicationName: 'test', max: 2 });
    stops.push(
      one.stop,
      other.stop,
      () => sql.end(),
      () => owner.end(),
    );
    await storeRegistrations(databases.of.registrations, {
      registrations: [registrationRow(1), registrationRow(2)],
    });
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await databases.drop();
  });
  beforeEach(async () => {
    cursor = (await settled(registrations, OF_REGISTRATIONS, null)).cursor;
  });

  async function page(
    ask: AskSubgraph,
    feed: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Read> {
    const { data, codes } = await ask(HUB, feed, variables);
    expect(codes).toEqual([]);
    const nodes = data.feed.nodes as { readonly kind: string; readonly registration: string }[];
    return {
      lines: nodes.map(({ kind, registration }) => `${kind} ${registration.at(-1)}`),
      cursor: data.feed.pageInfo.endCursor,
    };
  }
  /** Everything up to now: also when another test's transaction holds the feed of the whole server back for a while. */
  async function settled(ask: AskSubgraph, feed: string, from: string | null): Promise<Read> {
    const of = feed === OF_REGISTRATIONS ? sql : owner;
    const [last] = await of<{ xid: string }[]>`select coalesce(max(xid), '0'::xid8)::text as xid from change`;
    await expect
      .poll(
        async () =>
          (
            await of<{ isSettled: boolean }[]>`
              select ${last!.xid}::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as is_settled`
          )[0]!.isSettled,
        { timeout: 30_000 },
      )
      .toBe(true);
    return page(ask, feed, { after: from });
  }
  const following = async () => (await settled(registrations, OF_REGISTRATIONS, cursor)).lines;
  const change = (statement: string) =>
    sql.unsafe(`${statement} where owner = 'R0001' and id = '${registrationNumber(1)}'`);

  it.each([
    ['STATUS', `update registration set status = 'DORMANT'`],
    ['MOVE', `update registration set last_move_on = '2026-01-01', last_move_search_value_days = 10`],
    ['HOUSEHOLD', `update registration set children = children + 1`],
    ['HOUSEHOLD', `update registration set applicant_birth_dates = '{1980-01-01}'`],
    ['HOUSEHOLD', `update registration set situation_points = 3`],
  ])('write a line of kind %s for "%s"', async (kind, statement) => {
    await change(statement);
    expect(await following()).toEqual([`${kind} 1`]);
    // Once more, to the same: nothing changed.
    if (!statement.includes('+')) {
      await change(statement);
      expect(await following()).toEqual([`${kind} 1`]);
    }
  });

  it.each(['tie', 'income_test', 'exclusion'])('write a line for each change of a %s', async (table) => {
    const columns = {
      tie: `kind = 'RESIDENCE', number = 1, municipality = 'GM0402', from_day = date '2020-01-01'`,
      income_test: `number = 1, threshold = 'T', at_most = true, tested_on = date '2026-01-01'`,
      exclusion: `number = 1, model = 'LOTTERY', until_day = date '2027-01-01', reason = 'REFUSED'`,
    }[table]!;
    const names = columns.replaceAll(/ = [^,]+/g, '');
    const values = columns.replaceAll(/\w+ = /g, '');
    const of = `owner = 'R0001' and registration = '${registrationNumber(2)}'`;
    await sql.unsafe(
      `insert into ${table} (owner, registration, ${names}) values ('R0001', '${registrationNumber(2)}', ${values})`,
    );
    await sql.unsafe(`update ${table} set number = 2 where ${of}`);
    await sql.unsafe(`delete from ${table} where ${of}`);
    const kind = table.toUpperCase();
    expect(await following()).toEqual([`${kind} 2`, `${kind} 2`, `${kind} 2`]);
  });

  it('write nothing for what rules do not look at, and nothing for what was rolled back', async () => {
    await change(`update registration set profile_maximum_rent_cents = 70000, origin = 'HER'`);
    await sql
      .begin(async (transaction) => {
        await transaction`update registration set adults = 7`;
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await following()).toEqual([]);
    // The control.
    await sql`update registration set adults = 3`;
    expect([...(await following())].sort()).toEqual(['HOUSEHOLD 1', 'HOUSEHOLD 2']);
  });

  it('write one line of a kind however much changes in one transaction, and one for a file that is new', async () => {
    await sql.begin(async (transaction) => {
      for (const adults of [4, 5, 6]) await transaction`update registration set adults = ${adults}`;
    });
    await storeRegistrations(databases.of.registrations, {
      registrations: [registrationRow(3)],
      exclusions: [
        {
          owner: 'R0001',
          registration: registrationNumber(3),
          number: 1,
          model: 'OFFER',
          untilDay: calendarDate('2027-01-01'),
          reason: 'X',
        },
      ],
    });
    const lines = await following();
    expect([...lines.slice(0, 2)].sort()).toEqual(['HOUSEHOLD 1', 'HOUSEHOLD 2']);
    expect(lines.slice(2)).toEqual(['REGISTERED 3']);
  });

  it('show what was begun earlier and committed later exactly once, to who follows page by page', async () => {
    const slow = await sql.reserve();
    await slow`begin`;
    await slow`update registration set adults = 8 where id = ${registrationNumber(1)}`;
    await sql`update registration set adults = 9 where id = ${registrationNumber(2)}`;
    // Not settled, for the slow one may still come before it.
    const between = await page(registrations, OF_REGISTRATIONS, { after: cursor });
    expect(between).toEqual({ lines: [], cursor });
    await slow`commit`;
    slow.release();
    const one = await settled(registrations, OF_REGISTRATIONS, between.cursor);
    expect(one.lines).toEqual(['HOUSEHOLD 1', 'HOUSEHOLD 2']);
    const first = await page(registrations, OF_REGISTRATIONS, { after: cursor, first: 1 });
    const rest = await page(registrations, OF_REGISTRATIONS, { after: first.cursor, first: 1 });
    expect([first.lines, rest.lines]).toEqual([['HOUSEHOLD 1'], ['HOUSEHOLD 2']]);
    expect((await page(registrations, OF_REGISTRATIONS, { after: rest.cursor })).lines).toEqual([]);
  });

  it('begin for a new reader with what comes from now on', async () => {
    await sql`update registration set adults = 10`;
    const from = await page(registrations, OF_REGISTRATIONS, { fromNow: true });
    expect(from.lines).toEqual([]);
    await sql`update registration set adults = 11 where id = ${registrationNumber(1)}`;
    // Whatever was still running then may be shown; what comes afterwards is, and last.
    expect((await settled(registrations, OF_REGISTRATIONS, from.cursor)).lines.at(-1)).toBe('HOUSEHOLD 1');
  });

  it('tell of an urgency once it was granted, and of a judgement, by the registration', async () => {
    await storeUrgencies(databases.of.urgencies, {
      urgencies: [urgencyRow(1, { registration: FIRST }), requestedUrgencyRow(2, { registration: SECOND })],
    });
    await owner`update urgency set profile_minimum_rooms = 2 where registration = ${SECOND}`;
    await owner`update urgency set care_provider = 'Z0001'`;
    const input = { idempotencyKey: 'end-the-first', urgency: urgencyId('GM0402', 1) };
    const END = `mutation ($input: EndUrgencyInput!) { endUrgency(input: $input) { __typename } }`;
    const ended = await urgencies(officerOf('GM0402'), END, { input });
    expect(ended.data.endUrgency.__typename).toBe('UrgencyEnded');
    await owner`
      insert into judgement (owner, registration, norm, met, reason, judged_on, judged_by, valid_from)
      values ('GM0402', ${SECOND}, 'HARDSHIP', true, 'Zo is het beoordeeld.', '2026-11-02', 'x', '2026-11-02')`;
    expect((await settled(urgencies, OF_URGENCIES, null)).lines).toEqual([
      'URGENCY 1',
      'URGENCY 1',
      'JUDGEMENT 2',
    ]);
  });

  it('are for the hub alone, and say nothing of a cursor that is none', async () => {
    for (const viewer of [seekerOf(FIRST), registrarOf('R0001'), AUDITOR, allocatorOf('L0001')]) {
      expect((await registrations(viewer, OF_REGISTRATIONS)).codes).toEqual(['FORBIDDEN']);
      expect((await urgencies(viewer, OF_URGENCIES)).codes).toEqual(['FORBIDDEN']);
    }
    const after = Buffer.from('["1; drop",1]').toString('base64url');
    expect((await registrations(HUB, OF_REGISTRATIONS, { after })).codes).toEqual(['INVALID_CURSOR']);
    // In the database too.
    const app = connect(databases.of.registrations.appUrl, { applicationName: 'test', max: 1 });
    const seen = async (viewer: typeof HUB) =>
      (
        await writeAsViewer(
          app,
          viewer,
          { traceId: '3'.repeat(32) },
          (one) => one`select from change limit 1`,
        )
      ).length;
    for (const viewer of [seekerOf(FIRST), registrarOf('R0001'), AUDITOR]) expect(await seen(viewer)).toBe(0);
    expect(await seen(HUB)).toBe(1);
    const forged = writeAsViewer(
      app,
      HUB,
      { traceId: '3'.repeat(32) },
      (one) => one`insert into change (kind, owner, subject) values ('STATUS', 'R0001', 'x')`,
    );
    await expect(forged).rejects.toThrow(/permission denied/);
    await app.end();
  });

  it('are pruned of what is over, and of nothing younger, whoever asks the database to', async () => {
    const app = connect(databases.of.registrations.appUrl, { applicationName: 'test', max: 1 });
    const asHub = (work: (one: Transaction) => Promise<unknown>) =>
      writeAsViewer(app, HUB, { traceId: '3'.repeat(32) }, work);
    await loadAsOwner(databases.of.registrations, async (all) => {
      await all`insert into change (kind, owner, subject, at)
                select 'STATUS', 'R0001', 'old ' || n, now() - interval '31 days' from generate_series(1, 5) n`;
    });
    const count = async () => (await sql`select from change`).length;
    const before = await count();
    await asHub((one) => one`delete from change`);
    expect(await count()).toBe(before - 5);
    expect(before - 5).toBeGreaterThan(0);
    expect(await asHub((one) => pruneChanges(one, 100))).toBe(0);
    await app.end();
  });
});
