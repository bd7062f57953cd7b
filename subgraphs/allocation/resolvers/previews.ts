import { refusal } from '../../../platform/errors.ts';
import { formatGlobalId, globalId, parseGlobalId } from '../../../platform/global-id.ts';
import type { MutationResolvers, QueryResolvers, Resolvers } from '../../../schema/generated/allocation.ts';
import { cancelPreview, startPreview } from '../commands/preview.ts';

export const previewQueries: Pick<QueryResolvers, 'preview' | 'previewReadings'> = {
  preview: (_root, { id }, { loaders }) => loaders.previews.load(globalId(id)),
  previewReadings: (_root, page, { loaders }) => loaders.previewReadingsPage(page),
};

export const previewMutations: Pick<MutationResolvers, 'startPreview' | 'cancelPreview'> = {
  startPreview: (_root, { input }, context) => startPreview(input, context),
  cancelPreview: (_root, { input }, context) => cancelPreview(input, context),
};

export const previewTypes = {
  StartPreviewResult: {
    __resolveType: (result) => ('preview' in result ? 'PreviewStarted' : 'PreviewRefused'),
  },
  CancelPreviewResult: {
    __resolveType: (result) => ('preview' in result ? 'PreviewCancelled' : 'PreviewRefused'),
  },
  RegulationDraft: {
    __resolveReference: ({ id }) => (parseGlobalId(id) === undefined ? null : { id }),
    preview: ({ id }, _arguments, { loaders }) => loaders.latestPreview(globalId(id)),
    previews: ({ id }, page, { loaders }) => loaders.previewsPage(globalId(id), page),
  },
  RegulationPreview: {
    id: formatGlobalId,
    draft: ({ owner, draft }) => ({ id: formatGlobalId({ owner, id: draft }) }),
    draftRevision: ({ revision }) => revision,
    requestedBy: ({ askedBy }) => askedBy,
    requestedAt: ({ askedAt }) => askedAt,
    from: ({ periodFrom }) => periodFrom,
    until: ({ periodUntil }) => periodUntil,
    failure: ({ failure }) => (failure === null ? null : refusal(failure)),
  },
  PreviewPlace: { municipality: ({ municipality }) => ({ code: municipality }) },
  PreviewQuota: { floor: ({ direction }) => direction === 'FLOOR' },
  PreviewReading: {
    preview: ({ owner, preview }) => formatGlobalId({ owner, id: preview }),
    organisation: ({ owner }) => owner,
  },
} satisfies Partial<Resolvers>;
