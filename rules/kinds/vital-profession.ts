import type { LeafKind } from '../condition-kind.ts';

/**
 * The seeker works in one of these professions, as the employer confirmed it.
 * See Huisvestingswet 2014 art. 14(3), from 2024-01-01: vital professions inside the municipality-bound group.
 */
export interface VitalProfessionCondition {
  readonly kind: 'vital-profession';
  /** Codes of the professions for which scarcity was shown. */
  readonly professions: readonly string[];
}

export const VITAL_PROFESSION: LeafKind<VitalProfessionCondition> = {
  kind: 'vital-profession',
  shape: 'LEAF',
  title: { nl: 'maatschappelijk vitaal beroep', en: 'vital profession' },
  see: 'Huisvestingswet 2014 art. 14(3)',
  looksAt: 'SEEKER',

  parse(reader) {
    const professions = [...new Set(reader.codes('professions'))].sort();
    if (professions.length === 0)
      reader.report('MISSING', 'hier ontbreken de beroepen', 'missing: the professions', 'professions');
    return { kind: 'vital-profession', professions };
  },
  compile(condition) {
    const { professions } = condition;
    return (facts) => facts.vitalProfession !== null && professions.includes(facts.vitalProfession);
  },
  examine: (condition, facts) => ({
    holds: condition.professions.some((profession) => profession === facts.vitalProfession),
    observed: { vitalProfession: facts.vitalProfession },
  }),
  describe: (condition) => ({
    nl: `de woningzoekende heeft een vitaal beroep (${condition.professions.join(', ')})`,
    en: `the seeker has a vital profession (${condition.professions.join(', ')})`,
  }),
  contrast(condition, wanted, facts) {
    if (!wanted) return null;
    const vitalProfession = condition.professions[0] as string;
    return {
      code: 'VITAL_PROFESSION',
      parameters: { professions: condition.professions.join(', ') },
      facts: { ...facts, vitalProfession },
    };
  },
};
