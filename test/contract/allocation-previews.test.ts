import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../platform/clock.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { previewResult } from '../../subgraphs/allocation/domain/preview-result.ts';
import { previewTally } from '../../subgraphs/allocation/domain/preview-tally.ts';
import type { FrozenHome } from '../../subgraphs/allocation/domain/replay-home.ts';
import { allocationSubgraph } from '../../subgraphs/allocation/subgraph.ts';
import { allocationOn, NOW, RULES, worldOf, type Allocation, type World } from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { officer } from '../support/drafts.ts';
import {
  answeredDraft,
  DRAFT,
  drain,
  freeze,
  FROM_28,
  HILVERSUM,
  pastHomes,
  YEAR,
} from '../support/previews.ts';

const PARTS = `id draftRevision from until status homesDone homesTotal requestedBy requestedAt startedAt endedAt
  failure { code message { nl en } }
  result { homes candidates changed newlyAdmitted newlyRefused
    cells { dimension code text { nl en } before after } untestedThresholds
    places { municipality { code } ruleSetHash homes changed }
    quotas { code citation { article } text { nl } floor area homes ofKind before after limitBefore limitAfter }
    findings { code subject message { nl en } } }`;
const START = `mutation ($input: StartPreviewInput!) { startPreview(input: $input) {
  __typename ... on PreviewStarted { preview { ${PARTS} } } ... on PreviewRefused { code message { nl en } } } }`;
const CANCEL = `mutation ($input: CancelPreviewInput!) { cancelPreview(input: $input) {
  __typename ... on PreviewCancelled { preview { id status endedAt } } ... on PreviewRefused { code } } }`;
const BY_ID = `query ($id: ID!) { preview(id: $id) { ${PARTS} } }`;
const OF_DRAFT = `query ($of: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $of) {
  ... on RegulationDraft { id preview { id } previews(first: $first, after: $after) {
    nodes { id draft { id } } pageInfo { hasNextPage endCursor } } } } }`;
const READINGS = `{ previewReadings(first: 10) { nodes { preview organisation person purpose homes files traceId } } }`;

const PUBLISHER = officer('an officer', 'PUBLISHER');
const AUDITOR = { ...PUBLISHER, role: 'AUDITOR', organisation: 'AUDIT' } as const;
const HOMES = pastHomes(30);

