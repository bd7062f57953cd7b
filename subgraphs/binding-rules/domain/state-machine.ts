import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';

export const REGULATION_STATUSES = ['DRAFT', 'SUBMITTED', 'PUBLISHED', 'WITHDRAWN'] as const;
export type RegulationStatus = (typeof REGULATION_STATUSES)[number];

export const REGULATION_MOVES = ['SUBMIT', 'RETURN', 'PUBLISH', 'WITHDRAW'] as const;
export type RegulationMove = (typeof REGULATION_MOVES)[number];

/** A published version is never edited: the only way on is to withdraw it. Whatever is not listed is not allowed. */
const NEXT: Readonly<Record<RegulationStatus, Readonly<Partial<Record<RegulationMove, RegulationStatus>>>>> =
  {
    DRAFT: { SUBMIT: 'SUBMITTED', WITHDRAW: 'WITHDRAWN' },
    SUBMITTED: { RETURN: 'DRAFT', PUBLISH: 'PUBLISHED', WITHDRAW: 'WITHDRAWN' },
    PUBLISHED: { WITHDRAW: 'WITHDRAWN' },
    WITHDRAWN: {},
  };

export type MoveFailure =
  | {
      readonly kind: 'NOT_FROM_THIS_STATUS';
      readonly status: RegulationStatus;
      readonly move: RegulationMove;
    }
  /** Publishing takes two people of the municipality (four eyes). */
  | { readonly kind: 'SAME_PERSON' };

/** Who brought a version as far as it is. */
export interface Makers {
  /** Null when nobody has submitted it. */
  readonly submittedBy: string | null;
  /** Who last changed what it says. */
  readonly editedBy: string | null;
}

/** The status after a move by a person. Who submitted it or last edited it is not who publishes it. */
export function moveRegulation(
  status: RegulationStatus,
  move: RegulationMove,
  by: string,
  { submittedBy, editedBy }: Makers,
): Outcome<RegulationStatus, MoveFailure> {
  const next = NEXT[status][move];
  if (next === undefined) return failed({ kind: 'NOT_FROM_THIS_STATUS', status, move });
  if (move === 'PUBLISH' && (submittedBy === null || by === submittedBy || by === editedBy))
    return failed({ kind: 'SAME_PERSON' });
  return ok(next);
}
