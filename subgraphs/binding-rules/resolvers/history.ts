import { dayInNetherlands } from '../../../platform/clock.ts';
import { globalId } from '../../../platform/global-id.ts';
import type { QueryResolvers, Resolvers } from '../../../schema/generated/binding-rules.ts';
import { exemptedGroups } from '../domain/exempted-groups.ts';
import { regulationOfRow } from '../regulation-of-row.ts';

export const historyQueries: Pick<
  QueryResolvers,
  'compareRegulations' | 'regulationHistory' | 'regulationChanges'
> = {
  compareRegulations: (_root, { from, to }, { loaders }) => loaders.comparison(globalId(from), globalId(to)),
  regulationHistory: (_root, { owner, instrument, ...page }, { loaders }) =>
    loaders.versionsPage(owner, instrument, page),
  async regulationChanges(_root, { region, municipality, latestFirst, ...page }, { loaders }) {
    const owners = await loaders.ownersFor(region ?? null, municipality ?? null);
    return loaders.changesPage(owners, latestFirst, page);
  },
};

export const historyTypes = {
  RegulationEvent: {
    kind: ({ change }) => change.kind,
    on: ({ change, regulation: { withdrawnAt, publishedOn } }) =>
      change.kind === 'WITHDRAWN' && withdrawnAt !== null ? dayInNetherlands(withdrawnAt) : publishedOn!,
  },
  Deviation: {
    municipality: async ({ municipality }, _arguments, { loaders }) =>
      (await loaders.municipalities.load(municipality))!,
  },
} satisfies Partial<Resolvers>;

/** What a version says beside its articles and rules. */
export const contentOfRegulation = {
  exemptedGroups: (row) => exemptedGroups(regulationOfRow(row)),
  urgencyCategories: (row) => regulationOfRow(row).urgencyScheme?.categories ?? [],
  openNorms: (row) => regulationOfRow(row).openNorms,
  url: (row) => regulationOfRow(row).url,
  note: (row) => regulationOfRow(row).note,
  changes: (row, _arguments, { loaders }) => loaders.changesOf(row),
} satisfies Resolvers['Regulation'];
