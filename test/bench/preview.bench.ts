import { generateDemonstration } from '../../demonstration/generate.ts';
import { factsOf } from '../../demonstration/facts.ts';
import { rulesOfCorpus } from '../../demonstration/rules-in-force.ts';
import { startReplay, type PastHome } from '../../subgraphs/allocation/domain/preview.ts';
import { CORPUS } from '../../subgraphs/binding-rules/subgraph.ts';

/*
 * What replaying a year of Gooi en Vechtstreek costs: computing alone, and with what reading adds, the parsing of the stored
 * facts. Three hundred candidates a home; the demonstration's rankings are repeated until they have so many.
 */
const HOMES = 1_500;
const CANDIDATES = 300;
const RUNS = 5;

const rules = await rulesOfCorpus(CORPUS);
const { rankings } = generateDemonstration('small', rules);
const frozen = rankings.filter(
  ({ frozen: is, offer }) => is && offer.row.region === 'GOOI' && offer.row.model === 'OFFER',
);
const texts: string[] = [];
const homes: PastHome[] = [];
const candidates = frozen.flatMap(({ reactions, factsOn }) =>
  reactions.map((reaction) => ({ ...reaction, facts: factsOf(reaction.seeker, factsOn), on: factsOn })),
);
for (let index = 0; index < HOMES; index += 1) {
  const { offer } = frozen[index % frozen.length]!;
  const standing = Array.from(
    { length: CANDIDATES },
    (_, place) => candidates[(index * 7 + place) % candidates.length]!,
  );
  homes.push({ vacancy: { ...offer.facts }, pinned: offer.ruleSet, candidates: standing });
  texts.push(JSON.stringify(standing.map(({ facts }) => facts)));
}
const proposed = new Map(homes.map(({ vacancy, pinned }) => [vacancy.place.municipality, pinned]));

function millisecondsOf(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[numbers.length >> 1]!;
}

const computing: number[] = [];
const parsing: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  computing.push(
    millisecondsOf(() => {
      const replay = startReplay(proposed);
      for (const home of homes) replay.add(home);
      replay.count();
    }),
  );
  parsing.push(millisecondsOf(() => texts.forEach((text) => void JSON.parse(text))));
}
const [computed, parsed] = [median(computing), median(parsing)];
console.log(
  JSON.stringify({
    homes: HOMES,
    candidates: CANDIDATES,
    computingMs: Math.round(computed),
    parsingFactsMs: Math.round(parsed),
    parsingToComputing: Number((parsed / computed).toFixed(1)),
    node: process.version,
  }),
);
