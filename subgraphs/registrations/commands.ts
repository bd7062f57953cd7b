import { refusal, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { ChangeSearchProfileInput } from '../../schema/generated/registrations.ts';
import { isSearchProfile } from './domain/search-profile.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import type { RegistrationRow } from './tables.ts';

/**
 * Changes what a seeker looks for. A registration of someone else and one that does not exist give the same refusal.
 * Repeating key and input gives the same outcome and writes nothing more.
 */
export async function changeSearchProfile(
  input: ChangeSearchProfileInput,
  context: SubgraphContext<Loaders>,
): Promise<{ readonly registration: RegistrationRow } | RefusalData> {
  const id = parseGlobalId(input.registration);
  if (id === undefined) return refusal('UNKNOWN_REGISTRATION');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  if (!isSearchProfile(input)) return refusal('INVALID_SEARCH_PROFILE');
  const request = {
    viewer: context.viewer,
    key: input.idempotencyKey,
    operation: 'changeSearchProfile',
    request: input,
  };
  const outcome = await context.write((transaction) =>
    once(transaction, request, async () => {
      const changed = await store.updateSearchProfile(transaction, id, {
        dwellingTypes: input.dwellingTypes,
        minimumRooms: input.minimumRooms ?? null,
        maximumRooms: input.maximumRooms ?? null,
        maximumRentCents: input.maximumRentCents ?? null,
        minimumAreaM2: input.minimumAreaM2 ?? null,
        municipalities: input.municipalities,
      });
      return { remember: changed, effect: { changed } };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  const row = outcome.effect.changed ? await context.loaders.registrations.load(id) : null;
  return row === null ? refusal('UNKNOWN_REGISTRATION') : { registration: row };
}
