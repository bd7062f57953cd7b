import { subgraphDefinitions } from '../../../gateway/subgraphs.ts';
import type { PreparedDatabase } from '../../../platform/database/prepare.ts';
import { clockOf } from '../../../platform/reference-clock.ts';
import type {
  AskSupergraph,
  SubgraphDefinition,
  SubgraphServices,
} from '../../../platform/serve-subgraph.ts';
import { openSubgraphDatabases } from '../../../platform/subgraph-databases.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import type { Log } from '../../../platform/telemetry.ts';

/** The longest that a fetch may take here; long, for a machine that measures is busy. */
export const DEADLINE_MS = 30_000;

/** The five owners without their work beside requests, which is the same for everybody here: none. */
export const requestsOnly: readonly SubgraphDefinition[] = subgraphDefinitions.map(
  ({ startBackground: _background, ...definition }) => definition,
);

/** An owner with what it works with. */
export interface Owner {
  readonly definition: SubgraphDefinition;
  readonly services: SubgraphServices;
}

export interface OpenOwners {
  readonly owners: ReadonlyMap<SubgraphName, Owner>;
  readonly stop: () => Promise<void>;
}

/** Opens the databases of all owners, or of one, as its service does. */
export async function openOwners(
  places: Partial<Record<SubgraphName, Pick<PreparedDatabase, 'appUrl' | 'publicUrl'>>>,
  askSupergraph: AskSupergraph,
  log: Log = logFaults,
): Promise<OpenOwners> {
  const owners = new Map<SubgraphName, Owner>();
  const stops: (() => Promise<void>)[] = [];
  for (const definition of requestsOnly) {
    const place = places[definition.name];
    if (place === undefined) continue;
    const { database, publicDatabase, stop } = openSubgraphDatabases(definition.name, place, DEADLINE_MS);
    stops.push(stop);
    const clock = await clockOf(publicDatabase);
    owners.set(definition.name, {
      definition,
      services: { database, publicDatabase, clock, log, askSupergraph },
    });
  }
  return { owners, stop: async () => void (await Promise.all(stops.map((stop) => stop()))) };
}

/** Where a process of the bench tells what went wrong; the bench shows it when the process fails. */
export const logFaults: Log = (event) => void process.stderr.write(`${JSON.stringify(event)}\n`);
