import { HubError } from '../../../platform/errors.ts';
import { formatGlobalId, globalId, parseGlobalId } from '../../../platform/global-id.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { Resolvers } from '../../../schema/generated/allocation.ts';
import { recordLeftHome } from '../commands/left-home.ts';
import { askPermit, decidePermit } from '../commands/permit.ts';
import { recordLetting } from '../commands/record-letting.ts';
import { lettingRoomInWords } from '../domain/letting-room-in-words.ts';
import { leaseOfLetting } from './mediation.ts';
import { lettingQuotasIn } from '../quotas-in-municipality.ts';

/** What is asked of permits and of the homes that movers leave. */
export const lettingQueries: NonNullable<Resolvers['Query']> = {
  permitRequests: (_root, page, { loaders, viewer }) =>
    loaders.waitingPermits(viewer.organisation ?? '', page),
  permit: (_root, { id }, { loaders }) => loaders.permits.load(globalId(id)),
  leftHomes: (_root, { destiny, ...page }, { loaders, viewer }) =>
    loaders.leftHomesPage(viewer.organisation ?? '', destiny, page),
};

export const lettingMutations: NonNullable<Resolvers['Mutation']> = {
  askPermit: (_root, { input }, context) => askPermit(input, context),
  decidePermit: (_root, { input }, context) => decidePermit(input, context),
  recordLeftHome: (_root, { input }, context) => recordLeftHome(input, context),
  recordLetting: (_root, { input }, context) => recordLetting(input, context),
};

export const lettingTypes: Pick<
  Resolvers,
  | 'AskPermitResult'
  | 'DecidePermitResult'
  | 'LeftHome'
  | 'Letting'
  | 'LettingQuota'
  | 'Municipality'
  | 'Permit'
  | 'RecordLeftHomeResult'
  | 'RecordLettingResult'
> = {
  AskPermitResult: {
    __resolveType: (result) =>
      'permit' in result ? 'PermitAsked' : 'quota' in result ? 'LettingQuotaExhausted' : 'PermitRefusal',
  },
  DecidePermitResult: {
    __resolveType: (result) => ('permit' in result ? 'PermitDecided' : 'PermitRefusal'),
  },
  RecordLeftHomeResult: {
    __resolveType: (result) => ('leftHome' in result ? 'LeftHomeRecorded' : 'LeftHomeRefusal'),
  },
  RecordLettingResult: {
    __resolveType: (result) =>
      'letting' in result ? 'LettingRecorded' : 'quota' in result ? 'LettingQuotaExhausted' : 'OfferRefusal',
  },
  Letting: {
    ...leaseOfLetting,
    id: formatGlobalId,
    vacancy: ({ owner, vacancy }) => ({ id: formatGlobalId({ owner, id: vacancy }) }),
    offer: async ({ owner, offer }, _arguments, { loaders }) =>
      (await loaders.offers.load({ owner, id: offer }))!,
    candidateCount: ({ candidates }) => candidates,
    leavesSelfContainedHome: ({ leavesHome }) => leavesHome,
    permit: ({ municipality, permit }, _arguments, { loaders }) =>
      permit === null ? null : loaders.permits.load({ owner: municipality, id: permit }),
    leftHome: (row, _arguments, { loaders }) => loaders.leftHomeOf(row),
  },
  LeftHome: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.leftHomes.load(key);
    },
    id: formatGlobalId,
    dwelling: ({ owner, dwelling }) =>
      dwelling === null ? null : { id: formatGlobalId({ owner, id: dwelling }) },
  },
  LettingQuota: {
    code: ({ rule }) => rule.code,
    citation: ({ rule }) => rule.citation,
    rule: ({ rule }) => rule.sentence,
    floor: ({ rule }) => rule.direction === 'FLOOR',
    area: ({ area }) => area.code,
    from: ({ period }) => period.from,
    until: ({ period }) => period.until,
    text: lettingRoomInWords,
  },
  Municipality: {
    __resolveReference: ({ code }) => ({ code }),
    async lettingQuotas({ code }, { on }, context) {
      const rooms = await lettingQuotasIn(code, on ?? context.clock.today(), context);
      if (rooms === 'RULES_UNAVAILABLE') throw new HubError(rooms);
      return rooms;
    },
  },
  Permit: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.permits.load(key);
    },
    id: formatGlobalId,
    vacancy: ({ corporation, vacancy }) => ({ id: formatGlobalId({ owner: corporation, id: vacancy }) }),
    group: ({ assessment }) => assessment?.group ?? null,
    position: ({ assessment }) => assessment?.position ?? null,
    reasons: ({ assessment }) => assessment?.reasons ?? null,
    checks: ({ assessment }) =>
      assessment?.checks.toSorted((one, other) => compareText(one.document, other.document)) ?? null,
  },
};
