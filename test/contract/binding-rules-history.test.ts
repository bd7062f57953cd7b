import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { quoteName } from '../../platform/database/roles.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { corpusRegulations } from '../scenarios/corpus.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';

const FEED = `query ($first: Int!, $after: String, $region: ID, $municipality: ID, $latestFirst: Boolean!) {
  regulationChanges(first: $first, after: $after, region: $region, municipality: $municipality, latestFirst: $latestFirst) {
    nodes { kind on regulation { id owner instrument version } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Line {
  readonly kind: string;
  readonly on: string;
  readonly regulation: {
    readonly id: string;
    readonly owner: string;
    readonly instrument: string;
    readonly version: string;
  };
}

describe('what was published through time', () => {
  let databases: TestDatabases<'binding-rules'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  async function page(after: string | null, special: Readonly<Record<string, unknown>> = {}) {
    const variables = { first: 7, after, latestFirst: false, ...special };
    const { data, codes } = await ask(ANONYMOUS, FEED, variables);
    expect(codes).toEqual([]);
    return data.regulationChanges as {
      nodes: Line[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  }

  /** All lines from a cursor on, and where they end. */
  async function follow(from: string | null, special: Readonly<Record<string, unknown>> = {}) {
    const lines: Line[] = [];
    let cursor = from;
    for (let more = true; more;) {
      const { nodes, pageInfo } = await page(cursor, special);
      lines.push(...nodes);
      cursor = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    return { lines, cursor };
  }

  /** A connection as the owner of the tables, for transactions that are held open. */
  async function asOwner<Result>(work: (sql: Database) => Promise<Result>): Promise<Result> {
    const { adminUrl, roles } = databases.of['binding-rules'];
    const sql = connect(adminUrl, { applicationName: 'test', max: 6 });
    try {
      await sql.unsafe(`grant ${quoteName(roles.owner)} to current_user`).catch(() => undefined);
      return await work(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  /** Inserts a published version, as publishing does at its end. */
  const insertVersion = (sql: Database, instrument: string) => sql`
    insert into regulation (owner, instrument, title, layer, version, valid_from, valid_until, status, argument,
                            canonical, hash, published_on)
    select owner, ${instrument}, title, layer, version, valid_from, valid_until, status, argument, text,
           encode(sha256(convert_to(text, 'UTF8')), 'hex'), published_on
      from regulation, replace(canonical, 'huisvestingsverordening-gm0402', ${instrument}) as text
     where owner = 'GM0402' and instrument = 'huisvestingsverordening-gm0402' and version = '2024-01-01'`;

  it('can be followed page by page: every version once, higher layers first', async () => {
    const { lines } = await follow(null);
    const names = lines.map(
      ({ regulation: { owner, instrument, version } }) => `${owner} ${instrument} ${version}`,
    );
    const expected = corpusRegulations().map(({ owner, code, version }) => `${owner} ${code} ${version}`);
    expect([...names].sort()).toEqual([...expected].sort());
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['PUBLISHED']));
    expect(names.findIndex((name) => name.startsWith('GM'))).toBeGreaterThan(
      names.findLastIndex((name) => name.startsWith('RIJK')),
    );
    const { lines: backwards } = await follow(null, { latestFirst: true });
    expect(backwards).toEqual([...lines].reverse());
  });

  it('can be asked for a region or a municipality, and is empty for one that does not exist', async () => {
    const owners = async (special: Readonly<Record<string, unknown>>) =>
      [...new Set((await follow(null, special)).lines.map(({ regulation: { owner } }) => owner))].sort();
    expect(await owners({ municipality: 'GM0402' })).toEqual(['GM0402', 'GOOI', 'RIJK']);
    expect(await owners({ region: 'GOOI' })).toEqual(
      ['GM0376', 'GM0402', 'GM0406', 'GM0417', 'GM1696', 'GM1942', 'GOOI', 'RIJK']
        .filter((code) => corpusRegulations().some(({ owner }) => owner === code))
        .concat(corpusRegulations().some(({ owner }) => owner === 'GM0317') ? ['GM0317'] : [])
        .sort(),
    );
    expect(await owners({ municipality: 'GM9999' })).toEqual([]);
    expect(await owners({ region: 'NOWHERE' })).toEqual([]);
    expect(await owners({ region: 'AMSTERDAM', municipality: 'GM0402' })).toEqual([]);
  });

  it('keeps the place of who follows while nothing new comes, and refuses a cursor that it did not make', async () => {
    const { cursor } = await follow(null);
    expect(await page(cursor)).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor: cursor } });
    for (const after of [
      'x',
      Buffer.from('["1; drop",1]').toString('base64url'),
      Buffer.from('["1"]').toString('base64url'),
    ]) {
      expect((await ask(ANONYMOUS, FEED, { first: 7, after, latestFirst: false })).codes).toEqual([
        'INVALID_CURSOR',
      ]);
    }
  });

  it('shows a version that was begun earlier and committed later exactly once, where a plain counter would skip it', async () => {
    await asOwner(async (sql) => {
      const { cursor } = await follow(null);
      const slow = await sql.reserve();
      const quick = await sql.reserve();
      await slow`begin`;
      await insertVersion(slow as unknown as Database, 'slow-begun-first');
      await quick`begin`;
      await insertVersion(quick as unknown as Database, 'quick-committed-first');
      await quick`commit`;
      const between = await follow(cursor);
      // The control: by its counter alone the quick one can be seen already, and the slow one stands before it.
      const [seen] = await sql<{ seq: string }[]>`select max(seq) as seq from change`;
      await slow`commit`;
      const missed = await sql`select from change where seq > ${seen!.seq} limit 1`;
      expect(missed).toHaveLength(0);
      const after = await follow(between.cursor);
      slow.release();
      quick.release();
      const instruments = [...between.lines, ...after.lines].map(({ regulation }) => regulation.instrument);
      expect(between.lines).toEqual([]);
      expect(instruments).toEqual(['slow-begun-first', 'quick-committed-first']);
    });
  });

  it('shows each version exactly once to a reader who follows while many publish at once', async () => {
    await asOwner(async (sql) => {
      const start = await follow(null);
      const writers = Array.from({ length: 40 }, (_, index) =>
        sql
          .begin(async (transaction) => {
            await insertVersion(transaction as unknown as Database, `many-${index}`);
            await transaction`select pg_sleep(${(index * 7) % 13} / 1000.0)`;
            if (index % 10 === 9) throw new Error('rolled back');
          })
          .catch((fault: unknown) => {
            if (!(fault instanceof Error) || fault.message !== 'rolled back') throw fault;
          }),
      );
      let done = false;
      const all = Promise.all(writers).then(() => void (done = true));
      const seen: string[] = [];
      let { cursor } = start;
      while (!done) {
        const next = await follow(cursor);
        seen.push(...next.lines.map(({ regulation }) => regulation.instrument));
        cursor = next.cursor;
      }
      await all;
      const rest = await follow(cursor);
      seen.push(...rest.lines.map(({ regulation }) => regulation.instrument));
      const expected = Array.from({ length: 40 }, (_, index) => index)
        .filter((index) => index % 10 !== 9)
        .map((index) => `many-${index}`);
      expect([...seen].sort()).toEqual(expected.sort());
    });
  });

  it('follows transactions in the order of their numbers, also where these grow a digit', async () => {
    const numbers = ['9', '10', '99', '100'];
    const oldest = await asOwner(async (sql) => {
      const lines = await sql<{ regulation: string; place: string }[]>`
        update change set xid = (${numbers}::text[])[place]::xid8
          from (select xid as old, seq as at, row_number() over (order by change.xid, seq) as place from change
                 where kind = 'PUBLISHED' limit 4) as first
         where (xid, seq) = (old, at) returning regulation, place`;
      return lines
        .toSorted((one, other) => Number(one.place) - Number(other.place))
        .map(({ regulation }) => regulation);
    });
    const { lines } = await follow(null, { first: 1 });
    const numberOf = (line: Line) => line.regulation.id.split(':').at(-1);
    expect(lines.slice(0, 4).map(numberOf)).toEqual(oldest);
    const { lines: backwards } = await follow(null, { first: 1, latestFirst: true });
    expect(backwards).toEqual([...lines].reverse());
  });

  it('lists the versions of an instrument, the latest on top, each with what it changed', async () => {
    const { data } = await ask(
      ANONYMOUS,
      `{ regulationHistory(owner: "GOOI", instrument: "gooi-model") { nodes { version validUntil hash changes { code path article text { nl } } } } }`,
    );
    const found = data.regulationHistory.nodes as {
      version: string;
      changes: { code: string; text: { nl: string } }[];
    }[];
    const [latest, first] = [found[0], found.at(-1)];
    expect([latest!.version, first!.version]).toEqual(['2024-01-01', '2015-07-01']);
    expect(first!.changes).toEqual([]);
    expect(latest!.changes).toContainEqual({
      code: 'RULE_ADDED',
      path: 'rules.VITAL_PROFESSION',
      article: '4.3',
      text: { nl: 'Nieuw is VITAL_PROFESSION: Lokaal gebonden passende huishoudens met een vitaal beroep.' },
    });
  });

  it('compares any two versions, and is silent about one that does not exist', async () => {
    const text = `query ($from: ID!, $to: ID!) { compareRegulations(from: $from, to: $to) { from { version } to { version } changes { code } } }`;
    const { lines } = await follow(null, { municipality: 'GM0402' });
    const ids = lines
      .filter(({ regulation }) => regulation.owner === 'GM0402')
      .map(({ regulation }) => regulation.id);
    const { data } = await ask(ANONYMOUS, text, { from: ids[0], to: ids[1] });
    expect(data.compareRegulations).toMatchObject({
      from: { version: '2015-07-01' },
      to: { version: '2019-01-01' },
    });
    expect(data.compareRegulations.changes).toContainEqual({ code: 'VALIDITY' });
    const unknown = 'GM0402:00000000-0000-4000-8000-000000000000';
    expect((await ask(ANONYMOUS, text, { from: ids[0], to: unknown })).data).toEqual({
      compareRegulations: null,
    });
  });

  it('tells where the municipalities of a region differ from its model, page by page', async () => {
    const text = `query ($first: Int!, $after: String, $on: CalendarDate) {
      housingRegion(code: "GOOI") { deviations(first: $first, after: $after, on: $on) {
        nodes { municipality { code } aspect code model { nl } own { nl } article argument text { nl } } pageInfo { hasNextPage endCursor } } } }`;
    const nodes: { municipality: { code: string }; aspect: string; text: { nl: string } }[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { data } = await ask(ANONYMOUS, text, { first: 2, after, on: '2024-06-01' });
      const found = data.housingRegion.deviations;
      nodes.push(...found.nodes);
      after = found.pageInfo.endCursor as string | null;
      more = found.pageInfo.hasNextPage as boolean;
    }
    expect(nodes.filter(({ municipality }) => municipality.code === 'GM0402')).toEqual([
      {
        municipality: { code: 'GM0402' },
        aspect: 'FILLED_TERM',
        code: 'FRUITLESS_WEEKS',
        model: { nl: '13 weken' },
        own: { nl: '8 weken' },
        article: '17',
        argument: expect.stringContaining('neemt het regionale model over') as string,
        text: {
          nl: 'Weken vruchteloos aanbieden waarna bindingsvoorrang vervalt: 8 weken in plaats van 13 weken.',
        },
      },
    ]);
    const { data } = await ask(ANONYMOUS, text, { first: 50, after: null, on: '2015-01-01' });
    expect(
      new Set((data.housingRegion.deviations.nodes as { aspect: string }[]).map(({ aspect }) => aspect)),
    ).toEqual(new Set(['REGULATION']));
  });

  it('lets a housing group look itself up in the register of its municipality', async () => {
    const text = `query ($naming: String, $on: CalendarDate) {
      municipality(code: "GM0308") { exemptedGroups(naming: $naming, on: $on) { code kind building citation { article } } } }`;
    const found = async (variables: Readonly<Record<string, unknown>>) =>
      ((await ask(ANONYMOUS, text, variables)).data.municipality.exemptedGroups as { code: string }[]).map(
        ({ code }) => code,
      );
    expect(await found({ on: '2026-09-01' })).toEqual(['HET_ATELIER', 'DE_EIK']);
    expect(await found({ naming: 'woongroep de EIK', on: '2026-09-01' })).toEqual(['DE_EIK']);
    expect(await found({ naming: 'station', on: '2026-09-01' })).toEqual(['HET_ATELIER']);
    expect(await found({ naming: 'nobody', on: '2026-09-01' })).toEqual([]);
    expect(await found({ on: '2022-12-31' })).toEqual([]);
  });
});
