import { askOverHttp } from './ask-over-http.ts';
import { readConfig } from './config.ts';
import { HubError } from './errors.ts';
import { identityFromConfig } from './identity-from-config.ts';
import { listen } from './listen.ts';
import { clockOf } from './reference-clock.ts';
import { createSubgraph, type AskSupergraph, type SubgraphDefinition } from './serve-subgraph.ts';
import { stopOnSignals } from './stop-signals.ts';
import { openSubgraphDatabases, serviceUrls } from './subgraph-databases.ts';
import { subgraphRequestHandler } from './subgraph-server.ts';
import { logToStandardError } from './telemetry.ts';

/**
 * Runs one subgraph as a service of its own: the same subgraph as in one process, behind HTTP. Its database must have
 * been prepared. Whatever keeps it from starting is one sentence on standard error and exit code 1.
 */
export async function runSubgraph<Loaders>(definition: SubgraphDefinition<Loaders>): Promise<void> {
  const read = readConfig();
  if (read.kind === 'FAILED') return refuse(read.failure.message);
  const config = read.value;
  const password = config.subgraphPasswords[definition.name];
  if (config.databaseServer === undefined || password === undefined) {
    const variable = `${definition.name.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD`;
    return refuse(`A subgraph that runs by itself needs DATABASE_SERVER and ${variable}.`);
  }
  const known = await identityFromConfig(config);
  if (known.kind === 'FAILED') return refuse(known.failure);
  const { identity, hubKey } = known.value;
  const databases = openSubgraphDatabases(
    definition.name,
    serviceUrls(config.databaseServer, config.databasePrefix, definition.name, password),
    config.subgraphDeadlineMs,
  );
  const askSupergraph: AskSupergraph =
    config.gatewayUrl === undefined
      ? () => Promise.resolve({ errors: [new HubError('SUBGRAPH_UNAVAILABLE')] })
      : askOverHttp(new URL(config.gatewayUrl), hubKey, config.subgraphDeadlineMs);
  try {
    const clock = await clockOf(databases.publicDatabase);
    const subgraph = createSubgraph(definition, {
      ...databases,
      clock,
      log: logToStandardError,
      askSupergraph,
    });
    const listening = await listen(subgraphRequestHandler(subgraph, identity, logToStandardError), config);
    if (listening.kind === 'FAILED') {
      await databases.stop();
      return refuse(listening.failure);
    }
    const background = await definition.startBackground?.({
      ...databases,
      clock,
      askSupergraph,
      log: logToStandardError,
    });
    stopOnSignals(async () => {
      await listening.value.stop();
      await background?.stop();
      await databases.stop();
    });
    console.log(`${definition.name} listens on port ${listening.value.port}`);
  } catch {
    await databases.stop();
    refuse(
      `The database of ${definition.name} cannot be read; has it been prepared with npm run prepare-databases?`,
    );
  }
}

function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
