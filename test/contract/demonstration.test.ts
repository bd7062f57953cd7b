import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { generateDemonstration } from '../../demonstration/generate.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { REFERENCE_INSTANT } from '../../demonstration/reference.ts';
import { rulesOfCorpus } from '../../demonstration/rules-in-force.ts';
import { tablesOf } from '../../demonstration/table-rows.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { clockOf } from '../../platform/reference-clock.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../platform/subgraph-names.ts';
import { CORPUS } from '../../subgraphs/binding-rules/subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';

describe('loading the demonstration', () => {
  let databases: TestDatabases<SubgraphName>;
  const connections = new Map<SubgraphName, Database>();
  const told: string[] = [];

  const load = () =>
    loadDemonstration({
      databases: Object.values(databases.of),
      scale: 'small',
      onProgress: (sentence) => told.push(sentence),
    });
  const of = (name: SubgraphName): Database => connections.get(name)!;
  const reactionCount = async (): Promise<number> => {
    const [row] = await of('allocation')<{ count: number }[]>`select count(*) as count from reaction`;
    return row!.count;
  };

  beforeAll(async () => {
    databases = await databasesFor();
    for (const name of SUBGRAPH_NAMES)
      connections.set(name, connect(databases.of[name].adminUrl, { applicationName: 'test', max: 1 }));
  });
  afterAll(async () => {
    for (const sql of connections.values()) await sql.end();
    await databases.drop();
  });

  it('refuses databases with rows of somebody else, and writes nothing', async () => {
    await of('vacancies')`insert into corporation (owner, name) values ('L0999', 'Somebody’s own')`;
    const refused = await load();
    expect(refused).toMatchObject({
      kind: 'FAILED',
      failure: expect.stringContaining(databases.of.vacancies.database),
    });
    expect(await of('binding-rules')`select from regulation`).toHaveLength(0);
    await of('vacancies')`delete from corporation`;
  });

  it('fills every table with the rows that are made, and says so with counts', async () => {
    expect(await load()).toEqual({ kind: 'OK', value: undefined });
    expect(told.join(' ')).toMatch(/700 registrations, \d+ vacancies and \d+ reactions/);
    const made = tablesOf(generateDemonstration('small', await rulesOfCorpus(CORPUS)));
    for (const { subgraph, table, rows } of made) {
      const [counted] = await of(subgraph)<
        { count: number }[]
      >`select count(*) as count from ${of(subgraph)(table)}`;
      expect({ table, count: counted!.count }).toEqual({ table, count: [...rows].length });
    }
  });

  it('sets the clock of every owner to the reference moment', async () => {
    for (const name of SUBGRAPH_NAMES) {
      expect((await clockOf(of(name))).now()).toBe(new Date(REFERENCE_INSTANT).toISOString());
    }
  });

  it('pins every vacancy and ranking to rules that are published and were in force on its day', async () => {
    const inForce = await of('binding-rules')<
      { municipality: string; hash: string; from: string; until: string | null }[]
    >`
      select municipality, hash, lower(validity)::text as from, upper(validity)::text as until from rule_set_in_force`;
    const vacancies = await of('vacancies')<
      { municipality: string; ruleSetHash: string; publishedOn: string }[]
    >`
      select municipality, rule_set_hash, published_on from vacancy where published_on is not null`;
    expect(vacancies.length).toBeGreaterThan(40);
    for (const { municipality, ruleSetHash, publishedOn } of vacancies) {
      const holding = inForce.filter(
        (rules) =>
          rules.municipality === municipality &&
          rules.from <= publishedOn &&
          (rules.until === null || publishedOn < rules.until),
      );
      expect(holding.map(({ hash }) => hash)).toEqual([ruleSetHash]);
    }
  });

  it('freezes positions in the order that the database gives the reactions', async () => {
    const rows = await of('allocation')<{ position: number; place: number }[]>`
      select position, row_number() over (partition by owner, vacancy order by group_rank, order_key, lot) as place
        from reaction where position is not null`;
    expect(rows.length).toBeGreaterThan(100);
    for (const { position, place } of rows) expect(position).toBe(place);
  });

  it('counts the reactions of a ranking that stand', async () => {
    const wrong = await of('allocation')`
      select from ranking where reaction_count <>
        (select count(*) from reaction where reaction.owner = ranking.owner and reaction.vacancy = ranking.vacancy
            and reaction.status = 'ACTIVE')`;
    expect(wrong).toHaveLength(0);
  });

  it('refers across owners to what exists: registrations of reactions, urgencies and grants', async () => {
    const known = new Set(
      (await of('registrations')<{ id: string }[]>`select owner || ':' || id as id from registration`).map(
        ({ id }) => id,
      ),
    );
    const named = [
      ...(await of('allocation')<{ registration: string }[]>`select registration from reaction`),
      ...(await of('urgencies')<{ registration: string }[]>`
        select registration from urgency union all select registration from file_grant`),
    ];
    expect(named.length).toBeGreaterThan(500);
    expect(named.filter(({ registration }) => !known.has(registration))).toEqual([]);
  });

  it('has the home of the example open', async () => {
    const { vacancy } = exampleOf('small');
    const found = await of(
      'vacancies',
    )`select from vacancy where owner || ':' || id = ${vacancy} and status = 'PUBLISHED'`;
    expect(found).toHaveLength(1);
  });

  it('is done once: a second time changes nothing, not even what somebody did meanwhile', async () => {
    await of('allocation')`delete from consideration`;
    await of('allocation')`delete from reaction where status = 'WITHDRAWN' or position = 1`;
    const before = await reactionCount();
    told.length = 0;
    expect(await load()).toEqual({ kind: 'OK', value: undefined });
    expect(told).toEqual([]);
    expect(await reactionCount()).toBe(before);
  });

  it('is done anew from empty when an earlier load was interrupted', async () => {
    const damaged = await reactionCount();
    await of('urgencies')`truncate change, urgency, urgency_condition, file_grant, care_provider`;
    await of('urgencies')`delete from platform.setting`;
    expect(await load()).toEqual({ kind: 'OK', value: undefined });
    expect(await reactionCount()).toBeGreaterThan(damaged);
    expect((await of('urgencies')`select from urgency`).length).toBeGreaterThan(10);
  });
});
