import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../../rules/assess.ts';
import { compileRuleSet } from '../../../rules/compile-rule-set.ts';
import { tieBreakLot } from '../../../rules/draw.ts';
import { renderReasons } from '../../../rules/explain.ts';
import { rank } from '../../../rules/rank.ts';
import { parseRuleSet } from '../../../rules/rule-set.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { home, seeker, TODAY } from './examples.ts';

const README = readFileSync(new URL('../../../rules/README.md', import.meta.url), 'utf8');
const EXAMPLE = /```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? '';

describe('the README of the rules', () => {
  it('shows an example that runs as it stands, and gives what it says', () => {
    const body = EXAMPLE.split('\n')
      .filter((line) => !line.startsWith('import '))
      .join('\n');
    const names = [
      'parseRuleSet',
      'compileRuleSet',
      'rank',
      'tieBreakLot',
      'assess',
      'renderReasons',
      'canonical',
      'candidates',
      'home',
      'day',
    ];
    const run = new Function(...names, `${body}\nreturn { ranked, why };`) as (
      ...values: readonly unknown[]
    ) => {
      ranked: readonly { lotId: string }[];
      why: string;
    };
    const income = { incomeAtMost: { INCOME_GOOI: true } };
    const candidates = [
      { lotId: 'short', facts: seeker(income) },
      { lotId: 'refused', facts: seeker() },
      { lotId: 'long', facts: seeker({ ...income, registeredOn: '2010-01-01' as typeof TODAY }) },
    ];
    const { canonical } = corpusRuleSet('GM0402', TODAY);
    const { ranked, why } = run(
      parseRuleSet,
      compileRuleSet,
      rank,
      tieBreakLot,
      assess,
      renderReasons,
      canonical,
      candidates,
      home(),
      TODAY,
    );
    expect(ranked.map(({ lotId }) => lotId)).toEqual(['long', 'short']);
    expect(why).toContain('Volgorde: De hoogste zoekwaarde gaat voor');
  });

  it('imports only what exists', () => {
    const imports = [...EXAMPLE.matchAll(/import \{ (.+?) \} from '\.\/(.+?)'/g)];
    expect(imports.length).toBeGreaterThan(3);
    for (const [, name, file] of imports) {
      const source = readFileSync(new URL(`../../../rules/${file}`, import.meta.url), 'utf8');
      expect(source).toContain(`export function ${name}`);
    }
  });
});
