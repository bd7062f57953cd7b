import type { LeafKind } from '../condition-kind.ts';

/** No sanction keeps the seeker from this model on the day. See the regional model's chapter on sanctions, under Huisvestingswet 2014 art. 9. */
export interface NotExcludedCondition {
  readonly kind: 'not-excluded';
}

export const NOT_EXCLUDED: LeafKind<NotExcludedCondition> = {
  kind: 'not-excluded',
  shape: 'LEAF',
  title: { nl: 'niet uitgesloten', en: 'not excluded' },
  see: 'Huisvestingswet 2014 art. 9',
  looksAt: 'BOTH',

  parse: () => ({ kind: 'not-excluded' }),
  compile: () => (facts, vacancy, on) => {
    for (const exclusion of facts.exclusions) {
      if (exclusion.model === vacancy.model && on < exclusion.until) return false;
    }
    return true;
  },
  examine(_condition, facts, vacancy, on) {
    const standing = facts.exclusions
      .filter(({ model, until }) => model === vacancy.model && until > on)
      .map(({ until }) => until)
      .sort();
    return {
      holds: standing.length === 0,
      observed: { model: vacancy.model, until: standing.at(-1) ?? null },
    };
  },
  describe: () => ({
    nl: 'de woningzoekende is niet van dit toewijzingsmodel uitgesloten',
    en: 'the seeker is not excluded from this allocation model',
  }),
  contrast(_condition, wanted, facts, vacancy) {
    if (!wanted) return null;
    const exclusions = facts.exclusions.filter((exclusion) => exclusion.model !== vacancy.model);
    return { code: 'NOT_EXCLUDED', parameters: { model: vacancy.model }, facts: { ...facts, exclusions } };
  },
};
