import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../platform/primitives/calendar-date.ts';
import { checkDraft, type Surroundings } from '../../subgraphs/binding-rules/domain/check-draft.ts';
import { draftRules } from '../../subgraphs/binding-rules/domain/draft-rules.ts';
import {
  asSource,
  editHead,
  headOf,
  putRule,
  removeRule,
} from '../../subgraphs/binding-rules/domain/draft-source.ts';
import { orderedSource } from '../../subgraphs/binding-rules/domain/ordered-source.ts';
import { planPublication } from '../../subgraphs/binding-rules/domain/plan-publication.ts';
import { planWithdrawal } from '../../subgraphs/binding-rules/domain/plan-withdrawal.ts';
import { proposedRuleSets } from '../../subgraphs/binding-rules/domain/proposed-rule-sets.ts';
import type { Regulation } from '../../subgraphs/binding-rules/domain/regulation.ts';
import {
  ruleSetsInForce,
  type PublishedVersion,
} from '../../subgraphs/binding-rules/domain/rule-sets-in-force.ts';
import {
  sourceOfRegulation,
  type SourceObject,
} from '../../subgraphs/binding-rules/domain/source-of-regulation.ts';
import {
  readRegulation,
  readYaml,
  writeRegulation,
  writeYaml,
} from '../../subgraphs/binding-rules/regulation-yaml.ts';
import { corpusRegulations } from '../scenarios/corpus.ts';
import { propertyRuns } from '../support/property-runs.ts';

const REGULATIONS = corpusRegulations();
const HILVERSUM = REGULATIONS.find(({ owner, version }) => owner === 'GM0402' && version === '2024-01-01')!;
const PLACE = { municipality: 'GM0402', region: 'GOOI' };
const KNOWN: readonly PublishedVersion[] = planned(
  [],
  REGULATIONS.filter(({ owner }) => ['RIJK', 'GOOI', 'GM0402'].includes(owner)),
);
const SURROUNDINGS: Surroundings = { known: KNOWN, places: [PLACE] };
const NAME = { owner: 'GM0402', instrument: HILVERSUM.code };
const TODAY = calendarDate('2026-09-01');

/** What is known after publishing more, as the database would hold it. */
function planned(
  known: readonly PublishedVersion[],
  regulations: readonly Regulation[],
): readonly PublishedVersion[] {
  const plan = planPublication(
    regulations.map((regulation) => ({ regulation, publisher: regulation.owner })),
    known,
    [PLACE],
  );
  if (plan.kind === 'FAILED') throw new Error(JSON.stringify(plan.failure));
  const { published, ended } = plan.value;
  return [...known, ...published.map((regulation) => ({ regulation, inForce: regulation.validity }))].map(
    (version) => {
      const end = ended.find((one) => one.version === version.regulation);
      return end === undefined ? version : { ...version, inForce: { ...version.inForce, until: end.on } };
    },
  );
}

/** As the database gives it back. */
function stored(value: unknown): SourceObject {
  return JSON.parse(JSON.stringify(value)) as SourceObject;
}

/** Any tree that YAML can state and a table can hold, keys of regulations among its keys. */
const key = fc.oneof(
  fc.constantFrom(
    'code',
    'rules',
    'articles',
    'validity',
    'from',
    'stage',
    'condition',
    'terms',
    'kind',
    'title',
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'article',
    'term',
  ),
  fc.string({ maxLength: 6 }),
);
const text = fc.oneof(
  fc.constantFrom(
    '2024-01-01',
    'yes',
    '~',
    'null',
    '0x1',
    '1_000',
    '- a',
    'a: b',
    '# x',
    '<<',
    '*a',
    '&a',
    '',
    ' ',
    'é\nñ\t',
    '\u2028',
    '\r\n',
  ),
  fc.string({ unit: 'grapheme' }),
);
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  text,
);
const tree = fc.letrec<{ node: unknown; object: object }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('node'), { maxKeys: 5 }),
}));
/** The corpus with something else somewhere in it: almost right, in every way. */
const almost = fc
  .tuple(fc.constantFrom(...REGULATIONS), fc.nat(), tree.node)
  .map(([regulation, seed, value]) => replaced(sourceOfRegulation(regulation), seed, value));
const source = fc
  .oneof(tree.object, almost)
  // As the database gives it.
  .map((value) => asSource(stored(value)))
  .filter((value) => value !== undefined);

