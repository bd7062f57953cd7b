import { describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { looksAtVacancyOnly } from '../../../rules/condition.ts';
import { REGISTERED_KINDS } from '../../../rules/kinds/registered-kinds.ts';
import { condition, faults, holds } from './examples.ts';

describe('condition', () => {
  it('has one kind per file and one test of the same name per kind', () => {
    const kinds = REGISTERED_KINDS.map(({ kind }) => `${kind}.ts`).sort();
    const files = readdirSync(new URL('../../../rules/kinds', import.meta.url)).filter(
      (file) => file !== 'registered-kinds.ts',
    );
    const tests = readdirSync(new URL('.', import.meta.url));
    expect(files.sort()).toEqual(kinds);
    for (const kind of kinds) expect(tests).toContain(kind.replace('.ts', '.test.ts'));
  });

  it('keeps its list of kinds frozen', () => {
    expect(Object.isFrozen(REGISTERED_KINDS)).toBe(true);
  });

  it.each([
    null,
    undefined,
    7,
    'always',
    [],
    {},
    { kind: 3 },
    { kind: 'toString' },
    { kind: '__proto__' },
    { kind: 'nonsense' },
  ])('turns %j into findings and never throws', (source) => {
    expect(faults(source).length).toBeGreaterThan(0);
  });

  it('refuses a tree that is deeper than a person could follow', () => {
    let deep: object = { kind: 'always' };
    for (let depth = 0; depth < 100_000; depth += 1) deep = { kind: 'not', of: deep };
    expect(faults(deep).map((fault) => fault.split(' ')[0])).toEqual(['TOO_DEEP']);
  });

  it('finds every fault in one reading, each at its place', () => {
    const source = {
      kind: 'any',
      of: [
        { kind: 'age', of: 'SOME', minimum: '18' },
        { kind: 'label', label: 'YOUTH', colour: 'red' },
      ],
    };
    expect(faults(source)).toEqual([
      'UNKNOWN_VALUE of[0].of',
      'WRONG_TYPE of[0].minimum',
      'UNKNOWN_KEY of[1].colour',
    ]);
  });

  it('knows which conditions look at the home alone', () => {
    const home = {
      kind: 'all',
      of: [
        { kind: 'model', models: ['OFFER'] },
        { kind: 'not', of: { kind: 'label', label: 'YOUTH' } },
      ],
    };
    expect(looksAtVacancyOnly(condition(home))).toBe(true);
    expect(looksAtVacancyOnly(condition({ kind: 'all', of: [home, { kind: 'leaves-home' }] }))).toBe(false);
  });

  it('reads back what it wrote', () => {
    const tree = condition({
      kind: 'all',
      of: [
        { kind: 'urgency-fits', statutory: ['d', 'a'] },
        { kind: 'home', minimumRooms: 4 },
      ],
    });
    expect(condition(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
    expect(holds(tree)).toBe(false);
  });
});
