import { monotonicMs } from '../../../platform/clock.ts';
import type { ErrorCode } from '../../../platform/errors.ts';
import { KeptValues } from '../../../platform/kept-values.ts';
import type { AskSupergraph, SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../../platform/viewer.ts';
import type { ReactInput } from '../../../schema/generated/allocation.ts';
import { assembleVacancy, type SeekerCase, type VacancyCase } from '../domain/assemble-facts.ts';
import type { Judge } from '../domain/judge.ts';
import { judgeOf, type Loaders } from '../loaders.ts';

/** A home and a seeker as rules look at them, with the judge of the home's rules; null for a home that has none yet. */
export interface ReactionCase {
  readonly vacancy: VacancyCase;
  readonly registration: SeekerCase;
  readonly judge: Judge | null;
}

interface Answer {
  readonly vacancy: VacancyCase | null;
  readonly registration: SeekerCase | null;
}

/** What of a home is fixed when it is published, with the judge of the rules that are pinned to it then. */
interface KnownHome {
  readonly vacancy: VacancyCase;
  readonly judge: Judge;
}

/** As long as the names of places: at eight in the evening thousands react to the same homes within it. */
const HOME_KEPT_MS = 60_000;
const HOMES_KEPT = 2_000;
/** By who was asked, so that each hub has its own. */
const homesOf = new WeakMap<AskSupergraph, KeptValues<KnownHome>>();

/**
 * Vacancy and seeker, or why there is no deciding about them. An error of any owner means: do not decide. Of a home that somebody
 * reacted to within the minute only what may have changed is asked again: whether and until when it is open.
 */
export async function askCase(
  { vacancy: id, registration }: Pick<ReactInput, 'vacancy' | 'registration'>,
  context: Pick<SubgraphContext<Loaders>, 'askSupergraph' | 'clock' | 'viewer' | 'trace'>,
): Promise<ReactionCase | ErrorCode> {
  const { askSupergraph, clock, viewer, trace } = context;
  const homes = homesOf.get(askSupergraph) ?? new KeptValues<KnownHome>(HOMES_KEPT, monotonicMs);
  homesOf.set(askSupergraph, homes);
  const known = homes.get(id);
  const { data, errors } = await askSupergraph(
    known === undefined ? 'ReactionFacts' : 'FurtherReactionFacts',
    { vacancy: id, registration, on: clock.today() },
    hubOnBehalfOf(viewer, 'assess a reaction'),
    trace,
  );
  if ((errors?.length ?? 0) > 0 || !data) return 'FACTS_UNAVAILABLE';
  const answer = data as unknown as Answer;
  if (answer.vacancy === null) return 'UNKNOWN_VACANCY';
  if (answer.registration === null) return 'UNKNOWN_REGISTRATION';
  if (answer.registration.lotKey === null) return 'FACTS_UNAVAILABLE';
  const asked = { registration: answer.registration };
  if (known !== undefined && answer.vacancy.ruleSet?.hash === known.judge.hash)
    return { ...asked, vacancy: stillOpen(known.vacancy, answer.vacancy), judge: known.judge };
  if (known !== undefined) {
    // Its rules are others than were pinned to it: what was known of it is nothing to go by.
    homes.forget(id);
    return askCase({ vacancy: id, registration }, context);
  }
  const { ruleSet } = answer.vacancy;
  if (ruleSet === null) return { ...asked, vacancy: answer.vacancy, judge: null };
  if (!ruleSet.canonical) return 'FACTS_UNAVAILABLE';
  const judge = judgeOf(ruleSet.hash, ruleSet.canonical);
  // The text of the rules is the judge's: one for all homes with these rules.
  const vacancy: VacancyCase = { ...answer.vacancy, ruleSet: { hash: ruleSet.hash } };
  // What an owner could not tell now it may tell the next who reacts.
  if (vacancy.status === 'PUBLISHED' && assembleVacancy(vacancy).kind === 'OK')
    homes.keep(id, { vacancy, judge }, monotonicMs() + HOME_KEPT_MS);
  return { ...asked, vacancy, judge };
}

/** The known home with what of it may have changed since: nothing but whether and until when it is open. */
function stillOpen(known: VacancyCase, { status, closesAt, closesOn }: VacancyCase): VacancyCase {
  return { ...known, status, closesAt, closesOn };
}
