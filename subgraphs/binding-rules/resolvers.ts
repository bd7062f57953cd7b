import { formatGlobalId, globalId, parseGlobalId } from '../../platform/global-id.ts';
import { scalarResolvers } from '../../platform/scalars.ts';
import type { Resolvers } from '../../schema/generated/binding-rules.ts';
import { versionKey } from './loaders.ts';
import { regulationOfRow, yamlOfRow } from './regulation-of-row.ts';
import { contentOfRegulation, historyQueries, historyTypes } from './resolvers/history.ts';
import { draftMutations, draftQueries, draftTypes } from './resolvers/drafts.ts';

export const resolvers: Resolvers = {
  ...scalarResolvers,
  Query: {
    housingRegion: (_root, { code }, { loaders }) => loaders.housingRegions.load(code),
    housingRegions: (_root, page, { loaders }) => loaders.housingRegionsPage(page),
    municipality: (_root, { code }, { loaders }) => loaders.municipalities.load(code),
    municipalities: (_root, page, { loaders }) => loaders.municipalitiesPage(page),
    regulation: (_root, { id }, { loaders }) => loaders.regulations.load(globalId(id)),
    regulations: (_root, { owner, inForceOn, ...page }, { loaders }) =>
      loaders.regulationsPage(owner ?? null, inForceOn ?? null, page),
    async rulesInForce(_root, { municipality, core, complex, on }, { loaders, clock }) {
      if (typeof core === 'string' && (await loaders.cores.load(core))?.municipality !== municipality)
        return null;
      return loaders.rulesInForce(municipality, on ?? clock.today(), complex ?? null);
    },
    ruleSet: (_root, { hash }, { loaders }) => loaders.ruleSets.load(hash),
    ...draftQueries,
    ...historyQueries,
  },
  Mutation: draftMutations,
  ...draftTypes,
  ...historyTypes,
  HousingRegion: {
    __resolveReference: ({ code }, { loaders }) => loaders.housingRegions.load(code),
    municipalities: ({ code }, page, { loaders }) => loaders.regionPage(code, page),
    deviations: ({ code }, { on, ...page }, { loaders, clock }) =>
      loaders.deviationsPage(code, on ?? clock.today(), page),
  },
  Municipality: {
    __resolveReference: ({ code }, { loaders }) => loaders.municipalities.load(code),
    region: ({ region }, _arguments, { loaders }) =>
      region === null ? null : loaders.housingRegions.load(region),
    cores: ({ code }, _arguments, { loaders }) => loaders.coresOfMunicipality.load(code),
    rulesInForce: ({ code }, { on }, { loaders, clock }) => loaders.rulesInForce(code, on ?? clock.today()),
    exemptedGroups: ({ code }, { naming, on }, { loaders, clock }) =>
      loaders.exemptedGroups(code, naming ?? null, on ?? clock.today()),
  },
  Core: {
    __resolveReference: ({ code }, { loaders }) => loaders.cores.load(code),
    municipality: async ({ municipality }, _arguments, { loaders }) =>
      (await loaders.municipalities.load(municipality))!,
  },
  Regulation: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.regulations.load(key);
    },
    id: formatGlobalId,
    yaml: yamlOfRow,
    articles: (row) => regulationOfRow(row).articles,
    rules: (row) => regulationOfRow(row).rules,
    ...contentOfRegulation,
  },
  Article: { number: ({ article }) => article },
  Rule: { text: ({ sentence }) => sentence, articleText: ({ citation }) => citation.text },
  PriorityGroup: {
    code: ({ rule }) => rule.code,
    text: ({ rule }) => rule.sentence,
  },
  RuleSet: {
    async __resolveReference({ hash }, { loaders }) {
      const ruleSet = await loaders.ruleSets.load(hash);
      // A copy, for a rule set is frozen and the way through entities writes the name of its type on what it gets.
      return ruleSet === null ? null : { ...ruleSet };
    },
    async sources({ sources }, _arguments, { loaders }) {
      const rows = await Promise.all(sources.map((source) => loaders.sources.load(versionKey(source))));
      return rows.filter((row) => row !== null);
    },
    reactionLimits: ({ reactionLimits }) => reactionLimits ?? [],
    // Rules that leave a model without an order never resolve to a rule set.
    order: ({ orders }, { model }) => orders.find(({ models }) => models.includes(model))!.order.kind,
  },
};
