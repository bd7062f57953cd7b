import { execSync } from 'node:child_process';
import { cpus } from 'node:os';
import { exampleOf } from '../../demonstration/example.ts';
import { readyDatabases } from '../../gateway/databases.ts';
import { startHub } from '../../gateway/hub.ts';
import { namedOperation } from '../../gateway/named-operations.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import { readConfig } from '../../platform/config.ts';
import { connect } from '../../platform/database/connect.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { allocatorOf, ANONYMOUS, seekerOf } from '../support/viewers.ts';
import { measure, row } from './measure.ts';

/**
 * Measures the named operations through the hub in one process on the data of `npm start` (run that once before). Prints a Markdown table; asserts nothing.
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
const quick = process.argv.includes('--quick');
const runs = quick ? 50 : 300;
const example = exampleOf('full');

async function ask(operation: string, variables: Record<string, unknown>, viewer: Viewer): Promise<void> {
  const { body } = await hub.gateway.server.executeOperation(
    { query: namedOperation(operation), variables },
    { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
  );
  if (body.kind === 'single' && body.singleResult.errors !== undefined)
    throw new Error(JSON.stringify(body.singleResult.errors));
}

try {
  const sql = connect(prepared.find(({ name }) => name === 'allocation')!.adminUrl, {
    applicationName: 'bench',
    max: 1,
  });
  const [largest] = await sql<{ owner: string; vacancy: string; count: number }[]>`
    select owner, vacancy, reaction_count as count from ranking order by reaction_count desc limit 1`;
  const reactions = await sql<{ registration: string }[]>`
    select registration from reaction where owner = ${largest!.owner} and vacancy = ${largest!.vacancy}::uuid and status = 'ACTIVE'`;
  const vacancy = `${largest!.owner}:${largest!.vacancy}`;

  const rows = [
    row(
      'vacancies, a page of 20 with corporation, rules and counts',
      await measure(() => ask('vacancies', { first: 20 }, ANONYMOUS), runs),
    ),
    row(
      'registration by id',
      await measure(
        () => ask('registration', { id: example.registration }, seekerOf(example.registration)),
        runs,
      ),
    ),
    row(
      `ranking, a page of 50 with reasons, of ${largest!.count}`,
      await measure(() => ask('ranking', { vacancy, first: 50 }, allocatorOf(largest!.owner)), runs),
    ),
    row(
      `my-position on a home with ${largest!.count} reactions`,
      await measure(
        () => ask('my-position', { vacancy }, seekerOf(reactions[reactions.length >> 1]!.registration)),
        runs,
      ),
    ),
    row(
      'opportunities over two regions',
      await measure(
        () =>
          ask(
            'opportunities',
            { registration: example.registration, first: 20 },
            seekerOf(example.registration),
          ),
        runs,
      ),
    ),
    row(
      'rules-in-force',
      await measure(() => ask('rules-in-force', { municipality: 'GM0402' }, ANONYMOUS), runs),
    ),
  ];
  await sql.end();
  const commit = execSync('git rev-parse --short HEAD', { encoding: 'utf8' }).trim();
  console.log(
    `commit ${commit}, node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model}, ${runs} runs, one process, one asker\n`,
  );
  console.log('| question | median ms | least to most | CPU ms of the hub |\n| --- | --- | --- | --- |');
  console.log(rows.join('\n'));
} finally {
  await hub.stop();
  await stop();
}
