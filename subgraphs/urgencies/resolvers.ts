import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { Resolvers } from '../../schema/generated/urgencies.ts';
import { endUrgency } from './commands.ts';
import { urgenciesOn } from './domain/urgencies-on.ts';
import type { UrgencyRow } from './tables.ts';

export const resolvers: Resolvers = {
  ...scalarResolvers,
  Query: {
    async urgency(_root, { id }, { loaders, noteReading }, info) {
      const row = await loaders.urgencies.load(globalId(id));
      if (row !== null) noteReading(row.owner, formatGlobalId(row), info);
      return row;
    },
    async urgencies(_root, { status, ...page }, { loaders, viewer, noteReading }, info) {
      const found = await loaders.page(viewer, status ?? null, page);
      for (const row of found.nodes) noteReading(row.owner, formatGlobalId(row), info);
      return found;
    },
    careProvider: (_root, { code }, { loaders }) => loaders.careProviders.load(code),
  },
  Mutation: {
    endUrgency: (_root, { input }, context) => endUrgency(input, context),
  },
  EndUrgencyResult: {
    __resolveType: (result) => ('urgency' in result ? 'UrgencyEnded' : 'UrgencyEndRefused'),
  },
  Refusal: { __resolveType: () => 'UrgencyEndRefused' },
  CareProvider: {
    __resolveReference: ({ code }, { loaders }) => loaders.careProviders.load(code),
  },
  Urgency: {
    async __resolveReference({ id }, { loaders, noteReading }, info) {
      const key = parseGlobalId(id);
      const row = key === undefined ? null : await loaders.urgencies.load(key);
      if (row !== null) noteReading(row.owner, formatGlobalId(row), info);
      return row;
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
    async urgencies({ id }, page, { loaders, noteReading }, info) {
      const found = await loaders.registrationPage(id, page);
      for (const row of found.nodes) noteReading(row.owner, formatGlobalId(row), info);
      return found;
    },
    async urgencyFacts({ id }, { on }, { loaders, clock, noteReading }, info) {
      const valid = urgenciesOn(await loaders.urgenciesOfRegistration.load(id), on ?? clock.today());
      for (const row of valid) noteReading(row.owner, formatGlobalId(row), info);
      return valid.slice(0, 20).map((row) => ({ ...row, municipality: row.owner, searchProfile: profileOf(row) }));
    },
  },
};

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
