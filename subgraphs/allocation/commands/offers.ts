import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { formatGlobalId, parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { Transaction } from '../../../platform/database/connect.ts';
import { dayInNetherlands } from '../../../platform/clock.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../../platform/viewer.ts';
import type { RuleSet } from '../../../rules/rule-set.ts';
import { exclusionsAfter } from '../../../rules/sanction.ts';
import type {
  AnswerOfferInput,
  EndOfferingInput,
  MakeOfferInput,
  WithdrawOfferInput,
} from '../../../schema/generated/allocation.ts';
import { quarterOf } from '../domain/chance.ts';
import { offerAfter, stands, type OfferStep } from '../domain/offer-state.ts';
import type { HubWork } from '../closing/hub-work.ts';
import type { Loaders } from '../loaders.ts';
import * as base from '../store.ts';
import { countChance } from '../store/chance.ts';
import * as store from '../store/offers.ts';
import type { LettingRoom } from '../domain/letting-quota.ts';
import { fullCap, wouldBeLetting } from '../letting-quotas.ts';
import { nextUp, receiptOfPassing, type PassedCandidate } from '../next-candidates.ts';
import { appendReceipt } from '../receipts.ts';
import type { OfferRow, RankingRow } from '../tables.ts';
import { aboutOffer, receiptOfMove } from './offer-receipts.ts';
import { tellOthers } from '../consequences/tell-others.ts';
import { accessTo, exclusionOf, sightOf, stepOf } from '../consequences/what-follows.ts';
import { insertConsequence } from '../store/consequences.ts';
import { lapsePermit } from '../store/permits.ts';

type Context = SubgraphContext<Loaders>;
export type OfferOutcome = { readonly offer: OfferRow } | RefusalData;

/** Offered, refused, or no room in a cap on lettings for anybody who is left. */
export type OffersOutcome =
  { readonly offers: readonly OfferRow[] } | (RefusalData & { readonly quota: LettingRoom }) | RefusalData;

/** Candidates who may look at a home together. */
const AT_ONCE_MAXIMUM = 10;
const RUNS_MAXIMUM_MS = 60 * 86_400_000;
export const OFFERING_PURPOSE = 'offer a home';

/** What a write comes to: an outcome to remember, or a code of the catalogue. */
type Effect<Done> =
  | { readonly remember: true; readonly effect: Done }
  | { readonly remember: false; readonly effect: ErrorCode };

/** Runs a write of the hub on behalf of who asks, once for its key, and tells other owners what follows from it. */
export async function decideOnce<Done>(
  operation: string,
  input: { readonly idempotencyKey: string },
  context: Context,
  work: (transaction: Transaction) => Promise<Effect<Done>>,
): Promise<{ readonly done: Done } | RefusalData> {
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = { viewer: context.viewer, key: input.idempotencyKey, operation, request: input };
  const outcome = await context.writeAsHub(OFFERING_PURPOSE, (transaction) =>
    once<{ readonly done: Done } | { readonly code: ErrorCode }>(transaction, request, async () => {
      const { remember, effect } = await work(transaction);
      return remember ? { remember, effect: { done: effect } } : { remember, effect: { code: effect } };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if ('code' in outcome.effect) return refusal(outcome.effect.code);
  await tellOthers(hubWorkOf(context), true);
  context.loaders.forget();
  return outcome.effect;
}

/**
 * Offers a home to the next candidates from the top who were not offered it before: the asker says how many, and the
 * ranking who. Who is under a cap on lettings without room is passed over, which is recorded. The first offer takes the
 * vacancy's step from closed to being offered, after which the home's course is decided here alone.
 */
export async function makeOffer(input: MakeOfferInput, context: Context): Promise<OffersOutcome> {
  const vacancy = ownId(input.vacancy, context);
  if (vacancy === undefined) return refusal('UNKNOWN_VACANCY');
  const now = context.clock.now();
  if (!isOfferable(input, now)) return refusal('INVALID_INPUT');
  const closed = await takeOfferStep(vacancy, context);
  if (closed !== undefined) return refusal(closed);
  let full: LettingRoom | undefined;
  const outcome = await decideOnce<readonly string[]>('makeOffer', input, context, async (sql) => {
    const ranking = await store.lockOffering(sql, vacancy);
    if (ranking === undefined) return { remember: false, effect: 'NOT_FROZEN' };
    const offers = await store.offersOfVacancy(sql, vacancy);
    if (offers.filter(stands).length + input.candidates > AT_ONCE_MAXIMUM)
      return { remember: false, effect: 'OFFERS_STAND' };
    const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
    const today = dayInNetherlands(now);
    const { next, passed } = await nextUp(sql, vacancy, ranking, ruleSet, input.candidates, today);
    if (next.length === 0) {
      full = passed[0]?.cap;
      return { remember: false, effect: full === undefined ? 'NO_CANDIDATE' : 'QUOTA_EXHAUSTED' };
    }
    const made: string[] = [];
    const receipts = passed.map((one) => receiptOfPassing(vacancy, one, now, context.viewer));
    for (const [index, candidate] of next.entries()) {
      const id = await store.insertOffer(sql, {
        owner: vacancy.owner,
        vacancy: vacancy.id,
        reaction: candidate.id,
        registration: candidate.registration,
        position: candidate.position!,
        turn: offers.length + index + 1,
        madeAt: now,
        madeBy: context.viewer.person,
        viewingAt: input.viewingAt ?? null,
        expiresAt: input.expiresAt,
      });
      await store.consider(sql, { owner: vacancy.owner, id: candidate.id }, today);
      await insertConsequence(sql, accessTo(candidate.registration, vacancy, now, false));
      if (ranking.vacancyFacts.model === 'URGENT_SEEKER_LOTTERY')
        await insertConsequence(sql, sightOf(candidate.registration, vacancy, now));
      made.push(id);
      receipts.push({
        kind: 'OFFER_MADE',
        ...aboutOffer({ ...vacancy, vacancy: vacancy.id, reaction: candidate.id, id }, now, context.viewer),
        body: {
          position: candidate.position!,
          expiresAt: input.expiresAt,
          viewingAt: input.viewingAt ?? null,
        },
      });
    }
    for (const receipt of receipts) await appendReceipt(sql, receipt);
    return { remember: true, effect: made };
  });
  if (!('done' in outcome)) {
    return full !== undefined && outcome.code === 'QUOTA_EXHAUSTED' ? { ...outcome, quota: full } : outcome;
  }
  const offers = await context.loaders.offers.loadMany(
    outcome.done.map((id) => ({ owner: vacancy.owner, id })),
  );
  return { offers: offers.filter((row): row is OfferRow => row !== null && !(row instanceof Error)) };
}

/**
 * Accepts or refuses an offer, by the seeker or by the corporation that heard it. A household accepts one home at a time,
 * of whichever corporation. A refusal is held against the rules of the home: they may exclude from models for a while.
 */
export async function answerOffer(input: AnswerOfferInput, context: Context): Promise<OfferOutcome> {
  const { accept, reason } = input;
  if (accept === (reason !== undefined && reason !== null)) return refusal('INVALID_INPUT');
  return moveOffer('answerOffer', input, accept ? 'ACCEPT' : 'REFUSE', reason ?? null, context);
}

/** Withdraws an offer of the asking corporation, with the reason. */
export async function withdrawOffer(input: WithdrawOfferInput, context: Context): Promise<OfferOutcome> {
  return moveOffer('withdrawOffer', input, 'WITHDRAW', input.reason, context);
}

async function moveOffer(
  operation: string,
  input: { readonly idempotencyKey: string; readonly offer: string },
  step: OfferStep,
  reason: string | null,
  context: Context,
): Promise<OfferOutcome> {
  const id = parseGlobalId(input.offer);
  const seen = id === undefined ? null : await context.loaders.offers.load(id);
  if (seen === null || id === undefined || !mayAnswer(seen, context)) return refusal('UNKNOWN_OFFER');
  const outcome = await decideOnce<'MOVED'>(operation, input, context, async (sql) => {
    const vacancy = { owner: seen.owner, id: seen.vacancy };
    const ranking = await store.lockOffering(sql, vacancy);
    const [row] = await store.offersById(sql, [id]);
    if (ranking === undefined || row === undefined) return { remember: false, effect: 'OFFER_STATE' };
    const now = context.clock.now();
    const moved = offerAfter(row, step, now);
    if (moved.kind === 'REFUSED') return { remember: false, effect: moved.code };
    if (step === 'ACCEPT') {
      if (await store.hasAccepted(sql, row.registration))
        return { remember: false, effect: 'HOUSEHOLD_HAS_ACCEPTED' };
    }
    if (step === 'WITHDRAW' && reason === 'QUOTA_EXHAUSTED' && !(await isFull(sql, row, ranking, context)))
      return { remember: false, effect: 'QUOTA_HAS_ROOM' };
    const by = context.viewer.role === 'SEEKER' ? 'SEEKER' : context.viewer.person;
    await store.moveOffer(sql, id, { status: moved.status, at: now, by, reason });
    if (step === 'REFUSE') {
      const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
      await answerWithSanctions(sql, row, ruleSet, now);
    }
    if (step !== 'ACCEPT') await letGo(sql, row, now);
    await appendReceipt(sql, receiptOfMove(row, moved.status, reason, now, context.viewer));
    return { remember: true, effect: 'MOVED' };
  });
  if (!('done' in outcome)) return outcome;
  const row = await context.loaders.offers.load(id);
  return row === null ? refusal('UNKNOWN_OFFER') : { offer: row };
}

/** Whether a cap on lettings has no room any more for the candidate of an offer. */
async function isFull(
  sql: Transaction,
  row: OfferRow,
  { ruleSetHash, vacancyFacts }: RankingRow,
  { clock, loaders }: Context,
): Promise<boolean> {
  const [reaction] = await base.reactionsById(sql, [{ owner: row.owner, id: row.reaction }]);
  const { facts, factsOn, groupRank } = reaction!;
  if (facts === null) return false;
  const { ruleSet } = await loaders.judge(ruleSetHash);
  const letting = wouldBeLetting(ruleSet, row.owner, vacancyFacts, { groupRank, facts, factsOn });
  return (await fullCap(sql, ruleSet, letting, clock.today(), 'LOOKING')) !== undefined;
}

/** What the rules answer a refusal with: from which models it excludes, until when. */
async function answerWithSanctions(
  sql: Transaction,
  { registration, owner }: OfferRow,
  ruleSet: RuleSet,
  now: string,
): Promise<void> {
  const before = await store.refusalsOf(sql, registration);
  const history = before.map(({ endedAt, vacancyFacts }) => ({
    conduct: 'OFFER_REFUSED' as const,
    model: vacancyFacts.model,
    on: dayInNetherlands(new Date(endedAt).toISOString()),
  }));
  for (const exclusion of exclusionsAfter(ruleSet, history)) {
    await insertConsequence(sql, exclusionOf(owner, registration, exclusion, now));
  }
}

/** The corporation considers this candidate no more, loses its look at the file, and a permit that was asked for lapses. */
export async function letGo(sql: Transaction, row: OfferRow, now: string): Promise<void> {
  await store.endConsideration(sql, { owner: row.owner, id: row.reaction }, dayInNetherlands(now));
  const vacancy = { owner: row.owner, id: row.vacancy };
  await insertConsequence(sql, accessTo(row.registration, vacancy, now, true));
  await lapsePermit(sql, row);
}

/** Ends the offering of a home without a letting; offers that stand are withdrawn. */
export async function endOffering(
  input: EndOfferingInput,
  context: Context,
): Promise<{ readonly vacancy: { readonly id: string } } | RefusalData> {
  const vacancy = ownId(input.vacancy, context);
  if (vacancy === undefined) return refusal('UNKNOWN_VACANCY');
  const outcome = await decideOnce<'ENDED'>('endOffering', input, context, async (sql) => {
    const ranking = await store.lockOffering(sql, vacancy);
    if (ranking === undefined) return { remember: false, effect: 'NOT_FROZEN' };
    const now = context.clock.now();
    const passed: PassedCandidate[] = [];
    const offers = (await store.offersOfVacancy(sql, vacancy)).filter(stands);
    if (input.reason === 'NO_CANDIDATE') {
      const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
      const up = await nextUp(sql, vacancy, ranking, ruleSet, 1, dayInNetherlands(now));
      if (offers.length > 0 || up.next.length > 0) return { remember: false, effect: 'CANDIDATES_LEFT' };
      passed.push(...up.passed);
    }
    for (const row of offers) {
      const moved = {
        status: 'WITHDRAWN' as const,
        at: now,
        by: context.viewer.person,
        reason: 'OFFERED_WRONGLY',
      };
      await store.moveOffer(sql, row, moved);
      await letGo(sql, row, now);
    }
    await store.endOffering(sql, vacancy, input.reason, now);
    const { groupCodes } = await context.loaders.judge(ranking.ruleSetHash);
    await countChance(sql, vacancy, quarterOf(dayInNetherlands(now)), groupCodes);
    await insertConsequence(sql, stepOf(vacancy, 'WITHDRAW', now, input.reason));
    for (const one of passed) await appendReceipt(sql, receiptOfPassing(vacancy, one, now, context.viewer));
    for (const row of offers) {
      await appendReceipt(sql, receiptOfMove(row, 'WITHDRAWN', 'OFFERED_WRONGLY', now, context.viewer));
    }
    await appendReceipt(sql, {
      kind: 'OFFERING_ENDED',
      owner: vacancy.owner,
      vacancy: vacancy.id,
      at: now,
      by: context.viewer,
      body: { ending: input.reason },
    });
    return { remember: true, effect: 'ENDED' };
  });
  return 'done' in outcome ? { vacancy: { id: input.vacancy } } : outcome;
}

/** The vacancy is from now on being offered; undefined when it is. */
export async function takeOfferStep(vacancy: GlobalId, context: Context): Promise<ErrorCode | undefined> {
  interface Answer {
    readonly takeVacancyStep: { readonly code?: ErrorCode };
  }
  const input = { vacancy: formatGlobalId(vacancy), step: 'OFFER' };
  const answer = await hubWorkOf(context).ask<Answer>('TakeVacancyStep', { input });
  return answer === undefined ? 'FACTS_UNAVAILABLE' : answer.takeVacancyStep.code;
}

function isOfferable({ candidates, expiresAt, viewingAt }: MakeOfferInput, now: string): boolean {
  const runs = Date.parse(expiresAt) - Date.parse(now);
  return (
    candidates >= 1 &&
    candidates <= AT_ONCE_MAXIMUM &&
    runs > 0 &&
    runs <= RUNS_MAXIMUM_MS &&
    (!viewingAt || Date.parse(viewingAt) > Date.parse(now))
  );
}

/** The seeker whose offer it is, or the corporation or mediating care provider that heard the answer. */
function mayAnswer(row: OfferRow, { viewer }: Context): boolean {
  // Of offers a care provider finds those to whom it mediates, and no other.
  if (viewer.role === 'CARE_PROVIDER') return true;
  return viewer.role === 'SEEKER'
    ? row.registration === viewer.registration
    : row.owner === viewer.organisation;
}

export function ownId(id: string, { viewer }: Context): GlobalId | undefined {
  const parsed = parseGlobalId(id);
  return parsed?.owner === viewer.organisation ? parsed : undefined;
}

/** The hub's work on behalf of who asks. */
export function hubWorkOf(
  { clock, writeAsHub, askSupergraph, viewer, trace }: Context,
  purpose = OFFERING_PURPOSE,
): HubWork {
  return {
    clock,
    write: (work) => writeAsHub(purpose, work),
    async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
      const { data, errors } = await askSupergraph(
        operation,
        variables,
        hubOnBehalfOf(viewer, purpose),
        trace,
      );
      return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
    },
  };
}
