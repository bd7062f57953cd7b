import { refusal, type RefusalData } from '../../platform/errors.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { ChangeSearchProfileInput } from '../../schema/generated/registrations.ts';
import { registrationAfter } from './domain/registration-state.ts';
import { isSearchProfile } from './domain/search-profile.ts';
import type { Loaders } from './loaders.ts';
import * as store from './store.ts';
import type { RegistrationRow } from './tables.ts';

type ChangeEffect = 'UNKNOWN_REGISTRATION' | 'CHANGED';

/**
 * Changes what a seeker looks for. A registration of someone else, one that does not exist and one that has ended give
 * the same refusal. Repeating key and input gives the same outcome and writes nothing more.
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
    once<ChangeEffect>(transaction, request, async () => {
      const row = await store.lockRegistration(transaction, id);
      if (row === undefined || registrationAfter(row.status, 'CHANGE_SEARCH_PROFILE') === undefined) {
        return { remember: false, effect: 'UNKNOWN_REGISTRATION' };
      }
      await store.updateSearchProfile(transaction, id, columnsOf(input));
      return { remember: true, effect: 'CHANGED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'CHANGED') return refusal(outcome.effect);
  const row = await context.loaders.registrations.load(id);
  return row === null ? refusal('UNKNOWN_REGISTRATION') : { registration: row };
}

/** A bound that is not given is no bound: a profile is replaced as a whole. */
function columnsOf(input: ChangeSearchProfileInput): store.SearchProfileColumns {
  return {
    dwellingTypes: input.dwellingTypes,
    minimumRooms: input.minimumRooms ?? null,
    maximumRooms: input.maximumRooms ?? null,
    maximumRentCents: input.maximumRentCents ?? null,
    minimumAreaM2: input.minimumAreaM2 ?? null,
    municipalities: input.municipalities,
  };
}
