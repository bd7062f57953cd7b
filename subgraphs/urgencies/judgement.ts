import { refusal, type ErrorCode, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import type { RecordJudgementInput } from '../../schema/generated/urgencies.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import type { JudgementRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

interface NormsAnswer {
  readonly rulesInForce: { readonly openNorms: readonly { readonly code: string }[] } | null;
  readonly registration: { readonly id: string } | null;
}

/**
 * Records what the asking municipality judged of a household on a norm that its regulation leaves open today, with who
 * judged and why. Never before today: a ranking of the past stands on what was judged then. Repeating key and input
 * records once.
 */
export async function recordJudgement(
  input: RecordJudgementInput,
  context: Context,
): Promise<{ readonly judgement: JudgementRow } | RefusalData> {
  const { viewer, clock } = context;
  const owner = viewer.organisation ?? '';
  if (parseGlobalId(input.registration) === undefined) return refusal('UNKNOWN_REGISTRATION');
  if (viewer.person === null) return refusal('PERSON_NEEDED');
  if (!isComplete(input) || input.validFrom < clock.today()) return refusal('INVALID_INPUT');
  const unknown = await whatIsUnknown(input, owner, context);
  if (unknown !== undefined) return refusal(unknown);
  const request = { viewer, key: input.idempotencyKey, operation: 'recordJudgement', request: input };
  const outcome = await context.write((transaction) =>
    once<{ readonly id: string }>(transaction, request, async () => {
      const id = await store.insertJudgement(transaction, {
        owner,
        registration: input.registration,
        norm: input.norm,
        met: input.met,
        reason: input.reason.trim(),
        judgedOn: clock.today(),
        judgedBy: viewer.person ?? '',
        validFrom: input.validFrom,
        validUntil: input.validUntil ?? null,
      });
      return { remember: true, effect: { id } };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  const judgement = await context.loaders.judgements.load({ owner, id: outcome.effect.id });
  return judgement === null ? refusal('UNKNOWN_REGISTRATION') : { judgement };
}

function isComplete({ idempotencyKey, reason, validFrom, validUntil }: RecordJudgementInput): boolean {
  const { length } = reason.trim();
  const ends = validUntil ?? null;
  return (
    isIdempotencyKey(idempotencyKey) && length >= 20 && length <= 4000 && (ends === null || ends > validFrom)
  );
}

async function whatIsUnknown(
  { norm, registration }: RecordJudgementInput,
  municipality: string,
  { askSupergraph, clock, viewer, trace }: Context,
): Promise<ErrorCode | undefined> {
  const asker = hubOnBehalfOf(viewer, 'record a judgement');
  const variables = { municipality, registration, on: clock.today() };
  const { data, errors } = await askSupergraph('OpenNorms', variables, asker, trace);
  if ((errors?.length ?? 0) > 0 || !data) return 'RULES_UNAVAILABLE';
  const answer = data as unknown as NormsAnswer;
  if (answer.registration === null) return 'UNKNOWN_REGISTRATION';
  const open = answer.rulesInForce?.openNorms.some(({ code }) => code === norm) ?? false;
  return open ? undefined : 'UNKNOWN_NORM';
}
