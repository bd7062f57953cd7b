import { refusal, type RefusalData } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { InterveneInput } from '../../../schema/generated/allocation.ts';
import { articleAmong, interventionAfter } from '../domain/intervention.ts';
import type { Loaders } from '../loaders.ts';
import { appendReceipt } from '../receipts.ts';
import * as base from '../store.ts';
import * as store from '../store/interventions.ts';
import { lockOffering } from '../store/offers.ts';
import type { ReactionRow } from '../tables.ts';
import { decideOnce, ownId } from './offers.ts';

const REASON_LENGTH = { least: 20, most: 2_000 };
const ARTICLE_LENGTH_MAXIMUM = 40;

/**
 * Departs from the order of a home by hand, or takes that back: who is offered it next is another, the places stay what the
 * rules made them. It is written as a decision with its article and its reason, and told to every candidate of the home.
 */
export async function intervene(
  input: InterveneInput,
  context: SubgraphContext<Loaders>,
): Promise<{ readonly reaction: ReactionRow } | RefusalData> {
  const id = ownId(input.reaction, context);
  if (id === undefined) return refusal('UNKNOWN_REACTION');
  const reason = input.reason.trim();
  const article = input.article.trim();
  if (reason.length < REASON_LENGTH.least || reason.length > REASON_LENGTH.most || !isArticle(article))
    return refusal('INVALID_INPUT');
  if (context.viewer.person === null) return refusal('PERSON_NEEDED');
  const outcome = await decideOnce<'INTERVENED'>('intervene', input, context, async (sql) => {
    const [reaction] = await base.reactionsById(sql, [id]);
    if (reaction === undefined) return { remember: false, effect: 'UNKNOWN_REACTION' };
    const vacancy = { owner: id.owner, id: reaction.vacancy };
    const ranking = await lockOffering(sql, vacancy);
    if (ranking === undefined) return { remember: false, effect: 'NOT_FROZEN' };
    const [candidate] = await store.waitingCandidate(sql, id);
    if (candidate === undefined) return { remember: false, effect: 'INTERVENTION_STATE' };
    const [held] = await store.interventionsByReaction(sql, [id]);
    const after = interventionAfter(held?.kind ?? null, input.kind);
    if (after.kind === 'REFUSED') return { remember: false, effect: after.code };
    const { ruleSet } = await context.loaders.judge(ranking.ruleSetHash);
    const citation = articleAmong(ruleSet, input.instrument, article);
    if (citation === undefined) return { remember: false, effect: 'UNKNOWN_INSTRUMENT' };
    const { seq } = await appendReceipt(sql, {
      kind: 'INTERVENTION',
      owner: id.owner,
      vacancy: candidate.vacancy,
      reaction: candidate.id,
      at: context.clock.now(),
      by: context.viewer,
      body: { intervention: input.kind, position: candidate.position, citation },
      facts: { reason },
    });
    await store.keepIntervention(sql, { ...id, vacancy: candidate.vacancy }, after.standing, seq);
    return { remember: true, effect: 'INTERVENED' };
  });
  if (!('done' in outcome)) return outcome;
  const reaction = await context.loaders.reactions.load(id);
  return reaction === null ? refusal('UNKNOWN_REACTION') : { reaction };
}

function isArticle(article: string): boolean {
  return article.length > 0 && article.length <= ARTICLE_LENGTH_MAXIMUM;
}
