import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../schema/generated/registrations.ts';
import { changeSearchProfile } from './commands.ts';
import { exclusionsOn, incomeTestsOn, tiesOn } from './domain/facts-on.ts';
import { registrationDaysOn, searchValueOn, type Waiting } from './domain/search-value-on.ts';
import type { Loaders } from './loaders.ts';
import type { RegistrationRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

export const resolvers: Resolvers = {
  ...scalarResolvers,
  Query: {
    async registration(_root, { id }, { loaders, noteReading }, info) {
      const row = await loaders.registrations.load(globalId(id));
      if (row !== null) noteReading(row.owner, formatGlobalId(row), info);
      return row;
    },
    myRegistration: (_root, _arguments, { loaders, viewer }) =>
      loaders.registrations.load(globalId(viewer.registration ?? '')),
    async registrations(_root, { status, ...page }, { loaders, viewer, noteReading }, info) {
      const owner = viewer.role === 'REGISTRAR' ? viewer.organisation : null;
      const found = await loaders.registrationsPage(owner, status ?? null, page);
      for (const row of found.nodes) noteReading(row.owner, formatGlobalId(row), info);
      return found;
    },
    registrar: (_root, { code }, { loaders }) => loaders.registrars.load(code),
  },
  Mutation: {
    changeSearchProfile: (_root, { input }, context) => changeSearchProfile(input, context),
  },
  ChangeSearchProfileResult: {
    __resolveType: (result) => ('registration' in result ? 'SearchProfileChanged' : 'SearchProfileRefused'),
  },
  Refusal: { __resolveType: () => 'SearchProfileRefused' },
  Registrar: {
    __resolveReference: ({ code }, { loaders }) => loaders.registrars.load(code),
    code: ({ owner }) => owner,
    region: ({ region }) => ({ code: region }),
  },
  Registration: {
    async __resolveReference({ id }, { loaders, noteReading }, info) {
      const key = parseGlobalId(id);
      const row = key === undefined ? null : await loaders.registrations.load(key);
      if (row !== null) noteReading(row.owner, formatGlobalId(row), info);
      return row;
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
    reads: (row, page, { loaders }) => loaders.fileReads(row, page),
  },
  Tie: {
    municipality: ({ municipality }) => ({ code: municipality }),
    core: ({ core }) => (core === null ? null : { code: core }),
    from: ({ fromDay }) => fromDay,
    until: ({ untilDay }) => untilDay,
  },
};

function waitingOf(row: RegistrationRow): Waiting {
  return { ...row, lastMove: lastMoveOf(row) };
}

function lastMoveOf(row: RegistrationRow): Waiting['lastMove'] {
  const { lastMoveOn, lastMoveSearchValueDays } = row;
  return lastMoveOn === null || lastMoveSearchValueDays === null
    ? null
    : { on: lastMoveOn, searchValueDays: lastMoveSearchValueDays };
}

/** The scheme in force on the day; a registrar without one retains nothing. */
async function searchValue(row: RegistrationRow, on: CalendarDate, { loaders }: Context) {
  const schemes = await loaders.waitingSchemes.load(row.owner);
  const scheme = schemes.findLast(({ validFrom }) => validFrom <= on) ?? {
    retainedPercent: 0,
    transitionalUntil: null,
  };
  return searchValueOn(waitingOf(row), scheme, on);
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
    active: row.status === 'ACTIVE',
    residences: tiesOn(ties, 'RESIDENCE', on),
    employments: tiesOn(ties, 'EMPLOYMENT', on),
    lastMove: lastMoveOf(row),
    incomeTests: incomeTestsOn(tests, on),
    exclusions: exclusionsOn(exclusions, on).map(({ model, untilDay, reason }) => ({
      model,
      until: untilDay,
      reason,
    })),
  };
}
