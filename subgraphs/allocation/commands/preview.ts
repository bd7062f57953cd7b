import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { CancelPreviewInput, StartPreviewInput } from '../../../schema/generated/allocation.ts';
import { previewPeriod } from '../domain/preview-period.ts';
import { draftRules } from '../draft-rules.ts';
import type { Loaders } from '../loaders.ts';
import * as store from '../store/previews.ts';
import type { RegulationPreviewRow } from '../tables/previews.ts';

type Context = SubgraphContext<Loaders>;

export type PreviewOutcome = { readonly preview: RegulationPreviewRow } | RefusalData;

/** At most so many previews of one owner wait or run, and so many are asked for in a day: noise is no licence to dig. */
const WAITING_MAXIMUM = 3;
const OF_DAY_MAXIMUM = 50;

/**
 * Asks for a preview of a draft of the own organisation: the rules that the draft would put in place are taken as they are
 * now, and homes are replayed under them later, off the path of requests. Repeating key and input begins once.
 */
export async function startPreview(input: StartPreviewInput, context: Context): Promise<PreviewOutcome> {
  const { viewer, clock, trace } = context;
  const draft = parseGlobalId(input.draft);
  if (draft === undefined || draft.owner !== viewer.organisation) return refusal('UNKNOWN_DRAFT');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const { person } = viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const period = previewPeriod(input.from ?? null, input.until ?? null, clock.today());
  if (period === undefined) return refusal('PREVIEW_PERIOD');
  const rules = await draftRules(input.draft, context);
  if (typeof rules === 'string') return refusal(rules);
  const { owner } = draft;
  const request = { viewer, key: input.idempotencyKey, operation: 'startPreview', request: input };
  const outcome = await context.write((transaction) =>
    once<{ id: string } | { code: ErrorCode }>(transaction, request, async () => {
      const { waiting, ofDay } = await store.previewLoad(transaction, owner);
      if (waiting >= WAITING_MAXIMUM || ofDay >= OF_DAY_MAXIMUM) {
        return { remember: false, effect: { code: 'PREVIEW_LIMIT' } };
      }
      const asked = {
        owner,
        draft: draft.id,
        revision: rules.revision,
        periodFrom: period.from,
        periodUntil: period.until,
        municipalities: rules.rules.map(({ municipality }) => municipality),
        leftOut: [...rules.leftOut],
        askedBy: person,
        askedAt: clock.now(),
        traceId: trace.traceId,
      };
      return { remember: true, effect: { id: await store.insertPreview(transaction, asked, rules.rules) } };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if ('code' in outcome.effect) return refusal(outcome.effect.code);
  return answer({ owner, id: outcome.effect.id }, context);
}

/** Cancels a preview of the own organisation while it waits or runs. */
export async function cancelPreview(input: CancelPreviewInput, context: Context): Promise<PreviewOutcome> {
  const id = parseGlobalId(input.preview);
  if (id === undefined) return refusal('UNKNOWN_PREVIEW');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const { viewer, clock } = context;
  const request = { viewer, key: input.idempotencyKey, operation: 'cancelPreview', request: input };
  const outcome = await context.write((transaction) =>
    once<'CANCELLED' | ErrorCode>(transaction, request, async () => {
      const [seen] = await store.previewsById(transaction, [id]);
      if (seen === undefined) return { remember: false, effect: 'UNKNOWN_PREVIEW' };
      const cancelled =
        seen.status === 'CANCELLED' || (await store.cancelPreview(transaction, id, clock.now()));
      return cancelled
        ? { remember: true, effect: 'CANCELLED' }
        : { remember: false, effect: 'PREVIEW_ENDED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  return outcome.effect === 'CANCELLED' ? answer(id, context) : refusal(outcome.effect);
}

async function answer(id: GlobalId, { loaders }: Context): Promise<PreviewOutcome> {
  loaders.forgetPreviews();
  const preview = await loaders.previews.load(id);
  return preview === null ? refusal('UNKNOWN_PREVIEW') : { preview };
}
