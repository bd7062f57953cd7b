import { refusal } from '../../../platform/errors.ts';
import { parseGlobalId } from '../../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { Finding } from '../../../rules/finding.ts';
import type { WithdrawRegulationInput } from '../../../schema/generated/binding-rules.ts';
import { gapWarnings } from '../domain/check-draft.ts';
import { planWithdrawal } from '../domain/plan-withdrawal.ts';
import { regulationOfRow } from '../regulation-of-row.ts';
import * as store from '../store.ts';
import * as drafts from '../store/drafts.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { RegulationRow } from '../tables.ts';
import { refused, remembered, type Context, type Refused, type Refusing } from './change-draft.ts';
import { isReason } from './move-draft.ts';
import { nameOf, writeInForce } from './publication.ts';

export type WithdrawRegulationOutcome =
  { readonly regulation: RegulationRow; readonly findings: readonly Finding[] } | Refused;

type Effect = { readonly findings: readonly Finding[] } | Refusing;

/**
 * Withdraws a published version of the asking organisation before its first day. What it had ended gets its end back,
 * and the rule sets of every place that it touches are resolved anew, in this transaction. The version stays to be seen.
 */
export async function withdrawRegulation(
  input: WithdrawRegulationInput,
  context: Context,
): Promise<WithdrawRegulationOutcome> {
  const { viewer } = context;
  const id = parseGlobalId(input.regulation);
  if (id === undefined) return refused({ code: 'UNKNOWN_REGULATION' });
  if (viewer.person === null) return refused({ code: 'PERSON_NEEDED' });
  if (!isIdempotencyKey(input.idempotencyKey) || !isReason(input.reason))
    return refused({ code: 'INVALID_INPUT' });
  const request = { viewer, key: input.idempotencyKey, operation: 'withdrawRegulation', request: input };
  const outcome = await context.write((transaction) =>
    once<Effect>(transaction, request, async () =>
      remembered(await withdraw(transaction, id, input.reason, context)),
    ),
  );
  if (outcome.kind === 'CONFLICT') return { ...refusal('IDEMPOTENCY_CONFLICT'), findings: [] };
  if ('code' in outcome.effect) return refused(outcome.effect);
  context.loaders.forget();
  const regulation = await context.loaders.regulations.load(id);
  return regulation === null
    ? refused({ code: 'UNKNOWN_REGULATION' })
    : { regulation, findings: outcome.effect.findings };
}

async function withdraw(
  transaction: Transaction,
  id: GlobalId,
  reason: string,
  { viewer, clock }: Context,
): Promise<Effect> {
  await store.lockPublication(transaction);
  const row = await drafts.lockRegulation(transaction, id, viewer.organisation ?? '');
  if (row === undefined) return { code: 'UNKNOWN_REGULATION' };
  if (row.status !== 'PUBLISHED' || row.validFrom <= clock.today()) return { code: 'REGULATION_STATE' };
  const { known, places } = await surroundingsOf(transaction, [row.owner]);
  const plan = planWithdrawal(regulationOfRow(row), known, places);
  await drafts.withdrawVersion(transaction, id, clock.now(), reason);
  for (const { version, until } of plan.restored) {
    await store.endVersion(transaction, nameOf(version), until);
  }
  await writeInForce(transaction, plan);
  const gaps = plan.gaps.map((gap): Finding => ({ ...gap, severity: 'WARNING' }));
  return { findings: [...gaps, ...gapWarnings(plan.unresolved)] };
}
