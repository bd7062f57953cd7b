import { manyByKey, oneById, oneByKey } from '../../platform/batch.ts';
import { formatGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import { createJudge, type Judge } from './domain/judge.ts';
import * as store from './store.ts';
import type { CandidateParent, RankingRow, ReactionRow } from './tables.ts';

export type Loaders = ReturnType<typeof createLoaders>;

const JUDGES_KEPT = 500;
/** Parsed and compiled rule sets by their hash: what a hash names never changes, so nothing here grows stale. */
const judges = new Map<string, Judge>();

/** The judge of a rule set, made once. Throws when the text is not what its hash says. */
export function judgeOf(hash: string, canonical: string): Judge {
  const known = judges.get(hash);
  if (known !== undefined) return known;
  const judge = createJudge(hash, canonical);
  if (judges.size >= JUDGES_KEPT) judges.delete(judges.keys().next().value!);
  judges.set(hash, judge);
  return judge;
}

/** What the resolvers of one fetch may read, batched per tick. */
export function createLoaders({ asViewer, publicDatabase }: DataAccess) {
  const rankings = oneById(async (ids) =>
    (await store.rankingsById(await asViewer(), ids)).map((row) => ({ ...row, id: row.vacancy })),
  );
  const ruleSets = oneByKey(
    (hashes) => store.ruleSetsByHash(publicDatabase, hashes),
    ({ hash }) => hash,
  );
  async function judgeIfKnown(hash: string): Promise<Judge | null> {
    const known = judges.get(hash);
    if (known !== undefined) return known;
    const row = await ruleSets.load(hash);
    return row === null ? null : judgeOf(row.hash, row.canonical);
  }
  return {
    rankings,
    reactions: oneById(async (ids) => store.reactionsById(await asViewer(), ids)),
    reactionCounts: oneById((ids) => store.reactionCounts(publicDatabase, ids)),
    considered: oneById(async (ids) => store.consideredReactions(await asViewer(), ids)),
    /** The own reactions of one registration on vacancies, keyed by registration and vacancy. */
    activeReactions: manyByKey<ReactionRow>(
      async (keys) => {
        const wanted = keys.map((key) => JSON.parse(key) as { registration: string; vacancy: GlobalId });
        const groups = Map.groupBy(wanted, ({ registration }) => registration);
        const transaction = await asViewer();
        const found = await Promise.all(
          [...groups].map(([registration, of]) =>
            store.activeReactions(
              transaction,
              registration,
              of.map(({ vacancy }) => vacancy),
            ),
          ),
        );
        return found.flat();
      },
      (row) => activeReactionKey(row.registration, { owner: row.owner, id: row.vacancy }),
    ),
    judgeIfKnown,
    async judge(hash: string): Promise<Judge> {
      const known = await judgeIfKnown(hash);
      if (known === null) throw new TypeError('a ranking without its rule set');
      return known;
    },
    pulse: () => store.pulse(publicDatabase),
    ...placeLoaders(asViewer),
    async reactionsPage(registration: string, page: PageArguments): Promise<Page<ReactionRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['moment', 'string', 'uuid']);
      const rows = await store.reactionsOfRegistration(await asViewer(), registration, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        (row) => [row.reactedAt, row.owner, row.id],
      );
    },
    /** Of these vacancies, the ones on which the registration has a reaction that stands. */
    async reactedVacancies(
      registration: string,
      vacancies: readonly GlobalId[],
    ): Promise<ReadonlySet<string>> {
      const rows = await store.activeReactions(await asViewer(), registration, vacancies);
      return new Set(rows.map(({ owner, vacancy }) => formatGlobalId({ owner, id: vacancy })));
    },
  };
}

/** Who stands where: a page of a ranking, and single places. */
function placeLoaders(asViewer: DataAccess['asViewer']) {
  return {
    async candidatesPage(ranking: RankingRow, page: PageArguments): Promise<Page<CandidateParent>> {
      const size = pageSize(page);
      const [groupRank, orderKey, lot] = decodeCursor(page.after, ['number', 'number', 'string']) ?? [];
      const after = lot === undefined ? undefined : { groupRank: groupRank!, orderKey: orderKey!, lot };
      const vacancy = { owner: ranking.owner, id: ranking.vacancy };
      const transaction = await asViewer();
      const rows = await store.candidatesPage(transaction, vacancy, after, size + 1);
      const first = await firstPlace(
        ranking,
        rows,
        async (row) => (await store.placesOf(transaction, [keyOf(row)]))[0]!,
      );
      return toPage(
        rows.map((reaction, index) => ({ ranking, reaction, place: first === null ? null : first + index })),
        size,
        (candidate) => candidate,
        ({ reaction }) => [reaction.groupRank, reaction.orderKey, reaction.lot],
      );
    },
    /** The place of a reaction that stands: stored when frozen, else counted; null for a draw that is not yet revealed. */
    async place(ranking: RankingRow, row: ReactionRow): Promise<number | null> {
      return firstPlace(
        ranking,
        [row],
        async () => (await store.placesOf(await asViewer(), [keyOf(row)]))[0]!,
      );
    },
    async placesOf(keys: readonly store.PlaceKey[]): Promise<readonly number[]> {
      return keys.length === 0 ? [] : store.placesOf(await asViewer(), keys);
    },
  };
}

/** Key of `activeReactions`. */
export function activeReactionKey(registration: string, { owner, id }: GlobalId): string {
  return JSON.stringify({ registration, vacancy: { owner, id } });
}

function keyOf(row: ReactionRow): store.PlaceKey {
  const { owner, vacancy, groupRank, orderKey, lot } = row;
  return { vacancy: { owner, id: vacancy }, groupRank, orderKey, lot };
}

async function firstPlace(
  ranking: RankingRow,
  rows: readonly ReactionRow[],
  count: (row: ReactionRow) => Promise<number>,
): Promise<number | null> {
  const [first] = rows;
  if (first === undefined || !ranking.drawn) return null;
  return first.position ?? count(first);
}
