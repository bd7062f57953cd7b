import DataLoader from 'dataloader';
import { manyByKey, oneById, oneByKey } from '../../platform/batch.ts';
import { HubError } from '../../platform/errors.ts';
import { formatGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import type { CandidateFacts } from '../../rules/facts.ts';
import { createJudge, type Admitted, type Judge, type Reason } from './domain/judge.ts';
import { drawsIn } from './loaders/draws.ts';
import { explanationsIn } from './loaders/explanations.ts';
import { lettingsIn } from './loaders/lettings.ts';
import { mediationIn } from './loaders/mediation.ts';
import { offersIn } from './loaders/offers.ts';
import { receiptsIn } from './loaders/receipts.ts';
import { previewsIn } from './loaders/previews.ts';
import { choicesOf } from './store/preferences.ts';
import * as store from './store.ts';
import type { CandidateParent, RankingRow, ReactionRow } from './tables.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** More than are pinned to open homes where every municipality of the country has rules of its own, of the versions of a year. */
const JUDGES_KEPT = 1_200;
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
export function createLoaders(access: DataAccess) {
  const { asViewer, publicDatabase } = access;
  const rankings = oneById(async (ids) =>
    (await store.rankingsById(await asViewer(), ids)).map((row) => ({ ...row, id: row.vacancy })),
  );
  const { judgeIfKnown, judge } = judgesIn(publicDatabase);
  const reactions = oneById(async (ids) => store.reactionsById(await asViewer(), ids));
  const offered = offersIn(asViewer);
  const lettings = lettingsIn(asViewer);
  const reactionCounts = oneById((ids) => store.reactionCounts(publicDatabase, ids));
  const choices = oneById(async (ids) => choicesOf(await asViewer(), ids));
  const activeReactions = activeReactionLoader(asViewer);
  const places = placeLoader(asViewer);
  return {
    rankings,
    reactions,
    reactionCounts,
    activeReactions,
    choices,
    considered: oneById(async (ids) => store.consideredReactions(await asViewer(), ids)),
    judgeIfKnown,
    judge,
    admissionOf: admissionOnce(judge),
    /** Which rules exclude a reaction on the facts it was last judged on; none for one that stands or was withdrawn. */
    async exclusionOf(row: ReactionRow): Promise<readonly Reason[]> {
      if (row.exclusion !== 'NOT_ADMITTED' || row.status === 'WITHDRAWN') return [];
      const ranking = await rankings.load({ owner: row.owner, id: row.vacancy });
      if (ranking === null) return [];
      const { ruleSetHash, vacancyFacts } = ranking;
      return (await judge(ruleSetHash)).judge(factsOf(row), vacancyFacts, row.factsOn).reasons;
    },
    ...offered,
    ...lettings,
    ...mediationIn(asViewer),
    pulse: () => store.pulse(publicDatabase),
    ...placesIn(asViewer, places),
    ...drawsIn(access),
    ...explanationsIn(asViewer),
    ...previewsIn(access),
    ...receiptsIn(access),
    /** Drops what a change may have made untrue, so that what follows it in one request is read anew. */
    forget(): void {
      for (const loader of [rankings, reactions, reactionCounts, activeReactions, choices, places])
        loader.clearAll();
      offered.forgetOffers();
      lettings.forgetLettings();
    },
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

/** Judges of rule sets, which are public. */
function judgesIn(publicDatabase: DataAccess['publicDatabase']) {
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
  async function judge(hash: string): Promise<Judge> {
    const known = await judgeIfKnown(hash);
    if (known === null) throw new TypeError('a ranking without its rule set');
    return known;
  }
  return { judgeIfKnown, judge };
}

/** The own reactions of one registration on vacancies, keyed by registration and vacancy. */
function activeReactionLoader(asViewer: DataAccess['asViewer']) {
  return manyByKey<ReactionRow>(
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
  );
}

/**
 * Why somebody stands where they stand: the pure judgement over the stored facts, repeated, once for all the fields that
 * tell a part of it. It cannot tell another story than the stored place, because the same function over the same facts
 * and rules made that.
 */
function admissionOnce(judgeOfHash: (hash: string) => Promise<Judge>) {
  const known = new WeakMap<ReactionRow, Promise<Admitted>>();
  async function repeat({ ranking, reaction }: CandidateParent): Promise<Admitted> {
    const judge = await judgeOfHash(ranking.ruleSetHash);
    const admission = judge.judge(factsOf(reaction), ranking.vacancyFacts, reaction.factsOn);
    if (admission.kind === 'REFUSED' || admission.group.rank !== reaction.groupRank) {
      throw new TypeError('a stored place that its own facts do not give');
    }
    return admission;
  }
  return function admissionOf(candidate: CandidateParent): Promise<Admitted> {
    const admission = known.get(candidate.reaction) ?? repeat(candidate);
    known.set(candidate.reaction, admission);
    return admission;
  };
}

/** The facts of a reaction. Throws FACTS_ERASED when their term is over: then nobody can say any more why. */
export function factsOf({ facts }: ReactionRow): CandidateFacts {
  if (facts === null) throw new HubError('FACTS_ERASED');
  return facts;
}

type Places = DataLoader<store.PlaceKey, number, string>;

/** The places of keys: all that are asked for in one tick are one statement. */
function placeLoader(asViewer: DataAccess['asViewer']): Places {
  return new DataLoader(async (keys) => store.placesOf(await asViewer(), keys), {
    cacheKeyFn: ({ vacancy, groupRank, orderKey, lot }) =>
      `${formatGlobalId(vacancy)} ${groupRank} ${orderKey} ${lot}`,
  });
}

/** Who stands where: a page of a ranking, and single places. */
function placesIn(asViewer: DataAccess['asViewer'], places: Places) {
  return {
    async candidatesPage(ranking: RankingRow, page: PageArguments): Promise<Page<CandidateParent>> {
      const size = pageSize(page);
      const [groupRank, orderKey, lot] = decodeCursor(page.after, ['number', 'number', 'string']) ?? [];
      const after = lot === undefined ? undefined : { groupRank: groupRank!, orderKey: orderKey!, lot };
      const vacancy = { owner: ranking.owner, id: ranking.vacancy };
      const rows = await store.candidatesPage(await asViewer(), vacancy, after, size + 1);
      const first = await firstPlace(ranking, rows, (row) => places.load(keyOf(row)));
      // The page counts once for all its rows; whoever asks for one of these places again gets the same number.
      if (first !== null) rows.forEach((row, index) => places.prime(keyOf(row), first + index));
      return toPage(
        rows.map((reaction, index) => ({ ranking, reaction, place: first === null ? null : first + index })),
        size,
        (candidate) => candidate,
        ({ reaction }) => [reaction.groupRank, reaction.orderKey, reaction.lot],
      );
    },
    /** The place of a reaction that stands: stored when frozen, else counted; null for a draw that is not yet revealed. */
    async place(ranking: RankingRow, row: ReactionRow): Promise<number | null> {
      return firstPlace(ranking, [row], () => places.load(keyOf(row)));
    },
    /** The place that each key has or would have, in their order. */
    placesOf: (keys: readonly store.PlaceKey[]): Promise<readonly number[]> =>
      Promise.all(keys.map((key) => places.load(key))),
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
