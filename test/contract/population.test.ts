import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPopulation, type LoadedPopulation } from '../../demonstration/population/load-population.ts';
import { setAside, putBack } from '../../demonstration/population/set-aside.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { describeSchema } from '../../platform/database/describe-schema.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { allocatorOf, ANONYMOUS, seekerOf } from '../support/viewers.ts';

/** Columns that PostgreSQL fills by its own clock, or from a sequence of its own. */
const BY_THE_CLOCK = /^(at|xid|seq|recorded_at|applied_at|created_at|changed_at|edited_at|xact|id)$/;

/** Two populations are made and checked as a whole. */
const LOADING_MS = 300_000;

describe('a population', () => {
  let folder: string;
  const filled: {
    databases: TestDatabases<SubgraphName>;
    loaded: LoadedPopulation;
    schemas: readonly string[][];
  }[] = [];
  let hub: TestHub;
  const open = (name: SubgraphName, of = filled[0]!): Database =>
    connect(of.databases.of[name].adminUrl, { applicationName: 'test', max: 1 });

  async function load(threads: number): Promise<void> {
    const databases = await databasesFor();
    const all = Object.values(databases.of);
    const described = () =>
      Promise.all(
        all.map(async ({ adminUrl, roles }) => {
          const sql = connect(adminUrl, { applicationName: 'test', max: 1 });
          const text = await describeSchema(sql, roles);
          await sql.end();
          return text;
        }),
      );
    const before = await described();
    const corpus = pathToFileURL(`${folder}/${threads}/`);
    const outcome = await loadPopulation({
      scale: 'village',
      databases: all,
      corpus,
      threads,
      onProgress: () => undefined,
    });
    if (outcome.kind === 'FAILED') throw new Error(outcome.failure);
    filled.push({ databases, loaded: outcome.value, schemas: [before, await described()] });
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'population-'));
    await load(1);
    await load(2);
    hub = await startTestHub(10_000, undefined, 'own', filled[0]!.databases);
  }, LOADING_MS);
  afterAll(async () => {
    await hub.hub.stop();
    for (const { databases } of filled) await databases.drop();
    await rm(folder, { recursive: true });
  });

  it('is the same to the byte, however many threads make it', async () => {
    const [one, two] = filled.map(({ loaded }) => loaded);
    expect(one!.rows['registrations.registration']).toBe(900);
    expect(one!.rows['allocation.reaction']).toBeGreaterThan(300);
    expect(two).toEqual(one);
    for (const name of ['registrations', 'vacancies', 'urgencies', 'binding-rules', 'allocation'] as const) {
      const texts = await Promise.all(filled.map((of) => textOf(open(name, of))));
      expect(texts[0]).not.toBe('');
      expect(texts[1]).toBe(texts[0]);
    }
  });

  it('leaves every index, key, reference and policy as the migrations made it', () => {
    for (const { schemas } of filled) {
      expect(schemas[0]!.join('\n')).toContain('reaction_order');
      expect(schemas[1]).toEqual(schemas[0]);
    }
  });

  it('is not put back over rows that break a key or refer to nothing', async () => {
    const { adminUrl } = filled[1]!.databases.of.allocation;
    const aside = await setAside(adminUrl);
    const sql = open('allocation', filled[1]);
    await sql`delete from ranking where (owner, vacancy) in (select owner, vacancy from reaction limit 1)`;
    await expect(putBack(aside, 2, () => undefined)).rejects.toThrow(/foreign key/);
    await sql.end();
  });

  it('holds counts of what was published and let, which follow from its homes', async () => {
    const sql = open('vacancies');
    const [counts] = await sql<{ supply: number; published: number; let: number; lettings: number }[]>`
      select (select sum(count)::int from published_supply) as supply,
             (select count(*)::int from vacancy where status in ('PUBLISHED', 'CLOSED', 'OFFERING', 'LET')) as published,
             (select sum(count)::int from let_home) as let,
             (select count(*)::int from vacancy where status = 'LET') as lettings`;
    await sql.end();
    expect(counts!.published).toBeGreaterThan(40);
    expect(counts!.supply).toBe(counts!.published);
    expect(counts!.let).toBe(counts!.lettings);
  });

  it('keeps the facts of what is open or closed lately, and of longer ago the places without them', async () => {
    const sql = open('allocation');
    const rows = await sql<
      { erased: boolean; frozen: boolean; facts: boolean; salted: boolean; count: number }[]
    >`
      select erased_on is not null as erased, ranking.status = 'FROZEN' as frozen, facts is not null as facts,
             salt is not null as salted, count(*)::int as count
        from reaction join ranking using (owner, vacancy) group by 1, 2, 3, 4 order by 1, 2`;
    await sql.end();
    expect(rows.map(({ count: _count, ...kind }) => kind)).toEqual([
      { erased: false, frozen: false, facts: true, salted: false },
      { erased: false, frozen: true, facts: true, salted: true },
      { erased: true, frozen: true, facts: false, salted: false },
    ]);
  });

  it('answers through the hub: who stands where is what the rows say', async () => {
    const sql = open('allocation');
    const homes = await sql<{ owner: string; vacancy: string; count: number; registrations: string[] }[]>`
      select owner, vacancy, reaction_count as count,
             (select array_agg(registration order by group_rank, order_key, lot) from reaction
               where reaction.owner = ranking.owner and reaction.vacancy = ranking.vacancy and status = 'ACTIVE') as registrations
        from ranking where status = 'PROVISIONAL' and drawn order by reaction_count desc, owner, vacancy limit 5`;
    await sql.end();
    expect(homes[0]!.count).toBeGreaterThan(5);
    for (const { owner, vacancy, count, registrations } of homes) {
      expect(registrations).toHaveLength(count);
      const id = `${owner}:${vacancy}`;
      const desk = await hub.ask<{ vacancy: { ranking: { candidateCount: number } } }>(
        'ranking',
        { vacancy: id, first: 50 },
        allocatorOf(owner),
      );
      expect(desk).toMatchObject({ codes: [], data: { vacancy: { ranking: { candidateCount: count } } } });
      for (const place of [0, count >> 1, count - 1]) {
        const mine = await hub.ask('my-position', { vacancy: id }, seekerOf(registrations[place]!));
        expect(mine).toMatchObject({
          codes: [],
          data: { vacancy: { position: { position: place + 1, candidateCount: count } } },
        });
      }
    }
  });

  it('answers through the hub: the rules and homes of a region that was made up', async () => {
    const rules = await hub.ask<{ rulesInForce: { sources: { owner: string }[] } }>(
      'rules-in-force',
      { municipality: 'GM0014' },
      ANONYMOUS,
    );
    expect(rules.codes).toEqual([]);
    expect(rules.data!.rulesInForce.sources.map(({ owner }) => owner)).toEqual(
      expect.arrayContaining(['RIJK', 'RG0014', 'GM0014']),
    );
    const listed = await hub.ask<{
      vacancies: { nodes: { ruleSet: unknown; corporation: { code: string } }[] };
    }>('vacancies', { filter: { region: 'RG0014' }, first: 20 }, ANONYMOUS);
    expect(listed.codes).toEqual([]);
    expect(listed.data!.vacancies.nodes.length).toBeGreaterThan(0);
    for (const { ruleSet, corporation } of listed.data!.vacancies.nodes) {
      expect(ruleSet).not.toBeNull();
      expect(corporation.code).toMatch(/^L10[0-9]{2}$/);
    }
  });
});

/** Every row of every table as text, without what PostgreSQL's clock fills in. */
async function textOf(sql: Database): Promise<string> {
  try {
    const tables = await sql<{ name: string; columns: string[] }[]>`
      select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.relname order by 1`;
    const texts: string[] = [];
    for (const { name, columns } of tables) {
      const kept = columns.filter((column) => !BY_THE_CLOCK.test(column));
      const rows = await sql.unsafe<{ line: string }[]>(
        `select row(${kept.map((column) => `"${column}"`).join(', ')})::text as line from "${name}" order by 1`,
      );
      texts.push(...rows.map(({ line }) => `${name} ${line}`));
    }
    return texts.join('\n');
  } finally {
    await sql.end();
  }
}
