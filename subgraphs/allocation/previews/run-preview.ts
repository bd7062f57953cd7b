import type { Clock } from '../../../platform/clock.ts';
import { writeAsViewer } from '../../../platform/database/as-viewer.ts';
import type { Database, Transaction } from '../../../platform/database/connect.ts';
import { formatGlobalId } from '../../../platform/global-id.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import { previewResult, type PreviewResult } from '../domain/preview-result.ts';
import { previewTally, type PlaceRules } from '../domain/preview-tally.ts';
import {
  replayRulesOf,
  type FrozenCandidate,
  type FrozenHome,
  type ReplayRules,
} from '../domain/replay-home.ts';
import * as rows from '../store.ts';
import * as previews from '../store/previews.ts';
import * as store from '../store/replay.ts';
import type { RegulationPreviewRow } from '../tables/previews.ts';

/** The purpose under which facts are read for a preview: the database opens them to it and to nothing beside. */
export const PREVIEW_PURPOSE = 'preview of a regulation';

export interface PreviewRunSettings {
  readonly clock: Pick<Clock, 'now'>;
  /** How many homes are read at a time; between two readings it is looked whether to go on. */
  readonly homesAtATime: number;
  /** Whether the process is ending. */
  readonly isStopping: () => boolean;
}

/** What became of an attempt: OVERTAKEN when somebody cancelled it, or another process took it up. */
export type PreviewEnd = 'DONE' | 'OVERTAKEN' | 'STOPPED';

/**
 * Runs one preview from the beginning: reads the frozen facts of its places and period a few homes at a time, counts,
 * writes how far it has come, and in the end what may be told. Every reading is recorded in its own transaction. Rejects
 * when the database fails or a rule set is not what its hash says.
 */
export async function runPreview(
  sql: Database,
  preview: RegulationPreviewRow,
  { clock, homesAtATime, isStopping }: PreviewRunSettings,
): Promise<PreviewEnd> {
  const as = asHub(sql, preview);
  const { places, secret, total } = await as((transaction) => prepare(transaction, preview));
  const { tally, add } = previewTally(places, secret);
  let done = 0;
  if (!(await as((transaction) => store.keepProgress(transaction, preview, done, total)))) return 'OVERTAKEN';
  for await (const homes of frozenHomes(as, preview, homesAtATime)) {
    for (const { home, pinned } of homes) add(home, pinned);
    done += homes.length;
    if (isStopping()) return 'STOPPED';
    // Frozen rankings may be added while it runs: a bar never passes its end.
    const of = Math.max(total, done);
    if (!(await as((transaction) => store.keepProgress(transaction, preview, done, of)))) return 'OVERTAKEN';
  }
  const period = { from: preview.periodFrom, until: preview.periodUntil };
  const result = previewResult(tally, places, preview.leftOut, period, secret);
  return (await as((transaction) => finish(transaction, preview, result, clock))) ? 'DONE' : 'OVERTAKEN';
}

/** All of `work` in one transaction, as the hub on behalf of who asked for the preview. */
export function asHub(sql: Database, { owner, askedBy, traceId }: RegulationPreviewRow) {
  const viewer: Viewer = {
    role: 'HUB',
    person: askedBy,
    organisation: owner,
    registration: null,
    purpose: PREVIEW_PURPOSE,
  };
  return <Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> =>
    writeAsViewer(sql, viewer, { traceId }, work);
}

async function prepare(transaction: Transaction, preview: RegulationPreviewRow) {
  const { municipalities, periodFrom, periodUntil } = preview;
  const given = await store.rulesOfPreview(transaction, preview);
  const known = new Map<string, ReplayRules>();
  const read = (hash: string, canonical: string): ReplayRules => {
    const rules = known.get(hash) ?? replayRulesOf(hash, canonical);
    known.set(hash, rules);
    return rules;
  };
  const places = given.map(({ municipality, proposedHash, proposed, currentHash, current }): PlaceRules => ({
    municipality,
    proposed: read(proposedHash, proposed),
    current: currentHash === null || current === null ? null : read(currentHash, current),
  }));
  return {
    places,
    secret: await store.disclosureSecret(transaction),
    total: await store.countFrozen(transaction, municipalities, periodFrom, periodUntil),
  };
}

