import { HubError } from '../../../platform/errors.ts';
import { globalId } from '../../../platform/global-id.ts';
import type {
  MutationResolvers,
  PositionResolvers,
  Resolvers,
  VacancyResolvers,
} from '../../../schema/generated/allocation.ts';
import { commitDraw, revealDraw } from '../commands/draw.ts';

export const drawMutations: Pick<MutationResolvers, 'commitDraw' | 'revealDraw'> = {
  commitDraw: (_root, { input }, context) => commitDraw(input, context),
  revealDraw: (_root, { input }, context) => revealDraw(input, context),
};

export const drawOfVacancy: Pick<VacancyResolvers, 'draw'> = {
  draw: ({ id }, _arguments, { loaders }) => loaders.draws.load(globalId(id)),
};

export const drawOfPosition: Pick<PositionResolvers, 'drawProof'> = {
  async drawProof({ reaction }, _arguments, { loaders }) {
    const { owner, vacancy, lotId } = reaction;
    if (lotId === null) return null;
    const draw = await loaders.draws.load({ owner, id: vacancy });
    return draw === null ? null : loaders.proofIn(draw, lotId);
  },
};

export const drawTypes = {
  CommitDrawResult: { __resolveType: (result) => ('draw' in result ? 'DrawCommitted' : 'DrawRefused') },
  RevealDrawResult: { __resolveType: (result) => ('draw' in result ? 'DrawRevealed' : 'DrawRefused') },
  Draw: {
    transcript(row, { from }, { loaders }) {
      if (from < 0) throw new HubError('INVALID_INPUT');
      return loaders.transcriptOf(row, from);
    },
  },
} satisfies Partial<Resolvers>;
