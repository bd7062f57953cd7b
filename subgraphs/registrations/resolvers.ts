import type { GraphQLResolveInfo } from 'graphql';
import { HubError } from '../../platform/errors.ts';
import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../schema/generated/registrations.ts';
import { changeSearchProfile } from './commands.ts';
import { grantFile, recordExclusion, recordMove } from './consequences.ts';
import { exclusionsOn, incomeTestsOn, lastMoveOn, presentAddressOn, tiesOn } from './domain/facts-on.ts';
import { mayReact } from './domain/registration-state.ts';
import { registrationDaysOn, searchValueOn } from './domain/search-value-on.ts';
import type { Loaders } from './loaders.ts';
import type { RegistrationRow } from './tables.ts';
import { lastMoveOf, schemeOn, waitingOf } from './waiting.ts';

type Context = SubgraphContext<Loaders>;

/** Files that the hub may ask for at once. */
const FILES_MAXIMUM = 1_000;

export const resolvers: Resolvers = {
  ...scalarResolvers,
  Query: {
    registration: async (_root, { id }, context, info) =>
      noted(await context.loaders.registrations.load(globalId(id)), context, info),
    myRegistration(_root, _arguments, { loaders, viewer }) {
      const own = parseGlobalId(viewer.registration ?? '');
      return own === undefined ? null : loaders.registrations.load(own);
    },
    registrations(_root, { status, ...page }, { loaders, viewer }) {
      const owner = viewer.role === 'AUDITOR' ? null : (viewer.organisation ?? '');
      return loaders.registrationsPage({ owner, status: status ?? null }, page);
    },
    async registrationsById(_root, { ids }, context, info) {
      if (ids.length > FILES_MAXIMUM) throw new HubError('INVALID_INPUT');
      const rows = await Promise.all(ids.map((id) => context.loaders.registrations.load(globalId(id))));
      return rows.map((row) => noted(row, context, info));
    },
    registrationChanges: (_root, page, { loaders }) => loaders.changesPage(page),
    registrar: (_root, { code }, { loaders }) => loaders.registrars.load(code),
  },
  Mutation: {
    changeSearchProfile: (_root, { input }, context) => changeSearchProfile(input, context),
    grantFile: (_root, { input }, context) => grantFile(input, context),
    recordMove: (_root, { input }, context) => recordMove(input, context),
    recordExclusion: (_root, { input }, context) => recordExclusion(input, context),
  },
  RegistrationChange: { registration: ({ subject }) => subject },
  ConsequenceResult: {
    __resolveType: (result) => ('registration' in result ? 'ConsequenceRecorded' : 'ConsequenceRefused'),
  },
  ConsequenceRecorded: {
    registration: ({ registration }, _arguments, context, info) => noted(registration, context, info),
  },
  ChangeSearchProfileResult: {
    __resolveType: (result) => ('registration' in result ? 'SearchProfileChanged' : 'SearchProfileRefused'),
  },
  // Where the parts of the files on a page are selected is known here, one level below the list.
  RegistrationConnection: {
    nodes: ({ nodes }, _arguments, context, info) => nodes.map((row) => noted(row, context, info)),
  },
  SearchProfileChanged: {
    registration: ({ registration }, _arguments, context, info) => noted(registration, context, info),
  },
  Refusal: { __resolveType: () => 'SearchProfileRefused' },
  Registrar: {
    __resolveReference: ({ code }, { loaders }) => loaders.registrars.load(code),
    code: ({ owner }) => owner,
    region: ({ region }) => ({ code: region }),
  },
  Registration: {
    async __resolveReference({ id }, context, info) {
      const key = parseGlobalId(id);
      return key === undefined ? null : noted(await context.loaders.registrations.load(key), context, info);
    },
    id: formatGlobalId,
    registrar: async ({ owner }, _arguments, { loaders }) => (await loaders.registrars.load(owner))!,
    region: async ({ owner }, _arguments, { loaders }) => ({
      code: (await loaders.registrars.load(owner))!.region,
    }),
    household: (row) => row,
    residences: async (row, _arguments, { loaders }) =>
      (await loaders.ties.load(row)).filter(({ kind }) => kind === 'RESIDENCE'),
    employments: async (row, _arguments, { loaders }) =>
      (await loaders.ties.load(row)).filter(({ kind }) => kind === 'EMPLOYMENT'),
    presentHome: (row) => ({
      leavesSelfContainedHome: row.leavesSelfContainedHome,
      since: row.presentAddressSince,
    }),
    incomeTests: (row, _arguments, { loaders }) => loaders.incomeTests.load(row),
    searchProfile: (row) => ({
      dwellingTypes: row.profileDwellingTypes,
      minimumRooms: row.profileMinimumRooms,
      maximumRooms: row.profileMaximumRooms,
      maximumRentCents: row.profileMaximumRentCents,
      minimumAreaM2: row.profileMinimumAreaM2,
      accessibility: row.accessibility,
      municipalities: row.profileMunicipalities,
    }),
    registrationDays: (row, { on }, { clock }) => registrationDaysOn(waitingOf(row), on ?? clock.today()),
    searchValue: (row, { on }, context) => searchValue(row, on ?? context.clock.today(), context),
    facts: (row, { on }, context) => facts(row, on ?? context.clock.today(), context),
    lotKey: async ({ owner, applicant }, _arguments, { loaders }) =>
      (await loaders.applicants.load({ owner, id: applicant }))?.lotKey ?? null,
    reads: (row, page, { loaders }) => loaders.fileReads(row, page),
  },
  Tie: {
    municipality: ({ municipality }) => ({ code: municipality }),
    core: ({ core }) => (core === null ? null : { code: core }),
    from: ({ fromDay }) => fromDay,
    until: ({ untilDay }) => untilDay,
  },
};

/** Records that the selected parts of a file are read. */
function noted<Row extends RegistrationRow | null>(
  row: Row,
  { noteReading }: Context,
  info: GraphQLResolveInfo,
): Row {
  if (row !== null) noteReading(row.owner, formatGlobalId(row), info);
  return row;
}

async function searchValue(row: RegistrationRow, on: CalendarDate, { loaders }: Context) {
  return searchValueOn(waitingOf(row), schemeOn(await loaders.waitingSchemes.load(row.owner), on), on);
}

async function facts(row: RegistrationRow, on: CalendarDate, { loaders }: Context) {
  if (on < row.registeredOn) return null;
  const [ties, tests, exclusions] = await Promise.all([
    loaders.ties.load(row),
    loaders.incomeTests.load(row),
    loaders.exclusions.load(row),
  ]);
  return {
    ...row,
    on,
    active: mayReact(row.status),
    residences: tiesOn(ties, 'RESIDENCE', on),
    employments: tiesOn(ties, 'EMPLOYMENT', on),
    lastMove: lastMoveOn(lastMoveOf(row), on),
    presentAddressSince: presentAddressOn(row.presentAddressSince, on),
    incomeTests: incomeTestsOn(tests, on),
    exclusions: exclusionsOn(exclusions, on).map(({ model, untilDay, reason }) => ({
      model,
      until: untilDay,
      reason,
    })),
  };
}
