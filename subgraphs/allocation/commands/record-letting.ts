import type { Transaction } from '../../../platform/database/connect.ts';
import { dayInNetherlands } from '../../../platform/clock.ts';
import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { parseGlobalId } from '../../../platform/global-id.ts';
import { addDays, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { designationOf } from '../../../rules/designation.ts';
import type { CandidateFacts } from '../../../rules/facts.ts';
import type { LeftHomeInput, RecordLettingInput } from '../../../schema/generated/allocation.ts';
import { housedBy, moveOf, stepOf } from '../consequences/what-follows.ts';
import { quarterOf } from '../domain/chance.ts';
import type { LettingRoom } from '../domain/letting-quota.ts';
import { whyNotLet } from '../domain/letting.ts';
import { permitAllows } from '../domain/permit.ts';
import { stands } from '../domain/offer-state.ts';
import { fullCap, wouldBeLetting, type WouldBeLetting } from '../letting-quotas.ts';
import type { Loaders } from '../loaders.ts';
import { appendReceipt, type DecidedBy } from '../receipts.ts';
import * as base from '../store.ts';
import { countChance } from '../store/chance.ts';
import { insertConsequence } from '../store/consequences.ts';
import * as lettings from '../store/lettings.ts';
import * as store from '../store/offers.ts';
import { permitsOfOffers } from '../store/permits.ts';
import type { OfferRow, RankingRow } from '../tables.ts';
import type { LettingRow } from '../tables/lettings.ts';
import { receiptOfLetting, receiptOfMove } from './offer-receipts.ts';
import { leaseTerms, type LeaseTerms } from './lease.ts';
import { decideOnce, letGo, ownId } from './offers.ts';

type Context = SubgraphContext<Loaders>;
export type LettingOutcome =
  { readonly letting: LettingRow } | (RefusalData & { readonly quota: LettingRoom }) | RefusalData;

const STARTS_WITHIN_DAYS = 366;

/** A candidate to whom a home may be let as far as the course goes, with what is counted of it. */
export interface Lettable {
  readonly row: OfferRow;
  readonly offers: readonly OfferRow[];
  readonly ranking: RankingRow;
  readonly facts: CandidateFacts;
  readonly letting: WouldBeLetting;
  /** Whether the regulation designates the category of the home, so that nobody lives in it without a permit. */
  readonly needsPermit: boolean;
}

/**
 * Records to whom a home went: the highest candidate who accepted, with everything verified, a permit where the home needs
 * one, and room in every cap on lettings, which this letting takes in the same transaction. In it all other offers of the home
 * end; after it the vacancy is let, the household's waiting time used up or retained, and nobody looks at a file any more.
 */
export async function recordLetting(input: RecordLettingInput, context: Context): Promise<LettingOutcome> {
  const id = ownId(input.offer, context);
  if (id === undefined) return refusal('UNKNOWN_OFFER');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const lease = input as { signedOn: CalendarDate; startsOn: CalendarDate };
  if (!isLease(lease, context.clock.today()) || !isLeftHome(input.leftHome)) return refusal('INVALID_INPUT');
  const seen = await context.loaders.offers.load(id);
  if (seen === null) return refusal('UNKNOWN_OFFER');
  const terms = await leaseTerms(seen, input, context);
  let full: LettingRoom | undefined;
  const outcome = await decideOnce<{ readonly vacancy: string }>(
    'recordLetting',
    input,
    context,
    async (sql) => {
      const found = await lettable(sql, id, context);
      if (typeof found === 'string') return { remember: false, effect: found };
      const { row, offers, ranking, facts, letting } = found;
      if (typeof terms === 'string') return { remember: false, effect: terms };
      if (input.leftHome && !facts.leavesSelfContainedHome)
        return { remember: false, effect: 'INVALID_INPUT' };
      const [permit] = await permitsOfOffers(sql, [id]);
      if (!permitAllows(found.needsPermit, permit)) return { remember: false, effect: 'PERMIT_NEEDED' };
      const judge = await context.loaders.judge(ranking.ruleSetHash);
      full = await fullCap(sql, judge.ruleSet, letting, lease.signedOn, 'LOCKED');
      if (full !== undefined) return { remember: false, effect: 'QUOTA_EXHAUSTED' };
      const now = context.clock.now();
      const granted = found.needsPermit ? permit!.id : null;
      const written = {
        ...writtenLetting(found, lease, { permit: granted, at: now, by: person }),
        ...beginningOf(input, terms),
      };
      const number = await lettings.insertLetting(sql, written);
      if (facts.leavesSelfContainedHome) await recordLeftHome(sql, number, written, facts, input.leftHome);
      await letGo(sql, row, now);
      const vacancy = { owner: row.owner, id: row.vacancy };
      await store.endOffering(sql, vacancy, 'LET', now);
      await countChance(sql, vacancy, quarterOf(dayInNetherlands(now)), judge.groupCodes);
      await insertConsequence(sql, stepOf(vacancy, 'LET', now));
      // While a care provider rents, the waiting time of the household is not used up.
      if (terms.careProvider === null)
        await insertConsequence(sql, moveOf(row.owner, row.registration, lease.startsOn, now));
      if (terms.urgency !== null)
        await insertConsequence(sql, housedBy(row.owner, terms.urgency, lease.signedOn, now));
      await appendReceipt(sql, receiptOfLetting(row, written, now, context.viewer));
      const others = offers.filter((offer) => offer.id !== row.id && stands(offer));
      for (const other of others) await endedBy(sql, other, now, context.viewer);
      return { remember: true, effect: { vacancy: row.vacancy } };
    },
  );
  if (!('done' in outcome)) {
    return full !== undefined && outcome.code === 'QUOTA_EXHAUSTED' ? { ...outcome, quota: full } : outcome;
  }
  const letting = await context.loaders.letting({ owner: id.owner, id: outcome.done.vacancy });
  return letting === null ? refusal('UNKNOWN_OFFER') : { letting };
}

/**
 * The candidate of an offer, with the ranking of its home locked, when nothing of the course stands in the way of a letting:
 * the offer accepted, nobody higher who may still accept, everything verified.
 */
export async function lettable(
  sql: Transaction,
  id: { readonly owner: string; readonly id: string },
  context: Context,
): Promise<Lettable | ErrorCode> {
  const [seen] = await store.offersById(sql, [id]);
  if (seen === undefined) return 'UNKNOWN_OFFER';
  const vacancy = { owner: seen.owner, id: seen.vacancy };
  const ranking = await store.lockOffering(sql, vacancy);
  if (ranking === undefined) return 'OFFER_STATE';
  const offers = await store.offersOfVacancy(sql, vacancy);
  const row = offers.find((offer) => offer.id === id.id)!;
  const checks = await store.verificationsOf(sql, [id]);
  const outcomes = checks.map(({ outcome }) => outcome);
  const not = whyNotLet(row, offers, outcomes);
  if (not !== undefined) return not;
  const [reaction] = await base.reactionsById(sql, [{ owner: row.owner, id: row.reaction }]);
  const { facts, factsOn, groupRank } = reaction!;
  if (facts === null) return 'FACTS_ERASED';
  const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
  const letting = wouldBeLetting(ruleSet, row.owner, ranking.vacancyFacts, { groupRank, facts, factsOn });
  const needsPermit = designationOf(ruleSet, ranking.vacancyFacts) !== undefined;
  return { row, offers, ranking, facts, letting, needsPermit };
}

function isLease(
  { signedOn, startsOn }: { readonly signedOn: CalendarDate; readonly startsOn: CalendarDate },
  today: CalendarDate,
): boolean {
  return signedOn <= today && startsOn <= addDays(signedOn, STARTS_WITHIN_DAYS) && startsOn >= signedOn;
}

/** A dwelling is told of together with the corporation that its id begins with. */
function isLeftHome(leftHome: LeftHomeInput | null | undefined): boolean {
  if (!leftHome) return true;
  const { municipality, corporation, dwelling } = leftHome;
  if (municipality && !/^GM[0-9]{4}$/.test(municipality)) return false;
  if (corporation && !/^L[0-9]{4}$/.test(corporation)) return false;
  return !dwelling || parseGlobalId(dwelling)?.owner === corporation;
}

/** How a lease begins: in whose name, and not handed over. */
function beginningOf({ leaseHolder }: Pick<RecordLettingInput, 'leaseHolder'>, { careProvider }: LeaseTerms) {
  return {
    leaseHolder,
    careProvider,
    handedOverOn: null,
    watchUntil: null,
    handedOverAt: null,
    handedOverBy: null,
  };
}

function writtenLetting(
  { row, ranking, facts, letting: { priority, place } }: Lettable,
  { signedOn, startsOn }: { readonly signedOn: CalendarDate; readonly startsOn: CalendarDate },
  recorded: { readonly permit: string | null; readonly at: string; readonly by: string },
): Omit<LettingRow, 'id' | keyof ReturnType<typeof beginningOf>> {
  const { model, segment, labels } = ranking.vacancyFacts;
  return {
    owner: row.owner,
    vacancy: row.vacancy,
    offer: row.id,
    registration: row.registration,
    model,
    groupCode: priority.groupCode,
    position: row.position,
    candidates: ranking.reactionCount,
    signedOn,
    startsOn,
    leavesHome: facts.leavesSelfContainedHome,
    recordedAt: recorded.at,
    recordedBy: recorded.by,
    region: place.region,
    municipality: place.municipality,
    core: place.core,
    segment,
    labels: [...labels],
    grounds: [...priority.grounds],
    urgencyCategory: priority.urgencyCategory,
    urgencyCategories: [...priority.urgencyCategories],
    permit: recorded.permit,
  };
}

/** The home that the household leaves, for the corporation that owns it: what becomes of it is not known yet. */
async function recordLeftHome(
  sql: Transaction,
  letting: string,
  { owner, startsOn }: Pick<LettingRow, 'owner' | 'startsOn'>,
  { residences }: CandidateFacts,
  leftHome: LeftHomeInput | null | undefined,
): Promise<void> {
  const present = residences.findLast(({ until }) => until === null);
  const corporation = leftHome?.corporation ?? null;
  await lettings.insertLeftHome(sql, {
    owner: corporation ?? owner,
    letBy: owner,
    letting,
    municipality: leftHome?.municipality ?? present?.municipality ?? null,
    dwelling: leftHome?.dwelling ? parseGlobalId(leftHome.dwelling)!.id : null,
    ofCorporation: corporation !== null,
    leftOn: startsOn,
  });
}

async function endedBy(sql: Transaction, row: OfferRow, at: string, by: DecidedBy): Promise<void> {
  const reason = 'LET_TO_ANOTHER';
  await store.moveOffer(sql, row, { status: 'WITHDRAWN', at, by: by.person, reason });
  await letGo(sql, row, at);
  await appendReceipt(sql, receiptOfMove(row, 'WITHDRAWN', reason, at, by));
}
