import { dayInNetherlands } from '../../../platform/clock.ts';
import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import { daysBetween } from '../../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { lotIdIn } from '../../../rules/draw.ts';
import { ENGINE_VERSION } from '../../../rules/engine-version.ts';
import { isMediatedIn } from '../../../rules/mediation-category.ts';
import type { CandidateFacts, MediationCategory, VacancyFacts } from '../../../rules/facts.ts';
import type { SortKey } from '../../../rules/rank.ts';
import type { ProposeMediationInput } from '../../../schema/generated/allocation.ts';
import { accessTo, sightOf } from '../consequences/what-follows.ts';
import { assembleCandidate, assembleVacancy, type SeekerCase } from '../domain/assemble-facts.ts';
import { homeHash } from '../domain/frozen-lines.ts';
import { isMediatable } from '../domain/mediation.ts';
import {
  matchedAs,
  meetsHardship,
  waitingUrgency,
  type MediatedHomeCase,
  type UrgencyCase,
} from '../domain/mediation-case.ts';
import type { Judge } from '../domain/judge.ts';
import { stands } from '../domain/offer-state.ts';
import { commitment } from '../domain/receipt.ts';
import { judgeOf, type Loaders } from '../loaders.ts';
import { appendReceipt, newSalt } from '../receipts.ts';
import { insertConsequence } from '../store/consequences.ts';
import * as store from '../store/mediation.ts';
import * as offers from '../store/offers.ts';
import type { OfferRow, RankingRow } from '../tables.ts';
import { aboutOffer } from './offer-receipts.ts';
import { decideOnce, hubWorkOf, takeOfferStep } from './offers.ts';

type Context = SubgraphContext<Loaders>;
type Transaction = Parameters<typeof store.insertProposed>[0];

const RUNS_MAXIMUM_MS = 60 * 86_400_000;

interface MediationCase {
  readonly vacancy:
    (MediatedHomeCase & { readonly ruleSet: { readonly canonical: string | null } | null }) | null;
  readonly urgency: (Omit<UrgencyCase, 'registration'> & { readonly registration: SeekerCase | null }) | null;
}

/** A proposal that may be made: the home, the household, and what is written of it. */
interface Proposal {
  readonly home: VacancyFacts;
  readonly closesAt: string;
  readonly category: MediationCategory;
  readonly judge: Judge;
  readonly registration: string;
  readonly careProvider: string | null;
  readonly facts: CandidateFacts;
  readonly key: SortKey;
  readonly waitingDays: number;
  readonly waitingPlace: number;
}

/**
 * Offers a mediated home to a household that a professional chose, with the reason; where others wait longer, with the reason why
 * not they. Asks the owners for everything once, and writes the household with its facts, the offer, and both receipts in one
 * transaction, or nothing. One home has one proposal at a time, and one household too, whoever proposes.
 */
export async function proposeMediation(
  input: ProposeMediationInput,
  context: Context,
): Promise<{ readonly offer: OfferRow } | RefusalData> {
  const vacancy = parseGlobalId(input.vacancy);
  if (vacancy === undefined) return refusal('UNKNOWN_VACANCY');
  if (parseGlobalId(input.urgency) === undefined) return refusal('UNKNOWN_URGENCY');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const now = context.clock.now();
  if (!isSound(input, now)) return refusal('INVALID_INPUT');
  const on = dayInNetherlands(now);
  const variables = { vacancy: input.vacancy, urgency: input.urgency, on };
  const found = await hubWorkOf(context).ask<MediationCase>('MediationCase', variables);
  if (found === undefined) return refusal('FACTS_UNAVAILABLE');
  const unknown = whatIsUnknown(found, vacancy, context);
  if (unknown !== undefined) return refusal(unknown);
  const proposal = await proposalOf(found, input, on, context);
  if (typeof proposal !== 'string') {
    const closed = await takeOfferStep(vacancy, context);
    if (closed !== undefined) return refusal(closed);
  }
  const outcome = await decideOnce<string>('proposeMediation', input, context, async (sql) => {
    if (typeof proposal === 'string') return { remember: false, effect: proposal };
    const written = await write(sql, vacancy, proposal, input, { now, person, context });
    return typeof written === 'string'
      ? { remember: false, effect: written }
      : { remember: true, effect: written.offer };
  });
  if (!('done' in outcome)) return outcome;
  const offer = await context.loaders.offers.load({ owner: vacancy.owner, id: outcome.done });
  return offer === null ? refusal('UNKNOWN_VACANCY') : { offer };
}

