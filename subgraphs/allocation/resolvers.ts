import { HubError } from '../../platform/errors.ts';
import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import { compareText } from '../../platform/primitives/compare-text.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../schema/generated/allocation.ts';
import { mayActFor, react, withdrawReaction } from './commands.ts';
import { closeVacancy, freezeRanking } from './commands/closing.ts';
import { intervene } from './commands/intervene.ts';
import { verifyCandidate } from './commands/letting.ts';
import { preferReactions } from './commands/preferences.ts';
import { answerOffer, endOffering, makeOffer, withdrawOffer } from './commands/offers.ts';
import { chanceOf, chanceOn } from './chance.ts';
import { counterfactualsOf, orderValueOf } from './counterfactuals.ts';
import { activeReactionKey, type Loaders } from './loaders.ts';
import { listOpportunities, regionsAsked } from './opportunities.ts';
import { drawMutations, drawOfPosition, drawOfVacancy, drawTypes } from './resolvers/draws.ts';
import { explanationOf, explanationType } from './resolvers/explanations.ts';
import { lettingMutations, lettingQueries, lettingTypes } from './resolvers/lettings.ts';
import { receiptMutations, receiptQueries, receiptTypes, toldIntervention } from './resolvers/receipts.ts';
import {
  mediationMutations,
  mediationOfOffer,
  mediationOfVacancy,
  mediationTypes,
} from './resolvers/mediation.ts';
import { previewMutations, previewQueries, previewTypes } from './resolvers/previews.ts';
import type { CandidateParent, ReactionRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...drawTypes,
  ...explanationType,
  ...mediationTypes,
  ...previewTypes,
  ...receiptTypes,
  ...lettingTypes,
  Query: {
    ...previewQueries,
    ...receiptQueries,
    ...lettingQueries,
    pulse: (_root, _arguments, { loaders }) => loaders.pulse(),
    reaction: (_root, { id }, { loaders }) => loaders.reactions.load(globalId(id)),
    chance: (_root, { of }, context) => chanceOf(of, context),
    opportunities(_root, { registration, region, regions, ...page }, context) {
      globalId(registration);
      if (!mayActFor(context.viewer, registration)) throw new HubError('UNKNOWN_REGISTRATION');
      return listOpportunities({ registration, regions: regionsAsked(region, regions), page }, context);
    },
  },
  Mutation: {
    ...drawMutations,
    ...mediationMutations,
    ...previewMutations,
    ...receiptMutations,
    ...lettingMutations,
    react: (_root, { input }, context) => react(input, context),
    withdrawReaction: (_root, { input }, context) => withdrawReaction(input, context),
    preferReactions: (_root, { input }, context) => preferReactions(input, context),
    closeVacancy: (_root, { input }, context) => closeVacancy(input, context),
    freezeRanking: (_root, { input }, context) => freezeRanking(input, context),
    makeOffer: (_root, { input }, context) => makeOffer(input, context),
    intervene: (_root, { input }, context) => intervene(input, context),
    answerOffer: (_root, { input }, context) => answerOffer(input, context),
    withdrawOffer: (_root, { input }, context) => withdrawOffer(input, context),
    verifyCandidate: (_root, { input }, context) => verifyCandidate(input, context),
    endOffering: (_root, { input }, context) => endOffering(input, context),
  },
  ReactResult: {
    __resolveType: (result) => ('reaction' in result ? 'Reacted' : refusalType(result)),
  },
  PreferReactionsResult: {
    __resolveType: (result) => ('reactions' in result ? 'ReactionsPreferred' : 'ReactionRefused'),
  },
  WithdrawReactionResult: {
    __resolveType: (result) => ('reaction' in result ? 'ReactionWithdrawn' : 'ReactionRefused'),
  },
  MakeOfferResult: {
    __resolveType: (result) =>
      'offers' in result ? 'OffersMade' : 'quota' in result ? 'LettingQuotaExhausted' : 'OfferRefusal',
  },
  InterveneResult: {
    __resolveType: (result) => ('reaction' in result ? 'Intervened' : 'InterventionRefused'),
  },
  OfferResult: { __resolveType: (result) => ('offer' in result ? 'OfferChanged' : 'OfferRefusal') },
  EndOfferingResult: {
    __resolveType: (result) => ('vacancy' in result ? 'OfferingEnded' : 'OfferRefusal'),
  },
  Offer: {
    ...mediationOfOffer,
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.offers.load(key);
    },
    id: formatGlobalId,
    reaction: async ({ owner, reaction }, _arguments, { loaders }) =>
      (await loaders.reactions.load({ owner, id: reaction }))!,
    permit: (row, _arguments, { loaders }) => loaders.permitOf(row),
    verification: async (row, _arguments, { loaders }) =>
      (await loaders.verifications.load(row)).toSorted((one, other) =>
        compareText(one.document, other.document),
      ),
  },
  CloseVacancyResult: {
    __resolveType: (result) => ('vacancy' in result ? 'VacancyClosed' : 'ClosingRefused'),
  },
  FreezeRankingResult: {
    __resolveType: (result) => ('ranking' in result ? 'RankingFrozen' : 'ClosingRefused'),
  },
  Refusal: { __resolveType: refusalType },
  Vacancy: {
    __resolveReference: ({ id }) => (parseGlobalId(id) === undefined ? null : { id }),
    ...drawOfVacancy,
    ...mediationOfVacancy,
    reactionCount: async ({ id }, _arguments, { loaders }) =>
      (await loaders.reactionCounts.load(globalId(id)))?.reactionCount ?? 0,
    async ranking({ id }, _arguments, { loaders, viewer }) {
      const key = globalId(id);
      // Of another corporation's vacancy there is no ranking to see, whether or not one exists.
      if (viewer.role === 'ALLOCATOR' && key.owner !== viewer.organisation) return null;
      const ranking = await loaders.rankings.load(key);
      // Whom a mediated home is offered to, a person says: no order decides.
      return ranking?.mediated === true ? null : ranking;
    },
    offers: ({ id }, page, { loaders }) => loaders.offersPage(globalId(id), page),
    letting: ({ id }, _arguments, { loaders }) => loaders.letting(globalId(id)),
    receipts: ({ id }, page, { loaders }) => loaders.receiptsOfVacancy(globalId(id), page),
    reaction: ({ id }, { registration }, context) =>
      reactionOn(id, registration ?? context.viewer.registration, context),
    position: ({ id }, { registration }, context) =>
      positionOn(id, registration ?? context.viewer.registration, context),
    chance: ({ id }, { registration }, context) =>
      chanceOn(id, registration ?? context.viewer.registration, context),
  },
  Registration: {
    __resolveReference: ({ id }) => (parseGlobalId(id) === undefined ? null : { id }),
    reactions: ({ id }, page, { loaders }) => loaders.reactionsPage(id, page),
    decisionReads: ({ id }, page, { loaders }) => loaders.decisionReads(globalId(id).owner, id, page),
  },
  Reaction: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.reactions.load(key);
    },
    id: formatGlobalId,
    vacancy: ({ owner, vacancy }) => ({ id: formatGlobalId({ owner, id: vacancy }) }),
    registration: ({ registration }) => ({ id: registration }),
    position: (row, _arguments, context) => positionOf(row, context),
    preference: async (row, _arguments, { loaders }) => (await loaders.choices.load(row))?.choice ?? null,
    exclusion: (row, _arguments, { loaders }) => loaders.exclusionOf(row),
    explanation: (row, _arguments, context, info) => explanationOf(row, context, info),
    passedOver: (row, _arguments, { loaders }) => loaders.passedOverOf(row),
    offer: (row, _arguments, { loaders }) => loaders.offerOf(row),
    receipts: (row, page, { loaders }) => loaders.receiptsOfReaction(row, page),
  },
  Ranking: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.rankings.load(key);
    },
    id: ({ owner, vacancy }) => formatGlobalId({ owner, id: vacancy }),
    vacancy: ({ owner, vacancy }) => ({ id: formatGlobalId({ owner, id: vacancy }) }),
    ruleSet: ({ ruleSetHash }) => ({ hash: ruleSetHash }),
    orderedBy: ({ orderKind }) => orderKind,
    candidateCount: ({ reactionCount }) => reactionCount,
    candidates: (ranking, page, { loaders }) => loaders.candidatesPage(ranking, page),
  },
  Candidate: {
    position: ({ place }) => place,
    group: async (candidate, _arguments, { loaders }) => (await loaders.admissionOf(candidate)).group,
    orderValue: orderValueOf,
    reasons: async (candidate, _arguments, { loaders }) => (await loaders.admissionOf(candidate)).reasons,
    intervention: async ({ reaction }, _arguments, { loaders }) =>
      (await loaders.interventionOn.load(reaction))?.kind ?? null,
    async registration({ ranking, reaction }, _arguments, { loaders }) {
      const considered = ranking.status === 'FROZEN' && (await loaders.considered.load(reaction)) !== null;
      return considered ? { id: reaction.registration } : null;
    },
  },
  Position: {
    ...drawOfPosition,
    position: ({ place }) => place,
    candidateCount: ({ ranking }) => ranking.reactionCount,
    status: ({ ranking }) => ranking.status,
    asOf: ({ ranking, reaction }) => (ranking.status === 'FROZEN' ? ranking.asOf : reaction.factsOn),
    group: async (candidate, _arguments, { loaders }) => (await loaders.admissionOf(candidate)).group,
    orderValue: orderValueOf,
    orderedBy: ({ ranking }) => ranking.orderKind,
    reasons: async (candidate, _arguments, { loaders }) => (await loaders.admissionOf(candidate)).reasons,
    counterfactuals: (candidate, _arguments, context) => counterfactualsOf(candidate, context),
    interventions: async ({ reaction }, _arguments, { loaders }) =>
      (await loaders.interventionsOf(reaction)).map(toldIntervention),
  },
};

function refusalType(refused: object): 'NotAdmitted' | 'ReactionLimitReached' | 'ReactionRefused' {
  if ('reasons' in refused) return 'NotAdmitted';
  return 'openReactions' in refused ? 'ReactionLimitReached' : 'ReactionRefused';
}

async function reactionOn(
  vacancyId: string,
  registration: string | null,
  context: Context,
): Promise<ReactionRow | null> {
  if (registration === null || !mayActFor(context.viewer, registration)) return null;
  const [row] = await context.loaders.activeReactions.load(
    activeReactionKey(registration, globalId(vacancyId)),
  );
  return row ?? null;
}

async function positionOn(
  vacancyId: string,
  registration: string | null,
  context: Context,
): Promise<CandidateParent | null> {
  const row = await reactionOn(vacancyId, registration, context);
  return row === null ? null : positionOf(row, context);
}

async function positionOf(row: ReactionRow, { loaders }: Context): Promise<CandidateParent | null> {
  if (row.status !== 'ACTIVE') return null;
  const ranking = await loaders.rankings.load({ owner: row.owner, id: row.vacancy });
  if (ranking?.mediated === true) return null;
  return ranking === null ? null : { ranking, reaction: row, place: await loaders.place(ranking, row) };
}