describe('a preview of a draft, as far as allocation decides it', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  let keys = 0;

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world);
    await freeze(sql, HOMES);
    await freeze(sql, pastHomes(12, 'GM0406'));
    await freeze(sql, pastHomes(3, HILVERSUM, YEAR.until));
    await freeze(sql, pastHomes(2, HILVERSUM, calendarDate('2025-06-01')), RULES, 'PROVISIONAL');
  });
  afterAll(async () => {
    await allocation.stop();
    await sql.end();
    await databases.drop();
  });
  beforeEach(async () => {
    await sql`truncate regulation_preview, preview_rules, preview_reading, platform.idempotency`;
    world.now = NOW;
    world.drafts.clear();
    world.drafts.set(DRAFT, answeredDraft());
    world.instead = () => undefined;
    allocation.asked.length = 0;
  });

  const run = (settings?: Parameters<typeof drain>[1]) => drain(databases.of.allocation.appUrl, settings);

  async function start(said: Record<string, unknown> = {}, viewer = PUBLISHER) {
    keys += 1;
    const input = { idempotencyKey: `preview-key-${keys}`, draft: DRAFT, ...said };
    const { data, codes } = await allocation.ask(viewer, START, { input });
    return codes.length > 0 ? { codes } : data.startPreview;
  }

  async function cancel(preview: string, viewer = PUBLISHER) {
    keys += 1;
    const input = { idempotencyKey: `preview-key-${keys}`, preview };
    return (await allocation.ask(viewer, CANCEL, { input })).data.cancelPreview;
  }

  async function read(id: string) {
    const { data, codes } = await allocation.ask(PUBLISHER, BY_ID, { id });
    expect(codes).toEqual([]);
    return data.preview;
  }

  const readings = async () => (await allocation.ask(AUDITOR, READINGS)).data.previewReadings.nodes;

  /** What the pure counting tells of these homes, with the secret of this database. */
  async function toldOf(homes: readonly FrozenHome[], proposed: RuleSet) {
    const [row] = await sql<{ secret: string }[]>`select secret from disclosure_secret`;
    const under = (ruleSet: RuleSet) => ({ ruleSet, decide: compileRuleSet(ruleSet) });
    const places = [{ municipality: HILVERSUM, proposed: under(proposed), current: under(RULES) }];
    const { tally, add } = previewTally(places, row!.secret);
    const pinned = under(RULES);
    for (const home of homes) add(home, pinned);
    return previewResult(tally, places, [], YEAR, row!.secret);
  }

  it('waits until it is run, then tells what would have changed, and to whom homes would have gone', async () => {
    const { preview } = await start();
    expect(preview).toMatchObject({
      draftRevision: 3,
      from: '2025-07-01',
      until: '2026-07-01',
      status: 'QUEUED',
      homesDone: 0,
      homesTotal: null,
      requestedBy: 'an officer',
      requestedAt: NOW,
      result: null,
      failure: null,
    });
    expect(await run()).toEqual([]);
    const done = await read(preview.id);
    expect(done).toMatchObject({ status: 'DONE', homesDone: 30, homesTotal: 30, failure: null });
    const { result } = done;
    expect([result.homes, result.candidates]).toEqual([30, 150]);
    // Every home went to the one who is young and would not be admitted; noise is at most 2, and rounding 2 more.
    for (const count of [result.changed, result.newlyRefused]) expect(Math.abs(count - 30)).toBeLessThan(5);
    expect(result.newlyAdmitted).toBeNull();
    const ages = result.cells.filter(({ dimension }: { dimension: string }) => dimension === 'AGE');
    const shown = Object.fromEntries(
      ages.map(({ code, before, after }: Record<string, unknown>) => [code, [before, after]]),
    );
    expect(Math.abs(shown['FROM_23'][0] - 30)).toBeLessThan(5);
    expect(shown['FROM_23'][1]).toBeNull();
    expect(Math.abs(shown['FROM_35'][1] + (shown['FROM_55'][1] ?? 0) - 30)).toBeLessThan(10);
    expect(result.places).toMatchObject([
      { municipality: { code: HILVERSUM }, ruleSetHash: FROM_28.hash, homes: 30 },
    ]);
    expect(result.findings.map(({ code }: { code: string }) => code)).toContain('REFUSED_NOT_KEPT');
  });

  it('tells the same whether homes are read one at a time or all at once, and what counting in memory tells', async () => {
    const { preview } = await start();
    const results: unknown[] = [];
    for (const homesAtATime of [1, 7, 30, 1000]) {
      await sql`update regulation_preview set status = 'QUEUED', result = null, ended_at = null`;
      const { proposedRuleSets } = answeredDraft();
      const { ruleSet, current } = proposedRuleSets[0]!;
      await sql`
        insert into preview_rules values (${HILVERSUM}, ${preview.id.slice(7)}::uuid, ${HILVERSUM}, ${ruleSet!.hash},
          ${ruleSet!.canonical}, ${current!.hash}, ${current!.canonical}) on conflict do nothing`;
      await run({ homesAtATime });
      const [row] = await sql`select result from regulation_preview`;
      results.push(row!['result']);
    }
    const told = JSON.parse(JSON.stringify(await toldOf(HOMES, FROM_28))) as unknown;
    for (const result of results) expect(result).toEqual(told);
  });

  it('changes nothing when the draft says what is in force', async () => {
    world.drafts.set(DRAFT, answeredDraft(RULES));
    const { preview } = await start();
    await run();
    const { result } = await read(preview.id);
    expect([result.changed, result.newlyAdmitted, result.newlyRefused]).toEqual([null, null, null]);
    for (const { before, after } of result.cells) expect(after).toBe(before);
    expect(result.findings.map(({ code }: { code: string }) => code)).toContain('SAME_RULES');
  });

  it('asks for the rules of the draft once, as the hub on behalf of the officer, and forgets them when it ends', async () => {
    const { preview } = await start();
    expect(allocation.asked).toEqual([
      {
        operation: 'DraftRules',
        variables: { draft: DRAFT },
        viewer: expect.objectContaining({
          role: 'HUB',
          person: 'an officer',
          organisation: HILVERSUM,
          purpose: 'preview of a regulation',
        }),
      },
    ]);
    expect(await sql`select municipality from preview_rules`).toEqual([{ municipality: HILVERSUM }]);
    await run();
    expect(await sql`select from preview_rules`).toEqual([]);
    expect((await read(preview.id)).status).toBe('DONE');
  });

  it('records what was read, for whom and why, for the auditor', async () => {
    const { preview } = await start();
    expect(await readings()).toEqual([]);
    await run({ homesAtATime: 7 });
    expect(await readings()).toEqual([
      {
        preview: preview.id,
        organisation: HILVERSUM,
        person: 'an officer',
        purpose: 'preview of a regulation',
        homes: 30,
        files: 150,
        traceId: '1'.repeat(32),
      },
    ]);
  });

  it('counts reactions that stand, and not who withdrew', async () => {
    await sql`update reaction set status = 'WITHDRAWN' where registration like '%0' and facts #>> '{applicantBirthDates,0}' like '2002%'`;
    try {
      const { preview } = await start();
      await run();
      const { result } = await read(preview.id);
      expect(result.candidates).toBe(120);
      expect(result.changed).toBeNull();
    } finally {
      await sql`update reaction set status = 'ACTIVE'`;
    }
  });

  it('judges by facts that were frozen before rules knew of judgements and complexes', async () => {
    await sql`update reaction set facts = facts - 'judgements'`;
    // Behind the guard that keeps what a home was published with.
    await sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`update ranking set vacancy_facts = vacancy_facts - 'complex' - 'offeredSince'`;
    });
    const { preview } = await start();
    expect(await run()).toEqual([]);
    expect(await read(preview.id)).toMatchObject({ status: 'DONE', homesDone: 30 });
  });

  describe('is refused, and nothing is written,', () => {
    const other = 'GM0406:d0000000-0000-7000-8000-000000000002';
    it.each<[string, Record<string, unknown>, string]>([
      ['of an id that is none', { draft: 'nonsense' }, 'UNKNOWN_DRAFT'],
      ['of a draft of another municipality', { draft: other }, 'UNKNOWN_DRAFT'],
      ['with a key that is too short', { idempotencyKey: 'short' }, 'INVALID_INPUT'],
      ['for part of a half-year', { from: '2025-08-01' }, 'PREVIEW_PERIOD'],
      ['for a half-year that has not ended', { until: '2027-01-01' }, 'PREVIEW_PERIOD'],
      ['for more than two years', { from: '2024-01-01' }, 'PREVIEW_PERIOD'],
      ['for no time at all', { from: '2026-07-01' }, 'PREVIEW_PERIOD'],
    ])('%s', async (_title, said, code) => {
      world.drafts.set(other, answeredDraft(FROM_28, other));
      expect(await start(said)).toMatchObject({ __typename: 'PreviewRefused', code });
      expect(allocation.asked).toEqual([]);
      expect(await sql`select from regulation_preview`).toEqual([]);
    });

    it('by a token that names no person', async () => {
      expect(await start({}, { ...PUBLISHER, person: null })).toMatchObject({ code: 'PERSON_NEEDED' });
    });

    it.each<[string, () => void, string]>([
      ['of a draft that nobody knows', () => world.drafts.clear(), 'UNKNOWN_DRAFT'],
      ['when binding-rules is away', () => (world.instead = () => ({ data: null })), 'RULES_UNAVAILABLE'],
      [
        'when any of the answer is an error',
        () =>
          (world.instead = () => ({
            data: { regulationDraft: answeredDraft() } as never,
            errors: [new Error('away') as never],
          })),
        'RULES_UNAVAILABLE',
      ],
      ['when the rules do not decide', () => world.drafts.set(DRAFT, answeredDraft(null)), 'PREVIEW_RULES'],
    ])('%s', async (_title, given, code) => {
      given();
      expect(await start()).toMatchObject({ __typename: 'PreviewRefused', code });
      expect(await sql`select from regulation_preview`).toEqual([]);
    });

    it('while three of the organisation wait, or after fifty in a day', async () => {
      for (let count = 0; count < 3; count += 1)
        expect(await start()).toMatchObject({ __typename: 'PreviewStarted' });
      expect(await start()).toMatchObject({ code: 'PREVIEW_LIMIT' });
      await run();
      expect(await start()).toMatchObject({ __typename: 'PreviewStarted' });
      await sql`
        insert into regulation_preview (owner, draft, revision, period_from, period_until, municipalities, left_out, status,
          asked_by, asked_at, ended_at, trace_id)
        select owner, draft, revision, period_from, period_until, municipalities, left_out, 'CANCELLED', asked_by, asked_at, now(), trace_id
          from regulation_preview cross join generate_series(1, 46) limit 46`;
      expect(await start()).toMatchObject({ code: 'PREVIEW_LIMIT' });
      await sql`update regulation_preview set recorded_at = now() - interval '2 days'`;
      expect(await start()).toMatchObject({ __typename: 'PreviewStarted' });
    });
  });

  it('is begun once for a key, and the key is for that input alone', async () => {
    const said = { idempotencyKey: 'the-same-key' };
    const [one, two] = [await start(said), await start(said)];
    expect(two.preview.id).toBe(one.preview.id);
    expect(await start({ ...said, from: '2026-01-01' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await sql`select from regulation_preview`).toHaveLength(1);
  });

  it('is shown on its draft, the latest by itself and all of them by pages', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await start()).preview.id as string);
    const page = async (after: string | null) => {
      const of = [{ __typename: 'RegulationDraft', id: DRAFT }];
      return (await allocation.ask(PUBLISHER, OF_DRAFT, { of, first: 2, after })).data._entities[0];
    };
    const first = await page(null);
    expect(first.preview.id).toBe(ids[0]);
    expect(first.previews.nodes).toEqual(ids.slice(0, 2).map((id) => ({ id, draft: { id: DRAFT } })));
    const next = await page(first.previews.pageInfo.endCursor);
    expect(next.previews.nodes.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
    expect(next.previews.pageInfo.hasNextPage).toBe(false);
  });

  describe('cancelled', () => {
    it('while it waits, is not run, and its rules are forgotten', async () => {
      const { preview } = await start();
      expect(await cancel(preview.id)).toMatchObject({ preview: { status: 'CANCELLED', endedAt: NOW } });
      expect(await sql`select from preview_rules`).toEqual([]);
      await run();
      expect(await read(preview.id)).toMatchObject({ status: 'CANCELLED', homesDone: 0, result: null });
      expect(await cancel(preview.id)).toMatchObject({ preview: { status: 'CANCELLED' } });
    });

    it('while it runs, ends before the next homes and tells nothing', async () => {
      const { preview } = await start();
      let looked = 0;
      let cancelling: Promise<unknown> = Promise.resolve();
      await run({
        homesAtATime: 5,
        isStopping() {
          looked += 1;
          // The second look is after the first homes; the answer of the cancellation arrives a little later.
          if (looked === 2) cancelling = cancel(preview.id);
          return false;
        },
      });
      expect(await cancelling).toMatchObject({ preview: { status: 'CANCELLED' } });
      const seen = await read(preview.id);
      expect(seen).toMatchObject({ status: 'CANCELLED', result: null });
      expect(seen.homesDone).toBeLessThan(30);
      expect((await readings())[0].homes).toBeLessThan(30);
    });

    it('by another organisation, or one that does not exist, is unknown', async () => {
      const { preview } = await start();
      for (const id of [preview.id, DRAFT, 'nonsense']) {
        expect(await cancel(id, officer('somebody', 'PUBLISHER', 'GM0406'))).toMatchObject({
          code: 'UNKNOWN_PREVIEW',
        });
      }
      expect((await read(preview.id)).status).toBe('QUEUED');
    });
  });

  describe('when a process ends', () => {
    it('in an orderly way, waits again and is done by the next', async () => {
      const { preview } = await start();
      let looked = 0;
      await run({ homesAtATime: 5, isStopping: () => (looked += 1) > 2 });
      expect(await read(preview.id)).toMatchObject({ status: 'QUEUED', result: null });
      await run();
      expect(await read(preview.id)).toMatchObject({ status: 'DONE', homesDone: 30 });
      expect((await readings()).map(({ homes }: { homes: number }) => homes)).toEqual([30, 10]);
    });

    it('without a word, is taken up by the next; and by nobody while it is alive', async () => {
      const { preview } = await start();
      const [owner, id] = [HILVERSUM, preview.id.slice(7)];
      await sql`update regulation_preview set status = 'RUNNING', attempts = 1`;
      const holder = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
      await holder`select pg_advisory_lock(hashtextextended(${`preview ${owner}:${id}`}, 0))`;
      await run();
      expect((await read(preview.id)).status).toBe('RUNNING');
      await holder.end();
      await run();
      expect((await read(preview.id)).status).toBe('DONE');
      expect(await sql`select attempts from regulation_preview`).toEqual([{ attempts: 2 }]);
    });

    it('each time on the way, fails in a sentence and is taken up no more', async () => {
      const { preview } = await start();
      await sql`update regulation_preview set status = 'RUNNING', attempts = 5`;
      await run();
      const failed = await read(preview.id);
      expect(failed).toMatchObject({ status: 'FAILED', failure: { code: 'PREVIEW_INTERRUPTED' } });
      expect(failed.failure.message.nl).not.toBe(failed.failure.message.en);
      expect(await sql`select from preview_rules`).toEqual([]);
    });
  });

  it('fails in a sentence when its rules are not what their hash says, and the next one is run', async () => {
    const broken = (await start()).preview.id as string;
    await sql`update preview_rules set proposed = '{}'`;
    const next = (await start()).preview.id as string;
    const logged = await run();
    expect(logged).toMatchObject([{ event: 'preview failed', detail: expect.stringContaining('hash') }]);
    expect(await read(broken)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'PREVIEW_FAILED' },
      result: null,
    });
    expect((await read(next)).status).toBe('DONE');
  });

  describe('beside the requests of a process', () => {
    const startBackground = async () => {
      const { appUrl } = databases.of.allocation;
      const database = connect(appUrl, { applicationName: 'test', max: 2 });
      const logged: unknown[] = [];
      const log = (event: unknown) => void logged.push(event);
      const background = await allocationSubgraph.startBackground!({
        database,
        appUrl,
        log,
        clock: fixedClock('2026-11-02T10:00:00.000Z'),
        askSupergraph: () => Promise.resolve({ data: { dueVacancies: [] } }),
      });
      return {
        logged,
        async stop() {
          await background.stop();
          await database.end({ timeout: 1 });
        },
      };
    };
    const untilEnded = async (id: string) => {
      for (;;) {
        const preview = await read(id);
        if (!['QUEUED', 'RUNNING'].includes(preview.status)) return preview;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    it('is run by a thread as soon as it is asked for, also one that waited before the process began', async () => {
      const waiting = (await start()).preview.id as string;
      const background = await startBackground();
      try {
        expect(await untilEnded(waiting)).toMatchObject({ status: 'DONE', homesDone: 30 });
        const asked = (await start()).preview.id as string;
        expect(await untilEnded(asked)).toMatchObject({ status: 'DONE', homesDone: 30 });
        expect(background.logged).toEqual([]);
      } finally {
        await background.stop();
      }
    });

    it('leaves nothing running when it is stopped: no thread, and no connection', async () => {
      const background = await startBackground();
      await start();
      await background.stop();
      const connected = await sql`
        select application_name from pg_stat_activity
         where datname = current_database() and application_name like '%previews'`;
      expect(connected).toEqual([]);
    });
  });
});
