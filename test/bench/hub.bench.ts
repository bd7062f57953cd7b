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
import type { CandidateFacts, VacancyFacts } from '../../rules/facts.ts';
import { assess } from '../../rules/assess.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { parseRuleSet } from '../../rules/rule-set.ts';
import { allocatorOf, ANONYMOUS, seekerOf } from '../support/viewers.ts';
import { measure, row } from './measure.ts';

/**
 * Measures the named operations through the hub in one process on the data of `npm start` (run that once before), and the
 * rule engine alone on the facts of the largest ranking. Prints a Markdown table; asserts nothing.
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
  const [largest] = await sql<
    { owner: string; vacancy: string; count: number; facts: VacancyFacts; canonical: string }[]
  >`
    select owner, vacancy, reaction_count as count, vacancy_facts as facts, canonical
      from ranking join rule_set on rule_set.hash = ranking.rule_set_hash order by reaction_count desc limit 1`;
  const reactions = await sql<{ facts: CandidateFacts; registration: string }[]>`
    select facts, registration from reaction where owner = ${largest!.owner} and vacancy = ${largest!.vacancy}::uuid and status = 'ACTIVE'`;
  const vacancy = `${largest!.owner}:${largest!.vacancy}`;
  const rules = parseRuleSet(largest!.canonical);
  if (rules.kind === 'FAILED') throw new Error('no rule set');
  const compiled = compileRuleSet(rules.value);

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
    row(
      `assess ${reactions.length} candidates, closures`,
      await measure(() => {
        for (const { facts } of reactions) compiled(facts, largest!.facts, facts.on);
      }, runs),
    ),
    row(
      `assess ${reactions.length} candidates, traced`,
      await measure(
        () => {
          for (const { facts } of reactions) assess(facts, largest!.facts, rules.value, facts.on);
        },
        quick ? 3 : 10,
      ),
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
