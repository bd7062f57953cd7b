import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Resolvers } from '../../schema/generated/vacancies.ts';
import { draftVacancy, publishVacancy, takeVacancyStep, withdrawVacancy } from './commands.ts';
import { roomInWords } from './domain/room-in-words.ts';
import { isBlind } from './domain/vacancy-state.ts';
import { explanationOf } from './explanation.ts';
import { capacityAround, mediationFigures } from './mediation.ts';
import { quotaRoomIn, quotaRoomInRegion } from './quota-room.ts';
import type { Loaders } from './loaders.ts';
import { endSparing, showVacancy, spareComplex } from './sparing.ts';
import type { VacancyRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

export const resolvers: Resolvers = {
  ...scalarResolvers,
  Query: {
    vacancies: (_root, { filter, ...page }, { loaders, clock }) =>
      loaders.vacanciesPage(
        {
          region: filter?.region ?? null,
          municipality: filter?.municipality ?? null,
          corporation: filter?.corporation ?? null,
          status: filter?.status ?? 'PUBLISHED',
          model: filter?.model ?? null,
          careProvider: filter?.careProvider ?? null,
          maximumRentCents: filter?.maximumRentCents ?? null,
          minimumRooms: filter?.minimumRooms ?? null,
        },
        page,
        clock.now(),
      ),
    vacancy: (_root, { id }, { loaders }) => loaders.vacancies.load(globalId(id)),
    dueVacancies: (_root, _arguments, { loaders, clock }) => loaders.dueVacancies(clock.now()),
    mediatedHomes: (_root, { region, categories }, { loaders }) => loaders.mediatedHomes(region, categories),
    corporations: (_root, page, { loaders }) => loaders.corporationsPage(page),
    corporation: (_root, { code }, { loaders }) => loaders.corporations.load(code),
  },
  Mutation: {
    draftVacancy: (_root, { input }, context) => draftVacancy(input, context),
    publishVacancy: (_root, { input }, context) => publishVacancy(input, context),
    withdrawVacancy: (_root, { input }, context) => withdrawVacancy(input, context),
    spareComplex: (_root, { input }, context) => spareComplex(input, context),
    endSparing: (_root, { input }, context) => endSparing(input, context),
    showVacancy: (_root, { input }, context) => showVacancy(input, context),
    takeVacancyStep: (_root, { input }, context) => takeVacancyStep(input, context),
  },
  DraftVacancyResult: {
    __resolveType: (result) => ('vacancy' in result ? 'VacancyDrafted' : 'VacancyRefused'),
  },
  PublishVacancyResult: {
    __resolveType(result) {
      if ('vacancy' in result) return 'VacancyPublished';
      if ('objections' in result) return 'VacancyOutOfScope';
      return 'quota' in result ? 'QuotaExhausted' : 'VacancyRefused';
    },
  },
  SpareComplexResult: {
    __resolveType: (result) => ('sparing' in result ? 'ComplexSpared' : 'SparingRefused'),
  },
  WithdrawVacancyResult: {
    __resolveType: (result) => ('vacancy' in result ? 'VacancyWithdrawn' : 'VacancyWithdrawalRefused'),
  },
  TakeVacancyStepResult: {
    __resolveType: (result) => ('vacancy' in result ? 'VacancyStepTaken' : 'VacancyStepRefused'),
  },
  Refusal: { __resolveType: () => 'VacancyRefused' },
  Municipality: {
    __resolveReference: ({ code }) => ({ code }),
    quotaRoom: ({ code }, { on }, context) =>
      quotaRoomIn({ kind: 'MUNICIPALITY', code }, on ?? context.clock.today(), context),
    mediationFigures: ({ code }, page, context) => mediationFigures(code, page, context),
  },
  HousingRegion: {
    __resolveReference: ({ code }) => ({ code }),
    quotaRoom: ({ code }, { on }, context) => quotaRoomInRegion(code, on ?? context.clock.today(), context),
  },
  Core: {
    __resolveReference: ({ code }) => ({ code }),
    quotaRoom: ({ code }, { on }, context) =>
      quotaRoomIn({ kind: 'CORE', code }, on ?? context.clock.today(), context),
  },
  QuotaRoom: {
    code: ({ rule }) => rule.code,
    citation: ({ rule }) => rule.citation,
    rule: ({ rule }) => rule.sentence,
    direction: ({ rule }) => rule.direction,
    area: ({ area }) => area.code,
    from: ({ period }) => period.from,
    until: ({ period }) => period.until,
    basisPoints: ({ rule }) => (rule.limit.kind === 'SHARE' ? rule.limit.basisPoints : null),
    text: roomInWords,
  },
  ScopeObjection: {
    citation: ({ instrument, title, article, version, url }) => ({
      instrument,
      title,
      article,
      version,
      url,
    }),
    text: ({ nl, en }) => ({ nl, en }),
  },
  Corporation: {
    __resolveReference: ({ code }, { loaders }) => loaders.corporations.load(code),
    code: ({ owner }) => owner,
    sparings: ({ owner }, page, { loaders, clock }) => loaders.sparingsPage(owner, clock.today(), page),
  },
  ComplexSparing: {
    id: formatGlobalId,
    complex: async ({ owner, complex }, _arguments, { loaders }) =>
      (await loaders.complexes.load({ owner, id: complex }))!,
    from: ({ fromDay }) => fromDay,
    until: ({ untilDay }) => untilDay,
  },
  Complex: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.complexes.load(key);
    },
    id: formatGlobalId,
    corporation: async ({ owner }, _arguments, { loaders }) => (await loaders.corporations.load(owner))!,
    sparing: (row, _arguments, { loaders, clock }) => loaders.sparingOn(row, clock.today()),
  },
  Dwelling: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.dwellings.load(key);
    },
    id: formatGlobalId,
    corporation: async ({ owner }, _arguments, { loaders }) => (await loaders.corporations.load(owner))!,
    complex: ({ owner, complex }, _arguments, { loaders }) =>
      complex === null ? null : loaders.complexes.load({ owner, id: complex }),
    municipality: ({ municipality }) => ({ code: municipality }),
    core: ({ core }) => (core === null ? null : { code: core }),
    carryingCapacity: (row, { on }, context) => capacityAround(row, on ?? context.clock.today(), context),
  },
  Vacancy: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.vacancies.load(key);
    },
    id: formatGlobalId,
    corporation: async ({ owner }, _arguments, { loaders }) => (await loaders.corporations.load(owner))!,
    dwelling: async (row, _arguments, context) =>
      (await maySeeDwelling(row, context))
        ? context.loaders.dwellings.load({ owner: row.owner, id: row.dwelling })
        : null,
    experiment: ({ experiment }) => (experiment === null ? null : { id: experiment }),
    careProvider: ({ careProvider }) => (careProvider === null ? null : { code: careProvider }),
    explanation: (row, _arguments, context) => explanationOf(row, context),
    ruleSet: ({ ruleSetHash }) => (ruleSetHash === null ? null : { hash: ruleSetHash }),
  },
};

/** Which home a blind draw is for is seen by its corporation, by whom it is offered to, and by everybody once it is let. */
async function maySeeDwelling(row: VacancyRow, { loaders, viewer }: Context): Promise<boolean> {
  if (!isBlind(row)) return true;
  if (viewer.role === 'ALLOCATOR') return row.owner === viewer.organisation;
  if (viewer.role === 'SEEKER') return (await loaders.shown.load(row)) !== null;
  return viewer.role === 'AUDITOR' || viewer.role === 'HUB';
}
