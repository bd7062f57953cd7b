import type { BilingualText } from '../../rules/bilingual-text.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import type { Difference } from './domain/judge.ts';
import { wholeInWords } from './domain/explained-words.ts';
import { factsOf, type Loaders } from './loaders.ts';
import type { CandidateParent } from './tables.ts';

/** The most that is told: the best ones go first. */
const DIFFERENCES_MAXIMUM = 20;

/** What would have to be different, and where it would lead. */
export interface Counterfactual extends Difference {
  readonly position: number | null;
  readonly consequence: BilingualText;
}

/** The value that orders inside the group; null for a draw. */
export function orderValueOf({ ranking, reaction }: CandidateParent): number | null {
  // By lot there is none, and a moment is on the reaction itself.
  return ranking.orderKind === 'DRAW' || ranking.orderKind === 'REACTION_TIME' ? null : 0 - reaction.orderKey;
}

/**
 * What would have to be different to be admitted or to stand higher. The place reckons with the value that the changed fact
 * gives too; what would change the group and not the place is left out.
 */
export async function counterfactualsOf(
  { ranking, reaction, place }: CandidateParent,
  { loaders }: SubgraphContext<Loaders>,
): Promise<readonly Counterfactual[]> {
  const judge = await loaders.judge(ranking.ruleSetHash);
  const differences = judge
    .differences(factsOf(reaction), ranking.vacancyFacts, reaction.factsOn)
    .slice(0, DIFFERENCES_MAXIMUM);
  const vacancy = { owner: reaction.owner, id: reaction.vacancy };
  const places = !ranking.drawn
    ? []
    : await loaders.placesOf(
        differences.map(({ groupRank, orderValue: value }) => ({
          vacancy,
          groupRank,
          orderKey: 0 - value,
          lot: reaction.lot,
        })),
      );
  return differences
    .map((difference, index) => {
      const position = places[index] ?? null;
      const group = judge.group(difference.groupRank);
      return { ...difference, position, consequence: consequence(group.rank, position) };
    })
    .filter(({ position }) => position === null || place === null || position < place);
}

function consequence(rank: number, position: number | null): BilingualText {
  if (position === null)
    return { nl: `Dan zou het groep ${rank} zijn.`, en: `Then it would be in group ${rank}.` };
  return {
    nl: `Dan zou het groep ${rank} zijn, ongeveer op plaats ${wholeInWords(position, 'nl')}.`,
    en: `Then it would be in group ${rank}, at about place ${wholeInWords(position, 'en')}.`,
  };
}
