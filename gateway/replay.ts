import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { monotonicMs } from '../platform/clock.ts';
import { readConfig, type Config } from '../platform/config.ts';
import { runningServer } from '../platform/database/embedded/running-server.ts';
import { namesOf, urlFor } from '../platform/database/roles.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import { passwordOfRole } from '../platform/subgraph-databases.ts';
import {
  allocationSubgraph,
  inWords,
  lookAsAuditor,
  readCheckpoints,
  replayAll,
  replayOne,
  verifyHeld,
  type Found,
  type Repeated,
} from '../subgraphs/allocation/subgraph.ts';
import { readyDatabases } from './databases.ts';
import { progressLine } from './progress.ts';

const USAGE = `Repeats what was decided, and tells the first thing that is not as it was recorded.
  npm run replay                                   all decisions of all owners
  npm run replay -- --decision L0001:17            one receipt, vacancy, reaction, offer or letting, by its id
  npm run replay -- --checkpoint file.json         checkpoints that you kept, against the chains as they are now`;

type Look = ReturnType<typeof lookAsAuditor>['look'];
type Say = (sentence: string) => void;

interface Asked {
  readonly decision?: string | undefined;
  readonly checkpoint?: string | undefined;
}

/** Whether all is as it was recorded; fails with the sentence that keeps it from being looked at. */
async function replay(say: Say): Promise<Outcome<boolean, string>> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === undefined) return failed(USAGE);
  const config = readConfig(undefined, []);
  if (config.kind === 'FAILED') return failed(config.failure.message);
  const database = await databaseOf(config.value, say);
  if (database.kind === 'FAILED') return database;
  const { look, stop } = lookAsAuditor(database.value.appUrl);
  try {
    const outcome = await work(asked, look, say);
    if (outcome.kind === 'FAILED') return outcome;
    if (outcome.value !== undefined) say(inWords(outcome.value));
    return ok(outcome.value === undefined);
  } finally {
    await stop();
    await database.value.stop();
  }
}

function work(
  { decision, checkpoint }: Asked,
  look: Look,
  say: Say,
): Promise<Outcome<Found | undefined, string>> {
  if (checkpoint !== undefined) return holdCheckpoints(checkpoint, look, say);
  return decision === undefined ? repeatAll(look, say) : repeatOne(decision, look, say);
}

async function repeatAll(look: Look, say: Say): Promise<Outcome<Found | undefined, string>> {
  let first: Found | undefined;
  let owners = 0;
  for await (const { owner, repeated, difference } of replayAll(look)) {
    owners += 1;
    say(`${owner}: ${counted(repeated)}`);
    if (difference !== undefined && first !== undefined) say(inWords(difference));
    first ??= difference;
  }
  if (first === undefined)
    say(owners === 0 ? 'Nothing is recorded here.' : `All of ${owners} owners is as it was recorded.`);
  return ok(first);
}

async function repeatOne(
  decision: string,
  look: Look,
  say: Say,
): Promise<Outcome<Found | undefined, string>> {
  const { repeated, receipts, difference } = await look((sql) => replayOne(sql, decision));
  for (const { owner, seq, kind, at, by } of receipts)
    say(`${owner}:${seq}  ${at}  ${kind}  by ${by.organisation ?? by.role}`);
  say(counted(repeated));
  if (difference === undefined) say('All of it is as it was recorded.');
  return ok(difference);
}

async function holdCheckpoints(
  file: string,
  look: Look,
  say: Say,
): Promise<Outcome<Found | undefined, string>> {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return failed(`${file} cannot be read.`);
  }
  const held = readCheckpoints(text);
  if (held.kind === 'FAILED') return held;
  const { checkpoints, keys } = held.value;
  const difference = await look((sql) => verifyHeld(sql, checkpoints, keys));
  if (difference === undefined)
    say(`The chains are those of ${checkpoints.length} checkpoints: nothing up to there was written anew.`);
  return ok(difference);
}

function counted({ receipts, checkpoints, rankings, candidates, decisions, erased }: Repeated): string {
  const ended = erased === 0 ? '' : `, ${erased} rankings without their facts, which were erased`;
  return `${receipts} receipts and ${checkpoints} checkpoints linked; ${rankings} rankings of ${candidates} candidates and ${decisions} later decisions repeated${ended}.`;
}

/** The database of decisions, on a server of one's own, the one that a running hub has, or one that is started here. */
async function databaseOf(
  config: Config,
  say: Say,
): Promise<Outcome<{ readonly appUrl: string; readonly stop: () => Promise<void> }, string>> {
  const running = config.databaseUrl === undefined ? runningServer(config.dataFolder) : undefined;
  if (running !== undefined) {
    const { database, roles } = namesOf(config.databasePrefix, allocationSubgraph.name);
    const password = passwordOfRole(config, running)(roles.app);
    const appUrl = urlFor(running, database, { user: roles.app, password });
    return ok({ appUrl, stop: () => Promise.resolve() });
  }
  const ready = await readyDatabases(config, [allocationSubgraph], say);
  if (ready.kind === 'FAILED') return ready;
  return ok({ appUrl: ready.value.prepared[0]!.appUrl, stop: ready.value.stop });
}

function readArguments(argv: readonly string[]): Asked | undefined {
  const options = { decision: { type: 'string' }, checkpoint: { type: 'string' } } as const;
  try {
    const { decision, checkpoint } = parseArgs({ args: [...argv], options }).values;
    return decision !== undefined && checkpoint !== undefined ? undefined : { decision, checkpoint };
  } catch {
    return undefined;
  }
}

const outcome = await replay(progressLine((text) => process.stdout.write(text), monotonicMs));
if (outcome.kind === 'FAILED') console.error(outcome.failure);
if (outcome.kind === 'FAILED' || !outcome.value) process.exitCode = 1;
