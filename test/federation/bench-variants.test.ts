import { execute, parse, type ExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../platform/database/connect.ts';
import { openSubgraphDatabases, type SubgraphDatabases } from '../../platform/subgraph-databases.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import { apolloGatewayInProcess } from '../bench/gateways/apollo-gateway.ts';
import { differenceFrom } from '../bench/gateways/equal-answers.ts';
import { startMonolith, type Monolith } from '../bench/gateways/monolith.ts';
import { questionsOf, type Question } from '../bench/gateways/questions.ts';
import { recordQuestions } from '../bench/gateways/record-questions.ts';
import { replaySql, statementRecorder, type Recording } from '../bench/gateways/recorded-sql.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { ANONYMOUS } from '../support/viewers.ts';

/** What the bench compares without packages of its own: the hub, Apollo's gateway as it comes, and one server without federation. */
let hub: TestHub;
let apollo: Awaited<ReturnType<typeof apolloGatewayInProcess>>;
let monolith: Monolith;
let questions: readonly Question[];
let recordings: ReadonlyMap<string, Recording>;

beforeAll(async () => {
  hub = await startTestHub();
  const places = hub.databases.of;
  questions = await questionsOf(places, 'small');
  [apollo, monolith, recordings] = await Promise.all([
    apolloGatewayInProcess(places),
    startMonolith(places),
    recordQuestions(places, questions),
  ]);
});

afterAll(async () => {
  await Promise.all([apollo.stop(), monolith.stop()]);
  await hub.stop();
});

async function askApollo({ query, variables, viewer }: Question): Promise<ExecutionResult> {
  const { body } = await apollo.server.executeOperation(
    { query, variables: { ...variables } },
    { contextValue: { viewer, trace: traceFrom(undefined) } },
  );
  if (body.kind !== 'single') throw new TypeError('an answer comes in one piece');
  return body.singleResult as ExecutionResult;
}

async function askMonolith({ query, variables, viewer }: Question): Promise<ExecutionResult> {
  const contextValue = monolith.contextOf(viewer, traceFrom(undefined));
  const result = await execute({
    schema: monolith.schema,
    document: parse(query),
    variableValues: variables,
    contextValue,
  });
  await contextValue.end();
  return result;
}

/** As answers come over HTTP: without what only this process sees. */
function asSent(result: ExecutionResult): ExecutionResult {
  return JSON.parse(JSON.stringify(result)) as ExecutionResult;
}

async function askHub(question: Question): Promise<{ readonly data: unknown }> {
  const { data, errors } = await hub.ask(question.query, question.variables, question.viewer);
  expect(errors).toEqual([]);
  return { data: asSent({ data }).data };
}

describe('what the bench compares', () => {
  it('answers every question of it as the hub does', async () => {
    for (const question of questions) {
      const answer = await askHub(question);
      expect(JSON.stringify(answer).length, question.name).toBeGreaterThan(50);
      for (const ask of [askApollo, askMonolith])
        expect(differenceFrom(answer, asSent(await ask(question))), question.name).toBeUndefined();
    }
  });

  it('asks no question that is answered the same whatever is asked for', async () => {
    const answers = await Promise.all(questions.map(askHub));
    const [first, ...others] = answers;
    for (const other of others) expect(differenceFrom(first!, other)).toBeDefined();
  });

  it('guards one server as it guards the owners', async () => {
    const file = questions.find(({ name }) => name === 'by-id')!;
    const refused = await askMonolith({ ...file, viewer: ANONYMOUS });
    expect(refused.data?.['registration'] ?? null).toBeNull();
    expect(refused.errors?.[0]?.message).toMatch(/token|sign in|identif/i);
  });

  it('floors a question with exactly the statements that the hub sends for it', async () => {
    const opened = new Map<string, SubgraphDatabases>();
    for (const [name, place] of Object.entries(hub.databases.of))
      opened.set(name, openSubgraphDatabases(name as SubgraphName, place, 10_000));
    const { recording, take } = statementRecorder();
    const databaseOf = (name: string) => {
      const { database, publicDatabase } = opened.get(name.replace(' public', ''))!;
      return recording(name.endsWith(' public') ? publicDatabase : database, name);
    };
    const textsOf = ({ statements }: Recording) =>
      [...statements.values()].map(({ database, strings }) => `${database}: ${strings.join('?')}`).sort();
    try {
      for (const { name } of questions) {
        const recorded = recordings.get(name)!;
        expect(recorded.statements.size, name).toBeGreaterThan(0);
        await replaySql(recorded, databaseOf);
        expect(textsOf(take()), name).toEqual(textsOf(recorded));
      }
    } finally {
      await Promise.all([...opened.values()].map((databases) => databases.stop()));
    }
  });

  it('records who read a file at one server as the hub does', async () => {
    const sql = connect(hub.databases.of.registrations.adminUrl, { applicationName: 'test', max: 1 });
    try {
      const count = async () => {
        const [read] = await sql<{ count: number }[]>`select count(*) as count from platform.file_read`;
        return read!.count;
      };
      const worst = questions.find(({ name }) => name === 'worst')!;
      const asked = (worst.variables['registrations'] as readonly string[]).length;
      const before = await count();
      await askHub(worst);
      const between = await count();
      await askMonolith(worst);
      expect(between - before).toBe(asked);
      expect((await count()) - between).toBe(asked);
    } finally {
      await sql.end();
    }
  });
});
