import type { Database } from '../../../platform/database/connect.ts';

/** Somebody who may react to a home: the rules admit this registration there. */
export interface Pair {
  readonly vacancy: string;
  readonly registration: string;
}

export interface FreshHomes {
  readonly homes: readonly string[];
  /** In an order in which one seeker seldom follows soon after itself. */
  readonly pairs: readonly Pair[];
  /** Reactions that stand on other open homes. */
  readonly standing: readonly Pair[];
}

/**
 * Opens `count` open homes anew: their reactions go, and who had reacted is who may react now, so that the rules admit all of
 * them. They are homes that search value orders, the middle ones by number of reactions, so that none is everybody's.
 */
export async function openHomesAnew(allocation: Database, count: number): Promise<FreshHomes> {
  return allocation.begin(async (sql) => {
    await sql`
      create temporary table fresh on commit drop as
      select owner, vacancy from ranking
       where status = 'PROVISIONAL' and order_kind = 'SEARCH_VALUE' and reaction_count between 100 and 1500
       order by reaction_count desc, owner, vacancy limit ${count}`;
    const pairs = await sql<Pair[]>`
      with gone as (
        delete from reaction using fresh
         where reaction.owner = fresh.owner and reaction.vacancy = fresh.vacancy
        returning reaction.owner, reaction.vacancy, reaction.registration, reaction.status)
      select distinct owner || ':' || vacancy as vacancy, registration, sha256((vacancy || registration)::bytea) as lot
        from gone where status = 'ACTIVE' order by lot`;
    const homes = await sql<{ vacancy: string }[]>`
      delete from ranking using fresh where ranking.owner = fresh.owner and ranking.vacancy = fresh.vacancy
      returning ranking.owner || ':' || ranking.vacancy as vacancy`;
    const standing = await sql<Pair[]>`
      select reaction.owner || ':' || reaction.vacancy as vacancy, registration
        from reaction join ranking using (owner, vacancy)
       where ranking.status = 'PROVISIONAL' and reaction.status = 'ACTIVE' and ranking.order_kind = 'SEARCH_VALUE'
       order by sha256((vacancy || registration)::bytea) limit 5000`;
    return {
      homes: homes.map(({ vacancy }) => vacancy).sort(),
      pairs: pairs.map(({ vacancy, registration }) => ({ vacancy, registration })),
      standing: standing.map(({ vacancy, registration }) => ({ vacancy, registration })),
    };
  });
}
