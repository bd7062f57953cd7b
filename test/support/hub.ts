import type { ExecutionResult } from 'graphql';
import { startHub, type Hub } from '../../gateway/hub.ts';
import { namedOperation } from '../../gateway/named-operations.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import type { GatewayExecutor } from '../../platform/config.ts';
import type { Clock } from '../../platform/clock.ts';
import { traceFrom, type Log } from '../../platform/telemetry.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { demonstrationDatabases, type TestDatabases } from './database.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';

/** A hub in this process over the small demonstration or over databases that a test filled, with databases of its own. */
export interface TestHub {
  readonly hub: Hub;
  readonly databases: TestDatabases<SubgraphName>;
  /** What was logged, for the operator. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
}

/** Asks a question as somebody: the text of a query, or the name of a named operation. */
export type Ask = <Data = Record<string, unknown>>(
  question: string,
  variables: Readonly<Record<string, unknown>>,
  viewer: Viewer,
) => Promise<Answer<Data>>;

export interface Answer<Data> {
  readonly data: Data | null;
  readonly codes: readonly string[];
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

export async function startTestHub(
  deadlineMs = 10_000,
  clock?: Clock,
  executor: GatewayExecutor = 'own',
  filled?: TestDatabases<SubgraphName>,
): Promise<TestHub> {
  const databases = filled ?? (await demonstrationDatabases());
  const logged: Readonly<Record<string, unknown>>[] = [];
  const log: Log = (event) => void logged.push(event);
  const hub = await startHub({
    here: subgraphDefinitions.map((definition) => ({ definition, database: databases.of[definition.name] })),
    elsewhere: new Map(),
    deadlineMs,
    log,
    reloadOnChange: false,
    executor,
    ...(clock === undefined ? {} : { clock }),
  });
  return {
    hub,
    databases,
    logged,
    ask: askThrough(hub),
    async stop() {
      await hub.stop();
      await databases.drop();
    },
  };
}

/** The text of a question: as it is, or of the operation that it names. */
export function questionText(question: string): string {
  return /^[a-z-]+$/.test(question) ? namedOperation(question) : question;
}

/** What a test looks at in an answer. */
export function answerOf<Data>(result: ExecutionResult): Answer<Data> {
  const errors = (result.errors ?? []) as unknown as Answer<Data>['errors'];
  return {
    data: (result.data ?? null) as Data | null,
    errors,
    codes: errors.map(({ extensions }) => String(extensions?.['code'])),
  };
}

function askThrough({ gateway }: Hub): Ask {
  return async (question, variables, viewer) => {
    const { body } = await gateway.server.executeOperation(
      { query: questionText(question), variables: { ...variables } },
      { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
    );
    if (body.kind !== 'single') throw new TypeError('an answer comes in one piece');
    return answerOf(body.singleResult as ExecutionResult);
  };
}
