import { startGateway, type Gateway, type SubgraphPlace } from '../../../gateway/gateway.ts';
import { readManifest } from '../../../gateway/trusted-documents/manifest.ts';
import { createSubgraph, type AskSupergraph } from '../../../platform/serve-subgraph.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import { traceFrom } from '../../../platform/telemetry.ts';
import type { Places } from './copied-databases.ts';
import { DEADLINE_MS, openOwners } from './owners.ts';
import type { Question } from './questions.ts';
import { statementRecorder, type Recording } from './recorded-sql.ts';

/** Asks each question until the hub has what it keeps, and records what it sends then. */
export async function recordQuestions(
  places: Places,
  questions: readonly Question[],
): Promise<ReadonlyMap<string, Recording>> {
  const recordings = new Map<string, Recording>();
  const { recording, take } = statementRecorder();
  // There when the first question is asked, and not yet when the owners are opened.
  const behind: { gateway?: Gateway } = {};
  const ask: AskSupergraph = (...question) => behind.gateway!.ask(...question);
  const { owners, stop } = await openOwners(places, ask);
  const subgraphs = [...owners].map(([name, { definition, services }]): [SubgraphName, SubgraphPlace] => {
    const database = recording(services.database, name);
    const publicDatabase = recording(services.publicDatabase, `${name} public`);
    return [name, { subgraph: createSubgraph(definition, { ...services, database, publicDatabase }) }];
  });
  const gateway = await startGateway({
    places: new Map(subgraphs),
    deadlineMs: DEADLINE_MS,
    reloadOnChange: false,
    executor: 'own',
    documents: readManifest(),
  });
  behind.gateway = gateway;
  try {
    for (const { name, query, variables, viewer } of questions) {
      for (let time = 0; time < 3; time += 1) {
        take();
        await gateway.server.executeOperation(
          { query, variables: { ...variables } },
          { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
        );
      }
      recordings.set(name, take());
    }
    return recordings;
  } finally {
    await gateway.stop();
    await stop();
  }
}
