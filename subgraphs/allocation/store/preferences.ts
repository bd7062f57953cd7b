import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';

/** All SQL of the own order of a household. */

/**
 * The homes that a registration reacted to and may still get, by reaction, with the rankings of those that are open locked in one
 * order for everybody: whoever changes reactions locks these first.
 */
export async function reactionsInPlay(sql: Transaction, registration: string): Promise<readonly GlobalId[]> {
  await sql`
    /* lockRankingsOf */
    select from ranking join reaction using (owner, vacancy)
     where reaction.registration = ${registration} and reaction.status in ('ACTIVE', 'SUSPENDED')
       and reaction.position is null and ranking.status = 'PROVISIONAL'
     order by ranking.owner, ranking.vacancy for update of ranking`;
  return sql<GlobalId[]>`
    /* reactionsInPlay */
    select owner, id from reaction
     where registration = ${registration} and in_play(owner, vacancy, id, status)`;
}

/** Writes the whole order of a registration: what it does not name has no place in it any more. */
export async function writePreferences(
  sql: Transaction,
  registration: string,
  preferred: readonly GlobalId[],
): Promise<void> {
  await sql`
    /* clearPreferences */
    update reaction set preference = null where registration = ${registration} and preference is not null`;
  await sql`
    /* writePreferences */
    update reaction set preference = wanted.place
      from unnest(${preferred.map(({ owner }) => owner)}::text[], ${preferred.map(({ id }) => id)}::uuid[])
             with ordinality as wanted (owner, id, place)
     where reaction.owner = wanted.owner and reaction.id = wanted.id and reaction.registration = ${registration}`;
}

/** Which choice of its household each of these is, as far as the viewer may know; null otherwise. */
export function choicesOf(
  sql: Transaction,
  ids: readonly GlobalId[],
): Promise<(GlobalId & { readonly choice: number | null })[]> {
  return sql`
    /* choicesOf */
    select owner, id, choice_of(owner, id) as choice
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)`;
}
