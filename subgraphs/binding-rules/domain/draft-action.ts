import type { RegulationStatus } from './state-machine.ts';
import type { SourceObject } from './source-of-regulation.ts';

/** What is done to a draft. */
export type EditAction = 'IMPORTED' | 'HEAD_EDITED' | 'RULE_PUT' | 'RULE_REMOVED';
export type DraftAction =
  | 'CREATED'
  | EditAction
  | 'SUBMITTED'
  | 'RETURNED'
  | 'APPROVED'
  | 'WITHDRAWN'
  /** Done to the version that a draft became. */
  | 'REGULATION_WITHDRAWN';

/** The next revision of a draft: what it says and how far it is after an action. */
export interface DraftChange {
  readonly source: SourceObject;
  readonly action: DraftAction;
  /** To which part, or why; null where the action says it all. */
  readonly about: string | null;
  readonly status: RegulationStatus;
  readonly returnReason: string | null;
}
