import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { parseRuleSet } from '../../rules/rule-set.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { corpusAreas, corpusRegulations, corpusRuleSet } from '../scenarios/corpus.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';

const IN_FORCE = `query ($municipality: ID!, $core: ID, $on: CalendarDate) {
  rulesInForce(municipality: $municipality, core: $core, on: $on) { hash }
}`;
const WHOLE = `query ($hash: ID!) {
  ruleSet(hash: $hash) {
    hash canonical
    sources { id instrument layer owner version validFrom validUntil status hash }
    admission { code stage text { nl en } citation { instrument article version } }
    groups { rank code text { nl en } rule { code stage layer } }
    offer: order lottery: order(model: LOTTERY)
    quotas { code stage } restrictions { code stage argument governedBy }
  }
}`;

/** Days on which each of the three versions of the law is in force, one of them the first day of a version. */
const DAYS = ['2023-06-01', '2025-06-01', '2026-07-01', '2026-08-01'];
const PLACES = ['GM0402', 'GM1942', 'GM0363'];

describe('the corpus in the database', () => {
  let databases: TestDatabases<'binding-rules'>;
  let sql: Database;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    sql = connect(databases.of['binding-rules'].publicUrl, { applicationName: 'test', max: 1 });
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
  });
  afterAll(async () => {
    await stop();
    await sql.end();
    await databases.drop();
  });

  async function hashOn(municipality: string, on: string): Promise<string | null> {
    const { data, codes } = await ask(ANONYMOUS, IN_FORCE, { municipality, on });
    expect(codes).toEqual([]);
    return data.rulesInForce?.hash ?? null;
  }

  it('is all there: every regulation, every area', async () => {
    const rows = await sql`select owner, instrument, version from regulation order by 1, 2, 3`;
    const files = corpusRegulations().map(({ owner, code: instrument, version }) => ({
      owner,
      instrument,
      version,
    }));
    expect(rows.map((row) => `${row['owner']} ${row['instrument']} ${row['version']}`).sort()).toEqual(
      files.map((file) => `${file.owner} ${file.instrument} ${file.version}`).sort(),
    );
    const areas = corpusAreas();
    const cores = areas.municipalities.flatMap((municipality) => municipality.cores);
    const [counts] = await sql`
      select (select count(*)::int from municipality) as municipalities, (select count(*)::int from core) as cores,
             (select count(*)::int from municipality where region is not null) as connected`;
    expect(counts).toEqual({ municipalities: 342, cores: cores.length, connected: 34 });
  });

  it('is loaded once: publishing it again publishes nothing and changes no row', async () => {
    const contents = () => sql`
      select (select string_agg(regulation::text, '|' order by owner, id) from regulation) as regulations,
             (select string_agg(r::text, '|' order by municipality, validity) from rule_set_in_force as r) as in_force,
             (select count(*)::int from rule_set) as rule_sets`;
    const before = await contents();
    expect(await loadCorpus(databases.of['binding-rules'])).toMatchObject({
      published: 0,
      municipalities: 0,
    });
    expect(await contents()).toEqual(before);
  });

  it('answers for a place and a day with the rules that resolving the files themselves gives', async () => {
    for (const municipality of PLACES) {
      for (const on of DAYS) {
        expect(await hashOn(municipality, on), `${municipality} ${on}`).toBe(
          corpusRuleSet(municipality, on).hash,
        );
      }
    }
  });

  it('gives each of the three versions of the law its own days', async () => {
    const versions: string[] = [];
    for (const on of DAYS) {
      const { data } = await ask(ANONYMOUS, WHOLE, { hash: await hashOn('GM0402', on) });
      const law = data.ruleSet.sources.find(({ instrument }: { instrument: string }) =>
        /^huisvestingswet/.test(instrument),
      );
      versions.push(law.version);
    }
    expect(versions).toEqual(['2015-01-01', '2024-01-01', '2026-07-01', '2026-07-01']);
    expect(await hashOn('GM0402', '2026-06-30')).not.toBe(await hashOn('GM0402', '2026-07-01'));
  });

  it('gives a text whose SHA-256 is the hash, on which alone the engine runs', async () => {
    const rows = await sql<{ hash: string }[]>`select hash from rule_set`;
    expect(rows.length).toBeGreaterThan(19);
    for (const { hash } of rows) {
      const { data } = await ask(
        ANONYMOUS,
        `query ($hash: ID!) { ruleSet(hash: $hash) { hash canonical } }`,
        { hash },
      );
      expect(createHash('sha256').update(data.ruleSet.canonical, 'utf8').digest('hex')).toBe(hash);
      expect(parseRuleSet(data.ruleSet.canonical)).toMatchObject({ kind: 'OK', value: { hash } });
    }
  });

  it('gives the same rule set by place, by municipality, by hash and as an entity', async () => {
    const hash = await hashOn('GM0402', '2025-06-01');
    const { data } = await ask(
      ANONYMOUS,
      `query ($hash: ID!, $representations: [_Any!]!) {
        municipality(code: "GM0402") { rulesInForce(on: "2025-06-01") { ...Whole } }
        ruleSet(hash: $hash) { ...Whole }
        rulesInForce(municipality: "GM0402", core: "GM0402-C01", on: "2025-06-01") { ...Whole }
        _entities(representations: $representations) { ...Whole }
      }
      fragment Whole on RuleSet { hash canonical sources { id } groups { code } }`,
      { hash, representations: [{ __typename: 'RuleSet', hash }] },
    );
    expect(data.ruleSet.hash).toBe(hash);
    expect(data.municipality.rulesInForce).toEqual(data.ruleSet);
    expect(data.rulesInForce).toEqual(data.ruleSet);
    expect(data._entities).toEqual([data.ruleSet]);
  });

  it('shows each rule of a rule set with its words, its article and what it does', async () => {
    const { data } = await ask(ANONYMOUS, WHOLE, { hash: await hashOn('GM0402', '2026-08-01') });
    const { sources, admission, groups, offer, lottery, quotas, restrictions } = data.ruleSet;
    expect(sources.map(({ layer }: { layer: string }) => layer)).toEqual(
      expect.arrayContaining(['FRAMEWORK', 'REGIONAL_MODEL', 'MUNICIPAL']),
    );
    expect(new Set(sources.map(({ status }: { status: string }) => status))).toEqual(new Set(['PUBLISHED']));
    expect([offer, lottery]).toEqual(['SEARCH_VALUE', 'DRAW']);
    expect(groups.map(({ rank }: { rank: number }) => rank)).toEqual(
      groups.map((_: unknown, index: number) => index + 1),
    );
    for (const { code, rule } of groups) expect(rule).toMatchObject({ code, stage: 'SORT' });
    for (const rule of admission) {
      expect(rule.stage).toBe('SELECT');
      expect(rule.text.nl).toMatch(/\.$/);
      expect(sources).toContainEqual(
        expect.objectContaining({ instrument: rule.citation.instrument, version: rule.citation.version }),
      );
    }
    expect(new Set(quotas.map(({ stage }: { stage: string }) => stage))).toEqual(new Set(['QUOTA']));
    expect(new Set(restrictions.map(({ stage }: { stage: string }) => stage))).toEqual(new Set(['RESTRICT']));
  });

  it('has no rules where no regulation is connected, before the first one, and for a core that is elsewhere', async () => {
    expect(await hashOn('GM0014', '2025-06-01')).toBeNull();
    expect(await hashOn('GM9999', '2025-06-01')).toBeNull();
    expect(await hashOn('GM0402', '2014-12-31')).toBeNull();
    for (const core of ['GM0406-C01', 'GM0402-C60', 'GM0402']) {
      const { data } = await ask(ANONYMOUS, IN_FORCE, { municipality: 'GM0402', core, on: '2025-06-01' });
      expect(data, core).toEqual({ rulesInForce: null });
    }
    expect((await ask(ANONYMOUS, IN_FORCE, { municipality: 'GM0402', on: '2025-02-29' })).codes).not.toEqual(
      [],
    );
  });

  it('takes today when no day is given', async () => {
    const { data } = await ask(ANONYMOUS, IN_FORCE, { municipality: 'GM0402' });
    expect(data.rulesInForce.hash).toBe(await hashOn('GM0402', NOW.slice(0, 10)));
  });

  it('shows a regulation with its articles beside the rules that read them', async () => {
    const { data } = await ask(
      ANONYMOUS,
      `{ regulations(owner: "GOOI", inForceOn: "2025-06-01") { nodes {
           id title argument articles { number text } rules { code citation { article title } }
      } } }`,
    );
    const [model] = data.regulations.nodes;
    const numbers = model.articles.map(({ number }: { number: string }) => number);
    expect(model.rules.length).toBeGreaterThan(5);
    for (const { citation } of model.rules) {
      expect(numbers).toContain(citation.article);
      expect(citation.title).toBe(model.title);
    }
    const { data: byId } = await ask(ANONYMOUS, `query ($id: ID!) { regulation(id: $id) { title } }`, {
      id: model.id,
    });
    expect(byId.regulation.title).toBe(model.title);
  });

  it('pages regulations by owner, instrument and version, only those in force on a day when one is given', async () => {
    const pages = async (on: string | null): Promise<string[]> => {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const { data } = await ask(
          ANONYMOUS,
          `query ($on: CalendarDate, $after: String) { regulations(inForceOn: $on, first: 4, after: $after) {
             nodes { owner instrument version } pageInfo { hasNextPage endCursor } } }`,
          { on, after },
        );
        const { nodes, pageInfo } = data.regulations;
        found.push(...nodes.map((node: Record<string, string>) => Object.values(node).join(' ')));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return found;
    };
    const expected = (on: string | null) =>
      corpusRegulations()
        .filter(
          ({ validity: { from, until } }) => on === null || (from <= on && (until === null || on < until)),
        )
        .map(({ owner, code, version }) => `${owner} ${code} ${version}`)
        .sort();
    for (const on of [null, '2023-12-31', '2024-01-01', '2026-08-01'])
      expect(await pages(on)).toEqual(expected(on));
  });

  it('connects areas in both directions', async () => {
    const { data } = await ask(
      ANONYMOUS,
      `{ housingRegion(code: "GOOI") { name municipalities(first: 3) { nodes { code region { code } cores { code municipality { code } } } pageInfo { hasNextPage } } }
         municipalities(first: 2) { nodes { code region { code } } } housingRegions { nodes { code } }
         unknown: municipality(code: "GM9999") { code }
         _entities(representations: [{ __typename: "Core", code: "GM0402-C01" }, { __typename: "Municipality", code: "GM0000" }]) {
           ... on Core { municipality { name } } ... on Municipality { name } } }`,
    );
    const { nodes, pageInfo } = data.housingRegion.municipalities;
    expect(nodes.map(({ code }: { code: string }) => code)).toEqual(['GM0317', 'GM0376', 'GM0402']);
    expect(pageInfo.hasNextPage).toBe(true);
    for (const { code, region, cores } of nodes) {
      expect(region.code).toBe('GOOI');
      expect(cores.length).toBeGreaterThan(0);
      for (const core of cores) expect(core.municipality.code).toBe(code);
    }
    expect(data.municipalities.nodes).toEqual([
      { code: 'GM0014', region: null },
      { code: 'GM0034', region: null },
    ]);
    expect(data.housingRegions.nodes).toEqual(
      ['AMERSFOORT', 'AMSTERDAM', 'GOOI', 'PARKSTAD'].map((code) => ({ code })),
    );
    expect(data.unknown).toBeNull();
    expect(data._entities).toEqual([{ municipality: { name: 'Hilversum' } }, null]);
  });
});
