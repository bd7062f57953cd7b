import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../platform/primitives/calendar-date.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { readYaml } from '../../subgraphs/binding-rules/regulation-yaml.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { change, done, officer, type MutationName } from '../support/drafts.ts';

const ANNA = officer('anna', 'PUBLISHER');
const BEN = officer('ben', 'APPROVER');

/** What a draft says, kept by the test itself. */
interface Model {
  title: string;
  note: string | undefined;
  readonly articles: Map<string, string>;
  readonly fills: Map<string, number>;
  readonly rules: Map<string, number>;
}

interface Edit {
  readonly name: MutationName;
  readonly input: Readonly<Record<string, unknown>>;
  readonly onModel: (model: Model) => boolean;
}

const codes = fc.constantFrom('ALPHA', 'BETA', 'GAMMA');
const numbers = fc.constantFrom('1', '2.1', '2(2)');
const words = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(codes, fc.nat(99)).map(([code, rank]): Edit => ({
    name: 'editRule',
    input: { yaml: `code: ${code}\nstage: SORT\nrank: ${rank}\n` },
    onModel: ({ rules }) => rules.set(code, rank) !== undefined,
  })),
  codes.map((code): Edit => ({
    name: 'removeRule',
    input: { code },
    onModel: ({ rules }) => rules.delete(code),
  })),
  words.map((title): Edit => ({
    name: 'editRegulation',
    input: { title },
    onModel: (model) => ((model.title = title), true),
  })),
  fc.option(words).map((note): Edit => ({
    name: 'editRegulation',
    input: { note },
    onModel: (model) => ((model.note = note ?? undefined), true),
  })),
  fc.tuple(numbers, words).map(([number, text]): Edit => ({
    name: 'editRegulation',
    input: { putArticles: [{ number, text }] },
    onModel: ({ articles }) => articles.set(number, text) !== undefined,
  })),
  numbers.map((number): Edit => ({
    name: 'editRegulation',
    input: { removeArticles: [number] },
    onModel: ({ articles }) => (articles.delete(number), true),
  })),
  fc.tuple(codes, fc.option(fc.nat(99))).map(([term, value]): Edit => ({
    name: 'editRegulation',
    input: { fills: [{ term, value }] },
    onModel: ({ fills }) => (value === null ? fills.delete(term) : fills.set(term, value), true),
  })),
);

