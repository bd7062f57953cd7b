import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { regulationHash, type Regulation } from '../../subgraphs/binding-rules/domain/regulation.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { corpusRegulations } from '../scenarios/corpus.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW, publish } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { copyOfHilversum } from '../support/regulation-rows.ts';

/** What Hilversum has from 2024-01-01 to 2028-01-01. */
const HILVERSUM = corpusRegulations().find(
  ({ owner, version }) => owner === 'GM0402' && version === '2024-01-01',
)!;

/** The same regulation with another local term, from a later day. */
function amendment(from: string, until = '2028-01-01', fruitlessWeeks = 6): Regulation {
  const version = calendarDate(from);
  return {
    ...HILVERSUM,
    version,
    validity: { from: version, until: calendarDate(until) },
    fills: { ...HILVERSUM.fills, FRUITLESS_WEEKS: fruitlessWeeks },
  };
}

describe('publishing a regulation', () => {
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

  async function rulesOn(on: string, municipality = 'GM0402') {
    const { data } = await ask(
      ANONYMOUS,
      `query ($municipality: ID!, $on: CalendarDate) {
         rulesInForce(municipality: $municipality, on: $on) { hash canonical sources { owner version validUntil } } }`,
      { municipality, on },
    );
    return data.rulesInForce;
  }

  async function everything(): Promise<unknown> {
    return (
      await sql`
        select (select string_agg(regulation::text, '|' order by owner, id) from regulation) as regulations,
               (select string_agg(r::text, '|' order by municipality, validity) from rule_set_in_force as r) as in_force`
    )[0];
  }

  /** Codes of the findings of a refused publication, which must not have written anything. */
  async function refused(regulation: Regulation, publisher?: string): Promise<readonly string[]> {
    const before = await everything();
    const outcome = await publish(databases.of['binding-rules'], regulation, publisher);
    expect(await everything()).toEqual(before);
    if (outcome.kind === 'OK') throw new Error('it was published');
    return outcome.failure.flatMap(({ findings }) => findings.map(({ code }) => code));
  }

  it('is refused to anyone but its owner, and without an argument', async () => {
    expect(await refused(amendment('2026-10-01'), 'GM0406')).toEqual(['PUBLISHER_MISMATCH']);
    expect(await refused({ ...amendment('2026-10-01'), argument: ' ' })).toEqual(['ARGUMENT_MISSING']);
  });

  it('is refused beyond the years and bounds that the law leaves, with the article that says so', async () => {
    expect(await refused(amendment('2026-10-01', '2031-01-01'))).toContain('TERM_TOO_LONG');
    const outcome = await publish(databases.of['binding-rules'], amendment('2026-10-01', '2028-01-01', 14));
    expect(outcome).toMatchObject({
      kind: 'FAILED',
      failure: [
        {
          owner: 'GM0402',
          version: '2026-10-01',
          findings: [
            { code: 'FILL_OUT_OF_BOUNDS', article: expect.stringMatching(/^huisvestingswet-2014 17/) },
          ],
        },
      ],
    });
  });

  it('never changes a version that was published: other content under its day is refused', async () => {
    expect(await refused({ ...HILVERSUM, argument: 'Iets anders.' })).toEqual(['DUPLICATE']);
    const again = await publish(databases.of['binding-rules'], HILVERSUM);
    expect(again).toMatchObject({ kind: 'OK', value: { published: 0 } });
  });

  it('is refused when a later version would hold on one of its days', async () => {
    expect(await refused(amendment('2023-07-01', '2025-01-01'))).toEqual(['CONTRADICTION']);
  });

  it('takes over from its day on; the days before, and every other municipality, keep their rules', async () => {
    const days = ['2025-06-01', '2026-09-30', '2026-10-01', '2027-12-31'];
    const others = () => Promise.all(days.map((on) => rulesOn(on, 'GM0406')));
    const [before, othersBefore] = [await Promise.all(days.map((on) => rulesOn(on))), await others()];
    const amended = amendment('2026-10-01');
    expect(await publish(databases.of['binding-rules'], amended)).toMatchObject({
      kind: 'OK',
      value: { published: 1, municipalities: 1, unresolved: [] },
    });
    const after = await Promise.all(days.map((on) => rulesOn(on)));
    expect(after.map(({ hash }, index) => hash === before[index].hash)).toEqual([true, true, false, false]);
    expect(await others()).toEqual(othersBefore);
    expect(after[2].hash).toBe(after[3].hash);
    expect(JSON.parse(after[2].canonical).terms.FRUITLESS_WEEKS).toBe(6);
    const own = (answer: { sources: readonly { owner: string }[] }) =>
      answer.sources.filter(({ owner }) => owner === 'GM0402');
    expect(own(after[1])).toEqual([{ owner: 'GM0402', version: '2024-01-01', validUntil: '2026-10-01' }]);
    expect(own(after[2])).toEqual([{ owner: 'GM0402', version: '2026-10-01', validUntil: '2028-01-01' }]);
  });

  it('keeps a rule set under its hash, also when no day has it any more', async () => {
    const { hash } = await rulesOn('2027-06-01');
    await publish(databases.of['binding-rules'], amendment('2027-01-01', '2028-01-01', 10));
    expect((await rulesOn('2027-06-01')).hash).not.toBe(hash);
    const { data } = await ask(ANONYMOUS, 'query ($hash: ID!) { ruleSet(hash: $hash) { hash } }', { hash });
    expect(data.ruleSet).toEqual({ hash });
  });

  it('stores the text that its hash is taken over', async () => {
    const [row] =
      await sql`select hash, canonical from regulation where owner = 'GM0402' and version = '2026-10-01'`;
    expect(row?.['hash']).toBe(regulationHash(amendment('2026-10-01')));
  });

  it('leaves a gap, and says so, while the model that it adopts is not there yet', async () => {
    const [version, until] = [calendarDate('2028-01-01'), calendarDate('2032-01-01')];
    // Without the model it needs an urgency scheme of its own.
    const { urgencyScheme } = corpusRegulations().find(
      ({ owner: by, version: of }) => by === 'GOOI' && of === '2024-01-01',
    )!;
    const early = { ...HILVERSUM, version, validity: { from: version, until }, fills: {}, urgencyScheme };
    expect(await publish(databases.of['binding-rules'], early)).toMatchObject({
      kind: 'OK',
      value: {
        published: 1,
        unresolved: [{ municipality: 'GM0402', failure: { kind: 'NO_REGIONAL_MODEL', model: 'gooi-model' } }],
      },
    });
    expect(await rulesOn('2028-06-01')).toBeNull();
  });

  it('cannot be in force twice on one day: the database itself refuses it', async () => {
    const copy = (from: string, until: string, status?: 'WITHDRAWN') =>
      copyOfHilversum(databases.of['binding-rules'], {
        from,
        until,
        ...(status === undefined ? {} : { status }),
      });
    await expect(copy('2031-12-31', '2032-06-01')).rejects.toMatchObject({ code: '23P01' });
    await copy('2031-12-31', '2032-06-01', 'WITHDRAWN');
    await copy('2032-01-01', '2032-06-01');
  });
});
