import { percents, type BilingualText } from '../../../../rules/bilingual-text.ts';
import type { Finding } from '../../../../rules/finding.ts';
import { layerDepth, type QuotaRule } from '../../../../rules/rule.ts';
import { fillOpenTerms } from '../fill-open-terms.ts';
import type { Regulation } from '../regulation.ts';
import { finding, type Checked } from './check.ts';

/**
 * A share for a narrower subject may not exceed the cap on the wider subject that holds it, nor stay below its floor.
 * See Huisvestingswet 2014 art. 14(2).
 */
export function checkCaps({ regulation, higher }: Checked): readonly Finding[] {
  const bounds = boundsOf(regulation, higher);
  return regulation.rules.flatMap((rule, index) => {
    if (rule.stage !== 'QUOTA') return [];
    return bounds
      .filter((bound) => within(rule, bound))
      .flatMap((bound) => capFinding(rule, bound, `rules[${index}].limit`));
  });
}

/**
 * The quotas of the layers above, with the numbers that they left open as this regulation fills them in; for an agreement
 * of the region, which fills in nothing, at the most that a municipality may.
 */
function boundsOf(regulation: Regulation, higher: readonly Regulation[]): readonly QuotaRule[] {
  const downwards = [...higher].sort((one, other) => layerDepth(one.layer) - layerDepth(other.layer));
  const most = Object.fromEntries(
    higher.flatMap(({ terms }) => terms.map(({ code, maximum }) => [code, maximum] as const)),
  );
  const fills = regulation.layer === 'REGIONAL_AGREEMENT' ? most : regulation.fills;
  const filled = fillOpenTerms([...downwards, { ...regulation, fills, rules: [], openFields: [] }]);
  // A term that cannot be filled in so has a finding of its own.
  const rules = filled.kind === 'OK' ? filled.value.rules : higher.flatMap((above) => above.rules);
  return rules.filter((rule) => rule.stage === 'QUOTA');
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
  if (rule.subject.kind === 'MEDIATION_CATEGORIES' && bound.subject.kind === 'MEDIATION_CATEGORIES') {
    const wider = bound.subject.categories;
    return rule.subject.categories.every((category) => wider.includes(category));
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
