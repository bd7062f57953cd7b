import type { GraphQLResolveInfo } from 'graphql';
import { HubError } from '../../../platform/errors.ts';
import { formatGlobalId, globalId, parseGlobalId } from '../../../platform/global-id.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../../schema/generated/allocation.ts';
import { recordLeftHome } from '../commands/left-home.ts';
import { askPermit, decidePermit } from '../commands/permit.ts';
import { recordLetting } from '../commands/record-letting.ts';
import { lettingRoomInWords } from '../domain/letting-room-in-words.ts';
import { leaseOfLetting } from './mediation.ts';
import type { Loaders } from '../loaders.ts';
import { lettingQuotasIn } from '../quotas-in-municipality.ts';
import type { PermitRow } from '../tables/lettings.ts';

/** What is asked of permits and of the homes that movers leave. */
export const lettingQueries: NonNullable<Resolvers['Query']> = {
  permitRequests: (_root, page, { loaders, viewer }) =>
    loaders.waitingPermits(viewer.organisation ?? '', page),
  permit: async (_root, { id }, context, info) =>
    noted(await context.loaders.permits.load(globalId(id)), context, info),
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
  | 'PermitAsked'
  | 'PermitConnection'
  | 'PermitDecided'
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
    permit: async ({ municipality, permit }, _arguments, context, info) =>
      permit === null
        ? null
        : noted(await context.loaders.permits.load({ owner: municipality, id: permit }), context, info),
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
  // Where the parts of the permits on a page are selected is known here, one level below the list.
  PermitConnection: {
    nodes: ({ nodes }, _arguments, context, info) => nodes.map((row) => noted(row, context, info)),
  },
  PermitAsked: { permit: ({ permit }, _arguments, context, info) => noted(permit, context, info) },
  PermitDecided: { permit: ({ permit }, _arguments, context, info) => noted(permit, context, info) },
  Permit: {
    async __resolveReference({ id }, context, info) {
      const key = parseGlobalId(id);
      return key === undefined ? null : noted(await context.loaders.permits.load(key), context, info);
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

/** Records that what a permit is decided on is read; a seeker reads only the own, which is no reading by another. */
function noted<Row extends PermitRow | null>(
  row: Row,
  { viewer, noteReading }: SubgraphContext<Loaders>,
  info: GraphQLResolveInfo,
): Row {
  if (row !== null && viewer.role !== 'SEEKER')
    noteReading(parseGlobalId(row.registration)!.owner, row.registration, info);
  return row;
}
