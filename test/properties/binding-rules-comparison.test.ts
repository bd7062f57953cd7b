import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../platform/primitives/canonical-json.ts';
import { compareRegulations } from '../../subgraphs/binding-rules/domain/compare-regulations.ts';
import { parseRegulation } from '../../subgraphs/binding-rules/domain/parse-regulation.ts';
import type { Regulation } from '../../subgraphs/binding-rules/domain/regulation.ts';
import { sourceOfRegulation } from '../../subgraphs/binding-rules/domain/source-of-regulation.ts';
import { corpusRegulations } from '../scenarios/corpus.ts';
import { propertyRuns } from '../support/property-runs.ts';

const CORPUS = corpusRegulations();
const regulation = fc.constantFrom(...CORPUS);

/** What a regulation says, however its parts are cited. */
const content = (of: Regulation) => canonicalJson(sourceOfRegulation(of));

/** Every place in a source where a plain value or a list stands. */
function placesIn(
  source: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof source !== 'object' || source === null) return [path];
  const parts = Array.isArray(source)
    ? source.map((item, index) => [index, item] as const)
    : Object.entries(source);
  return [
    ...(Array.isArray(source) ? [path] : []),
    ...parts.flatMap(([key, item]) => placesIn(item, [...path, key as string | number])),
  ];
}

function changedAt(
  source: unknown,
  path: readonly (string | number)[],
  change: (value: unknown) => unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(source);
  if (Array.isArray(source))
    return source.map((item, index) => (index === step ? changedAt(item, rest, change) : item));
  const members = source as Readonly<Record<string, unknown>>;
  return { ...members, [step]: changedAt(members[String(step)], rest, change) };
}

/** A small edit, such as an officer makes: another number, word or day, a part less. */
function edited(value: unknown, pick: number): unknown {
  if (typeof value === 'number') return value + 1 + (pick % 3);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.filter((_, index) => index !== pick % Math.max(1, value.length));
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value.replace(/-01$/, '-02');
  const others = [
    'OFFER',
    'LOTTERY',
    'SOCIAL_RENT',
    'MID_RENT',
    'LOCAL_BINDING',
    'YOUTH',
    'DOWN',
    'UP',
    'CAP',
    'FLOOR',
    'REGION',
    'CORE',
    'ANY',
    'ALL',
    'a',
    'b',
  ];
  return pick % 2 === 0 ? `${value}X` : others[pick % others.length];
}

describe('comparing regulations', () => {
  it('finds nothing between a version and itself', () => {
    for (const each of CORPUS) expect(compareRegulations(each, each)).toEqual([]);
  });

  it('leaves no edit unsaid, wherever in a regulation it is made', () => {
    let told = 0;
    fc.assert(
      fc.property(regulation, fc.nat(), fc.nat(), (before, place, pick) => {
        const source = sourceOfRegulation(before);
        const places = placesIn(source);
        const after = parseRegulation(
          changedAt(source, places[place % places.length]!, (value) => edited(value, pick)),
        );
        fc.pre(after.kind === 'OK' && content(after.value) !== content(before));
        if (after.kind !== 'OK') return;
        const changes = compareRegulations(before, after.value);
        expect(changes.length, JSON.stringify(places[place % places.length])).toBeGreaterThan(0);
        for (const { text } of changes) {
          for (const sentence of [text.nl, text.en])
            expect(sentence).toMatch(/^[^a-z].*[.?!]$|^[^a-z].*[.?!)]\.?$/s);
          expect(text.nl).not.toMatch(/undefined|\[object|NaN/);
        }
        told += 1;
      }),
      { numRuns: propertyRuns(600) },
    );
    expect(told).toBeGreaterThan(propertyRuns(600) / 3);
  });

  it('swaps before and after when the two are swapped', () => {
    fc.assert(
      fc.property(regulation, regulation, (one, other) => {
        const key = (
          { code, path, before, after }: ReturnType<typeof compareRegulations>[number],
          swapped: boolean,
        ) => {
          const both = swapped ? [after, before] : [before, after];
          const kind =
            swapped && code === 'RULE_ADDED'
              ? 'RULE_REMOVED'
              : swapped && code === 'RULE_REMOVED'
                ? 'RULE_ADDED'
                : code;
          return JSON.stringify([kind, path, both]);
        };
        const there = compareRegulations(one, other)
          .map((change) => key(change, false))
          .sort();
        const back = compareRegulations(other, one)
          .map((change) => key(change, true))
          .sort();
        expect(back).toEqual(there);
      }),
      { numRuns: propertyRuns(60) },
    );
  });
});
