import type { Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { parseRuleSet, type RuleSet } from '../../rules/rule-set.ts';
import { shown, type PreviewResult } from './domain/disclosure.ts';
import { startReplay, type PastHome } from './domain/preview.ts';
import * as rankings from './store.ts';
import * as store from './store/previews.ts';
import type { RankingRow } from './tables.ts';

/** What a run needs of the outside: transactions as the hub, the time, and whether to go on. */
export interface Surroundings {
  readonly transact: <Result>(work: (sql: Transaction) => Promise<Result>) => Promise<Result>;
  readonly now: () => string;
  readonly signal: AbortSignal;
}

/** One run: the canonical text of the proposed rules by municipality, and the closing days to replay. */
export interface Run {
  readonly preview: GlobalId;
  readonly rules: Readonly<Record<string, string>>;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** So many homes are read in one transaction. Between homes other requests have their turn. */
const HOMES_PER_READING = 10;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Replays the frozen rankings of a run and stores what may be shown of it. Ends early, without a result, when the preview
 * was cancelled; as FAILED when the process stops or something cannot be read. Reads home by home, so that memory does not
 * grow with the period.
 */
export async function replayPast(run: Run, { transact, now, signal }: Surroundings): Promise<void> {
  const end = (status: 'DONE' | 'FAILED', result: PreviewResult | null): Promise<void> =>
    transact((sql) => store.endPreview(sql, run.preview, status, now(), result));
  try {
    const proposed = new Map(Object.entries(run.rules).map(([code, canonical]) => [code, read(canonical)]));
    const replay = startReplay(proposed);
    const pinned = new Map<string, RuleSet>();
    const municipalities = [...proposed.keys()].sort();
    const homesTotal = await transact((sql) => store.countFrozen(sql, municipalities, run.from, run.until));
    let [homesDone, filesRead] = [0, 0];
    for (const municipality of municipalities) {
      let after: store.AfterRanking | undefined = [run.from, '', BEFORE_ALL];
      while (after !== undefined) {
        if (signal.aborted) return await end('FAILED', null);
        const reading: Reading = await transact((sql) =>
          readHomes(sql, municipality, after!, run.until, pinned),
        );
        for (const home of reading.homes) {
          replay.add(home);
          homesDone += 1;
          filesRead += home.candidates.length;
          await turnOfOthers();
        }
        const progress = { homesDone, homesTotal, filesRead };
        if (!(await transact((sql) => store.touchPreview(sql, run.preview, progress)))) return;
        after = reading.next;
      }
    }
    await end('DONE', shown(replay.count()));
  } catch (fault) {
    await end('FAILED', null).catch(() => undefined);
    throw fault;
  }
}

interface Reading {
  readonly homes: readonly PastHome[];
  /** Where to go on; undefined when this was the last. */
  readonly next: store.AfterRanking | undefined;
}

async function readHomes(
  sql: Transaction,
  municipality: string,
  after: store.AfterRanking,
  until: CalendarDate,
  pinned: Map<string, RuleSet>,
): Promise<Reading> {
  const rows = await store.frozenRankings(sql, municipality, after, until, HOMES_PER_READING);
  const homes: PastHome[] = [];
  for (const row of rows) {
    const rules = await pinnedRules(sql, row, pinned);
    const candidates = await store.candidatesOf(sql, row);
    homes.push({
      vacancy: row.vacancyFacts,
      pinned: rules,
      candidates: candidates.map(({ facts, factsOn, groupRank, orderKey, lot }) => {
        return { facts, on: factsOn, groupRank, orderValue: 0 - orderKey, lot };
      }),
    });
  }
  const last = rows.length < HOMES_PER_READING ? undefined : rows.at(-1);
  return { homes, next: last && [last.asOf, last.owner, last.vacancy] };
}

async function pinnedRules(
  sql: Transaction,
  { ruleSetHash }: RankingRow,
  known: Map<string, RuleSet>,
): Promise<RuleSet> {
  const found = known.get(ruleSetHash);
  if (found !== undefined) return found;
  const [row] = await rankings.ruleSetsByHash(sql, [ruleSetHash]);
  if (row === undefined) throw new TypeError('a frozen ranking without its rules');
  const rules = read(row.canonical);
  known.set(ruleSetHash, rules);
  return rules;
}

function read(canonical: string): RuleSet {
  const parsed = parseRuleSet(canonical);
  if (parsed.kind === 'FAILED') throw new TypeError('rules that cannot be read');
  return parsed.value;
}

function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
