import type { GraphQLResolveInfo } from 'graphql';
import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Resolvers } from '../../schema/generated/urgencies.ts';
import { endUrgency, grantUrgencies } from './commands.ts';
import { judgementsOn } from './domain/judgements-on.ts';
import { urgenciesOn } from './domain/urgencies-on.ts';
import { recordJudgement } from './judgement.ts';
import type { Loaders } from './loaders.ts';
import type { JudgementRow, UrgencyRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

export const resolvers: Resolvers = {
  ...scalarResolvers,
  Query: {
    urgency: async (_root, { id }, context, info) =>
      noted(await context.loaders.urgencies.load(globalId(id)), context, info),
    urgencies: (_root, { status, ...page }, { loaders, viewer }) =>
      loaders.urgenciesPage({ of: listedFor(viewer), status: status ?? null }, page),
    urgencyChanges: (_root, page, { loaders }) => loaders.changesPage(page),
    careProvider: (_root, { code }, { loaders }) => loaders.careProviders.load(code),
  },
  Mutation: {
    recordJudgement: (_root, { input }, context) => recordJudgement(input, context),
    grantUrgencies: (_root, { input }, context) => grantUrgencies(input, context),
    endUrgency: (_root, { input }, context) => endUrgency(input, context),
  },
  UrgencyChange: { registration: ({ subject }) => subject },
  RecordJudgementResult: {
    __resolveType: (result) => ('judgement' in result ? 'JudgementRecorded' : 'JudgementRefused'),
  },
  JudgementRecorded: {
    judgement: ({ judgement }, _arguments, context, info) => notedJudgement(judgement, context, info),
  },
  Judgement: {
    async __resolveReference({ id }, context, info) {
      const key = parseGlobalId(id);
      if (key === undefined) return null;
      const row = await context.loaders.judgements.load(key);
      return row === null ? null : notedJudgement(row, context, info);
    },
    id: formatGlobalId,
    municipality: ({ owner }) => ({ code: owner }),
  },
  EndUrgencyResult: {
    __resolveType: (result) => ('urgency' in result ? 'UrgencyEnded' : 'UrgencyEndRefused'),
  },
  // Where the parts of the files on a page are selected is known here, one level below the list.
  UrgencyConnection: {
    nodes: ({ nodes }, _arguments, context, info) => nodes.map((row) => noted(row, context, info)),
  },
  UrgencyEnded: {
    urgency: ({ urgency }, _arguments, context, info) => noted(urgency, context, info),
  },
  Refusal: { __resolveType: () => 'UrgencyEndRefused' },
  CareProvider: {
    __resolveReference: ({ code }, { loaders }) => loaders.careProviders.load(code),
  },
  Urgency: {
    async __resolveReference({ id }, context, info) {
      const key = parseGlobalId(id);
      return key === undefined ? null : noted(await context.loaders.urgencies.load(key), context, info);
    },
    id: formatGlobalId,
    municipality: ({ owner }) => ({ code: owner }),
    registration: ({ registration }) => ({ id: registration }),
    searchProfile: profileOf,
    conditions: (row, _arguments, { loaders }) => loaders.conditions.load(row),
    careProvider: ({ careProvider }, _arguments, { loaders }) =>
      careProvider === null ? null : loaders.careProviders.load(careProvider),
    reads: (row, page, { loaders }) => loaders.fileReads(row, page),
  },
  Registration: {
    __resolveReference: ({ id }) => (parseGlobalId(id) === undefined ? null : { id }),
    urgencies: ({ id }, page, { loaders }) => loaders.registrationPage(id, page),
    async judgements({ id }, _arguments, context, info) {
      const rows = await context.loaders.judgementsOfRegistration.load(id);
      return rows.map((row) => notedJudgement(row, context, info));
    },
    async judgementFacts({ id }, { on }, context, info) {
      const all = await context.loaders.judgementsOfRegistration.load(id);
      return judgementsOn(all, on ?? context.clock.today())
        .map((row) => notedJudgement(row, context, info))
        .map((row) => ({ ...row, municipality: row.owner }));
    },
    async urgencyFacts({ id }, { on }, context, info) {
      const all = await context.loaders.urgenciesOfRegistration.load(id);
      return urgenciesOn(all, on ?? context.clock.today())
        .map((row) => noted(row, context, info))
        .map((row) => ({ ...row, municipality: row.owner, searchProfile: profileOf(row) }));
    },
  },
};

/** Whose urgencies someone lists: the auditor all, a care provider those it mediates, a municipality its own. */
function listedFor({ role, organisation }: Viewer) {
  if (role === 'AUDITOR') return { kind: 'ALL' } as const;
  const kind = role === 'CARE_PROVIDER' ? ('CARE_PROVIDER' as const) : ('MUNICIPALITY' as const);
  return { kind, code: organisation ?? '' };
}

/** Records that the selected parts of a file are read; a seeker sees only its own, which is no reading by another. */
function noted<Row extends UrgencyRow | null>(
  row: Row,
  { viewer, noteReading }: Context,
  info: GraphQLResolveInfo,
): Row {
  if (row !== null && viewer.role !== 'SEEKER') noteReading(row.owner, formatGlobalId(row), info);
  return row;
}

function notedJudgement(
  row: JudgementRow,
  { viewer, noteReading }: Context,
  info: GraphQLResolveInfo,
): JudgementRow {
  if (viewer.role !== 'SEEKER') noteReading(row.owner, formatGlobalId(row), info);
  return row;
}

function profileOf(row: UrgencyRow) {
  return {
    dwellingTypes: row.profileDwellingTypes,
    minimumRooms: row.profileMinimumRooms,
    maximumRooms: row.profileMaximumRooms,
    maximumRentCents: row.profileMaximumRentCents,
    minimumAreaM2: row.profileMinimumAreaM2,
    accessibility: row.profileAccessibility,
    municipalities: row.profileMunicipalities,
  };
}