function replaced(value: unknown, seed: number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const chosen = keys[seed % (keys.length + 1)];
  if (chosen === undefined) return by;
  const changed = replaced(
    (value as Record<string, unknown>)[chosen],
    Math.floor(seed / (keys.length + 1)),
    by,
  );
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === chosen ? changed : item))
    : { ...value, [chosen]: changed };
}

describe('a draft', () => {
  it('of whatever form is read as far as it can be, and never brings reading down', () => {
    let readable = 0;
    fc.assert(
      fc.property(source, (value) => {
        const rules = draftRules(value);
        const list = (value as Record<string, unknown>)['rules'];
        expect(rules.length).toBe(Array.isArray(list) ? list.length : 0);
        readable += rules.filter(({ rule }) => rule !== null).length;
        const { findings, publication } = checkDraft(value, NAME, SURROUNDINGS, TODAY);
        expect(publication === null).toBe(findings.some(({ severity }) => severity === 'ERROR'));
        headOf(value);
      }),
      { numRuns: propertyRuns(400) },
    );
    expect(readable).toBeGreaterThan(propertyRuns(400) / 10);
  });

  it('of whatever form comes out of its YAML as it went in', () => {
    fc.assert(
      fc.property(source, (value) => {
        const kept = stored(value);
        const read = readYaml(writeYaml(orderedSource(kept)));
        if (read.kind === 'FAILED') throw new Error(JSON.stringify(read.failure));
        expect(stored(read.value)).toEqual(kept);
      }),
      { numRuns: propertyRuns(600) },
    );
  });

  it('shows of each rule what the whole regulation says of it, also when another part is wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REGULATIONS), fc.nat(), (regulation, seed) => {
        const whole = sourceOfRegulation(regulation);
        const [index, wrong] = [
          seed % (regulation.rules.length + 1),
          { code: 'WRONG', stage: 'SORT', ranck: 1 },
        ];
        const rules = [...regulation.rules.keys()].map(
          (at) => (whole['rules'] as readonly SourceObject[])[at]!,
        );
        const shown = draftRules(
          stored({ ...whole, rules: [...rules.slice(0, index), wrong, ...rules.slice(index)], argument: 3 }),
        );
        expect(shown[index]).toEqual({ code: 'WRONG', rule: null, source: wrong });
        expect(shown.filter((_, at) => at !== index).map(({ rule }) => rule?.sentence)).toEqual(
          regulation.rules.map(({ sentence }) => sentence),
        );
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  it('takes each edit as it is, and leaves everything else alone', () => {
    const codes = fc.constantFrom('A', 'B', 'C');
    const edit = fc.oneof(
      fc.record({ put: codes, rank: fc.nat(9) }),
      fc.record({ remove: codes }),
      fc.record({ title: fc.option(fc.string({ minLength: 1 })) }),
      fc.record({ article: fc.constantFrom('1', '2'), text: fc.string() }),
      fc.record({ takeArticle: fc.constantFrom('1', '2') }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const model = {
          rules: new Map<string, number>(),
          articles: new Map<string, string>(),
          title: null as string | null,
        };
        let draft: SourceObject = { note: 'blijft' };
        for (const one of edits) {
          if ('put' in one) {
            model.rules.set(one.put, one.rank);
            draft = putRule(draft, { code: one.put, rank: one.rank });
          } else if ('remove' in one) {
            const had = model.rules.delete(one.remove);
            const without = removeRule(draft, one.remove);
            expect(without !== undefined).toBe(had);
            draft = without ?? draft;
          } else if ('title' in one) {
            model.title = one.title;
            draft = editHead(draft, { title: one.title });
          } else if ('article' in one) {
            model.articles.set(one.article, one.text);
            draft = editHead(draft, { putArticles: [{ article: one.article, text: one.text }] });
          } else {
            model.articles.delete(one.takeArticle);
            draft = editHead(draft, { removeArticles: [one.takeArticle] });
          }
        }
        expect(draft).toEqual({
          note: 'blijft',
          ...(model.title === null ? {} : { title: model.title }),
          ...(model.rules.size === 0
            ? {}
            : { rules: [...model.rules].map(([code, rank]) => ({ code, rank })) }),
          ...(model.articles.size === 0
            ? {}
            : { articles: [...model.articles].map(([article, words]) => ({ article, text: words })) }),
        });
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('of the corpus is the same regulation and the same bytes after its YAML', () => {
    for (const regulation of REGULATIONS) {
      const yaml = writeRegulation(regulation);
      const read = readRegulation(yaml);
      if (read.kind === 'FAILED') throw new Error(JSON.stringify(read.failure));
      expect({ ...read.value, status: regulation.status }).toEqual(regulation);
      expect(writeRegulation(read.value)).toBe(yaml);
    }
  });
});

describe('a version that is withdrawn before its first day', () => {
  const amendment = fc.record({
    days: fc.integer({ min: 1, max: 1400 }),
    length: fc.integer({ min: 1, max: 900 }),
    weeks: fc.integer({ min: 1, max: 13 }),
  });
  const versionOf = ({
    days,
    length,
    weeks,
  }: {
    days: number;
    length: number;
    weeks: number;
  }): Regulation => {
    const version = addDays(calendarDate('2024-01-01'), days);
    const until = addDays(version, length);
    return {
      ...HILVERSUM,
      version,
      validity: { from: version, until },
      fills: { ...HILVERSUM.fills, FRUITLESS_WEEKS: weeks },
    };
  };
  const inForce = (versions: readonly PublishedVersion[]) =>
    ruleSetsInForce(versions, PLACE.municipality, PLACE.region).resolved.map(
      ({ period, ruleSet }) => `${period.from} ${period.until ?? ''} ${ruleSet.hash}`,
    );
  const without = (known: readonly PublishedVersion[], withdrawn: Regulation) => {
    const { restored, ruleSets } = planWithdrawal(withdrawn, known, [PLACE]);
    const left = known
      .filter(({ regulation: { code, version } }) => code !== withdrawn.code || version !== withdrawn.version)
      .map((version) => {
        const end = restored.find((one) => one.version === version.regulation);
        return end === undefined
          ? version
          : { ...version, inForce: { ...version.inForce, until: end.until } };
      });
    return { left, ruleSets };
  };

  it('leaves everything as if it had never been published', () => {
    let changed = 0;
    fc.assert(
      fc.property(amendment, (one) => {
        const version = versionOf(one);
        const published = planned(KNOWN, [version]);
        const { left, ruleSets } = without(published, version);
        expect(inForce(left)).toEqual(inForce(KNOWN));
        expect(
          ruleSets[0]!.inForce.map(
            ({ period, ruleSet }) => `${period.from} ${period.until ?? ''} ${ruleSet.hash}`,
          ),
        ).toEqual(inForce(KNOWN));
        if (inForce(published).join() !== inForce(KNOWN).join()) changed += 1;
      }),
      { numRuns: propertyRuns(40) },
    );
    expect(changed).toBeGreaterThan(propertyRuns(40) / 2);
  });

  it('leaves what was published after it as if that had come alone', () => {
    fc.assert(
      fc.property(amendment, amendment, (one, other) => {
        fc.pre(one.days < other.days);
        // No day between two versions is without rules.
        fc.pre(one.days + one.length >= other.days);
        const [first, second] = [versionOf(one), versionOf(other)];
        const { left } = without(planned(planned(KNOWN, [first]), [second]), first);
        expect(inForce(left)).toEqual(inForce(planned(KNOWN, [second])));
      }),
      { numRuns: propertyRuns(40) },
    );
  });
});

describe('the rule sets that a draft proposes', () => {
  it('are those that publishing puts in force on its first day, and those in force the day before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1400 }), fc.integer({ min: 1, max: 13 }), (days, weeks) => {
        const version = addDays(calendarDate('2024-01-01'), days);
        const draft: Regulation = {
          ...HILVERSUM,
          status: 'DRAFT',
          version,
          validity: { ...HILVERSUM.validity, from: version },
          fills: { ...HILVERSUM.fills, FRUITLESS_WEEKS: weeks },
        };
        const plan = planPublication([{ regulation: draft, publisher: 'GM0402' }], KNOWN, [PLACE]);
        if (plan.kind === 'FAILED') throw new Error(JSON.stringify(plan.failure));
        const hashOn = (day: string) =>
          plan.value.ruleSets[0]!.inForce.find(
            ({ period }) => period.from <= day && (period.until === null || day < period.until),
          )?.ruleSet.hash;
        const [proposed] = proposedRuleSets(draft, SURROUNDINGS);
        expect([proposed?.current?.hash, proposed?.ruleSet?.hash]).toEqual([
          hashOn(addDays(version, -1)),
          hashOn(version),
        ]);
      }),
      { numRuns: propertyRuns(40) },
    );
  });
});
