import type { Transaction } from '../../../platform/database/connect.ts';
import { formatGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  assembleCandidate,
  assembleVacancy,
  type SeekerCase,
  type VacancyCase,
} from '../domain/assemble-facts.ts';
import { freeze, type Standing } from '../domain/freeze.ts';
import { drawAtClosing } from '../draws.ts';
import { isDrawn, reactedFacts } from '../domain/judge.ts';
import { judgeOf } from '../loaders.ts';
import { closedAt, closesEarly } from './close-early.ts';
import { committed, recordDraw, recordFrozen } from './record-frozen.ts';
import * as base from '../store.ts';
import * as store from '../store/closing.ts';
import { drawOf } from '../store/draws.ts';
import type { RankingRow, ReactionRow } from '../tables.ts';
import type { HubWork } from './hub-work.ts';

/** Why a ranking is not frozen now. */
export type NotFrozen =
  | 'UNKNOWN_VACANCY'
  | 'VACANCY_STILL_OPEN'
  | 'VACANCY_STATE'
  | 'FACTS_UNAVAILABLE'
  | 'RULES_UNAVAILABLE'
  | 'DRAW_UNAVAILABLE'
  | 'DRAW_WAITS';

/** Registrations asked for at once; a page of the supergraph holds them well. */
const BATCH = 500;
/** How often reactions may come in between reading and writing; after closing none can begin. */
const TRIES_MAXIMUM = 3;

/**
 * Closes a vacancy whose reaction period is over, and freezes its ranking on the facts of the closing day: all facts are
 * asked for again, in batches, every reaction is judged anew, and places are written in one transaction. Frozen once, it
 * stays as it is, and repeating this answers so. Undefined when it is frozen.
 */
export async function closeAndFreeze(vacancy: GlobalId, work: HubWork): Promise<NotFrozen | undefined> {
  const known = await work.write((transaction) => store.rankingOf(transaction, vacancy));
  if (known?.status === 'FROZEN') return undefined;
  const closed = await close(vacancy, work);
  if (closed === 'VACANCY_STATE' && known !== undefined) {
    await work.write((transaction) => store.dropRanking(transaction, vacancy, work.clock.now()));
  }
  if (closed !== undefined) return closed;
  // Closing may have brought its day forward.
  const closedRanking = await work.write((transaction) => store.rankingOf(transaction, vacancy));
  const ranking = closedRanking ?? (await openEmpty(vacancy, work));
  if (typeof ranking === 'string') return ranking;
  for (let tries = 0; tries < TRIES_MAXIMUM; tries += 1) {
    const outcome = await freezeOnce(vacancy, ranking, work);
    if (outcome !== 'CHANGED_MEANWHILE') return outcome;
  }
  return 'FACTS_UNAVAILABLE';
}

/** Takes the vacancy's step of closing; undefined when it is closed. */
export async function close(vacancy: GlobalId, work: HubWork): Promise<NotFrozen | undefined> {
  const { ask, write } = work;
  interface Answer {
    readonly takeVacancyStep: { readonly code?: NotFrozen };
  }
  const known = await write((transaction) => store.rankingOf(transaction, vacancy));
  const early = known === undefined ? null : await closingEarly(known, work);
  const input = { vacancy: formatGlobalId(vacancy), step: 'CLOSE', early: early !== null };
  const answer = await ask<Answer>('TakeVacancyStep', { input });
  if (answer === undefined) return 'FACTS_UNAVAILABLE';
  const { code } = answer.takeVacancyStep;
  if (code === undefined && early !== null)
    await write((transaction) => store.closeEarly(transaction, vacancy, early.now, early.home));
  return code;
}

/** The home as it closes now, where it may close before its period is over; null where it waits for that. */
async function closingEarly(
  ranking: RankingRow,
  { clock, write }: HubWork,
): Promise<{ readonly now: string; readonly home: RankingRow['vacancyFacts'] } | null> {
  const now = clock.now();
  const { status, closesAt, ruleSetHash, vacancyFacts: home } = ranking;
  if (status === 'FROZEN' || Date.parse(now) >= Date.parse(closesAt)) return null;
  const [rules] = await write((transaction) => base.ruleSetsByHash(transaction, [ruleSetHash]));
  const { ruleSet } = judgeOf(ruleSetHash, rules!.canonical);
  return closesEarly(ruleSet, home, ranking) ? { now, home: closedAt(home, now) } : null;
}

