/** A program that runs a hub on prepared databases at a moment that it is told, and answers what its parent asks. */
import { startHub } from '../../gateway/hub.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import { dayInNetherlands } from '../../platform/clock.ts';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect } from '../../platform/database/connect.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { doWhatIsDue, type Clockwork } from '../../subgraphs/allocation/closing/start-closing.ts';
import { answerOf, questionText } from '../support/hub.ts';
import { HUB } from '../support/viewers.ts';

/** What a parent sends, one at a time. */
export type Told =
  | {
      readonly kind: 'START';
      readonly databases: Readonly<Record<SubgraphName, PreparedDatabase>>;
      readonly now: string;
      readonly deadlineMs: number;
    }
  | { readonly kind: 'NOW'; readonly now: string }
  | {
      readonly kind: 'ASK';
      readonly question: string;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly viewer: Viewer;
    }
  | { readonly kind: 'DO_WHAT_IS_DUE' };

let now = '';
const clock = { now: () => now, today: () => dayInNetherlands(now) };
let hear: (told: Told) => Promise<unknown> = start;

async function start(told: Told): Promise<unknown> {
  if (told.kind !== 'START') throw new TypeError('not started');
  ({ now } = told);
  const { databases, deadlineMs } = told;
  const { gateway } = await startHub({
    here: subgraphDefinitions.map((definition) => ({ definition, database: databases[definition.name] })),
    elsewhere: new Map(),
    deadlineMs,
    log: () => undefined,
    reloadOnChange: false,
    clock,
  });
  const database = connect(databases.allocation.appUrl, { applicationName: 'test', max: 2 });
  const workFor: Clockwork = (organisation) => {
    const viewer = { ...HUB, organisation };
    return {
      clock,
      write: (work) => writeAsViewer(database, viewer, traceFrom(undefined), work),
      async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
        const { data, errors } = await gateway.ask(operation, variables, viewer, traceFrom(undefined));
        return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
      },
    };
  };
  hear = async (next) => {
    if (next.kind === 'NOW') ({ now } = next);
    if (next.kind === 'DO_WHAT_IS_DUE')
      await doWhatIsDue(
        workFor,
        () => undefined,
        () => false,
      );
    if (next.kind !== 'ASK') return {};
    const { body } = await gateway.server.executeOperation(
      { query: questionText(next.question), variables: { ...next.variables } },
      { contextValue: { viewer: next.viewer, trace: traceFrom(undefined), authorization: undefined } },
    );
    if (body.kind !== 'single') throw new TypeError('an answer comes in one piece');
    return answerOf(body.singleResult as never);
  };
  return {};
}

process.on('message', (told: Told) => {
  hear(told).then(
    (answer) => process.send!(answer),
    (fault: unknown) => {
      console.error(fault);
      process.exit(1);
    },
  );
});
// Whoever started it went away.
process.on('disconnect', () => process.exit(0));
