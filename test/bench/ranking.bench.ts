import { execSync } from 'node:child_process';
import { cpus } from 'node:os';
import { readyDatabases } from '../../gateway/databases.ts';
import { startHub } from '../../gateway/hub.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import { readConfig } from '../../platform/config.ts';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect } from '../../platform/database/connect.ts';
import { formatGlobalId } from '../../platform/global-id.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import type { Viewer } from '../../platform/viewer.ts';
import * as store from '../../subgraphs/allocation/store.ts';
import { vacanciesById } from '../../subgraphs/vacancies/store.ts';
import { allocatorOf, seekerOf } from '../support/viewers.ts';
import { measure, type Measured } from './measure.ts';

/**
 * Measures a place and a page of the largest ranking in the data of `npm start` (run that once before) against the same SQL through
 * the driver and the policies alone: one transaction for the home at its owner, and one at allocation. The two take turns in one run. Prints a Markdown table with
 * the ratio of the medians; asserts nothing.
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
  log: () => undefined,
  reloadOnChange: false,
});
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 15;
const RUNS = quick ? 30 : 100;
const allocation = prepared.find(({ name }) => name === 'allocation')!;
const app = connect(allocation.appUrl, { applicationName: 'bench', max: 8 });
const supply = connect(prepared.find(({ name }) => name === 'vacancies')!.appUrl, {
  applicationName: 'bench',
  max: 8,
});
const admin = connect(allocation.adminUrl, { applicationName: 'bench', max: 1 });

const POSITION = `query ($vacancy: ID!) { vacancy(id: $vacancy) { position { position candidateCount status } } }`;
const PAGE = `query ($vacancy: ID!) { vacancy(id: $vacancy) { ranking { candidates(first: 50) {
  nodes { position orderValue reaction { id reactedAt } } pageInfo { hasNextPage endCursor } } } } }`;

async function ask(query: string, variables: Record<string, unknown>, viewer: Viewer): Promise<void> {
  const { body } = await hub.gateway.server.executeOperation(
    { query, variables },
    { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
  );
  if (body.kind === 'single' && body.singleResult.errors !== undefined)
    throw new Error(JSON.stringify(body.singleResult.errors));
}

/** Both in turn; the median of the rounds' medians of each. */
async function against(floor: () => Promise<unknown>, question: () => Promise<unknown>) {
  const [floors, questions]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    floors.push(await measure(floor, RUNS));
    questions.push(await measure(question, RUNS));
  }
  const middle = (all: readonly Measured[]) =>
    all.map(({ median }) => median).sort((one, other) => one - other)[all.length >> 1]!;
  return { floor: middle(floors), question: middle(questions) };
}

try {
  const [largest] = await admin<{ owner: string; vacancy: string; count: number }[]>`
    select owner, vacancy, reaction_count as count from ranking order by reaction_count desc limit 1`;
  if (largest === undefined)
    throw new Error('There is nothing to measure here: run `npm start` once before.');
  const home = { owner: largest.owner, id: largest.vacancy };
  const [middle] = await admin<{ registration: string }[]>`
    select registration from reaction where owner = ${home.owner} and vacancy = ${home.id}::uuid and status = 'ACTIVE'
     order by group_rank, order_key, lot offset ${largest.count >> 1} limit 1`;
  const { registration } = middle!;
  const seeker = seekerOf(registration);
  const office = allocatorOf(home.owner);
  const vacancy = formatGlobalId(home);
  const trace = traceFrom(undefined);
  const homeAs = (viewer: Viewer) =>
    writeAsViewer(supply, viewer, trace, (sql) => vacanciesById(sql, [home]));
  const place = async () => {
    await homeAs(seeker);
    await writeAsViewer(app, seeker, trace, async (sql) => {
      const [row] = await store.activeReactions(sql, registration, [home]);
      const { groupRank, orderKey, lot } = row!;
      await Promise.all([
        store.rankingsById(sql, [home]),
        store.placesOf(sql, [{ vacancy: home, groupRank, orderKey, lot }]),
      ]);
    });
  };
  const page = async () => {
    await homeAs(office);
    await writeAsViewer(app, office, trace, async (sql) => {
      await store.rankingsById(sql, [home]);
      const rows = await store.candidatesPage(sql, home, undefined, 51);
      const { groupRank, orderKey, lot } = rows[0]!;
      await store.placesOf(sql, [{ vacancy: home, groupRank, orderKey, lot }]);
    });
  };
  const rows = [
    ['my place', await against(place, () => ask(POSITION, { vacancy }, seeker))],
    ['a page of 50', await against(page, () => ask(PAGE, { vacancy }, office))],
  ] as const;
  const commit = execSync('git rev-parse --short HEAD', { encoding: 'utf8' }).trim();
  console.log(
    `commit ${commit}, node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model}, ${ROUNDS} rounds of ${RUNS}: ` +
      `${largest.count} reactions\n`,
  );
  console.log(
    '| question | the SQL alone, median ms | through the hub, median ms | ratio |\n| --- | --- | --- | --- |',
  );
  for (const [name, { floor, question }] of rows)
    console.log(
      `| ${name} | ${floor.toFixed(2)} | ${question.toFixed(2)} | ${(question / floor).toFixed(2)} |`,
    );
} finally {
  await Promise.all([app.end(), supply.end(), admin.end()]);
  await hub.stop();
  await stop();
}
