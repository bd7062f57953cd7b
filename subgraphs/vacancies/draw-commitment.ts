import type { ErrorCode } from '../../platform/errors.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import type { OrderRule } from '../../rules/rule.ts';
import type { PublishVacancyInput } from '../../schema/generated/vacancies.ts';
import type { Loaders } from './loaders.ts';

/** What is pinned to a vacancy of its draw; null where another value orders. */
export interface CommittedDraw {
  readonly drawCommitment: string | null;
}

type Answer = { readonly draw: { readonly commitment: string } } | { readonly code: ErrorCode };

/**
 * The commitment to the draw of a vacancy that is about to be published, made now unless it was made before. A code when the
 * draw refuses, when nobody can say, and when a beacon is announced for a home that no draw orders.
 */
export async function committedDraw(
  { vacancy, drawBeacon }: Pick<PublishVacancyInput, 'vacancy' | 'drawBeacon'>,
  order: OrderRule | undefined,
  { askSupergraph, viewer, trace }: SubgraphContext<Loaders>,
): Promise<CommittedDraw | ErrorCode> {
  const beacon = drawBeacon ?? null;
  if (order?.order.kind !== 'DRAW') return beacon === null ? { drawCommitment: null } : 'DRAW_BEACON';
  const asker = hubOnBehalfOf(viewer, 'commit to a draw');
  const { data, errors } = await askSupergraph('CommitDraw', { input: { vacancy, beacon } }, asker, trace);
  const answer = data?.['commitDraw'] as Answer | null | undefined;
  if ((errors?.length ?? 0) > 0 || !answer) return 'DRAW_NOT_COMMITTED';
  return 'code' in answer ? answer.code : { drawCommitment: answer.draw.commitment };
}
