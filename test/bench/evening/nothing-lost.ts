import type { Database } from '../../../platform/database/connect.ts';
import type { FreshHomes } from './fresh-homes.ts';
import type { Portal, Reacted } from './portal.ts';

/** Beside an acknowledged reaction: how many stand for its household and home. */
interface Found {
  readonly key: string;
  readonly rows: number;
}

const REPEATED = 100;

/**
 * What is wrong with the reactions of an evening, each in a sentence; empty when nothing was lost, nothing was done twice, nothing
 * was written that was refused, and the counts of the homes are the numbers of reactions in them.
 */
export async function whatIsWrong(
  allocation: Database,
  { homes }: FreshHomes,
  portals: readonly Pick<Portal, 'reacted' | 'unanswered' | 'repeat'>[],
): Promise<readonly string[]> {
  const reacted = portals.flatMap((portal) => portal.reacted);
  const unanswered = portals.flatMap((portal) => portal.unanswered);
  const acknowledged = reacted.filter(({ reaction }) => reaction !== null);
  const refused = reacted.filter(({ reaction }) => reaction === null);
  const wrong: string[] = [];
  const say = (count: number, sentence: string): void => {
    if (count > 0) wrong.push(`${count} ${sentence}`);
  };
  const held = await standing(allocation, acknowledged);
  say(held.filter(({ rows }) => rows !== 1).length, 'acknowledged reactions do not stand exactly once');
  const ids = await known(allocation, acknowledged);
  say(acknowledged.length - ids, 'acknowledged reactions are not there under their id');
  const none = await standing(allocation, refused);
  say(none.filter(({ rows }) => rows !== 0).length, 'refused reactions were written');
  const unsure = await standing(allocation, unanswered);
  say(unsure.filter(({ rows }) => rows > 1).length, 'reactions without an answer were written twice');
  const written = unsure.filter(({ rows }) => rows === 1).length;
  const [counts] = await allocation<{ counted: number; stand: number; miscounted: number }[]>`
    select sum(reaction_count)::int as counted, sum(stand)::int as stand,
           (count(*) filter (where reaction_count <> stand))::int as miscounted
      from (select reaction_count,
                   (select count(*) from reaction
                     where reaction.owner = ranking.owner and reaction.vacancy = ranking.vacancy and status = 'ACTIVE') as stand
              from ranking where owner || ':' || vacancy = any(${homes as string[]}::text[])) as home`;
  say(counts!.miscounted, 'homes count another number of reactions than stand');
  const more = counts!.stand - acknowledged.length - written;
  say(Math.abs(more), `reactions ${more > 0 ? 'too many' : 'too few'} stand on the homes`);
  for (const portal of portals) {
    const again = portal.reacted.filter(({ reaction }) => reaction !== null).slice(0, REPEATED);
    const answers = await portal.repeat(again);
    say(
      answers.filter(({ reaction }, index) => reaction !== again[index]!.reaction).length,
      'repetitions of a key got another answer',
    );
  }
  return wrong;
}

function standing(
  allocation: Database,
  of: readonly Pick<Reacted, 'pair' | 'key'>[],
): Promise<readonly Found[]> {
  return allocation<Found[]>`
    select key, (select count(*)::int from reaction
                  where reaction.registration = wanted.registration and owner || ':' || vacancy = wanted.vacancy
                    and status in ('ACTIVE', 'SUSPENDED')) as rows
      from unnest(${of.map(({ key }) => key)}::text[], ${of.map(({ pair }) => pair.registration)}::text[],
                  ${of.map(({ pair }) => pair.vacancy)}::text[]) as wanted (key, registration, vacancy)`;
}

async function known(allocation: Database, acknowledged: readonly Reacted[]): Promise<number> {
  const [row] = await allocation<{ count: number }[]>`
    select count(*)::int from reaction
     where owner || ':' || id = any(${acknowledged.map(({ reaction }) => reaction!)}::text[])`;
  return row!.count;
}