async function freezeOnce(
  vacancy: GlobalId,
  ranking: RankingRow,
  work: HubWork,
): Promise<NotFrozen | 'CHANGED_MEANWHILE' | undefined> {
  const { vacancyFacts: home, ruleSetHash } = ranking;
  const byDraw = !isDrawn(ranking.orderKind);
  if (byDraw && (await work.write((transaction) => waits(transaction, vacancy)))) return 'DRAW_WAITS';
  const on = home.closesOn;
  const reactions = await work.write((transaction) => store.standingReactions(transaction, vacancy));
  const cases = await factsOf(
    reactions.map(({ registration }) => registration),
    on,
    work,
  );
  if (cases === undefined) return 'FACTS_UNAVAILABLE';
  const standing = reactions.map(({ id, registration, reactedAt }): Standing => {
    const { facts, active } = cases.get(registration)!;
    return { id, registration, active, facts: reactedFacts(facts, ranking.orderKind, reactedAt) };
  });
  const [rules] = await work.write((transaction) => base.ruleSetsByHash(transaction, [ruleSetHash]));
  const judge = judgeOf(ruleSetHash, rules!.canonical);
  return work.write(async (transaction) => {
    // Somebody else may have frozen it, which is as good.
    if ((await base.lockRanking(transaction, vacancy)) === undefined) return undefined;
    const now = await store.standingReactions(transaction, vacancy);
    const seen = new Set(reactions.map((reaction) => reaction.id));
    if (now.length !== seen.size || now.some((reaction) => !seen.has(reaction.id)))
      return 'CHANGED_MEANWHILE';
    const frozenAt = work.clock.now();
    const lots = await lotsOf(transaction, vacancy, reactions, byDraw, frozenAt);
    if (typeof lots === 'string') return lots;
    const frozen = freeze(standing, judge.quick, home, on, lots);
    const placed = frozen.placed.map(committed);
    const excluded = frozen.excluded.map(committed);
    await store.freezeReactions(transaction, vacancy.owner, on, placed, excluded);
    await store.freezeRanking(transaction, vacancy, { asOf: on, reactionCount: placed.length, frozenAt });
    if (byDraw) await recordDraw(transaction, vacancy, frozenAt);
    await recordFrozen(transaction, vacancy, frozenAt, { ruleSetHash, home, on, placed, excluded });
    return undefined;
  });
}

/** Whether a draw is closed and waits for the beacon that was announced. */
async function waits(transaction: Transaction, vacancy: GlobalId): Promise<boolean> {
  const draw = await drawOf(transaction, vacancy);
  return draw?.status === 'CLOSED' && draw.beaconAnnounced !== null;
}

/**
 * The lots of everybody who stands: drawn now, in a draw that all of them take part in, also whom the facts of the closing day
 * exclude; else those by which ties went from the day of reacting.
 */
async function lotsOf(
  transaction: Transaction,
  vacancy: GlobalId,
  reactions: readonly Pick<ReactionRow, 'registration' | 'lot' | 'lotId'>[],
  byDraw: boolean,
  at: string,
): Promise<((registration: string) => string) | 'DRAW_UNAVAILABLE' | 'DRAW_WAITS'> {
  const of = new Map(reactions.map((reaction) => [reaction.registration, reaction]));
  if (!byDraw) return (registration) => of.get(registration)!.lot;
  const lotIds = reactions.map(({ lotId }) => lotId!);
  const drawn = await drawAtClosing(transaction, vacancy, lotIds, at);
  if (drawn.kind === 'OK') return (registration) => drawn.value.lotOf(of.get(registration)!.lotId!);
  return drawn.failure === 'DRAW_WAITS' ? drawn.failure : 'DRAW_UNAVAILABLE';
}

/**
 * Facts of the closing day by registration; undefined when any of them is missing or of another day: nobody is placed on half
 * of them.
 */
export async function factsOf(
  registrations: readonly string[],
  on: CalendarDate,
  { ask }: Pick<HubWork, 'ask'>,
): Promise<ReadonlyMap<string, Pick<Standing, 'facts' | 'active'>> | undefined> {
  interface Answer {
    readonly registrationsById: readonly (SeekerCase | null)[] | null;
  }
  const batches = Array.from({ length: Math.ceil(registrations.length / BATCH) }, (_, index) =>
    registrations.slice(index * BATCH, (index + 1) * BATCH),
  );
  const answers = await Promise.all(
    batches.map((batch) => ask<Answer>('ClosingFacts', { registrations: batch, on })),
  );
  const facts = new Map<string, Pick<Standing, 'facts' | 'active'>>();
  for (const seeker of answers.flatMap((answer) => answer?.registrationsById ?? [])) {
    const assembled = seeker === null ? undefined : assembleCandidate(seeker);
    if (assembled?.kind !== 'OK' || assembled.value.on !== on) return undefined;
    facts.set(seeker!.id, { facts: assembled.value, active: seeker!.facts!.active });
  }
  return registrations.every((registration) => facts.has(registration)) ? facts : undefined;
}

/** The ranking of a home to which nobody reacted. */
async function openEmpty(vacancy: GlobalId, work: HubWork): Promise<RankingRow | NotFrozen> {
  const answer = await work.ask<{ readonly vacancy: VacancyCase | null }>('VacancyRules', {
    vacancy: formatGlobalId(vacancy),
  });
  if (answer === undefined) return 'FACTS_UNAVAILABLE';
  if (answer.vacancy === null) return 'UNKNOWN_VACANCY';
  const facts = assembleVacancy(answer.vacancy);
  const { ruleSet, closesAt } = answer.vacancy;
  if (facts.kind === 'FAILED' || closesAt === null) return 'FACTS_UNAVAILABLE';
  if (!ruleSet?.canonical) return 'RULES_UNAVAILABLE';
  const { hash, canonical } = ruleSet;
  // Whom a mediated home goes to, a person says: there is nothing to freeze.
  if (facts.value.model === 'DIRECT_MEDIATION') return 'VACANCY_STATE';
  const orderKind = judgeOf(hash, canonical).orderKind(facts.value.model);
  const ranking = {
    owner: vacancy.owner,
    vacancy: vacancy.id,
    vacancyFacts: facts.value,
    orderKind,
    drawn: isDrawn(orderKind),
    closesAt,
    asOf: facts.value.closesOn,
  };
  return work.write(async (transaction) => {
    await base.openRanking(transaction, { hash, canonical }, ranking);
    return (await store.rankingOf(transaction, vacancy))!;
  });
}
