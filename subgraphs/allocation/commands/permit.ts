import type { Transaction } from '../../../platform/database/connect.ts';
import { refusal, type RefusalData } from '../../../platform/errors.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { rulesOf } from '../../../rules/rule-set.ts';
import type { AskPermitInput, DecidePermitInput } from '../../../schema/generated/allocation.ts';
import type { LettingRoom } from '../domain/letting-quota.ts';
import type { PermitAssessment } from '../domain/permit.ts';
import { stands } from '../domain/offer-state.ts';
import { fullCap } from '../letting-quotas.ts';
import type { Loaders } from '../loaders.ts';
import { appendReceipt } from '../receipts.ts';
import * as offers from '../store/offers.ts';
import * as store from '../store/permits.ts';
import type { OfferRow } from '../tables.ts';
import type { PermitRow } from '../tables/lettings.ts';
import { aboutOffer, receiptOfMove } from './offer-receipts.ts';
import { decideOnce, letGo, ownId } from './offers.ts';
import { lettable, type Lettable } from './record-letting.ts';

type Context = SubgraphContext<Loaders>;
export type PermitOutcome = { readonly permit: PermitRow } | RefusalData;

/** Why an offer ends when the municipality refuses the permit. */
export const PERMIT_REFUSED = 'PERMIT_REFUSED';

/**
 * Asks the municipality of a home for the permit of the candidate to whom it may be let: on how the rules judged the household
 * and on what was verified, written down here and now. Once for each offer.
 */
export async function askPermit(
  input: AskPermitInput,
  context: Context,
): Promise<PermitOutcome | (RefusalData & { readonly quota: LettingRoom })> {
  const id = ownId(input.offer, context);
  if (id === undefined) return refusal('UNKNOWN_OFFER');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  let full: LettingRoom | undefined;
  const outcome = await decideOnce<GlobalId>('askPermit', input, context, async (sql) => {
    const found = await lettable(sql, id, context);
    if (typeof found === 'string') return { remember: false, effect: found };
    if (!found.needsPermit) return { remember: false, effect: 'NO_PERMIT_NEEDED' };
    const { row, ranking } = found;
    const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
    full = await fullCap(sql, ruleSet, found.letting, context.clock.today(), 'LOOKING');
    if (full !== undefined) return { remember: false, effect: 'QUOTA_EXHAUSTED' };
    const assessment = await assessmentOf(sql, found, context);
    const owner = ranking.vacancyFacts.place.municipality;
    const at = context.clock.now();
    const number = await store.insertPermit(sql, {
      owner,
      corporation: row.owner,
      offer: row.id,
      vacancy: row.vacancy,
      reaction: row.reaction,
      registration: row.registration,
      askedAt: at,
      askedBy: person,
      assessment,
    });
    if (number === undefined) return { remember: false, effect: 'PERMIT_STATE' };
    await appendReceipt(sql, {
      kind: 'PERMIT',
      ...aboutOffer(row, at, context.viewer),
      body: { permit: number, outcome: 'ASKED' },
      facts: { assessment },
    });
    return { remember: true, effect: { owner, id: number } };
  });
  if ('done' in outcome) return permitNow(outcome.done, context);
  return full !== undefined && outcome.code === 'QUOTA_EXHAUSTED' ? { ...outcome, quota: full } : outcome;
}

/**
 * Grants a permit that was asked of the own municipality, or refuses it with an article of the rules of the home and a reason. A
 * refusal ends the offer, and the next candidate is up.
 */
export async function decidePermit(input: DecidePermitInput, context: Context): Promise<PermitOutcome> {
  const id = ownId(input.permit, context);
  if (id === undefined) return refusal('UNKNOWN_PERMIT');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const { grant } = input;
  const [article, reason] = [input.article ?? null, input.reason?.trim() ?? null];
  const isSound = grant
    ? article === null && reason === null
    : article !== null && reason !== null && reason.length >= 5 && reason.length <= 1000;
  if (!isSound) return refusal('INVALID_INPUT');
  const outcome = await decideOnce<GlobalId>('decidePermit', input, context, async (sql) => {
    const [seen] = await store.permitsById(sql, [id]);
    if (seen === undefined) return { remember: false, effect: 'UNKNOWN_PERMIT' };
    const ranking = await offers.lockOffering(sql, { owner: seen.corporation, id: seen.vacancy });
    const [permit] = await store.permitsById(sql, [id]);
    const [row] = await offers.offersById(sql, [{ owner: seen.corporation, id: seen.offer }]);
    if (ranking === undefined || permit?.status !== 'REQUESTED' || row === undefined || !stands(row))
      return { remember: false, effect: 'PERMIT_STATE' };
    const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
    if (article !== null && !rulesOf(ruleSet).some(({ citation }) => citation.article === article))
      return { remember: false, effect: 'PERMIT_ARTICLE' };
    const at = context.clock.now();
    const status = grant ? ('GRANTED' as const) : ('REFUSED' as const);
    await store.decidePermit(sql, id, { status, at, by: person, article, reason });
    if (!grant) await endOffer(sql, row, at, person);
    await appendReceipt(sql, {
      kind: 'PERMIT',
      ...aboutOffer(row, at, context.viewer),
      body: { permit: id.id, outcome: status },
      ...(grant ? {} : { facts: { article: article!, reason: reason! } }),
    });
    if (!grant) await appendReceipt(sql, receiptOfMove(row, 'WITHDRAWN', PERMIT_REFUSED, at, context.viewer));
    return { remember: true, effect: id };
  });
  return 'done' in outcome ? permitNow(outcome.done, context) : outcome;
}

/** How the rules judged the household on the facts of the closing day, and what was asked and found. */
async function assessmentOf(
  sql: Transaction,
  { row, ranking, facts }: Lettable,
  { loaders }: Context,
): Promise<PermitAssessment> {
  const judge = await loaders.judge(ranking.ruleSetHash);
  const admission = judge.judge(facts, ranking.vacancyFacts, ranking.asOf);
  if (admission.kind === 'REFUSED') throw new TypeError('a candidate whom the own facts do not admit');
  const found = await offers.verificationsOf(sql, [row]);
  return {
    group: admission.group,
    position: row.position,
    reasons: admission.reasons,
    checks: found.map(({ document, outcome }) => ({ document, outcome })),
  };
}

async function endOffer(sql: Transaction, row: OfferRow, at: string, by: string): Promise<void> {
  await offers.moveOffer(sql, row, { status: 'WITHDRAWN', at, by, reason: PERMIT_REFUSED });
  await letGo(sql, row, at);
}

async function permitNow(id: GlobalId, { loaders }: Context): Promise<PermitOutcome> {
  const permit = await loaders.permits.load(id);
  return permit === null ? refusal('UNKNOWN_PERMIT') : { permit };
}
