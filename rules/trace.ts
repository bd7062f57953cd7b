import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { kindOf, type Condition } from './condition.ts';
import type { Parameters } from './condition-kind.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';

/**
 * One node of a condition as it came out for one seeker: the outcome, and what was looked at of this seeker and this
 * home alone. `describeCondition(node.condition)` puts it into words.
 */
export interface TraceNode {
  readonly condition: Condition;
  readonly holds: boolean;
  readonly observed: Parameters;
  readonly parts: readonly TraceNode[];
}

/** Interprets a condition node by node, without short cuts: an explanation shows every part, also those that no longer mattered. */
export function traceCondition(
  condition: Condition,
  facts: CandidateFacts,
  vacancy: VacancyFacts,
  on: CalendarDate,
): TraceNode {
  const kind = kindOf(condition);
  if (kind.shape === 'LEAF') {
    const { holds, observed } = kind.examine(condition, facts, vacancy, on);
    return { condition, holds, observed, parts: [] };
  }
  const parts = kind.parts(condition).map((part) => traceCondition(part, facts, vacancy, on));
  const holds = kind.combine(
    condition,
    parts.map((part) => part.holds),
  );
  return { condition, holds, observed: {}, parts };
}

/**
 * The parameters of a reason: what the leaves observed, as `kind.name`. Where a kind occurs twice, the first
 * occurrence speaks; the trace has them all.
 */
export function observedOf(node: TraceNode): Parameters {
  const observed: Record<string, string | number | boolean | null> = {};
  collect(node, observed);
  return observed;
}

function collect(node: TraceNode, into: Record<string, string | number | boolean | null>): void {
  for (const [name, value] of Object.entries(node.observed)) into[`${node.condition.kind}.${name}`] ??= value;
  for (const part of node.parts) collect(part, into);
}
