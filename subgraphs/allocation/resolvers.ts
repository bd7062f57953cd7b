import { HubError } from '../../platform/errors.ts';
import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import { compareText } from '../../platform/primitives/compare-text.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../schema/generated/allocation.ts';
import { mayActFor, react, withdrawReaction } from './commands.ts';
import { closeVacancy, freezeRanking } from './commands/closing.ts';
import { intervene } from './commands/intervene.ts';
import { recordLetting, verifyCandidate } from './commands/letting.ts';
import { preferReactions } from './commands/preferences.ts';
import { answerOffer, endOffering, makeOffer, withdrawOffer } from './commands/offers.ts';
import { activeReactionKey, factsOf, type Loaders } from './loaders.ts';
import { listOpportunities } from './opportunities.ts';
import { drawMutations, drawOfPosition, drawOfVacancy, drawTypes } from './resolvers/draws.ts';
import { receiptMutations, receiptQueries, receiptTypes, toldIntervention } from './resolvers/receipts.ts';
import { previewMutations, previewQueries, previewTypes } from './resolvers/previews.ts';
import type { CandidateParent, ReactionRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...drawTypes,
  ...previewTypes,
  ...receiptTypes,
  Query: {
    ...previewQueries,
    ...receiptQueries,
    pulse: (_root, _arguments, { loaders }) => loaders.pulse(),
    reaction: (_root, { id }, { loaders }) => loaders.reactions.load(globalId(id)),
    opportunities(_root, { registration, region, ...page }, context) {
      globalId(registration);
      if (!mayActFor(context.viewer, registration)) throw new HubError('UNKNOWN_REGISTRATION');
      return listOpportunities({ registration, region: region ?? null, page }, context);
    },
  },
  Mutation: {
    ...drawMutations,
    ...previewMutations,
    ...receiptMutations,
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
    recordLetting: (_root, { input }, context) => recordLetting(input, context),
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
  MakeOfferResult: { __resolveType: (result) => ('offers' in result ? 'OffersMade' : 'OfferRefusal') },
  InterveneResult: {
    __resolveType: (result) => ('reaction' in result ? 'Intervened' : 'InterventionRefused'),
  },
  OfferResult: { __resolveType: (result) => ('offer' in result ? 'OfferChanged' : 'OfferRefusal') },
  RecordLettingResult: {
    __resolveType: (result) => ('letting' in result ? 'LettingRecorded' : 'OfferRefusal'),
  },
  EndOfferingResult: {
    __resolveType: (result) => ('vacancy' in result ? 'OfferingEnded' : 'OfferRefusal'),
  },
  Offer: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.offers.load(key);
    },
    id: formatGlobalId,
    reaction: async ({ owner, reaction }, _arguments, { loaders }) =>
      (await loaders.reactions.load({ owner, id: reaction }))!,
    verification: async (row, _arguments, { loaders }) =>
      (await loaders.verifications.load(row)).toSorted((one, other) =>
        compareText(one.document, other.document),
      ),
  },
  Letting: {
    id: formatGlobalId,
    vacancy: ({ owner, vacancy }) => ({ id: formatGlobalId({ owner, id: vacancy }) }),
    offer: async ({ owner, offer }, _arguments, { loaders }) =>
      (await loaders.offers.load({ owner, id: offer }))!,
    candidateCount: ({ candidates }) => candidates,
    leavesSelfContainedHome: ({ leavesHome }) => leavesHome,
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
    reactionCount: async ({ id }, _arguments, { loaders }) =>
      (await loaders.reactionCounts.load(globalId(id)))?.reactionCount ?? 0,
    ranking: ({ id }, _arguments, { loaders, viewer }) => {
      const key = globalId(id);
      // Of another corporation's vacancy there is no ranking to see, whether or not one exists.
      return viewer.role === 'ALLOCATOR' && key.owner !== viewer.organisation
        ? null
        : loaders.rankings.load(key);
    },
    offers: ({ id }, page, { loaders }) => loaders.offersPage(globalId(id), page),
    letting: ({ id }, _arguments, { loaders }) => loaders.letting(globalId(id)),
    receipts: ({ id }, page, { loaders }) => loaders.receiptsOfVacancy(globalId(id), page),
    reaction: ({ id }, { registration }, context) =>
      reactionOn(id, registration ?? context.viewer.registration, context),
    position: ({ id }, { registration }, context) =>
      positionOn(id, registration ?? context.viewer.registration, context),
  },
  Registration: {
    __resolveReference: ({ id }) => (parseGlobalId(id) === undefined ? null : { id }),
    reactions: ({ id }, page, { loaders }) => loaders.reactionsPage(id, page),
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
    orderValue,
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
    orderValue,
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

function orderValue({ ranking, reaction }: CandidateParent): number | null {
  return ranking.orderKind === 'DRAW' ? null : 0 - reaction.orderKey;
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
  return ranking === null ? null : { ranking, reaction: row, place: await loaders.place(ranking, row) };
}

/**
 * What would have to be different to stand higher. The place reckons with the value that the changed fact gives too; what
 * would change the group and not the place is left out.
 */
async function counterfactualsOf({ ranking, reaction, place }: CandidateParent, { loaders }: Context) {
  const judge = await loaders.judge(ranking.ruleSetHash);
  const differences = judge
    .differences(factsOf(reaction), ranking.vacancyFacts, reaction.factsOn)
    .slice(0, 20);
  if (!ranking.drawn) return differences.map((difference) => ({ ...difference, position: null }));
  const vacancy = { owner: reaction.owner, id: reaction.vacancy };
  const places = await loaders.placesOf(
    differences.map(({ groupRank, orderValue: value }) => ({
      vacancy,
      groupRank,
      orderKey: 0 - value,
      lot: reaction.lot,
    })),
  );
  return differences
    .map((difference, index) => ({ ...difference, position: places[index] ?? null }))
    .filter(({ position }) => position === null || place === null || position < place);
}
