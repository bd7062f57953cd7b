import type { BilingualText } from '../../../rules/bilingual-text.ts';
import { disclose } from './disclosure.ts';
import { namedNorms, namedThresholds } from './named-in-rules.ts';
import type { PlaceRules, Tally } from './preview-tally.ts';

/** What must be read beside the numbers of a preview: what it could not know, and what it left out. */
export const PREVIEW_FINDING_CODES = [
  'TOO_FEW_HOMES',
  'MUNICIPALITY_LEFT_OUT',
  'COMPLEX_LEFT_OUT',
  'SAME_RULES',
  'EARLIER_RULES',
  'NEW_THRESHOLD',
  'CHANGED_THRESHOLD',
  'UNTESTED_THRESHOLD',
  'UNJUDGED_NORM',
  'QUOTA_LEFT_OUT',
  'REACTION_LIMIT_LEFT_OUT',
  'REFUSED_NOT_KEPT',
] as const;
export type PreviewFindingCode = (typeof PREVIEW_FINDING_CODES)[number];

export interface PreviewFinding {
  readonly code: PreviewFindingCode;
  /** What it is about: a threshold, norm, quota or municipality; null for the preview as a whole. */
  readonly subject: string | null;
  readonly message: BilingualText;
}

/** The findings of a preview, in the order of their codes and then of what they are about. */
export function previewFindings(
  places: readonly PlaceRules[],
  leftOut: readonly string[],
  tally: Tally,
  secret: string,
): readonly PreviewFinding[] {
  const findings = [
    ...leftOut.map((municipality) => leftOutFinding(municipality)),
    ...ruleFindings(places, tally),
    ...gapFindings(places, tally, secret),
    ...[...tally.uncounted].sort().map(quotaFinding),
    ...limitFindings(places),
    NOT_KEPT,
  ];
  const place = (finding: PreviewFinding) => PREVIEW_FINDING_CODES.indexOf(finding.code);
  return findings.sort((one, other) => place(one) - place(other));
}

/** Said in the place of every number when too few homes were offered. */
export const TOO_FEW_HOMES: PreviewFinding = finding('TOO_FEW_HOMES', null, {
  nl: 'Er werden te weinig woningen aangeboden om iets over mensen te zeggen zonder iemand herkenbaar te maken.',
  en: 'Too few homes were offered to tell anything of people without somebody being recognised.',
});

const NOT_KEPT: PreviewFinding = finding('REFUSED_NOT_KEPT', null, {
  nl: 'Wie destijds werd geweigerd of niet reageerde staat niet in de vastgelegde gegevens: wie een ruimere regel erbij zou halen, telt niet mee.',
  en: 'Who was refused then, or did not react, is not in the frozen facts: whom a wider rule would bring in is not counted.',
});

function ruleFindings(places: readonly PlaceRules[], tally: Tally): readonly PreviewFinding[] {
  const same = places.filter(({ proposed, current }) => proposed.ruleSet.hash === current?.ruleSet.hash);
  const findings = same.map(({ municipality }) =>
    finding('SAME_RULES', municipality, {
      nl: `In ${municipality} verandert het concept niets aan de regels.`,
      en: `In ${municipality} the draft changes nothing of the rules.`,
    }),
  );
  if (tally.earlierRules > 0) {
    const [count, of] = [tally.earlierRules, tally.homes];
    findings.push(
      finding('EARLIER_RULES', null, {
        nl: `${count} van de ${of} woningen werden aangeboden onder eerdere regels dan die van de dag voor het concept; het verschil komt daar niet alleen van het concept.`,
        en: `${count} of the ${of} homes were offered under earlier rules than those of the day before the draft; there the difference is not of the draft alone.`,
      }),
    );
  }
  if (tally.ofComplexes > 0) {
    findings.push(
      finding('COMPLEX_LEFT_OUT', null, {
        nl: `${tally.ofComplexes} woningen van complexen met eigen afspraken zijn weggelaten.`,
        en: `${tally.ofComplexes} homes of complexes with rules of their own were left out.`,
      }),
    );
  }
  return findings;
}

