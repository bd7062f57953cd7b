import {
  countsOfHome,
  isCounted,
  markOfHome,
  marksTogether,
  quarterOf,
  sizeNumber,
  type ChanceCountRow,
  type LettingRow,
  type OfferRow,
} from '../subgraphs/allocation/subgraph.ts';
import type { HomeCourses } from './course-rows.ts';
import type { Ranked } from './rankings.ts';

/** What became of the homes that were let, as the hub would have counted them one by one. */
export function chanceRows(courses: HomeCourses): Iterable<ChanceCountRow> {
  const rows = new Map<string, ChanceCountRow>();
  for (const [ranked, { offers, letting }] of courses) {
    if (letting === null || !isCounted(ranked.offer.facts.model)) continue;
    for (const row of rowsOfHome(ranked, offers, letting)) {
      const { owner, quarter, municipality, segment, model, dwellingType, size, groupCode, places } = row;
      const key = [owner, quarter, municipality, segment, model, dwellingType, size, groupCode, places].join(
        ' ',
      );
      const known = rows.get(key);
      rows.set(key, known === undefined ? row : together(known, row));
    }
  }
  return rows.values();
}

function rowsOfHome(
  { offer, reactions, standing }: Ranked,
  offers: readonly OfferRow[],
  { registration, signedOn }: LettingRow,
): readonly ChanceCountRow[] {
  const { facts, row, ruleSet } = offer;
  const offered = new Set(offers.map(({ position }) => position));
  const codes = new Map(ruleSet.groups.map(({ rank, rule }) => [rank, rule.code]));
  const counts = countsOfHome(
    reactions.slice(0, standing).map((reaction, index) => ({
      groupCode: codes.get(reaction.groupRank)!,
      place: index + 1,
      offered: offered.has(index + 1),
      housed: reaction.seeker.id === registration,
    })),
  );
  const home = {
    owner: row.owner,
    quarter: quarterOf(signedOn),
    region: row.region,
    municipality: facts.place.municipality,
    segment: facts.segment,
    model: facts.model,
    dwellingType: facts.dwellingType,
    size: sizeNumber(facts.rooms)!,
    homes: 1,
    mark: markOfHome(row.id),
  };
  return counts.map((count) => ({ ...home, ...count }));
}

function together(one: ChanceCountRow, other: ChanceCountRow): ChanceCountRow {
  return {
    ...one,
    homes: one.homes + other.homes,
    stood: one.stood + other.stood,
    offered: one.offered + other.offered,
    housed: one.housed + other.housed,
    mark: marksTogether(one.mark, other.mark),
  };
}
