import type { GraphQLResolveInfo } from 'graphql';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../../schema/generated/allocation.ts';
import { counterfactualsOf, orderValueOf } from '../counterfactuals.ts';
import { decidedAbove, type DecidedAbove } from '../domain/decided-above.ts';
import type { DecisionBodies } from '../domain/decision.ts';
import { explainedOutcome, type Explained } from '../domain/explained-outcome.ts';
import type { Reason } from '../domain/judge.ts';
import { factsOf, type Loaders } from '../loaders.ts';
import type { ExplanationParent, ReactionRow } from '../tables.ts';
import { toldIntervention } from './receipts.ts';

type Context = SubgraphContext<Loaders>;

/**
 * The explanation of a reaction that the viewer may see; null where its home has no ranking. That somebody else than the
 * seeker reads it is recorded: without the record there is no answer. Throws FACTS_ERASED when the term of its facts is over.
 */
export async function explanationOf(
  reaction: ReactionRow,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<ExplanationParent | null> {
  const { loaders } = context;
  const ranking = await loaders.rankings.load({ owner: reaction.owner, id: reaction.vacancy });
  if (ranking === null) return null;
  // All of it stands on the facts: when these have ended there is one answer, not one for each field.
  factsOf(reaction);
  context.noteReading(reaction.registrar, reaction.registration, info);
  const place = reaction.status === 'ACTIVE' ? await loaders.place(ranking, reaction) : null;
  return { ranking, reaction, place };
}

export const explanationType: Pick<Resolvers, 'Explanation'> = {
  Explanation: {
    outcome: async (parent, _arguments, context) => (await explained(parent, context)).outcome,
    text: async (parent, _arguments, context) => (await explained(parent, context)).text,
    outcomeReason: async (parent, _arguments, context) => (await explained(parent, context)).reason,
    status: ({ ranking }) => ranking.status,
    asOf: ({ ranking, reaction }) => (ranking.status === 'FROZEN' ? ranking.asOf : reaction.factsOn),
    position: ({ place }) => place,
    candidateCount: ({ ranking }) => ranking.reactionCount,
    group: async (parent, _arguments, { loaders }) =>
      isStanding(parent) ? (await loaders.admissionOf(parent)).group : null,
    orderedBy: ({ ranking }) => ranking.orderKind,
    orderValue: (parent) => (isStanding(parent) ? orderValueOf(parent) : null),
    reasons: (parent, _arguments, context) => reasonsOf(parent, context),
    above: (parent, _arguments, context) => aboveOf(parent, context),
    counterfactuals: (parent, _arguments, context) =>
      context.viewer.role === 'ALLOCATOR' || !isOpenToChange(parent)
        ? []
        : counterfactualsOf(parent, context),
    interventions: async ({ reaction }, _arguments, { loaders }) =>
      (await loaders.interventionsOf(reaction)).map(toldIntervention),
    ruleSet: ({ ranking }) => ({ hash: ranking.ruleSetHash }),
    receipt: ({ ranking }, _arguments, { loaders }) =>
      ranking.status === 'FROZEN'
        ? loaders.frozenReceipt({ owner: ranking.owner, id: ranking.vacancy })
        : null,
  },
};

function isStanding({ reaction }: ExplanationParent): boolean {
  return reaction.status === 'ACTIVE';
}

/** Whether another fact could have changed anything: not for who withdrew, or whose registration had ended. */
function isOpenToChange(parent: ExplanationParent): boolean {
  const { status, exclusion } = parent.reaction;
  return isStanding(parent) || (status !== 'WITHDRAWN' && exclusion === 'NOT_ADMITTED');
}

async function reasonsOf(parent: ExplanationParent, { loaders }: Context): Promise<readonly Reason[]> {
  return isStanding(parent)
    ? (await loaders.admissionOf(parent)).reasons
    : loaders.exclusionOf(parent.reaction);
}

async function explained(
  { ranking, reaction }: ExplanationParent,
  { loaders, viewer }: Context,
): Promise<Explained> {
  // A registrar helps with registrations, and is not told what corporations offer to whom.
  const sees = viewer.role !== 'REGISTRAR';
  const [offer, interventions, passed] = await Promise.all([
    sees ? loaders.offerOf(reaction) : null,
    loaders.interventionsOf(reaction),
    sees ? loaders.passedOver(reaction) : undefined,
  ]);
  const byHand = interventions.map(toldIntervention).filter(({ own }) => own);
  return explainedOutcome({
    status: reaction.status,
    exclusion: reaction.exclusion,
    drawn: ranking.drawn,
    offer,
    ending: sees ? ranking.ending : null,
    byHand: byHand.map(({ kind }) => kind),
    passedOver:
      passed === undefined
        ? null
        : (JSON.parse(passed.body) as DecisionBodies['CANDIDATE_PASSED_OVER']).reason,
  });
}

async function aboveOf(parent: ExplanationParent, { loaders }: Context): Promise<DecidedAbove | null> {
  const { ranking, reaction } = parent;
  if (!isStanding(parent) || !ranking.drawn) return null;
  const [decided, admission, judge] = await Promise.all([
    loaders.decidedAbove(reaction),
    loaders.admissionOf(parent),
    loaders.judge(ranking.ruleSetHash),
  ]);
  if (decided === null) return null;
  const { stage, groupRank, orderKey } = decided;
  const above = {
    stage,
    group: groupRank === null ? null : judge.group(groupRank),
    orderValue: orderKey === null ? null : 0 - orderKey,
  };
  return decidedAbove({ ...admission, orderKind: ranking.orderKind }, above);
}