function gapFindings(places: readonly PlaceRules[], tally: Tally, secret: string): readonly PreviewFinding[] {
  const [fresh, changed, norms] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { municipality, proposed } of places) {
    for (const pinned of tally.pinned.get(municipality)?.values() ?? []) {
      const known = namedThresholds(pinned.ruleSet);
      for (const [threshold, amount] of namedThresholds(proposed.ruleSet)) {
        if (!known.has(threshold)) fresh.add(threshold);
        else if (known.get(threshold) !== amount) changed.add(threshold);
      }
      const judged = namedNorms(pinned.ruleSet);
      for (const norm of namedNorms(proposed.ruleSet)) if (!judged.includes(norm)) norms.add(norm);
    }
  }
  return [
    ...[...fresh].sort().map(newThreshold),
    ...[...changed].sort().map(changedThreshold),
    ...[...norms].sort().map(unjudged),
    ...[...tally.untested].sort(byName).flatMap(([threshold, cell]) => {
      const reactions = disclose(cell, secret);
      return reactions === null ? [] : [untestedThreshold(threshold, reactions)];
    }),
  ];
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function leftOutFinding(municipality: string): PreviewFinding {
  return finding('MUNICIPALITY_LEFT_OUT', municipality, {
    nl: `In ${municipality} leiden de regels samen niet tot een beslissing; de woningen daar zijn weggelaten.`,
    en: `In ${municipality} the rules together do not decide; the homes there were left out.`,
  });
}

function newThreshold(threshold: string): PreviewFinding {
  return finding('NEW_THRESHOLD', threshold, {
    nl: `Het concept vergelijkt inkomens met ${threshold}, waarmee destijds geen regel vergeleek.`,
    en: `The draft compares incomes with ${threshold}, which no rule compared with then.`,
  });
}

function changedThreshold(threshold: string): PreviewFinding {
  return finding('CHANGED_THRESHOLD', threshold, {
    nl: `Het bedrag van ${threshold} is een ander dan destijds; de uitkomst van toen is aangehouden.`,
    en: `The amount of ${threshold} is another than then; the outcome of then was kept.`,
  });
}

function untestedThreshold(threshold: string, reactions: number): PreviewFinding {
  return finding('UNTESTED_THRESHOLD', threshold, {
    nl: `Ongeveer ${reactions} reacties zijn van huishoudens die nooit met ${threshold} zijn vergeleken; de regel geldt voor hen als niet vervuld.`,
    en: `About ${reactions} reactions are of households that were never compared with ${threshold}; the rule counts as not met for them.`,
  });
}

function unjudged(norm: string): PreviewFinding {
  return finding('UNJUDGED_NORM', norm, {
    nl: `Het concept laat ${norm} aan een oordeel over dat destijds niet werd gevraagd; het geldt als niet gegeven.`,
    en: `The draft leaves ${norm} to a judgement that was not asked for then; it counts as not given.`,
  });
}

function quotaFinding(code: string): PreviewFinding {
  return finding('QUOTA_LEFT_OUT', code, {
    nl: `Quotum ${code} telt over een groter gebied dan dit concept raakt, of telt wat pas bij verhuring bekend is.`,
    en: `Quota ${code} counts in a wider area than this draft touches, or counts what is known only when a home is let.`,
  });
}

/** Who would have kept a reaction for another home is in no record. */
function limitFindings(places: readonly PlaceRules[]): readonly PreviewFinding[] {
  const limits = places.flatMap(({ proposed }) => proposed.ruleSet.reactionLimits ?? []);
  return [...new Set(limits.map(({ code }) => code))].sort().map((code) =>
    finding('REACTION_LIMIT_LEFT_OUT', code, {
      nl: `Het concept begrenst het aantal reacties tegelijk (${code}); welke reacties daardoor zouden zijn uitgebleven is niet bekend.`,
      en: `The draft limits the reactions open at a time (${code}); which reactions would not have been made because of it is not known.`,
    }),
  );
}

function finding(code: PreviewFindingCode, subject: string | null, message: BilingualText): PreviewFinding {
  return { code, subject, message };
}