describe('a draft in the database', () => {
  let databases: TestDatabases<'binding-rules'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let published: string;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
    const { data } = await ask(
      ANONYMOUS,
      '{ regulations(owner: "GM0402", first: 100) { nodes { id version } } }',
    );
    published = data.regulations.nodes.find(
      ({ version }: { version: string }) => version === '2024-01-01',
    ).id;
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  it('is what the acknowledged edits make, and an edit of an older revision changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(edit, fc.boolean()), { minLength: 1, maxLength: 8 }),
        async (edits) => {
          const model: Model = {
            title: 'Begin',
            note: undefined,
            articles: new Map(),
            fills: new Map(),
            rules: new Map(),
          };
          const begun = await done(ask, ANNA, 'draftRegulation', { instrument: 'proef', title: 'Begin' });
          let { revision } = begun;
          for (const [{ name, input, onModel }, stale] of edits) {
            if (stale) {
              const answer = await change(ask, ANNA, name, {
                ...input,
                draft: begun.id,
                expectedRevision: revision - 1,
              });
              expect(answer).toMatchObject({ code: 'DRAFT_CONFLICT', revision });
            }
            const answer = await change(ask, ANNA, name, {
              ...input,
              draft: begun.id,
              expectedRevision: revision,
            });
            if (onModel(model)) revision += 1;
            else expect(answer).toMatchObject({ code: 'UNKNOWN_RULE' });
            if (answer.draft !== undefined) expect(answer.draft.revision).toBe(revision);
          }
          const { data } = await ask(
            ANNA,
            'query ($id: ID!) { regulationDraft(id: $id) { revision yaml events(first: 100) { nodes { revision } } } }',
            { id: begun.id },
          );
          const read = readYaml(data.regulationDraft.yaml);
          const { note, articles, fills, rules, title } = model;
          expect(read).toEqual({
            kind: 'OK',
            value: {
              code: 'proef',
              title,
              layer: 'MUNICIPAL',
              owner: 'GM0402',
              validity: {},
              ...(note === undefined ? {} : { note }),
              ...(fills.size === 0 ? {} : { fills: Object.fromEntries(fills) }),
              ...(articles.size === 0
                ? {}
                : { articles: [...articles].map(([article, text]) => ({ article, text })) }),
              ...(rules.size === 0
                ? {}
                : { rules: [...rules].map(([code, rank]) => ({ code, stage: 'SORT', rank })) }),
            },
          });
          // One line of history for each acknowledged change, and no other.
          expect(
            data.regulationDraft.events.nodes.map((event: { revision: number }) => event.revision),
          ).toEqual(Array.from({ length: revision }, (_, index) => index + 1));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is published by approving exactly when validating finds no error', async () => {
    const outcomes = { published: 0, refused: 0 };
    const day = (days: number) => addDays(calendarDate('2026-11-01'), days);
    const amendment = fc.record({
      from: fc.integer({ min: 0, max: 300 }),
      length: fc.constantFrom(425, 425, 425, 1, 1500),
      weeks: fc.integer({ min: 0, max: 14 }),
      term: fc.constantFrom('FRUITLESS_WEEKS', 'LOCAL_BINDING_SHARE', 'LOCAL_BINDING_SHARE', 'NO_SUCH_TERM'),
      rank: fc.constantFrom(7, 90, 95, 1000),
      ground: fc.constantFrom('LOCAL_BINDING', 'AGE', 'OCCUPANCY'),
      argument: fc.constantFrom('Nodig.', 'En evenredig.', 'Nodig en evenredig.', null),
    });
    await fc.assert(
      fc.asyncProperty(amendment, async ({ from, length, weeks, term, rank, ground, argument }) => {
        const begun = await done(ask, ANNA, 'draftRegulation', {
          amends: published,
          validFrom: day(from),
          validUntil: length === 425 ? '2028-01-01' : day(from + length),
        });
        const edited = await done(ask, ANNA, 'editRegulation', {
          draft: begun.id,
          expectedRevision: 1,
          ...(argument === null ? { argument } : {}),
          fills: [{ term, value: weeks }],
          putArticles: [{ number: '9', text: 'Een groep.' }],
        });
        const rule = `code: OWN\nstage: SORT\narticle: '9'\nrank: ${rank}\ngrounds: [${ground}]\ncondition: { kind: always }\n`;
        const written = await done(ask, ANNA, 'editRule', {
          draft: edited.id,
          expectedRevision: 2,
          yaml: rule,
        });
        const findings = written.findings as { readonly severity: string }[];
        const wrong = findings.some(({ severity }) => severity === 'ERROR');
        const submitted = await change(ask, ANNA, 'submitRegulation', {
          draft: edited.id,
          expectedRevision: 3,
        });
        expect(submitted.code).toBe(wrong ? 'REGULATION_NOT_VALID' : undefined);
        if (wrong) return void (outcomes.refused += 1);
        const approved = await change(ask, BEN, 'approveRegulation', {
          draft: edited.id,
          expectedRevision: 4,
        });
        expect(approved.__typename).toBe('RegulationApproved');
        outcomes.published += 1;
        await change(ask, BEN, 'withdrawRegulation', {
          regulation: approved.regulation!.id,
          reason: 'proef',
        });
      }),
      {
        numRuns: 40,
        examples: [
          [
            {
              from: 5,
              length: 425,
              weeks: 6,
              term: 'FRUITLESS_WEEKS',
              rank: 7,
              ground: 'LOCAL_BINDING',
              argument: 'Nodig en evenredig.',
            },
          ],
        ],
      },
    );
    expect(outcomes.published).toBeGreaterThan(3);
    expect(outcomes.refused).toBeGreaterThan(3);
  });
});
