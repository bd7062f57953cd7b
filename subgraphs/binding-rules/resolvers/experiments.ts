import { formatGlobalId, globalId, parseGlobalId } from '../../../platform/global-id.ts';
import type { Resolvers } from '../../../schema/generated/binding-rules.ts';
import { registerExperiment } from '../commands/register-experiment.ts';

/** What is asked of the register of experiments. */
export const experimentQueries: NonNullable<Resolvers['Query']> = {
  experiment: (_root, { id }, { loaders }) => loaders.experiments.load(globalId(id)),
};

export const experimentMutations: NonNullable<Resolvers['Mutation']> = {
  registerExperiment: (_root, { input }, context) => registerExperiment(input, context),
};

export const experimentTypes: Pick<Resolvers, 'Experiment' | 'RegisterExperimentResult'> = {
  Experiment: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.experiments.load(key);
    },
    id: formatGlobalId,
    region: async ({ owner }, _arguments, { loaders }) => (await loaders.housingRegions.load(owner))!,
  },
  RegisterExperimentResult: {
    __resolveType: (result) => ('experiment' in result ? 'ExperimentRegistered' : 'ExperimentRefused'),
  },
};
