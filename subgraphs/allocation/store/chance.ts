import type { Database, Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { ANY_GROUP, PLACES, ROOMS_FROM, sizeNumber, type HomeKind } from '../domain/chance.ts';
import type { ChanceRow } from '../domain/chance-told.ts';

/** Adds a home whose offering has just ended, in the transaction that ended it. `groupCodes` are those of its rules, by rank. */
export async function countChance(
  sql: Transaction,
  { owner, id }: GlobalId,
  quarter: string,
  groupCodes: readonly string[],
): Promise<void> {
  await sql`
    /* countChance */
    select count_chance(${owner}, ${id}::uuid, ${quarter}::date, ${groupCodes as string[]}::text[],
                        ${PLACES.map(({ from }) => from)}::int[], ${[...ROOMS_FROM]}::int[])`;
}

/** Counts of homes by each step that a kind is compared by, of a group and of all of them. */
export function chanceRows(
  sql: Database,
  { region, municipality, segment, model, dwellingType, rooms }: HomeKind,
  groupCode: string | null,
  { from, until }: { readonly from: string; readonly until: string },
): Promise<ChanceRow[]> {
  const groups = groupCode === null ? [ANY_GROUP] : [ANY_GROUP, groupCode];
  return sql`
    /* chanceOf */
    select * from chance_of(${region}, ${municipality}, ${segment}, ${model}, ${dwellingType}, ${sizeNumber(rooms)}::int,
                            ${groups}::text[], ${from}::date, ${until}::date)`;
}
