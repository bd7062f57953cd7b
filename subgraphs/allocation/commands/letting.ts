import { refusal, type RefusalData } from '../../../platform/errors.ts';
import { addDays, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { RecordLettingInput, VerifyCandidateInput } from '../../../schema/generated/allocation.ts';
import { housedBy, moveOf, stepOf } from '../consequences/what-follows.ts';
import { whyNotLet } from '../domain/letting.ts';
import { stands } from '../domain/offer-state.ts';
import type { Loaders } from '../loaders.ts';
import * as base from '../store.ts';
import { insertConsequence } from '../store/consequences.ts';
import * as store from '../store/offers.ts';
import { appendReceipt, type DecidedBy } from '../receipts.ts';
import type { LettingRow, OfferRow, RankingRow } from '../tables.ts';
import { aboutOffer, receiptOfLetting, receiptOfMove } from './offer-receipts.ts';
import { leaseTerms, type LeaseTerms } from './lease.ts';
import { decideOnce, letGo, ownId, type OfferOutcome } from './offers.ts';

type Context = SubgraphContext<Loaders>;

const STARTS_WITHIN_DAYS = 366;

/**
 * Records what was asked of a candidate and what was found. A document that does not bear out the facts that the place
 * rests on ends the offer; the next candidate is up. No copy of a document is kept.
 */
export async function verifyCandidate(input: VerifyCandidateInput, context: Context): Promise<OfferOutcome> {
  const id = ownId(input.offer, context);
  if (id === undefined) return refusal('UNKNOWN_OFFER');
  const checks = new Map(input.checks.map((check) => [check.document, check]));
  const isSound = input.checks.every(
    ({ outcome, reason }) => (outcome === 'REJECTED') === (reason ?? '').trim().length >= 5,
  );
  if (checks.size === 0 || checks.size !== input.checks.length || !isSound) return refusal('INVALID_INPUT');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const outcome = await decideOnce<'CHECKED'>('verifyCandidate', input, context, async (sql) => {
    const [seen] = await store.offersById(sql, [id]);
    if (seen === undefined) return { remember: false, effect: 'UNKNOWN_OFFER' };
    const ranking = await store.lockOffering(sql, { owner: seen.owner, id: seen.vacancy });
    const [row] = await store.offersById(sql, [id]);
    if (ranking === undefined || row === undefined || !stands(row))
      return { remember: false, effect: 'OFFER_STATE' };
    const at = context.clock.now();
    for (const { document, outcome: found, reason } of checks.values()) {
      await store.verify(sql, id, { document, outcome: found, reason: reason ?? null }, { at, by: person });
    }
    const isRejected = [...checks.values()].some(({ outcome: found }) => found === 'REJECTED');
    if (isRejected) {
      await store.moveOffer(sql, id, { status: 'WITHDRAWN', at, by: person, reason: 'DOCUMENTS_REJECTED' });
      await letGo(sql, row, at);
    }
    await appendReceipt(sql, {
      kind: 'VERIFICATION',
      ...aboutOffer(row, at, context.viewer),
      body: { position: row.position },
      facts: {
        checks: [...checks.values()].map(({ document, outcome: found, reason }) => {
          return { document, outcome: found, reason: reason ?? null };
        }),
      },
    });
    if (isRejected) {
      await appendReceipt(sql, receiptOfMove(row, 'WITHDRAWN', 'DOCUMENTS_REJECTED', at, context.viewer));
    }
    return { remember: true, effect: 'CHECKED' };
  });
  if (!('done' in outcome)) return outcome;
  const row = await context.loaders.offers.load(id);
  return row === null ? refusal('UNKNOWN_OFFER') : { offer: row };
}

/**
 * Records to whom a home went: the highest candidate who accepted, with everything verified. In the same transaction all
 * other offers of the home end; after it the vacancy is let, the household's waiting time used up or retained, and nobody
 * looks at a file any more.
 */
export async function recordLetting(
  input: RecordLettingInput,
  context: Context,
): Promise<{ readonly letting: LettingRow } | RefusalData> {
  const id = ownId(input.offer, context);
  if (id === undefined) return refusal('UNKNOWN_OFFER');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const { signedOn, startsOn } = input as { signedOn: CalendarDate; startsOn: CalendarDate };
  if (
    signedOn > context.clock.today() ||
    startsOn > addDays(signedOn, STARTS_WITHIN_DAYS) ||
    startsOn < signedOn
  )
    return refusal('INVALID_INPUT');
  const seenOffer = await context.loaders.offers.load(id);
  if (seenOffer === null) return refusal('UNKNOWN_OFFER');
  const terms = await leaseTerms(seenOffer, input, context);
  const outcome = await decideOnce<{ readonly vacancy: string }>(
    'recordLetting',
    input,
    context,
    async (sql) => {
      const [seen] = await store.offersById(sql, [id]);
      if (seen === undefined) return { remember: false, effect: 'UNKNOWN_OFFER' };
      const vacancy = { owner: seen.owner, id: seen.vacancy };
      const ranking = await store.lockOffering(sql, vacancy);
      if (ranking === undefined) return { remember: false, effect: 'OFFER_STATE' };
      const offers = await store.offersOfVacancy(sql, vacancy);
      const row = offers.find((offer) => offer.id === id.id)!;
      const found = await store.verificationsOf(sql, [id]);
      const outcomes = found.map(({ outcome: of }) => of);
      const not = whyNotLet(row, offers, outcomes);
      if (not !== undefined) return { remember: false, effect: not };
      if (typeof terms === 'string') return { remember: false, effect: terms };
      const [reaction] = await base.reactionsById(sql, [{ owner: row.owner, id: row.reaction }]);
      const judge = await context.loaders.judge(ranking.ruleSetHash);
      const facts = reaction!.facts;
      if (facts === null) return { remember: false, effect: 'FACTS_ERASED' };
      const admission = judge.judge(facts, ranking.vacancyFacts, reaction!.factsOn);
      if (admission.kind === 'REFUSED') throw new TypeError('a candidate whom the own facts do not admit');
      const now = context.clock.now();
      const written = {
        ...lettingOf(row, ranking, input, terms),
        groupCode: admission.group.code,
        leavesHome: facts.leavesSelfContainedHome,
        recordedAt: now,
        recordedBy: person,
      };
      await store.insertLetting(sql, written);
      await letGo(sql, row, now);
      await store.endOffering(sql, vacancy, 'LET', now);
      await insertConsequence(sql, stepOf(vacancy, 'LET', now));
      // While a care provider rents, the waiting time of the household is not used up.
      if (terms.careProvider === null)
        await insertConsequence(sql, moveOf(row.owner, row.registration, startsOn, now));
      if (terms.urgency !== null)
        await insertConsequence(sql, housedBy(row.owner, terms.urgency, signedOn, now));
      await appendReceipt(sql, receiptOfLetting(row, written, now, context.viewer));
      const others = offers.filter((offer) => offer.id !== row.id && stands(offer));
      for (const other of others) await endedBy(sql, other, now, context.viewer);
      return { remember: true, effect: { vacancy: row.vacancy } };
    },
  );
  if (!('done' in outcome)) return outcome;
  const letting = await context.loaders.letting({ owner: id.owner, id: outcome.done.vacancy });
  return letting === null ? refusal('UNKNOWN_OFFER') : { letting };
}

/** What a letting says of the home and the lease. */
function lettingOf(
  row: OfferRow,
  ranking: RankingRow,
  { signedOn, startsOn, leaseHolder }: RecordLettingInput,
  { careProvider }: LeaseTerms,
) {
  return {
    owner: row.owner,
    vacancy: row.vacancy,
    offer: row.id,
    registration: row.registration,
    model: ranking.vacancyFacts.model,
    position: row.position,
    candidates: ranking.reactionCount,
    signedOn,
    startsOn,
    leaseHolder,
    careProvider,
    handedOverOn: null,
    watchUntil: null,
    handedOverAt: null,
    handedOverBy: null,
  };
}

async function endedBy(
  sql: Parameters<typeof store.moveOffer>[0],
  row: OfferRow,
  at: string,
  by: DecidedBy,
): Promise<void> {
  const reason = 'LET_TO_ANOTHER';
  await store.moveOffer(sql, row, { status: 'WITHDRAWN', at, by: by.person, reason });
  await letGo(sql, row, at);
  await appendReceipt(sql, receiptOfMove(row, 'WITHDRAWN', reason, at, by));
}
