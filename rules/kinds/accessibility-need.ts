import type { BilingualText } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';
import { ACCESSIBILITY_LEVELS, type Accessibility } from '../facts.ts';

/**
 * The household needs an accessible home of at least this level, and the home meets its need.
 * See Huisvestingswet 2014 art. 11: priority by nature of the home; the need is a WMO indication.
 */
export interface AccessibilityNeedCondition {
  readonly kind: 'accessibility-need';
  readonly minimum: Accessibility;
}

const NAMES: Readonly<Record<Accessibility, BilingualText>> = {
  NONE: { nl: 'geen', en: 'none' },
  STICK: { nl: 'stok', en: 'stick' },
  WALKER: { nl: 'rollator', en: 'walker' },
  WHEELCHAIR: { nl: 'rolstoel', en: 'wheelchair' },
};

/** Whether a home of one level serves a need of another: the levels go from less to more. */
export function serves(home: Accessibility, need: Accessibility): boolean {
  return ACCESSIBILITY_LEVELS.indexOf(home) >= ACCESSIBILITY_LEVELS.indexOf(need);
}

/** What a need is called. */
export function needName(need: Accessibility): BilingualText {
  return NAMES[need];
}

export const ACCESSIBILITY_NEED: LeafKind<AccessibilityNeedCondition> = {
  kind: 'accessibility-need',
  shape: 'LEAF',
  title: { nl: 'toegankelijkheid', en: 'accessibility' },
  see: 'Huisvestingswet 2014 art. 11',
  looksAt: 'BOTH',

  parse: (reader) => ({
    kind: 'accessibility-need',
    minimum: reader.oneOf('minimum', ACCESSIBILITY_LEVELS.slice(1)),
  }),
  compile(condition) {
    const minimum = ACCESSIBILITY_LEVELS.indexOf(condition.minimum);
    return (facts, vacancy) => {
      const need = ACCESSIBILITY_LEVELS.indexOf(facts.accessibility);
      return need >= minimum && ACCESSIBILITY_LEVELS.indexOf(vacancy.accessibility) >= need;
    };
  },
  examine: (condition, facts, vacancy) => ({
    holds:
      serves(facts.accessibility, condition.minimum) && serves(vacancy.accessibility, facts.accessibility),
    observed: { need: facts.accessibility, home: vacancy.accessibility },
  }),
  describe: (condition) => ({
    nl: `het huishouden heeft een woning nodig die geschikt is voor ten minste ${NAMES[condition.minimum].nl}, en deze woning is dat`,
    en: `the household needs a home fit for at least a ${NAMES[condition.minimum].en}, and this home is`,
  }),
  contrast: (condition, wanted, facts) =>
    wanted
      ? {
          code: 'ACCESSIBILITY_NEED',
          parameters: { minimum: condition.minimum },
          facts: { ...facts, accessibility: condition.minimum },
        }
      : null,
};
