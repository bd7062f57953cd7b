import type { Condition } from '../../../../rules/condition.ts';

/** What a condition may come out as, when only some of its leaves are known. */
export interface Certainty {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

/**
 * What a condition may come out as when `known` says the outcome of some leaves and undefined of the others. Leaves are
 * taken to be independent: `canHold` and `canFail` may promise too much, a false one is certain.
 */
export function certaintyOf(
  condition: Condition,
  known: (leaf: Condition) => boolean | undefined,
): Certainty {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((part) => certaintyOf(part, known));
      return {
        canHold: parts.every(({ canHold }) => canHold),
        canFail: parts.some(({ canFail }) => canFail),
      };
    }
    case 'any': {
      const parts = condition.of.map((part) => certaintyOf(part, known));
      return {
        canHold: parts.some(({ canHold }) => canHold),
        canFail: parts.every(({ canFail }) => canFail),
      };
    }
    case 'not': {
      const { canHold, canFail } = certaintyOf(condition.of, known);
      return { canHold: canFail, canFail: canHold };
    }
    case 'always':
      return { canHold: true, canFail: false };
    default: {
      const outcome = known(condition);
      return { canHold: outcome !== false, canFail: outcome !== true };
    }
  }
}