/** A home of the past with the rules that it was offered under. */
export interface PinnedHome {
  readonly home: FrozenHome;
  readonly pinned: ReplayRules;
}

type AsHub = ReturnType<typeof asHub>;

/** The frozen homes of a preview, a few at a time, place by place in the order of closing. */
export async function* frozenHomes(
  as: AsHub,
  preview: RegulationPreviewRow,
  homesAtATime: number,
): AsyncGenerator<readonly PinnedHome[]> {
  const pinned = new Map<string, ReplayRules>();
  for (const municipality of preview.municipalities) {
    let after = store.beginningOf(preview.periodFrom);
    for (;;) {
      const read = await as((transaction) =>
        readHomes(transaction, preview, municipality, after, homesAtATime, pinned),
      );
      if (read.length > 0) yield read.map(({ row, candidates }) => homeOf(row, candidates, pinned));
      const last = read.at(-1);
      if (read.length < homesAtATime || last === undefined) break;
      after = last.row;
    }
  }
}

interface ReadHome {
  readonly row: store.FrozenRankingRow;
  readonly candidates: readonly store.FrozenFactsRow[];
}

async function readHomes(
  transaction: Transaction,
  preview: RegulationPreviewRow,
  municipality: string,
  after: Pick<store.FrozenRankingRow, 'asOf' | 'owner' | 'vacancy'>,
  limit: number,
  pinned: Map<string, ReplayRules>,
): Promise<readonly ReadHome[]> {
  const rankings = await store.frozenRankings(transaction, municipality, after, preview.periodUntil, limit);
  if (rankings.length === 0) return [];
  const facts = await store.frozenFacts(transaction, preview, rankings);
  await store.recordReading(transaction, {
    owner: preview.owner,
    preview: preview.id,
    attempt: preview.attempts,
    person: preview.askedBy,
    purpose: PREVIEW_PURPOSE,
    homes: rankings.length,
    files: facts.length,
    traceId: preview.traceId,
  });
  const missing = [...new Set(rankings.map(({ ruleSetHash }) => ruleSetHash))].filter(
    (hash) => !pinned.has(hash),
  );
  for (const { hash, canonical } of await rows.ruleSetsByHash(transaction, missing)) {
    pinned.set(hash, replayRulesOf(hash, canonical));
  }
  const byVacancy = Map.groupBy(facts, ({ owner, vacancy }) => `${owner}:${vacancy}`);
  return rankings.map((row) => ({ row, candidates: byVacancy.get(`${row.owner}:${row.vacancy}`) ?? [] }));
}

function homeOf(
  { owner, vacancy, ruleSetHash, vacancyFacts }: store.FrozenRankingRow,
  candidates: readonly store.FrozenFactsRow[],
  known: ReadonlyMap<string, ReplayRules>,
): PinnedHome {
  const pinned = known.get(ruleSetHash);
  if (pinned === undefined) throw new TypeError('a ranking without its rule set');
  return {
    home: {
      id: formatGlobalId({ owner, id: vacancy }),
      vacancy: completeVacancy(vacancyFacts),
      candidates: candidates.map(({ registration, facts, factsOn, lot }): FrozenCandidate => ({
        registration,
        facts: completeFacts(facts),
        on: factsOn,
        lot,
      })),
    },
    pinned,
  };
}

/** Facts that were frozen before rules could look at judgements hold none. */
function completeFacts(facts: CandidateFacts): CandidateFacts {
  return (facts.judgements as unknown) === undefined ? { ...facts, judgements: [] } : facts;
}

/** Facts of a home that were frozen before rules could look at its complex, or at how long it was offered. */
function completeVacancy(facts: VacancyFacts): VacancyFacts {
  const absent = (facts.complex as unknown) === undefined;
  return absent ? { ...facts, complex: null, offeredSince: facts.publishedOn } : facts;
}

async function finish(
  transaction: Transaction,
  preview: RegulationPreviewRow,
  result: PreviewResult,
  clock: Pick<Clock, 'now'>,
): Promise<boolean> {
  const ended = await store.endPreview(transaction, preview, { result }, clock.now());
  if (ended) await previews.forgetRules(transaction, preview);
  return ended;
}
