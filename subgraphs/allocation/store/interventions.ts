import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { StandingIntervention } from '../domain/intervention.ts';
import type { InterventionRow } from '../tables.ts';

/** All SQL of departing from the order by hand. */

/** A candidate of a home, when it stands and was not offered the home. */
export function waitingCandidate(sql: Transaction, { owner, id }: GlobalId): Promise<WaitingCandidate[]> {
  return sql`
    /* waitingCandidate */
    select id, vacancy, registration, position from reaction
     where owner = ${owner} and id = ${id}::uuid and status = 'ACTIVE' and position is not null
       and not exists (select from offer where offer.owner = reaction.owner and offer.reaction = reaction.id)`;
}

export interface WaitingCandidate {
  readonly id: string;
  readonly vacancy: string;
  readonly registration: string;
  readonly position: number;
}

/** What holds by hand of some candidates. */
export function interventionsByReaction(
  sql: Transaction,
  ids: readonly GlobalId[],
): Promise<InterventionRow[]> {
  return sql`
    /* interventionsByReaction */
    select intervention.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, reaction)
      join intervention using (owner, reaction)`;
}

/** What holds of a candidate from now on, by the receipt with this number; null takes back what held. */
export async function keepIntervention(
  sql: Transaction,
  { owner, id, vacancy }: GlobalId & { readonly vacancy: string },
  standing: StandingIntervention | null,
  seq: number,
): Promise<void> {
  if (standing === null) {
    await sql`
      /* takeBackIntervention */
      delete from intervention where owner = ${owner} and reaction = ${id}::uuid`;
    return;
  }
  await sql`
    /* insertIntervention */
    insert into intervention (owner, reaction, vacancy, kind, seq)
    values (${owner}, ${id}::uuid, ${vacancy}::uuid, ${standing}, ${seq})`;
}