function isSound(
  { reason, whyNotLongest, expiresAt, viewingAt }: ProposeMediationInput,
  now: string,
): boolean {
  const explains = (text: string): boolean => text.trim().length >= 20 && text.trim().length <= 2_000;
  const runs = Date.parse(expiresAt) - Date.parse(now);
  return (
    explains(reason) &&
    (whyNotLongest === null || whyNotLongest === undefined || explains(whyNotLongest)) &&
    runs > 0 &&
    runs <= RUNS_MAXIMUM_MS &&
    (!viewingAt || Date.parse(viewingAt) > Date.parse(now))
  );
}

/** What there is not for who asks: a corporation has its own homes, a care provider those for it and whom it mediates. */
function whatIsUnknown(
  { vacancy: home, urgency }: MediationCase,
  { owner }: GlobalId,
  { viewer: { role, organisation } }: Context,
): ErrorCode | undefined {
  const isOwn = role === 'ALLOCATOR' ? owner === organisation : home?.careProvider?.code === organisation;
  if (home === null || !isOwn) return 'UNKNOWN_VACANCY';
  if (home.model !== 'DIRECT_MEDIATION' || home.mediationCategory === null) return 'NOT_MEDIATED';
  const isMediated = role === 'ALLOCATOR' || urgency?.careProvider?.code === organisation;
  return urgency === null || !isMediated ? 'UNKNOWN_URGENCY' : undefined;
}

/** Holds a household against a home; a code when it may not be proposed. */
async function proposalOf(
  { vacancy: home, urgency }: MediationCase,
  input: ProposeMediationInput,
  on: ReturnType<typeof dayInNetherlands>,
  context: Context,
): Promise<Proposal | ErrorCode> {
  const { ruleSet, closesAt, mediationCategory: category } = home!;
  const seeker = urgency!.registration;
  if (seeker === null) return 'FACTS_UNAVAILABLE';
  const waiting = waitingUrgency({ ...urgency!, registration: seeker }, on);
  if (waiting === undefined || urgency!.waitingSince === null) return 'URGENCY_STATE';
  const homeFacts = assembleVacancy(home!);
  const facts = assembleCandidate(seeker);
  if (seeker.lotKey === null || homeFacts.kind === 'FAILED' || facts.kind === 'FAILED' || closesAt === null)
    return 'FACTS_UNAVAILABLE';
  if (!ruleSet?.canonical) return 'RULES_UNAVAILABLE';
  if (seeker.facts?.active !== true) return 'REGISTRATION_NOT_ACTIVE';
  const careProvider = urgency!.careProvider?.code ?? null;
  const hardship = meetsHardship(seeker.judgementFacts ?? [], homeFacts.value.place.municipality);
  const household = { category: urgency!.category, careProvider, hardship };
  const homeProvider = home!.careProvider?.code ?? null;
  if (!isMediatedIn({ category: category!, careProvider: homeProvider }, household))
    return 'OUTSIDE_CATEGORY';
  const { value } = homeFacts;
  if (!isMediatable({ ...facts.value, urgencies: [waiting] }, value, on)) return 'PROFILE_MISFIT';
  const judge = judgeOf(ruleSet.hash, ruleSet.canonical);
  const admission = judge.judge(facts.value, value, on);
  if (admission.kind === 'REFUSED') return 'NOT_ADMITTED';
  const place = await hubWorkOf(context).ask<{ readonly waitingPlace: number | null }>('WaitingPlace', {
    urgency: input.urgency,
    home: matchedAs(value, category!, homeProvider),
  });
  if (place === undefined) return 'FACTS_UNAVAILABLE';
  if (place.waitingPlace === null) return 'URGENCY_STATE';
  // Whoever passes somebody over says why, and nobody says so who does not.
  if (place.waitingPlace > 1 !== (typeof input.whyNotLongest === 'string')) return 'LONGER_WAITING';
  return {
    home: value,
    closesAt,
    category: category!,
    judge,
    registration: seeker.id,
    careProvider,
    facts: facts.value,
    key: judge.sortKey(admission, input.vacancy, lotIdIn(input.vacancy, seeker.lotKey)),
    waitingDays: daysBetween(urgency!.waitingSince, on),
    waitingPlace: place.waitingPlace,
  };
}

