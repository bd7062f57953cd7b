import type { Transaction } from '../../../platform/database/connect.ts';
import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { Outcome } from '../../../platform/primitives/outcome.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { Finding } from '../../../rules/finding.ts';
import type { DraftChange } from '../domain/draft-action.ts';
import type { Loaders } from '../loaders.ts';
import * as store from '../store/drafts.ts';
import type { DraftEventRow, RegulationDraftRow } from '../tables.ts';

export type Context = SubgraphContext<Loaders>;

/** Nothing was written, and why. */
export type Refused = RefusalData & { readonly findings: readonly Finding[] };

/** Nothing was written: the draft is not any more what the asker had read. */
export type Conflict = RefusalData & {
  readonly revision: number;
  readonly lastChange: DraftEventRow;
  readonly draft: RegulationDraftRow;
};

export type DraftOutcome = { readonly draft: RegulationDraftRow } | Conflict | Refused;

/** Why a change is refused, as it is remembered nowhere. */
export interface Refusing {
  readonly code: ErrorCode;
  readonly findings?: readonly Finding[];
}

/** What every change of a draft is asked with. */
export interface DraftInput {
  readonly idempotencyKey: string;
  readonly draft: string;
  readonly expectedRevision: number;
}

/** Says what the next revision is, or why there is none. */
export type Change = (
  row: RegulationDraftRow,
  transaction: Transaction,
) => Promise<Outcome<DraftChange, Refusing>> | Outcome<DraftChange, Refusing>;

/** What else is written with a change; `regulation` is the number of the regulation that the draft became, if it did. */
export type Afterwards = (transaction: Transaction, regulation: string | null) => Promise<void>;

type Effect = { readonly draft: string } | Refusing;

/** What reached the database is remembered; a refusal may be followed by a better try under the same key. */
export function remembered<Value extends object>(
  effect: Value,
): { readonly remember: boolean; readonly effect: Value } {
  return { remember: !('code' in effect), effect };
}

/**
 * Makes the next revision of a draft of the asking organisation, if it still is at the revision that was read. All of it
 * is one transaction. Repeating key and input changes the draft once.
 */
export async function changeDraft(
  operation: string,
  input: DraftInput,
  context: Context,
  change: Change,
  afterwards?: Afterwards,
): Promise<DraftOutcome> {
  const id = parseGlobalId(input.draft);
  if (id === undefined) return refused({ code: 'UNKNOWN_DRAFT' });
  return asPerson(operation, input, context, async (transaction): Promise<Effect> => {
    const row = await store.lockDraft(transaction, id, context.viewer.organisation ?? '');
    if (row === undefined) return { code: 'UNKNOWN_DRAFT' };
    if (row.revision !== input.expectedRevision) return { code: 'DRAFT_CONFLICT' };
    const next = await change(row, transaction);
    if (next.kind === 'FAILED') return next.failure;
    const regulation = await store.changeDraft(transaction, row, next.value, context.clock.now());
    await afterwards?.(transaction, regulation);
    return { draft: id.id };
  }).then((effect) => answer(effect, id, context));
}

/** Runs `write` once for a key, as a person of an organisation. */
export async function asPerson(
  operation: string,
  input: { readonly idempotencyKey: string },
  context: Context,
  write: (transaction: Transaction) => Promise<Effect>,
): Promise<Effect> {
  const { viewer } = context;
  if (viewer.person === null) return { code: 'PERSON_NEEDED' };
  if (!isIdempotencyKey(input.idempotencyKey)) return { code: 'INVALID_INPUT' };
  const request = { viewer, key: input.idempotencyKey, operation, request: input };
  const outcome = await context.write((transaction) =>
    once<Effect>(transaction, request, async () => remembered(await write(transaction))),
  );
  context.loaders.forget();
  return outcome.kind === 'CONFLICT' ? { code: 'IDEMPOTENCY_CONFLICT' } : outcome.effect;
}

/** What the asker is told: the draft as it is now, who was first, or why nothing was written. */
export async function answer(effect: Effect, id: GlobalId, { loaders }: Context): Promise<DraftOutcome> {
  if ('code' in effect && effect.code !== 'DRAFT_CONFLICT') return refused(effect);
  const [draft, lastChange] = await Promise.all([loaders.drafts.load(id), loaders.lastEvent(id)]);
  if (draft === null || lastChange === undefined) return refused({ code: 'UNKNOWN_DRAFT' });
  if ('code' in effect) return { ...refusal(effect.code), revision: draft.revision, lastChange, draft };
  return { draft };
}

export function refused({ code, findings = [] }: Refusing): Refused {
  return { ...refusal(code), findings };
}
