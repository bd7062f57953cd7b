import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Finding } from '../../../rules/finding.ts';
import { parseRegulation } from './parse-regulation.ts';
import {
  alreadyPublished,
  planPublication,
  undecided,
  type Place,
  type Publication,
} from './plan-publication.ts';
import type { Regulation } from './regulation.ts';
import type { PublishedVersion, UnresolvedPeriod } from './rule-sets-in-force.ts';

/** What a regulation is held against: everything published that decides in the places that it touches. */
export interface Surroundings {
  readonly known: readonly PublishedVersion[];
  readonly places: readonly Place[];
}

/** Whether a draft can be published as it stands, and what that would write. */
export interface DraftCheck {
  /** Errors first. Without an error the publication is there, and the other way around. */
  readonly findings: readonly Finding[];
  readonly publication: Publication | null;
}

/** Whose a draft is, which its text may not say otherwise. */
export interface DraftName {
  readonly owner: string;
  readonly instrument: string;
}

/**
 * What keeps a draft from being published on `today`, through the plan that publishing itself follows: what has no error
 * here is published when it is approved in the same surroundings, and nothing else is.
 */
export function checkDraft(
  source: unknown,
  { owner, instrument }: DraftName,
  { known, places }: Surroundings,
  today: CalendarDate,
): DraftCheck {
  const parsed = parseRegulation(source);
  if (parsed.kind === 'FAILED') return { findings: parsed.failure, publication: null };
  const regulation = parsed.value;
  const foreign = nameFindings(regulation, instrument);
  const plan = planPublication([{ regulation, publisher: owner }], known, places);
  const beside = retroactiveWarnings(regulation, today);
  if (plan.kind === 'FAILED') {
    const errors = plan.failure.flatMap(({ findings }) => findings);
    const warnings = plan.failure.flatMap((refusal) => refusal.warnings);
    return { findings: [...foreign, ...errors, ...new Set(warnings), ...beside], publication: null };
  }
  if (plan.value.published.length === 0) {
    return { findings: [...foreign, alreadyPublished(regulation), ...beside], publication: null };
  }
  const { warnings, unresolved } = plan.value;
  return {
    findings: [...foreign, ...warnings, ...beside, ...gapWarnings(unresolved)],
    publication: foreign.length === 0 ? plan.value : null,
  };
}

/** Periods without rules, as what should be read before publishing: something that is missing may still come. */
export function gapWarnings(unresolved: readonly UnresolvedPeriod[]): readonly Finding[] {
  return unresolved.slice(0, GAPS_SHOWN).map((gap) => {
    const { message, ...finding } = undecided(gap);
    const place = gap.municipality;
    return {
      ...finding,
      severity: 'WARNING',
      message: { nl: `${place}: ${message.nl}`, en: `${place}: ${message.en}` },
    };
  });
}

/** A law that changes touches hundreds of places; the first of them tell what is missing. */
const GAPS_SHOWN = 50;

function nameFindings({ code }: Regulation, instrument: string): readonly Finding[] {
  if (code === instrument) return [];
  const nl = `dit concept is een versie van ${instrument}, niet van ${code}`;
  const en = `this draft is a version of ${instrument}, not of ${code}`;
  return [{ severity: 'ERROR', path: 'code', code: 'CONTRADICTION', message: { nl, en }, article: null }];
}

/** Homes that were offered keep the rules of their publication day, whatever is published later. */
function retroactiveWarnings({ version }: Regulation, today: CalendarDate): readonly Finding[] {
  if (version > today) return [];
  const nl = `deze versie geldt vanaf ${version}, en dat is niet na vandaag; wat al is aangeboden houdt zijn regels`;
  const en = `this version holds from ${version}, which is not after today; what was offered keeps its rules`;
  return [
    { severity: 'WARNING', path: 'validity.from', code: 'RETROACTIVE', message: { nl, en }, article: null },
  ];
}
