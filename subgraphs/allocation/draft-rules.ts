import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import { parseRuleSet } from '../../rules/rule-set.ts';
import type { Loaders } from './loaders.ts';
import type { PreviewRulesRow } from './tables/previews.ts';

/** What a draft would put in place, as far as homes can be replayed under it. */
export interface DraftRules {
  readonly revision: number;
  readonly rules: readonly Omit<PreviewRulesRow, 'owner' | 'preview'>[];
  /** Municipalities where the rules together do not decide. */
  readonly leftOut: readonly string[];
}

interface AnsweredRules {
  readonly hash: string;
  readonly canonical: string;
}

/** The answer of `DraftRules`, as the binding-rules subgraph gives it. */
export interface AnsweredDraft {
  readonly id: string;
  readonly revision: number;
  readonly owner: string;
  readonly proposedRuleSets: readonly {
    readonly municipality: { readonly code: string };
    readonly ruleSet: AnsweredRules | null;
    readonly current: AnsweredRules | null;
  }[];
}

/**
 * Asks for the rules of a draft on behalf of an officer. A draft that the officer may not see and one that does not exist
 * are the same; an answer with any error in it is none.
 */
export async function draftRules(
  draft: string,
  { askSupergraph, viewer, trace }: SubgraphContext<Loaders>,
): Promise<DraftRules | 'UNKNOWN_DRAFT' | 'RULES_UNAVAILABLE' | 'PREVIEW_RULES'> {
  const asker = hubOnBehalfOf(viewer, 'preview of a regulation');
  const { data, errors } = await askSupergraph('DraftRules', { draft }, asker, trace);
  if ((errors?.length ?? 0) > 0 || !data) return 'RULES_UNAVAILABLE';
  const answered = data['regulationDraft'] as AnsweredDraft | null;
  if (answered === null || answered.owner !== viewer.organisation) return 'UNKNOWN_DRAFT';
  const places = answered.proposedRuleSets;
  const rules = places.flatMap(({ municipality: { code }, ruleSet, current }) =>
    ruleSet === null || !concernsAllHomes(ruleSet)
      ? []
      : [
          {
            municipality: code,
            proposedHash: ruleSet.hash,
            proposed: ruleSet.canonical,
            currentHash: current?.hash ?? null,
            current: current?.canonical ?? null,
          },
        ],
  );
  if (rules.length === 0) return 'PREVIEW_RULES';
  const leftOut = places
    .filter(({ ruleSet }) => ruleSet === null)
    .map(({ municipality }) => municipality.code);
  return { revision: answered.revision, rules, leftOut };
}

/** An agreement for a complex holds for its homes alone, and which they are is not in the rules. */
function concernsAllHomes({ canonical }: AnsweredRules): boolean {
  const parsed = parseRuleSet(canonical);
  return parsed.kind === 'OK' && parsed.value.sources.every(({ layer }) => layer !== 'COMPLEX');
}
