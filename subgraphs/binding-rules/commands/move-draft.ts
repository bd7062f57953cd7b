import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import type {
  ReturnRegulationInput,
  SubmitRegulationInput,
  WithdrawDraftInput,
} from '../../../schema/generated/binding-rules.ts';
import { checkDraft } from '../domain/check-draft.ts';
import type { DraftChange } from '../domain/draft-action.ts';
import { moveRegulation, type RegulationMove, type RegulationStatus } from '../domain/state-machine.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { RegulationDraftRow } from '../tables.ts';
import { changeDraft, type Context, type DraftOutcome, type Refusing } from './change-draft.ts';

const REASON_MAXIMUM = 2_000;

/** Hands a draft in for approval, unless something keeps it from being published as of today. */
export function submitRegulation(input: SubmitRegulationInput, context: Context): Promise<DraftOutcome> {
  return changeDraft('submitRegulation', input, context, async (row, transaction) => {
    const status = moved(row, 'SUBMIT', context);
    if (status.kind === 'FAILED') return status;
    const surroundings = await surroundingsOf(transaction, [row.owner]);
    const { findings, publication } = checkDraft(row.source, row, surroundings, context.clock.today());
    return publication === null
      ? failed({ code: 'REGULATION_NOT_VALID', findings })
      : ok(step(row, status.value, 'SUBMITTED', null, null));
  });
}

/** Gives a submitted draft back to be edited, with the reason. */
export function returnRegulation(input: ReturnRegulationInput, context: Context): Promise<DraftOutcome> {
  return changeDraft('returnRegulation', input, context, (row) => {
    const status = moved(row, 'RETURN', context);
    if (status.kind === 'FAILED') return status;
    return isReason(input.reason)
      ? ok(step(row, status.value, 'RETURNED', input.reason, input.reason))
      : failed({ code: 'INVALID_INPUT' });
  });
}

/** Ends a draft that is not published. */
export function withdrawDraft(input: WithdrawDraftInput, context: Context): Promise<DraftOutcome> {
  return changeDraft('withdrawDraft', input, context, (row) => {
    // What is published is withdrawn as a regulation, from which people may have read.
    if (row.status === 'PUBLISHED') return failed({ code: 'DRAFT_STATE' });
    const status = moved(row, 'WITHDRAW', context);
    if (status.kind === 'FAILED') return status;
    const reason = input.reason ?? null;
    return reason === null || isReason(reason)
      ? ok(step(row, status.value, 'WITHDRAWN', reason, row.returnReason))
      : failed({ code: 'INVALID_INPUT' });
  });
}

/** The status after a move by who asks. */
export function moved(
  row: RegulationDraftRow,
  move: RegulationMove,
  { viewer }: Context,
): Outcome<RegulationStatus, Refusing> {
  const status = moveRegulation(row.status, move, viewer.person ?? '', row);
  if (status.kind === 'OK') return status;
  return failed({ code: status.failure.kind === 'SAME_PERSON' ? 'SAME_PERSON' : 'DRAFT_STATE' });
}

/** The next revision of a draft that says the same and has come further, or back. */
export function step(
  { source }: RegulationDraftRow,
  status: RegulationStatus,
  action: DraftChange['action'],
  about: string | null,
  returnReason: string | null,
): DraftChange {
  return { source, action, about, status, returnReason };
}

/** Words that a table can hold and a reader can read. */
export function isReason(reason: string): boolean {
  return (
    reason.trim() !== '' && reason.length <= REASON_MAXIMUM && reason.isWellFormed() && !reason.includes('\0')
  );
}
