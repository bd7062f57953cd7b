import { failed, ok } from '../../../platform/primitives/outcome.ts';
import type { ApproveRegulationInput } from '../../../schema/generated/binding-rules.ts';
import { checkDraft } from '../domain/check-draft.ts';
import type { Publication } from '../domain/plan-publication.ts';
import * as store from '../store.ts';
import { surroundingsOf } from '../surroundings.ts';
import { changeDraft, type Context, type DraftOutcome } from './change-draft.ts';
import { moved, step } from './move-draft.ts';
import { writePublication } from './publication.ts';

/**
 * Publishes a submitted draft as a second person: what was read, at the revision that was read, held against everything
 * that is published by now. The draft, the regulation, and the rule sets of every place that it touches are written in
 * one transaction. Refused with the findings when it can no longer be published.
 */
export function approveRegulation(input: ApproveRegulationInput, context: Context): Promise<DraftOutcome> {
  const today = context.clock.today();
  let publication: Publication | null = null;
  return changeDraft(
    'approveRegulation',
    input,
    context,
    async (row, transaction) => {
      const status = moved(row, 'PUBLISH', context);
      if (status.kind === 'FAILED') return status;
      await store.lockPublication(transaction);
      const surroundings = await surroundingsOf(transaction, [row.owner]);
      const check = checkDraft(row.source, row, surroundings, today);
      publication = check.publication;
      return publication === null
        ? failed({ code: 'REGULATION_NOT_VALID', findings: check.findings })
        : ok(step(row, status.value, 'APPROVED', null, null));
    },
    (transaction, regulation) => writePublication(transaction, publication!, today, regulation!),
  );
}
