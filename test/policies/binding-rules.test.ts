import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { ANONYMOUS, ROLES, type Viewer } from '../../platform/viewer.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { copyOfHilversum } from '../support/regulation-rows.ts';

const STATUSES = ['PUBLISHED', 'WITHDRAWN'] as const;
type Status = (typeof STATUSES)[number];

const BY_ID = `query ($id: ID!) { regulation(id: $id) { id status } }`;
const ENTITY = `query ($id: ID!) {
  _entities(representations: [{ __typename: "Regulation", id: $id }]) { ... on Regulation { id status } }
}`;

describe('who sees a regulation', () => {
  let databases: TestDatabases<'binding-rules'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let app: Database;
  let open: Database;
  /** One version of Hilversum in each status that a regulation can have. */
  const ids = new Map<Status, string>();

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    for (const status of STATUSES) {
      const copy = { instrument: 'a-thought', from: '2027-01-01', until: null, status };
      ids.set(status, await copyOfHilversum(databases.of['binding-rules'], copy));
    }
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
    app = connect(databases.of['binding-rules'].appUrl, { applicationName: 'test', max: 1 });
    open = connect(databases.of['binding-rules'].publicUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await stop();
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  /** The statuses that someone can read, by id and as an entity, which must show the same. */
  async function readable(viewer: Viewer): Promise<readonly Status[]> {
    const seen: Status[] = [];
    for (const status of STATUSES) {
      const id = ids.get(status);
      const byId = await ask(viewer, BY_ID, { id });
      const entity = await ask(viewer, ENTITY, { id });
      expect([...byId.codes, ...entity.codes]).toEqual([]);
      expect(entity.data._entities[0]).toEqual(byId.data.regulation);
      if (byId.data.regulation === null) continue;
      expect(byId.data.regulation).toEqual({ id, status });
      seen.push(status);
    }
    return seen;
  }

  it('everyone sees what was published, also when it was withdrawn before its first day', async () => {
    for (const role of ROLES) expect(await readable(viewerAs(role, 'GM0402')), role).toEqual(STATUSES);
  });

  it('the list holds published ones only, also for who made them', async () => {
    for (const viewer of [ANONYMOUS, viewerAs('PUBLISHER', 'GM0402')]) {
      const { data } = await ask(
        viewer,
        `{ regulations(owner: "GM0402", first: 100) { nodes { id status } } }`,
      );
      const statuses = data.regulations.nodes.map(({ status }: { status: string }) => status);
      expect(new Set(statuses)).toEqual(new Set(['PUBLISHED']));
      expect(data.regulations.nodes).toContainEqual({ id: ids.get('PUBLISHED'), status: 'PUBLISHED' });
    }
  });

  it('an id of nothing gives nothing and an id of no kind is refused', async () => {
    const nothing = 'GM0402:00000000-0000-7000-8000-000000000000';
    expect(await ask(ANONYMOUS, BY_ID, { id: nothing })).toEqual({ data: { regulation: null }, codes: [] });
    expect((await ask(ANONYMOUS, BY_ID, { id: 'GM0402' })).codes).toEqual(['INVALID_ID']);
    expect((await ask(ANONYMOUS, ENTITY, { id: 'GM0402' })).data).toEqual({ _entities: [null] });
  });

  it('areas and rules in force are open to all', async () => {
    for (const role of ROLES) {
      const { data, codes } = await ask(
        viewerAs(role),
        `{ municipality(code: "GM0402") { name region { name } cores { code } rulesInForce { hash groups { code } } } }`,
      );
      expect(codes, role).toEqual([]);
      expect(data.municipality.rulesInForce.groups.length).toBeGreaterThan(1);
    }
  });

  it('the database itself lets nobody write, whatever asks', async () => {
    for (const table of [
      'housing_region',
      'municipality',
      'core',
      'regulation',
      'rule_set',
      'rule_set_in_force',
    ]) {
      for (const sql of [app, open]) {
        expect((await sql`select 1 from ${sql(table)} limit 1`).length, table).toBe(1);
        const written = await sql`delete from ${sql(table)}`.then(({ count }) => count, codeOf);
        // A row that a policy hides is not there to be removed.
        expect(table === 'rule_set_in_force' && sql === app ? [0] : ['42501'], table).toContain(written);
        const inserted = await sql`insert into ${sql(table)} default values`.then(() => 'written', codeOf);
        expect(inserted, table).toBe('42501');
      }
    }
    await expect(app`update regulation set title = 'x'`).rejects.toMatchObject({ code: '42501' });
    expect((await app`update regulation set status = 'PUBLISHED'`).count).toBe(0);
  });
});

function codeOf(error: unknown): unknown {
  return (error as { code: unknown }).code;
}
