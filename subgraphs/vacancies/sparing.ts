import { refusal, type ErrorCode, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import { addDays } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type {
  EndSparingInput,
  ShowVacancyInput,
  SpareComplexInput,
} from '../../schema/generated/vacancies.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store/mediation.ts';
import type { ComplexSparingRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;
type Spared = { readonly sparing: ComplexSparingRow } | RefusalData;
type Effect = { readonly id: string } | { readonly code: ErrorCode };

/** A complex is spared for so many days at the most: it is a pause, not a policy. */
const SPARED_DAYS_MAXIMUM = 731;

/**
 * Records that an own complex takes no more for a while, with the reason and until when. Where homes are mediated it is from
 * then on shown with a warning, and nothing is left out because of it. Repeating key and input records once.
 */
export async function spareComplex(input: SpareComplexInput, context: Context): Promise<Spared> {
  const { viewer, clock } = context;
  const complex = ownId(input.complex, context);
  if (complex === undefined) return refusal('UNKNOWN_COMPLEX');
  const { person } = viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const { from, until } = input;
  const reason = input.reason.trim();
  const lasts = until > from && until <= addDays(from, SPARED_DAYS_MAXIMUM);
  const isExplained = reason.length >= 20 && reason.length <= 2_000;
  if (!lasts || !isExplained || from < clock.today()) return refusal('INVALID_INPUT');
  return writeOnce('spareComplex', input, complex.owner, context, async (sql) => {
    if (!(await store.lockComplex(sql, complex))) return { code: 'UNKNOWN_COMPLEX' };
    if (await store.isSpared(sql, complex, from, until)) return { code: 'COMPLEX_SPARED' };
    const row = {
      owner: complex.owner,
      complex: complex.id,
      reason,
      fromDay: from,
      untilDay: until,
      recordedBy: person,
      recordedAt: clock.now(),
    };
    return { id: await store.insertSparing(sql, row) };
  });
}

/** Ends the sparing of an own complex today, or before it began. */
export async function endSparing(input: EndSparingInput, context: Context): Promise<Spared> {
  const id = ownId(input.sparing, context);
  if (id === undefined) return refusal('UNKNOWN_SPARING');
  return writeOnce('endSparing', input, id.owner, context, async (sql) =>
    (await store.endSparing(sql, id, context.clock.today())) ? { id: id.id } : { code: 'UNKNOWN_SPARING' },
  );
}

/** Lets a seeker see a mediated home that is offered to them; whether it changed anything. Done by the hub. */
export async function showVacancy(
  { vacancy, registration }: ShowVacancyInput,
  context: Context,
): Promise<boolean> {
  const id = parseGlobalId(vacancy);
  if (id === undefined || parseGlobalId(registration) === undefined) return false;
  return context.write((transaction) => store.showVacancy(transaction, id, registration));
}

async function writeOnce(
  operation: string,
  input: { readonly idempotencyKey: string },
  owner: string,
  context: Context,
  work: (sql: Parameters<typeof store.lockComplex>[0]) => Promise<Effect>,
): Promise<Spared> {
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = { viewer: context.viewer, key: input.idempotencyKey, operation, request: input };
  const outcome = await context.write((transaction) =>
    once<Effect>(transaction, request, async () => {
      const effect = await work(transaction);
      return { remember: 'id' in effect, effect };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if ('code' in outcome.effect) return refusal(outcome.effect.code);
  const sparing = await context.loaders.sparings.load({ owner, id: outcome.effect.id });
  return sparing === null ? refusal('UNKNOWN_SPARING') : { sparing };
}

function ownId(text: string, { viewer }: Context): GlobalId | undefined {
  const id = parseGlobalId(text);
  return id?.owner === viewer.organisation ? id : undefined;
}
