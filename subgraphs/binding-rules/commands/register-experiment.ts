import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import { addMonths, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { RegisterExperimentInput } from '../../../schema/generated/binding-rules.ts';
import * as store from '../store/experiments.ts';
import type { Context } from './change-draft.ts';

export type RegisterExperimentOutcome = { readonly experiment: store.PublicExperiment } | RefusalData;

const YEARS_MAXIMUM = 4;

/**
 * Puts an experiment of the asking region in its register, with the consultation that went before it. Only homes under an
 * experiment that is in the register and runs may be published as one. Repeating key and input registers once.
 */
export async function registerExperiment(
  input: RegisterExperimentInput,
  context: Context,
): Promise<RegisterExperimentOutcome> {
  const { viewer, clock } = context;
  const { person, organisation } = viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  if (!isIdempotencyKey(input.idempotencyKey) || !isSound(input, clock.today()))
    return refusal('INVALID_INPUT');
  const request = { viewer, key: input.idempotencyKey, operation: 'registerExperiment', request: input };
  const outcome = await context.write((transaction) =>
    once<{ readonly id: string } | { readonly code: ErrorCode }>(transaction, request, async () => {
      const owner = organisation ?? '';
      if (!(await store.isRegion(transaction, owner)))
        return { remember: false, effect: { code: 'NO_REGULATION_OF_YOURS' } };
      const id = await store.insertExperiment(transaction, {
        owner,
        name: input.name.trim(),
        purpose: input.purpose.trim(),
        consultation: input.consultation.trim(),
        consultedOn: input.consultedOn,
        validFrom: input.validFrom,
        validUntil: input.validUntil,
        registeredBy: person,
        registeredAt: clock.now(),
      });
      return { remember: true, effect: { id } };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if ('code' in outcome.effect) return refusal(outcome.effect.code);
  const experiment = await context.loaders.experiments.load({
    owner: organisation ?? '',
    id: outcome.effect.id,
  });
  if (experiment === null) throw new TypeError('an experiment that was just registered is gone');
  return { experiment };
}

function isSound(
  { name, purpose, consultation, consultedOn, validFrom, validUntil }: RegisterExperimentInput,
  today: CalendarDate,
): boolean {
  const within = (text: string, least: number, most: number) =>
    text.trim().length >= least && text.trim().length <= most;
  return (
    within(name, 5, 200) &&
    within(purpose, 20, 2000) &&
    within(consultation, 20, 2000) &&
    consultedOn <= today &&
    consultedOn <= validFrom &&
    validFrom < validUntil &&
    validUntil <= addMonths(validFrom, YEARS_MAXIMUM * 12)
  );
}
