import { addYears } from '../../../platform/primitives/calendar-date.ts';
import { periodHolds } from '../../../platform/primitives/period.ts';
import { percents, type BilingualText } from '../../../rules/bilingual-text.ts';
import type { Finding, FindingCode } from '../../../rules/finding.ts';
import type { QuotaRule, RestrictRule, Rule } from '../../../rules/rule.ts';
import { withinBounds, type OpenTerm, type Regulation } from './regulation.ts';
import { namedThresholds } from './resolve-rule-set.ts';

/** The term by which the law says how many years a municipal regulation may run at most. */
export const REGULATION_YEARS = 'REGULATION_YEARS';

/**
 * What keeps a regulation from being published under the higher layers in force on its first day, each finding with
 * the article that sets the bound and what it allows. Empty means: nothing stands in the way here. `publisher` is the
 * organisation that wants to publish. The bounds come from the higher regulations, none from this code.
 */
export function validateRegulation(
  regulation: Regulation,
  higher: readonly Regulation[],
  publisher: string,
): readonly Finding[] {
  const ruling = higher.filter(({ validity }) => periodHolds(validity, regulation.version));
  return [
    ...publisherFindings(regulation, publisher),
    ...argumentFindings(regulation),
    ...durationFindings(regulation, ruling),
    ...fillFindings(regulation, ruling),
    ...capFindings(regulation, ruling),
    ...groundFindings(regulation, ruling),
    ...rankFindings(regulation, ruling),
    ...thresholdFindings(regulation, ruling),
  ];
}

function publisherFindings(regulation: Regulation, publisher: string): readonly Finding[] {
  if (regulation.owner === publisher) return [];
  const nl = `alleen ${regulation.owner} maakt deze regeling bekend, niet ${publisher}`;
  return [
    finding(
      'owner',
      'PUBLISHER_MISMATCH',
      nl,
      `only ${regulation.owner} publishes this, not ${publisher}`,
      null,
    ),
  ];
}

function argumentFindings(regulation: Regulation): readonly Finding[] {
  if (regulation.argument.trim() !== '') return [];
  const nl = 'de onderbouwing ontbreekt: noodzaak, geschiktheid en evenredigheid van elke maatregel';
  const en = 'the argument is missing: necessity, suitability and proportionality of every measure';
  return [finding('argument', 'ARGUMENT_MISSING', nl, en, 'huisvestingswet-2014 2')];
}

function durationFindings(regulation: Regulation, higher: readonly Regulation[]): readonly Finding[] {
  if (regulation.layer !== 'MUNICIPAL') return [];
  const declared = declaredTerm(higher, REGULATION_YEARS);
  if (declared === undefined) return [];
  const { term, by } = declared;
  const { from, until } = regulation.validity;
  const latest = addYears(from, term.maximum);
  if (until !== null && until <= latest) return [];
  const nl = `de regeling mag ten hoogste ${term.maximum} jaar gelden, tot uiterlijk ${latest}`;
  const en = `the regulation may run for at most ${term.maximum} years, until ${latest} at the latest`;
  return [finding('validity.until', 'TERM_TOO_LONG', nl, en, `${by.code} ${term.article}`)];
}

function fillFindings(regulation: Regulation, higher: readonly Regulation[]): readonly Finding[] {
  return Object.entries(regulation.fills).flatMap(([code, value]) => {
    const declared = declaredTerm(higher, code);
    const path = `fills.${code}`;
    if (declared === undefined) {
      const nl = `geen hogere regeling laat de term ${code} open`;
      return [finding(path, 'UNKNOWN_TERM', nl, `no higher regulation leaves the term ${code} open`, null)];
    }
    const { term, by } = declared;
    if (withinBounds(term, value)) return [];
    const bounds = `${term.minimum} … ${term.maximum}`;
    const nl = `${term.name.nl} is ${value}; toegestaan is ${bounds}`;
    const en = `${term.name.en} is ${value}; allowed is ${bounds}`;
    return [finding(path, 'FILL_OUT_OF_BOUNDS', nl, en, `${by.code} ${term.article}`)];
  });
}

/** A share for a narrower subject may not exceed the cap on the wider subject that holds it. */
function capFindings(regulation: Regulation, higher: readonly Regulation[]): readonly Finding[] {
  const bounds = higher.flatMap(({ rules }) => rules).filter((rule) => rule.stage === 'QUOTA');
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'QUOTA') return [];
    return bounds
      .filter((bound) => within(rule, bound))
      .flatMap((bound) => capFinding(rule, bound, `rules[${index}].limit`));
  });
}

function within(rule: QuotaRule, bound: QuotaRule): boolean {
  if (rule.direction !== bound.direction) return false;
  if (rule.subject.kind === 'LABELS' && bound.subject.kind === 'LABELS') {
    const wider = bound.subject.labels;
    return rule.subject.labels.every((label) => wider.includes(label));
  }
  if (rule.subject.kind === 'MODELS' && bound.subject.kind === 'MODELS') {
    const wider = bound.subject.models;
    return rule.subject.models.every((model) => wider.includes(model));
  }
  return rule.subject.kind === bound.subject.kind;
}

