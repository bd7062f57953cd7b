import { refusal, type ErrorCode, type RefusalData } from '../../platform/errors.ts';
import { formatGlobalId, parseGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { Transaction } from '../../platform/database/connect.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { lotIdIn } from '../../rules/draw.ts';
import type { CandidateFacts } from '../../rules/facts.ts';
import type { ReactInput, WithdrawReactionInput } from '../../schema/generated/allocation.ts';
import {
  assembleCandidate,
  assembleVacancy,
  type SeekerCase,
  type VacancyCase,
} from './domain/assemble-facts.ts';
import { isDrawn, reactedFacts, type Admission, type Judge, type Refused } from './domain/judge.ts';
import { whyClosed } from './domain/reaction-state.ts';
import { askCase, type ReactionCase } from './commands/reaction-case.ts';
import { limitOf, limitRefusal, type LimitRefusal, type ReachedLimit } from './commands/reaction-limit.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import { drawOf } from './store/draws.ts';
import type { RankingRow, ReactionRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

/** Reacted, excluded by the rules, or refused for a reason of the catalogue. */
export type ReactOutcome =
  | { readonly reaction: ReactionRow }
  | (RefusalData & { readonly reasons: Refused['reasons'] })
  | LimitRefusal
  | RefusalData;

/** What was written, or why nothing was; a limit is never remembered, for withdrawing gives room. */
type ReactEffect = { id: string } | { code: ErrorCode } | { limit: ReachedLimit };

/**
 * Reacts for a registration: asks the owners for all facts of today once, judges them by the rules pinned to the vacancy,
 * and writes the reaction with its facts and place, or nothing. Repeating key and input reacts once.
 */
export async function react(input: ReactInput, context: Context): Promise<ReactOutcome> {
  const vacancyId = parseGlobalId(input.vacancy);
  if (vacancyId === undefined) return refusal('UNKNOWN_VACANCY');
  if (!mayActFor(context.viewer, input.registration)) return refusal('UNKNOWN_REGISTRATION');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const asked = await askCase(input, context);
  if (typeof asked === 'string') return refusal(asked);
  const { vacancy, registration } = asked;
  // A mediated home takes no reactions, and whether there is one is nobody's to know.
  if (vacancy.model === 'DIRECT_MEDIATION') return refusal('UNKNOWN_VACANCY');
  // One look at the clock: a reaction that was in time is stored with a moment that was in time.
  const now = context.clock.now();
  const closed = whyClosed(vacancy, now);
  // A repetition after closing still gets its first answer, so the key is looked at before the closing time refuses.
  const judged = judge(asked, now);
  if (typeof judged === 'string') return refusal(judged);
  const request = { viewer: context.viewer, key: input.idempotencyKey, operation: 'react', request: input };
  const outcome = await context.write((transaction) =>
    once<ReactEffect>(transaction, request, async () => {
      if (closed !== undefined) return { remember: false, effect: { code: closed } };
      if (registration.facts?.active !== true)
        return { remember: false, effect: { code: 'REGISTRATION_NOT_ACTIVE' } };
      if (judged.admission.kind === 'REFUSED') return { remember: false, effect: { code: 'NOT_ADMITTED' } };
      if (vacancy.model === 'URGENT_SEEKER_LOTTERY' && !input.declaresUrgentNeed)
        return { remember: false, effect: { code: 'DECLARATION_NEEDED' } };
      return write(transaction, vacancyId, registration, judged.admission, judged, now);
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if ('limit' in outcome.effect) return limitRefusal(outcome.effect.limit, context);
  if ('code' in outcome.effect) {
    const { admission } = judged;
    const refused = refusal(outcome.effect.code);
    return admission.kind === 'REFUSED' && refused.code === 'NOT_ADMITTED'
      ? { ...refused, reasons: admission.reasons }
      : refused;
  }
  context.loaders.forget();
  // Its place is asked for next, and that looks at the ranking: both come in one trip.
  const [row] = await Promise.all([
    context.loaders.reactions.load({ owner: vacancyId.owner, id: outcome.effect.id }),
    context.loaders.rankings.load(vacancyId),
  ]);
  return row === null ? refusal('UNKNOWN_REACTION') : { reaction: row };
}

/** Withdraws a reaction while its vacancy is open. Nobody above changes place; who stood below moves up. */
export async function withdrawReaction(
  input: WithdrawReactionInput,
  context: Context,
): Promise<{ readonly reaction: ReactionRow } | RefusalData> {
  const id = parseGlobalId(input.reaction);
  if (id === undefined) return refusal('UNKNOWN_REACTION');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = {
    viewer: context.viewer,
    key: input.idempotencyKey,
    operation: 'withdrawReaction',
    request: input,
  };
  const outcome = await context.write((transaction) =>
    once<'WITHDRAWN' | ErrorCode>(transaction, request, async () => {
      const [seen] = await store.reactionsById(transaction, [id]);
      if (seen === undefined) return { remember: false, effect: 'UNKNOWN_REACTION' };
      const vacancy = { owner: seen.owner, id: seen.vacancy };
      const ranking = await store.lockRanking(transaction, vacancy);
      const open = ranking !== undefined && Date.parse(context.clock.now()) < Date.parse(ranking.closesAt);
      if (!open) return { remember: false, effect: 'VACANCY_NOT_OPEN' };
      if ((await store.withdrawReaction(transaction, id)) === 'ACTIVE') {
        await store.countReactions(transaction, vacancy, -1, null);
      }
      return { remember: true, effect: 'WITHDRAWN' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'WITHDRAWN') return refusal(outcome.effect);
  context.loaders.forget();
  const row = await context.loaders.reactions.load(id);
  return row === null ? refusal('UNKNOWN_REACTION') : { reaction: row };
}

/** A seeker acts for the own registration, a registrar for those of its own register. */
export function mayActFor(viewer: Viewer, registration: string): boolean {
  const id = parseGlobalId(registration);
  if (id === undefined) return false;
  return viewer.role === 'SEEKER' ? viewer.registration === registration : viewer.organisation === id.owner;
}

interface Judged {
  readonly vacancy: VacancyCase;
  readonly judge: Judge;
  readonly facts: CandidateFacts;
  readonly vacancyFacts: RankingRow['vacancyFacts'];
  readonly admission: Admission;
}

/** Judges on the day of the facts, which is stored with them, so that explaining repeats this and not another day. */
function judge({ vacancy, registration, judge: rules }: ReactionCase, now: string): Judged | ErrorCode {
  if (rules === null) return 'VACANCY_NOT_OPEN';
  const facts = assembleCandidate(registration);
  const vacancyFacts = assembleVacancy(vacancy);
  if (facts.kind === 'FAILED') return registration.facts === null ? 'REGISTRATION_NOT_ACTIVE' : facts.failure;
  if (vacancyFacts.kind === 'FAILED') return vacancyFacts.failure;
  const reacted = reactedFacts(facts.value, rules.orderKind(vacancyFacts.value.model), now);
  const admission = rules.judge(reacted, vacancyFacts.value, reacted.on);
  return { vacancy, judge: rules, facts: reacted, vacancyFacts: vacancyFacts.value, admission };
}

async function write(
  transaction: Transaction,
  vacancy: GlobalId,
  { id: registration, lotKey }: SeekerCase,
  admission: Extract<Admission, { kind: 'ADMITTED' }>,
  { judge: rules, facts, vacancyFacts, vacancy: { closesAt } }: Judged,
  now: string,
): Promise<{ readonly remember: boolean; readonly effect: ReactEffect }> {
  const limit = await limitOf(transaction, registration, vacancy, { judge: rules, vacancyFacts }, now);
  if (limit !== undefined) return { remember: false, effect: { limit } };
  const orderKind = rules.orderKind(vacancyFacts.model);
  const place = { owner: vacancy.owner, vacancy: vacancy.id };
  const open = () =>
    store.openRanking(
      transaction,
      { hash: rules.hash, canonical: rules.canonical },
      { ...place, vacancyFacts, orderKind, drawn: isDrawn(orderKind), closesAt: closesAt!, asOf: facts.on },
    );
  if (!isDrawn(orderKind)) {
    await open();
    if (!(await drawTakesPart(transaction, vacancy)))
      return { remember: false, effect: { code: 'VACANCY_NOT_OPEN' } };
  }
  const lotId = lotIdIn(formatGlobalId(vacancy), lotKey!);
  const insert = () =>
    store.insertReaction(transaction, {
      ...place,
      registration,
      registrar: parseGlobalId(registration)!.owner,
      reactedAt: now,
      status: 'ACTIVE',
      facts,
      factsOn: facts.on,
      ...rules.sortKey(admission, formatGlobalId(vacancy), lotId),
      lotId: isDrawn(orderKind) ? null : lotId,
      declaresUrgentNeed: vacancyFacts.model === 'URGENT_SEEKER_LOTTERY',
    });
  let inserted = await insert();
  if (inserted === 'NO_RANKING') {
    // Only the first reaction to a home finds none; a frozen one stays as it is, and then there is still none.
    await open();
    inserted = await insert();
  }
  if (inserted === 'NO_RANKING') return { remember: false, effect: { code: 'VACANCY_NOT_OPEN' } };
  if (inserted === 'ALREADY_REACTED') return { remember: false, effect: { code: inserted } };
  return { remember: true, effect: { id: inserted.id } };
}

/** Whether who reacts to a home by draw still takes part; the ranking is locked, so that it stays so. */
async function drawTakesPart(transaction: Transaction, vacancy: GlobalId): Promise<boolean> {
  if ((await store.lockRanking(transaction, vacancy)) === undefined) return false;
  const draw = await drawOf(transaction, vacancy);
  return draw === undefined || draw.status === 'COMMITTED';
}
