import { euros, inBoth, joined, percents, type BilingualText } from './bilingual-text.ts';
import { describeCondition } from './condition.ts';
import { labelName } from './kinds/label.ts';
import { modelName } from './kinds/model.ts';
import type { Order, PointsComponent, QuotaRule, ReactionLimitRule, Rule, SanctionRule } from './rule.ts';

/** What a rule says, as one sentence generated from its content: it cannot drift from what the engine does. */
export function describeRule(rule: Rule): BilingualText {
  return sentence(clauseOf(rule));
}

/** One clause with a capital and a full stop. */
export function sentence(clause: BilingualText): BilingualText {
  return inBoth(clause, (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);
}

function clauseOf(rule: Rule): BilingualText {
  switch (rule.stage) {
    case 'SCOPE':
    case 'SELECT': {
      const condition = describeCondition(rule.condition);
      return { nl: `vereist: ${condition.nl}`, en: `required: ${condition.en}` };
    }
    case 'SORT': {
      const condition = describeCondition(rule.condition);
      return { nl: `groep: ${condition.nl}`, en: `group: ${condition.en}` };
    }
    case 'ORDER':
      return describeOrder(rule.order);
    case 'QUOTA':
      return describeQuota(rule);
    case 'THRESHOLD': {
      const amount = euros(rule.amountCents);
      return {
        nl: `de grens ${rule.threshold} is ${amount.nl}`,
        en: `the limit ${rule.threshold} is ${amount.en}`,
      };
    }
    case 'RESTRICT': {
      const condition = describeCondition(rule.condition);
      return rule.effect === 'ONLY_WHEN'
        ? {
            nl: `deze voorrang geldt alleen als ${condition.nl}`,
            en: `this priority holds only when ${condition.en}`,
          }
        : {
            nl: `het ontbreken van binding telt niet als ${condition.nl}`,
            en: `lacking a binding does not count when ${condition.en}`,
          };
    }
    case 'SANCTION':
      return describeSanction(rule);
    case 'REACTION_LIMIT':
      return describeReactionLimit(rule);
  }
}

const CONDUCT = {
  OFFER_REFUSED: { nl: 'een aangeboden woning weigert', en: 'refuses a home that was offered' },
  VIEWING_MISSED: {
    nl: 'zonder bericht niet op een bezichtiging komt',
    en: 'misses a viewing without notice',
  },
  FACTS_WITHHELD: { nl: 'gevraagde gegevens niet geeft', en: 'does not give facts that were asked for' },
} as const;

function describeSanction(rule: SanctionRule): BilingualText {
  const { occurrences, withinMonths, months } = rule;
  const [offered, excluded] = [rule.models, rule.excludesFrom].map((models) =>
    joined(models.map(modelName), { nl: ', ', en: ', ' }),
  ) as [BilingualText, BilingualText];
  const often =
    occurrences === 1
      ? { nl: '', en: '' }
      : withinMonths === null
        ? { nl: ` ${occurrences} keer`, en: ` ${occurrences} times` }
        : {
            nl: ` ${occurrences} keer binnen ${withinMonths} maanden`,
            en: ` ${occurrences} times within ${withinMonths} months`,
          };
  const conduct = CONDUCT[rule.conduct];
  return {
    nl: `wie bij ${offered.nl}${often.nl} ${conduct.nl}, is ${counted(months, 'maand', 'maanden')} uitgesloten van ${excluded.nl}`,
    en: `who${often.en} ${conduct.en} through ${offered.en} is excluded from ${excluded.en} for ${counted(months, 'month', 'months')}`,
  };
}

function describeReactionLimit({ models, reactions, per }: ReactionLimitRule): BilingualText {
  const through = joined(models.map(modelName), { nl: ', ', en: ', ' });
  const where =
    per === 'REGION'
      ? { nl: 'in de regio', en: 'in the region' }
      : { nl: 'in de gemeente', en: 'in the municipality' };
  return {
    nl: `wie woningzoekend is heeft ${where.nl} ten hoogste ${counted(reactions, 'reactie', 'reacties')} tegelijk open op woningen via ${through.nl}`,
    en: `a seeker has at most ${counted(reactions, 'reaction', 'reactions')} open at a time ${where.en} to homes through ${through.en}`,
  };
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function describeOrder(order: Order): BilingualText {
  switch (order.kind) {
    case 'REGISTRATION_TIME':
      return { nl: 'de langste inschrijfduur gaat voor', en: 'the longest registration goes first' };
    case 'SEARCH_VALUE':
      return {
        nl: `de hoogste zoekwaarde gaat voor: tijd sinds de laatste verhuizing, en voor wie een woning achterlaat ${order.retainedPercent}% van de zoekwaarde daarvan`,
        en: `the highest search value goes first: time since the last move, and for who leaves a home ${order.retainedPercent}% of the search value of that home`,
      };
    case 'POINTS': {
      const names = joined(order.components.map(componentName), { nl: ', ', en: ', ' });
      return { nl: `de meeste punten gaan voor: ${names.nl}`, en: `the most points go first: ${names.en}` };
    }
    case 'DRAW':
      return { nl: 'het lot bepaalt de volgorde', en: 'a draw decides the order' };
  }
}

function componentName({ component }: PointsComponent): BilingualText {
  switch (component) {
    case 'WAITING':
      return { nl: 'wachtpunten', en: 'waiting points' };
    case 'SEARCHING':
      return { nl: 'zoekpunten', en: 'search points' };
    case 'SITUATION':
      return { nl: 'situatiepunten', en: 'situation points' };
    case 'STARTER':
      return { nl: 'startpunten', en: 'starter points' };
  }
}

const DENOMINATORS = {
  PUBLICATIONS: { nl: 'de aangeboden woningen', en: 'the homes offered' },
  LETTINGS: { nl: 'de verhuringen', en: 'the lettings' },
  PERMITS_IN_DESIGNATED_CATEGORIES: {
    nl: 'de vergunningen in de aangewezen categorieën',
    en: 'the permits in the designated categories',
  },
  LETTINGS_WITH_RENT_BENEFIT: {
    nl: 'de verhuringen aan huishoudens met recht op huurtoeslag',
    en: 'the lettings to households with a right to rent benefit',
  },
} as const;

const PERIODS = {
  HALF_YEAR: { nl: 'per half jaar', en: 'per half year' },
  CALENDAR_YEAR: { nl: 'per kalenderjaar', en: 'per calendar year' },
  TWO_CALENDAR_YEARS: {
    nl: 'over twee opeenvolgende kalenderjaren',
    en: 'over two consecutive calendar years',
  },
} as const;

const AREAS = {
  MUNICIPALITY: { nl: 'per gemeente', en: 'per municipality' },
  REGION: { nl: 'in de regio', en: 'in the region' },
  CORE: { nl: 'per kern', en: 'per core' },
  CORPORATION: { nl: 'per corporatie', en: 'per corporation' },
} as const;

function describeQuota(rule: QuotaRule): BilingualText {
  const bound =
    rule.direction === 'CAP' ? { nl: 'ten hoogste', en: 'at most' } : { nl: 'ten minste', en: 'at least' };
  const amount =
    rule.limit.kind === 'NUMBER'
      ? { nl: String(rule.limit.count), en: String(rule.limit.count) }
      : joined([percents(rule.limit.basisPoints), DENOMINATORS[rule.limit.denominator]], {
          nl: ' van ',
          en: ' of ',
        });
  const subject = describeSubject(rule);
  const period = PERIODS[rule.period];
  const area = AREAS[rule.per];
  return {
    nl: `${bound.nl} ${amount.nl} ${period.nl} ${area.nl} ${subject.nl}`,
    en: `${bound.en} ${amount.en} ${period.en} ${area.en} ${subject.en}`,
  };
}

function describeSubject({ subject }: QuotaRule): BilingualText {
  switch (subject.kind) {
    case 'LABELS': {
      const labels = joined(subject.labels.map(labelName), { nl: ', ', en: ', ' });
      return { nl: `met voorrang wegens ${labels.nl}`, en: `with priority for ${labels.en}` };
    }
    case 'MODELS': {
      const models = describeCondition({ kind: 'model', models: subject.models });
      return { nl: `waarbij ${models.nl}`, en: `where ${models.en}` };
    }
    case 'SUITABLE_RENT':
      return { nl: 'met een huur tot de aftoppingsgrens', en: 'at a rent up to the quality-discount limit' };
    case 'GROUPS': {
      const groups = subject.groups.join(', ');
      return { nl: `aan kandidaten uit de groepen ${groups}`, en: `to candidates of the groups ${groups}` };
    }
    case 'URGENCY_CATEGORIES': {
      const categories = subject.categories.join(', ');
      return {
        nl: `aan urgenten in de categorieën ${categories}`,
        en: `to urgents of the categories ${categories}`,
      };
    }
  }
}
