import { formatGlobalId, globalId, parseGlobalId } from '../../../platform/global-id.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  Resolvers,
} from '../../../schema/generated/binding-rules.ts';
import { approveRegulation } from '../commands/approve-draft.ts';
import { draftRegulation, importRegulation } from '../commands/begin-draft.ts';
import { editRegulation, editRule, removeRule } from '../commands/edit-draft.ts';
import { returnRegulation, submitRegulation, withdrawDraft } from '../commands/move-draft.ts';
import { withdrawRegulation } from '../commands/withdraw-regulation.ts';
import { draftRules } from '../domain/draft-rules.ts';
import { articlesOf, headOf } from '../domain/draft-source.ts';
import { draftYaml } from '../loaders/drafts.ts';
import { writeYaml } from '../regulation-yaml.ts';

export const draftQueries: Pick<QueryResolvers, 'regulationDraft' | 'regulationDrafts'> = {
  regulationDraft: (_root, { id }, { loaders }) => loaders.drafts.load(globalId(id)),
  regulationDrafts: (_root, { status, ...page }, { loaders }) => loaders.draftsPage(status ?? null, page),
};

export const draftMutations: MutationResolvers = {
  draftRegulation: (_root, { input }, context) => draftRegulation(input, context),
  importRegulation: (_root, { input }, context) => importRegulation(input, context),
  editRegulation: (_root, { input }, context) => editRegulation(input, context),
  editRule: (_root, { input }, context) => editRule(input, context),
  removeRule: (_root, { input }, context) => removeRule(input, context),
  submitRegulation: (_root, { input }, context) => submitRegulation(input, context),
  returnRegulation: (_root, { input }, context) => returnRegulation(input, context),
  approveRegulation: (_root, { input }, context) => approveRegulation(input, context),
  withdrawDraft: (_root, { input }, context) => withdrawDraft(input, context),
  withdrawRegulation: (_root, { input }, context) => withdrawRegulation(input, context),
};

/** A conflict tells the revision by now; every other refusal its findings. */
function refusalType(result: object): 'DraftConflict' | 'RegulationRefused' {
  return 'lastChange' in result ? 'DraftConflict' : 'RegulationRefused';
}

export const draftTypes = {
  DraftResult: { __resolveType: (result) => ('code' in result ? refusalType(result) : 'DraftSaved') },
  ApproveRegulationResult: {
    __resolveType: (result) => ('code' in result ? refusalType(result) : 'RegulationApproved'),
  },
  WithdrawRegulationResult: {
    __resolveType: (result) => ('code' in result ? 'RegulationRefused' : 'RegulationWithdrawn'),
  },
  Refusal: { __resolveType: refusalType },
  RegulationApproved: {
    regulation: async ({ draft: { owner, regulation } }, _arguments, { loaders }) =>
      (await loaders.regulations.load({ owner, id: regulation! }))!,
  },
  RegulationDraft: {
    __resolveReference({ id }, { loaders }) {
      const key = parseGlobalId(id);
      return key === undefined ? null : loaders.drafts.load(key);
    },
    id: formatGlobalId,
    title: ({ source }) => headOf(source).title,
    validFrom: ({ source }) => headOf(source).validFrom,
    validUntil: ({ source }) => headOf(source).validUntil,
    yaml: draftYaml,
    articles: ({ source }) => articlesOf(source),
    rules: ({ source }) => draftRules(source),
    findings: (draft, _arguments, { loaders, clock }) => loaders.findings(draft, clock),
    proposedRuleSets: (draft, _arguments, { loaders }) => loaders.proposedRuleSets(draft),
    amends: ({ owner, amends }, _arguments, { loaders }) =>
      amends === null ? null : loaders.regulations.load({ owner, id: amends }),
    regulation: ({ owner, regulation }, _arguments, { loaders }) =>
      regulation === null ? null : loaders.regulations.load({ owner, id: regulation }),
    events: (draft, page, { loaders }) => loaders.eventsPage(draft, page),
  },
  DraftRule: {
    stage: ({ rule }) => rule?.stage ?? null,
    text: ({ rule }) => rule?.sentence ?? null,
    citation: ({ rule }) => rule?.citation ?? null,
    source: ({ source }) => writeYaml(source),
  },
  ProposedRuleSet: {
    municipality: async ({ municipality }, _arguments, { loaders }) =>
      (await loaders.municipalities.load(municipality))!,
    // A copy, for a rule set is frozen and the way through entities writes the name of its type on what it gets.
    ruleSet: ({ ruleSet }) => (ruleSet === null ? null : { ...ruleSet }),
    current: ({ current }) => (current === null ? null : { ...current }),
  },
} satisfies Partial<Resolvers>;
