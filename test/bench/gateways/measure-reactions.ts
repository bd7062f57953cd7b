import type { BenchRow } from '../result.ts';
import { closedLoop } from './closed-loop.ts';
import type { Places } from './copied-databases.ts';
import { rowOf, type Contest } from './measure-question.ts';
import { openReactions, react } from './reactions.ts';
import { interleaved, type Runner } from './rounds.ts';
import { VARIANTS, type VariantName } from './variants.ts';

/** Who reacts: the others plan a write of one owner as these do. */
const REACTING: ReadonlySet<VariantName> = new Set(['hub', 'hubOverHttp', 'apollo']);

/** Times reacting, the write that everybody waits for: each request is of another seeker, on a home that admits this one. */
export async function measureReactions(
  places: Places,
  { settings, variants, postgres }: Contest,
  say: (sentence: string) => void,
): Promise<readonly BenchRow[]> {
  const { rounds, reactions, connections } = settings;
  const reacting = variants.filter(({ name }) => REACTING.has(name));
  const turns = rounds + 1;
  say('Looking for reactions that can still be made.');
  const hub = variants.find(({ name }) => name === 'hub')!.asker;
  const open = await openReactions(places, hub, reacting.length * turns * reactions);
  const perTurn = Math.floor(open.length / (reacting.length * turns));
  if (perTurn < 1) {
    say('This data holds too few reactions that can still be made, so none is timed.');
    return [];
  }
  say(`Asking: react, ${perTurn} a round.`);
  const left = [...open];
  const runners = reacting.map(({ name, processes, asker }): Runner => {
    const turn = () => {
      const mine = left.splice(0, perTurn);
      return closedLoop({
        connections,
        requests: mine.length,
        forMs: 0,
        send: (index) => react(asker, mine[index]!),
      });
    };
    return { variant: VARIANTS[name], processes, warmUp: turn, run: turn };
  });
  const measured = await interleaved(runners, rounds, postgres);
  return measured.map((one) => rowOf('react to a home', one));
}
