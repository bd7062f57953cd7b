import type { Viewer } from '../../platform/viewer.ts';
import type { Answer, Ask } from './hub.ts';

/** A candidate as `ALL_CANDIDATES` answers it. */
export interface CandidateNode {
  readonly position: number | null;
  readonly orderValue: number | null;
  readonly group: { readonly rank: number; readonly code: string };
  readonly reaction: { readonly id: string };
  readonly registration: { readonly id: string; readonly status?: string } | null;
  readonly reasons: readonly {
    readonly outcome: string;
    readonly text: { readonly nl: string; readonly en: string };
    readonly citation: { readonly title: string; readonly article: string; readonly version: string };
  }[];
}

export const ALL_CANDIDATES = `query AllCandidates($vacancy: ID!, $first: Int!, $after: String) {
  vacancy(id: $vacancy) { ranking { candidates(first: $first, after: $after) {
    nodes { position orderValue group { rank code } reaction { id } registration { id status }
      reasons { outcome text { nl en } citation { title article version } } }
    pageInfo { hasNextPage endCursor } } } } }`;

/** Every open vacancy with the number of its reactions. */
export const NEXT_OPEN = `query NextOpen($first: Int!) { vacancies(first: $first) { nodes { id reactionCount } } }`;

interface CandidatesPage {
  readonly nodes: readonly CandidateNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface CandidatesAnswer {
  readonly vacancy: { readonly ranking: { readonly candidates: CandidatesPage } | null };
}

/** The whole ranking of a vacancy, page by page. */
export async function candidatesOf(
  ask: Ask,
  vacancy: string,
  viewer: Viewer,
  first = 100,
): Promise<readonly CandidateNode[]> {
  const all: CandidateNode[] = [];
  for (let after: string | null = null; ;) {
    const answer: Answer<CandidatesAnswer> = await ask(ALL_CANDIDATES, { vacancy, first, after }, viewer);
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    const page: CandidatesPage | undefined = answer.data?.vacancy.ranking?.candidates;
    // A home that nobody reacted to has no ranking yet.
    if (page === undefined) return all;
    all.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
}
