import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { OrderKind } from '../../../rules/rule.ts';
import { valueInWords } from './explained-words.ts';
import type { Admitted, Group, Reason } from './judge.ts';

/** The stage at which somebody else goes before a candidate: by the rules, or by the hand of a person. */
export type DecidingStage = 'FIRST' | 'GROUP' | 'ORDER' | 'LOT' | 'INTERVENTION';

/** What is known of the neighbour above: to the candidate nothing but the stage, to the desk the group and the value. */
export interface Above {
  readonly stage: DecidingStage;
  readonly group: Group | null;
  readonly orderValue: number | null;
}

/** Where a candidate stands by the own facts. */
export interface OwnStanding extends Pick<Admitted, 'group' | 'orderValue' | 'reasons'> {
  readonly orderKind: OrderKind;
}

export interface DecidedAbove {
  readonly code: DecidingStage;
  readonly rules: readonly Reason[];
  readonly ownValue: number | null;
  readonly valueAbove: number | null;
  readonly groupAbove: Group | null;
  readonly text: BilingualText;
}

/**
 * What decided against the neighbour above. What it says of the other is what `above` holds: with nothing but a stage in it
 * the answer is a function of the own facts, the rules and that stage. So every higher group that the own facts do not meet is
 * named, not the one that the other is in.
 */
export function decidedAbove(own: OwnStanding, above: Above): DecidedAbove {
  const nothing = { rules: [], ownValue: null, valueAbove: null, groupAbove: null };
  const { stage } = above;
  switch (stage) {
    case 'INTERVENTION':
      return { ...nothing, code: stage, text: PUT_BEFORE };
    case 'FIRST':
      return { ...nothing, code: stage, rules: rulesOfOwnGroup(own), text: STANDS_FIRST };
    case 'GROUP': {
      const rules = own.reasons.filter(({ outcome }) => outcome === 'NOT_MET' || outcome === 'RESTRICTED');
      return { ...nothing, code: stage, rules, groupAbove: above.group, text: groupText(own, above.group) };
    }
    case 'ORDER': {
      if (own.orderKind === 'REACTION_TIME')
        return { ...nothing, code: stage, rules: orderRules(own), text: REACTED_EARLIER };
      const values = { ownValue: own.orderValue, valueAbove: above.orderValue };
      return { ...nothing, ...values, code: stage, rules: orderRules(own), text: orderText(own, above) };
    }
    case 'LOT': {
      const byMoment = own.orderKind === 'REACTION_TIME';
      const hasValue = !byMoment && own.orderKind !== 'DRAW';
      const ownValue = hasValue ? own.orderValue : null;
      const valueAbove = hasValue ? above.orderValue : null;
      const text = hasValue ? equalText(own) : byMoment ? REACTED_TOGETHER : DRAWN;
      return { ...nothing, code: stage, rules: orderRules(own), ownValue, valueAbove, text };
    }
  }
}

function rulesOfOwnGroup({ group, reasons }: OwnStanding): readonly Reason[] {
  return reasons.filter(({ code, outcome }) => code === group.code && outcome === 'MET');
}

function orderRules({ reasons }: OwnStanding): readonly Reason[] {
  return reasons.filter(({ outcome }) => outcome === 'ORDERS');
}

function groupText({ group }: OwnStanding, above: Group | null): BilingualText {
  if (above === null) {
    return {
      nl: `De kandidaat hierboven zit in een hogere voorrangsgroep dan groep ${group.rank}.`,
      en: `The candidate above is in a higher priority group than group ${group.rank}.`,
    };
  }
  return {
    nl: `De kandidaat hierboven zit in groep ${above.rank}, deze in groep ${group.rank}.`,
    en: `The candidate above is in group ${above.rank}, this one in group ${group.rank}.`,
  };
}

function orderText({ orderKind, orderValue }: OwnStanding, above: Above): BilingualText {
  const own = valueInWords(orderKind, orderValue);
  if (above.orderValue === null) {
    return {
      nl: `De kandidaat hierboven zit in dezelfde groep en heeft meer dan ${own.nl}.`,
      en: `The candidate above is in the same group and has more than ${own.en}.`,
    };
  }
  const other = valueInWords(orderKind, above.orderValue);
  return {
    nl: `De kandidaat hierboven zit in dezelfde groep en heeft ${other.nl}, deze ${own.nl}.`,
    en: `The candidate above is in the same group and has ${other.en}, this one ${own.en}.`,
  };
}

function equalText({ orderKind, orderValue }: OwnStanding): BilingualText {
  const own = valueInWords(orderKind, orderValue);
  return {
    nl: `De kandidaat hierboven zit in dezelfde groep en heeft ook ${own.nl}; dan beslist het lot.`,
    en: `The candidate above is in the same group and has ${own.en} too; then the lot decides.`,
  };
}

const STANDS_FIRST: BilingualText = {
  nl: 'Niemand gaat voor.',
  en: 'Nobody goes before.',
};
const PUT_BEFORE: BilingualText = {
  nl: 'Een medewerker heeft een andere kandidaat naar voren gehaald; het artikel en de reden staan bij de ingreep.',
  en: 'Somebody put another candidate first by hand; the article and the reason stand with the intervention.',
};
const REACTED_EARLIER: BilingualText = {
  nl: 'De kandidaat hierboven zit in dezelfde groep en reageerde eerder.',
  en: 'The candidate above is in the same group and reacted earlier.',
};
const REACTED_TOGETHER: BilingualText = {
  nl: 'De kandidaat hierboven zit in dezelfde groep en reageerde op hetzelfde moment; dan beslist het lot.',
  en: 'The candidate above is in the same group and reacted at the same moment; then the lot decides.',
};
const DRAWN: BilingualText = {
  nl: 'De kandidaat hierboven zit in dezelfde groep en is eerder geloot.',
  en: 'The candidate above is in the same group and was drawn earlier.',
};
