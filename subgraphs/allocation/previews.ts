import { refusal, type ErrorCode, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import { addMonths, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import type { CancelPreviewInput, StartPreviewInput } from '../../schema/generated/allocation.ts';
import type { Loaders } from './loaders.ts';
import { replayPast } from './replay-past.ts';
import * as store from './store/previews.ts';
import type { RegulationPreviewParent } from './tables.ts';

type Context = SubgraphContext<Loaders>;
type Done = { readonly preview: RegulationPreviewParent } | RefusalData;

interface Proposed {
  readonly revision: number;
  /** Canonical text by municipality. */
  readonly rules: Readonly<Record<string, string>>;
}

interface DraftAnswer {
  readonly regulationDraft: {
    readonly revision: number;
    readonly proposedRuleSets: readonly {
      readonly municipality: { readonly code: string };
      readonly ruleSet: { readonly canonical: string } | null;
    }[];
  } | null;
}

/**
 * Begins a preview of a draft of the own organisation and answers at once; the replay goes on by itself, as the hub on
 * behalf of who asked, who never sees whom it reads. Repeating key and input begins one.
 */
export async function startPreview(input: StartPreviewInput, context: Context): Promise<Done> {
  const { viewer, clock } = context;
  const draft = parseGlobalId(input.draft);
  if (draft === undefined || draft.owner !== viewer.organisation) return refusal('UNKNOWN_DRAFT');
  if (viewer.person === null) return refusal('PERSON_NEEDED');
  if (!isIdempotencyKey(input.idempotencyKey) || !isPeriod(input.from, input.until))
    return refusal('INVALID_INPUT');
  const proposed = await proposedRules(input.draft, context);
  if (typeof proposed === 'string') return refusal(proposed);
  const request = { viewer, key: input.idempotencyKey, operation: 'startPreview', request: input };
  const outcome = await context.write((transaction) =>
    once<{ readonly id: string }>(transaction, request, async () => {
      const id = await store.insertPreview(transaction, {
        owner: draft.owner,
        draft: input.draft,
        draftRevision: proposed.revision,
        fromDay: input.from,
        untilDay: input.until,
        rules: proposed.rules,
        requestedBy: viewer.person ?? '',
        requestedAt: clock.now(),
      });
      return { remember: true, effect: { id } };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  const preview = { owner: draft.owner, id: outcome.effect.id };
  const begun = await previewNow(preview, context);
  if (outcome.kind === 'FIRST') goOn(preview, proposed, input, context);
  return begun;
}

/** Ends a preview of the own organisation; one that has ended stays as it is. */
export async function cancelPreview(input: CancelPreviewInput, context: Context): Promise<Done> {
  const id = parseGlobalId(input.preview);
  if (id === undefined || id.owner !== context.viewer.organisation) return refusal('UNKNOWN_PREVIEW');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = {
    viewer: context.viewer,
    key: input.idempotencyKey,
    operation: 'cancelPreview',
    request: input,
  };
  const outcome = await context.write((transaction) =>
    once<'CANCELLED' | 'UNKNOWN_PREVIEW'>(transaction, request, async () => {
      const [row] = await store.previewsById(transaction, [id]);
      if (row === undefined) return { remember: false, effect: 'UNKNOWN_PREVIEW' };
      await store.endPreview(transaction, id, 'CANCELLED', context.clock.now(), null);
      return { remember: true, effect: 'CANCELLED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  return outcome.effect === 'CANCELLED' ? previewNow(id, context) : refusal(outcome.effect);
}

function goOn(
  preview: GlobalId,
  { rules }: Proposed,
  { from, until }: StartPreviewInput,
  context: Context,
): void {
  const reader = hubOnBehalfOf(context.viewer, 'preview of a regulation');
  context.inBackground((signal) =>
    replayPast(
      { preview, rules, from, until },
      { transact: (work) => context.writeAs(reader, work), now: () => context.clock.now(), signal },
    ),
  );
}

/** The rules that the draft would put in force, or why there are none to replay. */
async function proposedRules(
  draft: string,
  { askSupergraph, viewer, trace }: Context,
): Promise<Proposed | ErrorCode> {
  const asker = hubOnBehalfOf(viewer, 'preview of a regulation');
  const { data, errors } = await askSupergraph('DraftRules', { draft }, asker, trace);
  if ((errors?.length ?? 0) > 0 || !data) return 'RULES_UNAVAILABLE';
  const found = (data as unknown as DraftAnswer).regulationDraft;
  if (found === null) return 'UNKNOWN_DRAFT';
  const rules = found.proposedRuleSets.flatMap(({ municipality, ruleSet }) =>
    ruleSet === null ? [] : [[municipality.code, ruleSet.canonical] as const],
  );
  if (rules.length === 0) return 'NO_RULES';
  return { revision: found.revision, rules: Object.fromEntries(rules) };
}

/** Whole half-years, two years at most: periods that differ by a day would tell of the homes of that day. */
function isPeriod(from: CalendarDate, until: CalendarDate): boolean {
  const begins = (day: CalendarDate): boolean => day.endsWith('-01-01') || day.endsWith('-07-01');
  return begins(from) && begins(until) && from < until && until <= addMonths(from, 24);
}

async function previewNow(id: GlobalId, { loaders }: Context): Promise<Done> {
  loaders.previews.clear(id);
  const row = await loaders.previews.load(id);
  return row === null ? refusal('UNKNOWN_PREVIEW') : { preview: row };
}
