import { refusal, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { WithdrawVacancyInput } from '../../schema/generated/vacancies.ts';
import { vacancyAfter } from './domain/vacancy-state.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import type { VacancyRow } from './tables.ts';

type WithdrawalEffect = 'UNKNOWN_VACANCY' | 'VACANCY_STATE' | 'WITHDRAWN';

/** Withdraws a vacancy of the asking corporation. Repeating key and input gives the same outcome and writes nothing more. */
export async function withdrawVacancy(
  input: WithdrawVacancyInput,
  context: SubgraphContext<Loaders>,
): Promise<{ readonly vacancy: VacancyRow } | RefusalData> {
  const id = parseGlobalId(input.vacancy);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = {
    viewer: context.viewer,
    key: input.idempotencyKey,
    operation: 'withdrawVacancy',
    request: input,
  };
  const outcome = await context.write((transaction) =>
    once<WithdrawalEffect>(transaction, request, async () => {
      const row = await store.lockVacancy(transaction, id, context.viewer.organisation ?? '');
      if (row === undefined) return { remember: false, effect: 'UNKNOWN_VACANCY' };
      if (vacancyAfter(row.status, 'WITHDRAW') === undefined)
        return { remember: false, effect: 'VACANCY_STATE' };
      await store.withdrawVacancy(transaction, id, input.reason);
      return { remember: true, effect: 'WITHDRAWN' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'WITHDRAWN') return refusal(outcome.effect);
  const row = await context.loaders.vacancies.load(id);
  return row === null ? refusal('UNKNOWN_VACANCY') : { vacancy: row };
}
