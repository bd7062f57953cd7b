import type { LeafKind } from '../condition-kind.ts';

/**
 * The home is part of one of these complexes. See Huisvestingswet 2014 art. 7, 11: a regulation may name buildings, such
 * as a complex that needs tailored allocation, or one that a housing group lives in.
 */
export interface ComplexCondition {
  readonly kind: 'complex';
  /** Ids, `L0001:<uuid>`. */
  readonly complexes: readonly string[];
}

const COMPLEX_ID = /^L[0-9]{4}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is the id of a complex. */
export function isComplexId(text: string): boolean {
  return COMPLEX_ID.test(text);
}

export const COMPLEX: LeafKind<ComplexCondition> = {
  kind: 'complex',
  shape: 'LEAF',
  title: { nl: 'complex', en: 'complex' },
  see: 'Huisvestingswet 2014 art. 7, 11',
  looksAt: 'VACANCY',

  parse(reader) {
    const complexes = [...new Set(reader.list('complexes').map(String))].sort();
    const unknown = complexes.find((id) => !isComplexId(id));
    if (complexes.length === 0)
      reader.report('MISSING', 'hier ontbreken de complexen', 'missing: the complexes', 'complexes');
    if (unknown !== undefined) {
      const shown = unknown.slice(0, 60);
      reader.report('UNKNOWN_VALUE', `geen complex: ${shown}`, `no complex: ${shown}`, 'complexes');
    }
    return { kind: 'complex', complexes };
  },
  compile(condition) {
    const { complexes } = condition;
    return (_facts, vacancy) => vacancy.complex !== null && complexes.includes(vacancy.complex);
  },
  examine: (condition, _facts, vacancy) => ({
    holds: condition.complexes.some((complex) => complex === vacancy.complex),
    observed: { complex: vacancy.complex },
  }),
  describe: ({ complexes }) =>
    complexes.length === 1
      ? {
          nl: `de woning hoort bij complex ${complexes[0]}`,
          en: `the home is part of complex ${complexes[0]}`,
        }
      : {
          nl: `de woning hoort bij een van ${complexes.length} genoemde complexen`,
          en: `the home is part of one of ${complexes.length} complexes named`,
        },
  contrast: () => null,
};
