import { readyDatabases } from '../../gateway/databases.ts';
import { startHub } from '../../gateway/hub.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import { readConfig } from '../../platform/config.ts';
import { connect, type Transaction } from '../../platform/database/connect.ts';
import { formatGlobalId } from '../../platform/global-id.ts';
import { stopOnSignals } from '../../platform/stop-signals.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import { tieBreakLot } from '../../rules/draw.ts';
import { factsOf } from '../../subgraphs/allocation/closing/freeze-ranking.ts';
import { committed } from '../../subgraphs/allocation/closing/record-frozen.ts';
import type { HubWork } from '../../subgraphs/allocation/closing/hub-work.ts';
import { freeze } from '../../subgraphs/allocation/domain/freeze.ts';
import { frozenBody, lineOf } from '../../subgraphs/allocation/domain/frozen-lines.ts';
import { createJudge } from '../../subgraphs/allocation/domain/judge.ts';
import * as store from '../../subgraphs/allocation/store/closing.ts';
import type { RankingRow } from '../../subgraphs/allocation/tables.ts';
import { HUB } from '../support/viewers.ts';
import { measure, rowOf } from './measure.ts';
import { figure, report } from './result.ts';

/**
 * Measures freezing the largest ranking in the data of `npm start` (run that once before): asking all facts through the
 * supergraph, judging, and writing the places, which is rolled back each time. Prints a Markdown table; asserts nothing.
 */
const config = readConfig(undefined, []);
if (config.kind === 'FAILED') throw new Error(config.failure.message);
const databases = await readyDatabases(config.value, subgraphDefinitions, () => undefined);
if (databases.kind === 'FAILED') throw new Error(databases.failure);
const { prepared, stop } = databases.value;
const hub = await startHub({
  here: subgraphDefinitions.map((definition, index) => ({ definition, database: prepared[index]! })),
  elsewhere: new Map(),
  deadlineMs: 30_000,
  executor: config.value.gatewayExecutor,
  log: () => undefined,
  reloadOnChange: false,
});
stopOnSignals(async () => {
  await hub.stop();
  await stop();
});
const runs = process.argv.includes('--quick') ? 3 : 9;
const admin = connect(prepared.find(({ name }) => name === 'allocation')!.adminUrl, {
  applicationName: 'bench',
  max: 1,
});

const work: Pick<HubWork, 'ask'> = {
  async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
    const { data, errors } = await hub.gateway.ask(operation, variables, HUB, traceFrom(undefined));
    return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
  },
};
const rolledBack = new Error('rolled back');
async function inTransaction(write: (sql: Transaction) => Promise<unknown>): Promise<void> {
  await admin
    .begin(async (sql) => {
      await write(sql);
      throw rolledBack;
    })
    .catch((fault: unknown) => {
      if (fault !== rolledBack) throw fault;
    });
}

try {
  const [ranking] = await admin<(RankingRow & { canonical: string })[]>`
    select ranking.*, canonical from ranking join rule_set on hash = rule_set_hash order by reaction_count desc limit 1`;
  if (ranking === undefined)
    throw new Error('There is nothing to measure here: run `npm start` once before.');
  const { owner, vacancy: id, vacancyFacts: home, ruleSetHash, canonical } = ranking;
  const reactions = await admin<{ id: string; registration: string }[]>`
    select id, registration from reaction where owner = ${owner} and vacancy = ${id}::uuid and status = 'ACTIVE'`;
  const judge = createJudge(ruleSetHash, canonical);
  const name = formatGlobalId({ owner, id });
  const ask = () =>
    factsOf(
      reactions.map(({ registration }) => registration),
      home.closesOn,
      work,
    );
  const cases = await ask();
  if (cases === undefined) throw new Error('an owner gave no facts');
  const standing = reactions.map(({ id: of, registration }) => ({
    id: of,
    registration,
    ...cases.get(registration)!,
  }));
  const place = () =>
    freeze(standing, judge.quick, home, home.closesOn, (registration) => tieBreakLot(name, registration));
  const frozen = place();
  const hold = () => ({
    placed: frozen.placed.map(committed),
    excluded: frozen.excluded.map(committed),
  });
  const { placed, excluded } = hold();
  const linked = () =>
    frozenBody(
      { ruleSetHash, home, on: home.closesOn },
      placed.map((one) => lineOf({ ...one, exclusion: null })),
    );
  const write = () =>
    inTransaction((sql) => store.freezeReactions(sql, owner, home.closesOn, placed, excluded));
  const freezing = `freezing ${reactions.length} reactions`;
  const parts = {
    'all facts, through the supergraph': await measure(ask, runs, 2),
    'judging and ordering': await measure(place, runs, 2),
    'committing to the facts': await measure(hold, runs, 2),
    'the root over all places, for the receipt': await measure(linked, runs, 2),
    'writing the places': await measure(write, runs, 2),
  };
  const together = Object.values(parts).reduce((sum, { median }) => sum + median, 0);
  report({
    family: 'freeze',
    configuration: {
      reactions: reactions.length,
      excluded: excluded.length,
      runs,
      executor: config.value.gatewayExecutor,
    },
    rows: Object.entries(parts).map(([part, measured]) => rowOf(freezing, part, measured)),
    goals: [
      {
        goal: `${freezing}, all parts together`,
        bound: 'at most 1,000 ms',
        measured: `${figure(together)} ms`,
        met: together <= 1000,
      },
    ],
  });
} finally {
  await admin.end();
  await hub.stop();
  await stop();
}
