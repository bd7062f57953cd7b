import type { BilingualText } from './bilingual-text.ts';
import { describeCondition, looksAtVacancyOnly, type Condition } from './condition.ts';
import { describeRule } from './describe-rule.ts';
import { narrowingOf, restrictionsOn } from './effective-group.ts';
import type { VacancyFacts } from './facts.ts';
import { holdsForHome, limitsOn } from './reaction-limit.ts';
import type { Citation, Order, QuotaRule, Rule } from './rule.ts';
import { orderRuleFor, type RuleSetContent } from './rule-set.ts';

/** What a part of the explanation of a home is about. */
export const EXPLANATION_PARTS = ['ADMISSION', 'GROUPS', 'ORDER', 'LIMITS', 'SOURCES'] as const;
export type ExplanationPart = (typeof EXPLANATION_PARTS)[number];

/** One rule and what it means for a home. */
export interface ExplanationLine {
  /** Code of the rule, or of the instrument for a source. */
  readonly code: string;
  readonly text: BilingualText;
  /** What the engine looks at, generated from the rule's condition; null where the text says it all. */
  readonly asks: BilingualText | null;
  /** What a higher layer adds or takes away. */
  readonly bounds: readonly BilingualText[];
  readonly citation: Citation | null;
}

export interface ExplanationSection {
  readonly part: ExplanationPart;
  readonly title: BilingualText;
  readonly lead: BilingualText;
  readonly lines: readonly ExplanationLine[];
}

/**
 * Who may react to a home, who goes first on it and why, from its rules alone, for everybody to read. Each sentence comes
 * from the rule that `assess` applies, and only rules that concern this home are told, in the order in which they are
 * applied: what is said here and what is done cannot differ.
 */
