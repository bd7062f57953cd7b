import { formatGlobalId, globalId, parseGlobalId } from '../../../platform/global-id.ts';
import type {
  LettingResolvers,
  MutationResolvers,
  OfferResolvers,
  Resolvers,
  VacancyResolvers,
} from '../../../schema/generated/allocation.ts';
import { handOverLease } from '../commands/lease.ts';
import { proposeMediation } from '../commands/mediation.ts';
import { mediationCandidates, mediationHomes } from '../matching.ts';

export const mediationMutations: Pick<MutationResolvers, 'proposeMediation' | 'handOverLease'> = {
  proposeMediation: (_root, { input }, context) => proposeMediation(input, context),
  handOverLease: (_root, { input }, context) => handOverLease(input, context),
};

export const mediationOfVacancy: Pick<VacancyResolvers, 'mediationCandidates'> = {
  mediationCandidates: ({ id }, page, context) => mediationCandidates(id, page, context),
};

export const mediationOfOffer: Pick<OfferResolvers, 'mediation'> = {
  mediation: (row, _arguments, { loaders }) => loaders.mediationOf(row),
};

export const leaseOfLetting: Pick<LettingResolvers, 'careProvider'> = {
  careProvider: ({ careProvider }) => (careProvider === null ? null : { code: careProvider }),
};

export const mediationTypes = {
  ProposeMediationResult: {
    __resolveType: (result) => ('offer' in result ? 'MediationProposed' : 'MediationRefused'),
  },
  HandOverLeaseResult: {
    __resolveType: (result) => ('letting' in result ? 'LeaseHandedOver' : 'LeaseRefused'),
  },
  Mediation: {
    urgency: ({ urgency }) => ({ id: urgency }),
    careProvider: ({ careProvider }) => (careProvider === null ? null : { code: careProvider }),
  },
  Urgency: {
    __resolveReference: ({ id }) => (parseGlobalId(id) === undefined ? null : { id }),
    mediationHomes: ({ id }, page, context) => mediationHomes(formatGlobalId(globalId(id)), page, context),
  },
} satisfies Partial<Resolvers>;
