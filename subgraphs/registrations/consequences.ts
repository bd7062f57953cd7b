import { refusal, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type {
  FileGrantInput,
  RecordExclusionInput,
  RecordMoveInput,
} from '../../schema/generated/registrations.ts';
import { movedOn } from './domain/move.ts';
import { schemeOn, waitingOf } from './waiting.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import * as consequences from './store/consequences.ts';
import type { RegistrationRow } from './tables.ts';
import type { Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';

/**
 * What follows for a registration from what allocation decided. The hub does each of these after the fact, and again
 * when it does not know whether it was done: repeating one changes nothing, so that none needs a key.
 */

type Context = SubgraphContext<Loaders>;
type Outcome = { readonly registration: RegistrationRow } | RefusalData;

export function grantFile(input: FileGrantInput, context: Context): Promise<Outcome> {
  return change(input.registration, context, (transaction, id) =>
    input.ended
      ? consequences.endGrant(transaction, id, input)
      : consequences.beginGrant(transaction, id, input),
  );
}

export function recordMove({ registration, on }: RecordMoveInput, context: Context): Promise<Outcome> {
  return change(registration, context, async (transaction, id, row) => {
    const scheme = schemeOn(await store.waitingSchemesOf(transaction, [id.owner]), on);
    const moved = movedOn({ ...waitingOf(row), status: row.status }, scheme, on);
    await consequences.move(transaction, id, moved);
  });
}

export function recordExclusion(input: RecordExclusionInput, context: Context): Promise<Outcome> {
  return change(input.registration, context, (transaction, id) =>
    consequences.exclude(transaction, id, input),
  );
}

async function change(
  registration: string,
  context: Context,
  work: (transaction: Transaction, id: GlobalId, row: RegistrationRow) => Promise<void>,
): Promise<Outcome> {
  const id = parseGlobalId(registration);
  if (id === undefined) return refusal('UNKNOWN_REGISTRATION');
  return context.write(async (transaction): Promise<Outcome> => {
    const row = await store.lockRegistration(transaction, id);
    if (row === undefined) return refusal('UNKNOWN_REGISTRATION');
    await work(transaction, id, row);
    return { registration: (await store.lockRegistration(transaction, id))! };
  });
}
