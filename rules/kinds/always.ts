import type { LeafKind } from '../condition-kind.ts';

/** Everybody, every home: a rule without a condition. See the last group of a priority order ("overigen"). */
export interface AlwaysCondition {
  readonly kind: 'always';
}

export const ALWAYS_KIND: LeafKind<AlwaysCondition> = {
  kind: 'always',
  shape: 'LEAF',
  title: { nl: 'altijd', en: 'always' },
  see: 'the last group of a priority order',
  looksAt: 'VACANCY',

  parse: () => ({ kind: 'always' }),
  compile: () => () => true,
  examine: () => ({ holds: true, observed: {} }),
  describe: () => ({ nl: 'zonder nadere voorwaarde', en: 'without further condition' }),
  contrast: () => null,
};
