import type { DemonstrationScale } from '../../platform/config.ts';
import { connect } from '../../platform/database/connect.ts';
import { endAll, stopOnSignals, type Ends } from '../../platform/stop-signals.ts';
import { benchIdentity } from './gateways/asked.ts';
import { benchDatabases } from './gateways/bench-databases.ts';
import { benchSettings, type BenchSettings } from './gateways/bench-settings.ts';
import { startChild } from './gateways/child.ts';
import { copyDatabases, type Places } from './gateways/copied-databases.ts';
import { differenceFrom } from './gateways/equal-answers.ts';
import { goalsOf, type RowsOfQuestion } from './gateways/goals.ts';
import { askerOf, tokensOf, type Answer } from './gateways/http-asker.ts';
import { installedPeers } from './gateways/installed-peers.ts';
import { measureQuestion, type Contest } from './gateways/measure-question.ts';
import { measureReactions } from './gateways/measure-reactions.ts';
import { postgresCpu } from './gateways/postgres-cpu.ts';
import { questionsOf, type Question, type QuestionName } from './gateways/questions.ts';
import { mannerOf, startVariants, VARIANTS } from './gateways/variants.ts';
import { report, type BenchRow } from './result.ts';

/**
 * Compares the hub with every gateway that a user could pick, with one server without federation, and with the SQL alone, on copies
 * of the data of `npm start` (run that once before). Answers are held to be equal before anything is timed; who answers
 * otherwise is told of and left out of that question.
 */
const settings = benchSettings(process.argv.slice(2));
const say = (sentence: string): void => void console.error(sentence);
const ends: Ends = [];
let isInterrupted = false;
stopOnSignals(() => {
  isInterrupted = true;
  return endAll(ends);
});

try {
  await bench(settings);
} catch (fault) {
  if (!isInterrupted) {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exitCode = 1;
  }
} finally {
  await endAll(ends);
}

async function bench({ variants: names, questions: wanted }: BenchSettings): Promise<void> {
  const versions = installedPeers();
  const { places, scale } = await copiedData();
  const questions = await questionsOf(places, scale);
  const asked = questions.filter(({ name }) => wanted?.has(name) ?? true);
  const floor = await startChild('the SQL alone', './floor-child.ts', { places });
  ends.push(floor.stop);
  await floor.ask('record', { questions: asked });
  const started = await startVariants(places, names, say);
  ends.push(started.stop);
  const tokenOf = tokensOf(await benchIdentity());
  const admin = connect(places.allocation.adminUrl, { applicationName: 'bench', max: 1 });
  ends.push(() => admin.end());
  const variants = started.variants.map((one) => ({
    ...one,
    asker: askerOf(one.url, Math.max(settings.connections, 64), tokenOf, mannerOf(one.name)),
  }));
  ends.push(() => Promise.all(variants.map(({ asker }) => asker.stop())));
  const contest: Contest = { settings, variants, floor, postgres: await postgresCpu(admin) };
  const rows = new Map<QuestionName, RowsOfQuestion>();
  const all: BenchRow[] = [];
  const notes = [...started.absent].map(([name, why]) => `${VARIANTS[name]} is not there: ${why}`);
  for (const question of asked) {
    say(`Asking: ${question.title}.`);
    const { equal, others } = await equalAnswers(question, variants);
    notes.push(...others.map((why) => `${question.title}: ${why}`));
    const measured = await measureQuestion(question, { ...contest, variants: equal });
    rows.set(question.name, new Map(measured.map((row) => [row.variant, row])));
    all.push(...measured);
  }
  if (wanted?.has('react') ?? true) all.push(...(await measureReactions(places, contest, say)));
  const { rounds, roundMs, connections, reactions, openLoopSeconds } = settings;
  report(
    {
      family: 'gateways',
      configuration: { scale, rounds, roundMs, connections, reactions, openLoopSeconds, executor: 'own' },
      rows: all,
      goals: goalsOf(rows),
      notes,
    },
    versions,
  );
}

async function copiedData(): Promise<{ readonly places: Places; readonly scale: DemonstrationScale }> {
  const { prepared, scale, stop } = await benchDatabases(say);
  ends.push(stop);
  say('Copying the databases.');
  const { places, drop } = await copyDatabases(prepared);
  ends.push(drop);
  return { places, scale };
}

/** Who answers as the hub does, and why the others do not take part in this question. */
async function equalAnswers(question: Question, variants: Contest['variants']) {
  const equal: Contest['variants'][number][] = [];
  const others: string[] = [];
  let first: Answer | undefined;
  for (const variant of variants) {
    const answer = await variant.asker.ask(question).catch((fault: unknown): Answer => ({
      errors: [fault instanceof Error ? fault.message : String(fault)],
    }));
    const difference = differenceFrom(first ?? answer, answer);
    if (first === undefined && difference !== undefined) throw new Error(`The hub ${difference}`);
    first ??= answer;
    if (difference === undefined) equal.push(variant);
    else others.push(`${VARIANTS[variant.name]} ${difference}`);
  }
  return { equal, others };
}