interface Deciding {
  readonly now: string;
  readonly person: string;
  readonly context: Context;
}

/** Locks the home, then the household: which proposal of the home this is, or why there can be none now. */
async function lockBoth(
  sql: Transaction,
  own: { readonly owner: string; readonly vacancy: string },
  { home, judge, closesAt, facts, registration }: Proposal,
): Promise<{ readonly ranking: RankingRow; readonly position: number } | ErrorCode> {
  const vacancy = { owner: own.owner, id: own.vacancy };
  const { hash, canonical } = judge;
  const place = { region: home.place.region, vacancyFacts: home, orderKind: judge.orderKind(home.model) };
  await store.openMediation(sql, { hash, canonical }, { ...own, ...place, closesAt, asOf: facts.on });
  const ranking = await offers.lockOffering(sql, vacancy);
  if (ranking?.mediated !== true) return 'NOT_FROZEN';
  const made = await offers.offersOfVacancy(sql, vacancy);
  if (made.some(stands)) return 'OFFERS_STAND';
  if (await offers.hasAccepted(sql, registration)) return 'HOUSEHOLD_HAS_ACCEPTED';
  if ((await store.spokenFor(sql, [registration])).size > 0) return 'HOUSEHOLD_OFFERED';
  return { ranking, position: made.length + 1 };
}

async function write(
  sql: Transaction,
  vacancy: GlobalId,
  proposal: Proposal,
  input: ProposeMediationInput,
  { now, person, context: { viewer } }: Deciding,
): Promise<{ readonly offer: string } | ErrorCode> {
  const { registration, facts, category, careProvider, waitingDays, waitingPlace } = proposal;
  const own = { owner: vacancy.owner, vacancy: vacancy.id };
  const free = await lockBoth(sql, own, proposal);
  if (typeof free === 'string') return free;
  const { ranking, position } = free;
  const salt = newSalt();
  const candidate = commitment(salt, facts);
  const reaction = await store.insertProposed(sql, {
    ...own,
    registration,
    registrar: parseGlobalId(registration)!.owner,
    reactedAt: now,
    facts,
    factsOn: facts.on,
    ...proposal.key,
    position,
    salt,
    commitment: candidate,
  });
  if (reaction === undefined) return 'ALREADY_OFFERED';
  const [reason, whyNotLongest] = [input.reason.trim(), input.whyNotLongest?.trim() ?? null];
  await store.insertMediation(sql, {
    ...own,
    reaction,
    registration,
    urgency: input.urgency,
    category,
    careProvider,
    waitingDays,
    waitingPlace,
    reason,
    whyNotLongest,
    proposedAt: now,
    proposedFor: viewer.organisation ?? '',
    proposedBy: person,
  });
  const { expiresAt, viewingAt = null } = input;
  const offer = await offers.insertOffer(sql, {
    ...own,
    reaction,
    registration,
    position,
    turn: position,
    madeAt: now,
    madeBy: person,
    viewingAt,
    expiresAt,
  });
  await offers.consider(sql, { owner: vacancy.owner, id: reaction }, facts.on);
  await insertConsequence(sql, accessTo(registration, vacancy, now, false));
  await insertConsequence(sql, sightOf(registration, vacancy, now));
  const about = aboutOffer({ ...own, reaction, id: offer }, now, viewer);
  const body = { ...stoodOn(proposal, ranking), position, candidate };
  const said = { urgency: input.urgency, waitingDays: proposal.waitingDays, reason, whyNotLongest };
  await appendReceipt(sql, { kind: 'MEDIATION_PROPOSED', ...about, body, facts: said });
  await appendReceipt(sql, { kind: 'OFFER_MADE', ...about, body: { position, expiresAt, viewingAt } });
  return { offer };
}

/** What a proposal stands on, as its receipt says it. */
function stoodOn({ judge, facts, category, waitingPlace }: Proposal, { vacancyFacts }: RankingRow) {
  return {
    engineVersion: ENGINE_VERSION,
    ruleSetHash: judge.hash,
    homeHash: homeHash(vacancyFacts),
    on: facts.on,
    category,
    waitingPlace,
  };
}