export function explainHome(ruleSet: RuleSetContent, vacancy: VacancyFacts): readonly ExplanationSection[] {
  const sections = [
    admission(ruleSet, vacancy),
    groups(ruleSet, vacancy),
    order(ruleSet, vacancy),
    limits(ruleSet, vacancy),
    sources(ruleSet),
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** The groups that somebody can be in on this home, in order; a priority that the law closes for it is left out. */
export function groupsFor(ruleSet: RuleSetContent, vacancy: VacancyFacts): RuleSetContent['groups'] {
  return ruleSet.groups.filter(
    ({ rule }) =>
      concerns(rule, vacancy) &&
      narrowings(ruleSet, rule, vacancy).every(
        (condition) => !looksAtVacancyOnly(condition) || holdsForHome(condition, vacancy),
      ),
  );
}

function admission(ruleSet: RuleSetContent, vacancy: VacancyFacts): ExplanationSection {
  const required = [...ruleSet.scope, ...ruleSet.admission].filter((rule) => concerns(rule, vacancy));
  return {
    part: 'ADMISSION',
    title: { nl: 'Wie mag reageren', en: 'Who may react' },
    lead: {
      nl: 'Aan al deze eisen moet zijn voldaan.',
      en: 'All of these requirements must be met.',
    },
    lines: required.map((rule) => lineOf(rule, rule.condition)),
  };
}

function groups(ruleSet: RuleSetContent, vacancy: VacancyFacts): ExplanationSection {
  return {
    part: 'GROUPS',
    title: { nl: 'Wie gaat voor', en: 'Who goes first' },
    lead: {
      nl: 'Wie in een eerdere groep hoort, gaat voor op wie in een latere hoort. U hoort in de eerste groep waarvan u de voorwaarde vervult.',
      en: 'Who is in an earlier group goes before who is in a later one. You are in the first group whose condition you meet.',
    },
    lines: groupsFor(ruleSet, vacancy).map(({ rule }) => ({
      ...lineOf(rule, rule.condition),
      bounds: restrictionsOn(rule, ruleSet.restrictions)
        .filter((restriction) => concerns(restriction, vacancy) && !looksAtVacancyOnly(restriction.condition))
        .map(({ sentence, citation }) => ({
          nl: `${sentence.nl} (${citation.title}, artikel ${citation.article})`,
          en: `${sentence.en} (${citation.title}, article ${citation.article})`,
        })),
    })),
  };
}

function order(ruleSet: RuleSetContent, vacancy: VacancyFacts): ExplanationSection {
  const rule = orderRuleFor(ruleSet, vacancy.model);
  const lines =
    rule === undefined
      ? []
      : [{ ...lineOf(rule, null), text: describeRule(rule), bounds: [meaningOf(rule.order)] }];
  return {
    part: 'ORDER',
    title: { nl: 'Wat beslist binnen een groep', en: 'What decides inside a group' },
    lead: {
      nl: 'Binnen een groep beslist één waarde. Is die gelijk, dan beslist een lot dat bij de inschrijving hoort.',
      en: 'Inside a group one value decides. Where it is equal, a lot that belongs to the registration decides.',
    },
    lines,
  };
}

function limits(ruleSet: RuleSetContent, vacancy: VacancyFacts): ExplanationSection {
  return {
    part: 'LIMITS',
    title: { nl: 'Hoe vaak dit mag', en: 'How often this may happen' },
    lead: {
      nl: 'Deze woning telt mee voor deze grenzen.',
      en: 'This home counts for these limits.',
    },
    lines: [
      ...limitsOn(ruleSet, vacancy),
      ...ruleSet.quotas.filter(
        (rule) => rule.direction === 'CAP' && concerns(rule, vacancy) && counts(rule, vacancy),
      ),
    ].map((rule) => ({ ...lineOf(rule, null), text: describeRule(rule) })),
  };
}

function sources(ruleSet: RuleSetContent): ExplanationSection {
  return {
    part: 'SOURCES',
    title: { nl: 'Volgens welke regels', en: 'Under which rules' },
    lead: {
      nl: 'Deze versies golden op de dag van publicatie. Wat later wordt vastgesteld, verandert niets aan deze woning.',
      en: 'These versions were in force on the day of publication. What is decided later changes nothing for this home.',
    },
    lines: ruleSet.sources.map(({ instrument, owner, version }) => {
      const text = `${instrument} (${owner}), ${version}`;
      return { code: instrument, text: { nl: text, en: text }, asks: null, bounds: [], citation: null };
    }),
  };
}

function lineOf(rule: Rule, condition: Condition | null): ExplanationLine {
  const asks = condition === null || condition.kind === 'always' ? null : describeCondition(condition);
  return { code: rule.code, text: rule.sentence, asks, bounds: [], citation: rule.citation };
}

/** Whether a rule is about this home, on the day that it looks at. */
function concerns(rule: Rule, vacancy: VacancyFacts): boolean {
  return holdsForHome(rule.appliesTo, vacancy);
}

/** What the law leaves of a priority on this home. */
function narrowings(
  ruleSet: RuleSetContent,
  rule: Parameters<typeof restrictionsOn>[0],
  vacancy: VacancyFacts,
): readonly Condition[] {
  return restrictionsOn(rule, ruleSet.restrictions)
    .filter((restriction) => restriction.effect === 'ONLY_WHEN' && concerns(restriction, vacancy))
    .map((restriction) =>
      looksAtVacancyOnly(restriction.condition) ? restriction.condition : narrowingOf(restriction),
    );
}

function counts({ subject }: QuotaRule, { labels, model }: VacancyFacts): boolean {
  if (subject.kind === 'LABELS') return subject.labels.some((label) => labels.includes(label));
  return subject.kind === 'MODELS' && subject.models.includes(model);
}

function meaningOf(inside: Order): BilingualText {
  switch (inside.kind) {
    case 'REGISTRATION_TIME':
      return { nl: 'Geteld in dagen sinds de inschrijving.', en: 'Counted in days since the registration.' };
    case 'SEARCH_VALUE': {
      const until = inside.transitionalUntil;
      const nl =
        until === null
          ? ''
          : ` Wie sinds voor ${until} op hetzelfde adres woont, telt de tijd daar tot die dag mee.`;
      const en =
        until === null
          ? ''
          : ` Who has lived at the same address since before ${until} counts the time there up to that day.`;
      return { nl: `Geteld in dagen.${nl}`, en: `Counted in days.${en}` };
    }
    case 'POINTS':
      return { nl: 'Geteld in duizendsten van een punt.', en: 'Counted in thousandths of a point.' };
    case 'DRAW':
      return { nl: 'Wachttijd speelt geen rol.', en: 'Waiting plays no part.' };
  }
}