function capFinding(rule: QuotaRule, bound: QuotaRule, path: string): readonly Finding[] {
  const [asked, allowed] = [amountOf(rule), amountOf(bound)];
  // A number and a share cannot be compared before the denominator is known: the counters guard that case.
  if (rule.limit.kind !== bound.limit.kind) return [];
  const exceeds = rule.direction === 'CAP' ? asked > allowed : asked < allowed;
  if (!exceeds) return [];
  const article = `${bound.citation.instrument} ${bound.citation.article}`;
  const [askedWords, allowedWords] = [amountInWords(rule), amountInWords(bound)];
  return rule.direction === 'CAP'
    ? [
        finding(
          path,
          'CAP_EXCEEDED',
          `gevraagd is ${askedWords.nl}; toegestaan is ten hoogste ${allowedWords.nl}`,
          `asked is ${askedWords.en}; allowed is at most ${allowedWords.en}`,
          article,
        ),
      ]
    : [
        finding(
          path,
          'BELOW_FLOOR',
          `gevraagd is ${askedWords.nl}; vereist is ten minste ${allowedWords.nl}`,
          `asked is ${askedWords.en}; required is at least ${allowedWords.en}`,
          article,
        ),
      ];
}

function amountOf({ limit }: QuotaRule): number {
  return limit.kind === 'SHARE' ? limit.basisPoints : limit.count;
}

function amountInWords({ limit }: QuotaRule): BilingualText {
  return limit.kind === 'SHARE'
    ? percents(limit.basisPoints)
    : { nl: String(limit.count), en: String(limit.count) };
}

/** A priority on a ground that the law closes altogether is no priority: say so before it is published. */
function groundFindings(regulation: Regulation, higher: readonly Regulation[]): readonly Finding[] {
  const closed = higher
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.stage === 'RESTRICT' && neverHolds(rule));
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'SORT') return [];
    return closed.flatMap((restriction) => {
      const ground = restriction.grounds.find((candidate) => rule.grounds.includes(candidate));
      if (ground === undefined) return [];
      const { instrument, article, version } = restriction.citation;
      const nl = `voorrang op grond van ${ground} heeft in de versie van ${version} geen wettelijke grondslag`;
      const en = `priority on the ground ${ground} has no legal basis in the version of ${version}`;
      return [
        finding(`rules[${index}].grounds`, 'PRIORITY_WITHOUT_GROUND', nl, en, `${instrument} ${article}`),
      ];
    });
  });
}

function neverHolds(rule: Rule): rule is RestrictRule {
  return (
    rule.stage === 'RESTRICT' &&
    rule.effect === 'ONLY_WHEN' &&
    rule.appliesTo.kind === 'always' &&
    rule.condition.kind === 'not' &&
    rule.condition.of.kind === 'always'
  );
}

function rankFindings(regulation: Regulation, higher: readonly Regulation[]): readonly Finding[] {
  const others = higher.filter(({ code }) => code === regulation.adopts).flatMap(({ rules }) => rules);
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'SORT') return [];
    const same = [...others, ...regulation.rules.slice(0, index)].find(
      (candidate) => candidate.stage === 'SORT' && candidate.rank === rule.rank,
    );
    if (same === undefined) return [];
    const nl = `rang ${rule.rank} is ook die van ${same.code}; elke rang komt een keer voor`;
    const en = `rank ${rule.rank} is also that of ${same.code}; each rank is used once`;
    return [
      finding(
        `rules[${index}].rank`,
        'RANK_AMBIGUOUS',
        nl,
        en,
        `${same.citation.instrument} ${same.citation.article}`,
      ),
    ];
  });
}

function thresholdFindings(regulation: Regulation, higher: readonly Regulation[]): readonly Finding[] {
  const known = [...higher, regulation]
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.stage === 'THRESHOLD' && periodHolds(rule.validity, regulation.version))
    .map((rule) => (rule.stage === 'THRESHOLD' ? rule.threshold : ''));
  return regulation.rules.flatMap((rule, index) =>
    namedThresholds(rule)
      .filter((name) => !known.includes(name))
      .map((name) => {
        const nl = `de grens ${name} heeft geen bedrag op ${regulation.version}`;
        const en = `the limit ${name} has no amount on ${regulation.version}`;
        return finding(`rules[${index}].condition`, 'UNKNOWN_THRESHOLD', nl, en, null);
      }),
  );
}

/** The declaration that rules: the lowest of the higher layers that declares the term. */
function declaredTerm(
  higher: readonly Regulation[],
  code: string,
): { readonly term: OpenTerm; readonly by: Regulation } | undefined {
  for (const layer of ['REGIONAL_MODEL', 'FRAMEWORK'] as const) {
    for (const by of higher) {
      const term = by.layer === layer ? by.terms.find((candidate) => candidate.code === code) : undefined;
      if (term !== undefined) return { term, by };
    }
  }
  return undefined;
}

function finding(path: string, code: FindingCode, nl: string, en: string, article: string | null): Finding {
  return { severity: 'ERROR', path, code, message: { nl, en }, article };
}
