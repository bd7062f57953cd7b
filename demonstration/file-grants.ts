import type { fileGrant as registrationGrant } from '../subgraphs/registrations/subgraph.ts';
import type { fileGrant as urgencyGrant } from '../subgraphs/urgencies/subgraph.ts';
import type { Considered } from './lettings.ts';

/** Which corporation may read whose file: from the day that it considers a candidate until it no longer does. */
export function* grantsOf(
  considered: readonly Considered[],
): Generator<typeof registrationGrant.$inferSelect> {
  for (const { ranked, reactions, since, endedOn } of considered) {
    for (const { seeker } of reactions) {
      yield {
        owner: seeker.row.owner,
        registration: seeker.row.id,
        organisation: ranked.offer.row.owner,
        vacancy: ranked.offer.id,
        grantedOn: since,
        endedOn,
      };
    }
  }
}

/** The same for the urgencies of those candidates, by the id of their registration. */
export function* grantsOfUrgencies(
  considered: readonly Considered[],
): Generator<typeof urgencyGrant.$inferSelect> {
  for (const { ranked, reactions, since, endedOn } of considered) {
    for (const { seeker } of reactions) {
      yield {
        registration: seeker.id,
        organisation: ranked.offer.row.owner,
        vacancy: ranked.offer.id,
        grantedOn: since,
        endedOn,
      };
    }
  }
}
