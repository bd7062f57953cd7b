import type { Clock } from '../platform/clock.ts';
import type { GatewayExecutor } from '../platform/config.ts';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
import { HubError } from '../platform/errors.ts';
import { clockOf } from '../platform/reference-clock.ts';
import {
  createSubgraph,
  type AskSupergraph,
  type Background,
  type Subgraph,
  type SubgraphDefinition,
} from '../platform/serve-subgraph.ts';
import { openSubgraphDatabases, type SubgraphDatabases } from '../platform/subgraph-databases.ts';
import type { Signer } from '../platform/signer.ts';
import type { SubgraphName } from '../platform/subgraph-names.ts';
import { traceFrom, type Log } from '../platform/telemetry.ts';
import { ANONYMOUS } from '../platform/viewer.ts';
import { startGateway, type Gateway, type SubgraphPlace } from './gateway.ts';
import { readManifest, type Manifest } from './trusted-documents/manifest.ts';

export interface HubSettings {
  /** The subgraphs that run in this process, each with its prepared database. */
  readonly here: readonly { readonly definition: SubgraphDefinition; readonly database: PreparedDatabase }[];
  /** The subgraphs that run elsewhere. */
  readonly elsewhere: ReadonlyMap<SubgraphName, URL>;
  readonly deadlineMs: number;
  /** Who carries out query plans; the hub's own executor without it. */
  readonly executor?: GatewayExecutor;
  /** What is asked by id, instead of `schema/trusted-documents.json`. */
  readonly documents?: Manifest;
  readonly log: Log;
  readonly reloadOnChange: boolean;
  /** With which receipts are signed; nothing is, without it. */
  readonly signer?: Signer | undefined;
  /** How long personal facts of a decision are kept; without it they do not end. */
  readonly factsKeptDays?: number;
  /** One of so many processes that answer, of which another does the work beside requests. */
  readonly oneOf?: number;
  /** Instead of the clock of the data set, for tests. */
  readonly clock?: Clock;
}

/** The running hub without its HTTP door. */
export interface Hub {
  readonly gateway: Gateway;
  readonly clock: Clock | undefined;
  readonly subgraphs: readonly Subgraph[];
  /** Names of owners that do not answer. */
  readonly missing: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Puts the subgraphs behind the gateway. Rejects when a database cannot be read or the supergraph not loaded, and with
 * UnanswerableDocument when that does not answer a trusted document.
 */
export async function startHub(settings: HubSettings): Promise<Hub> {
  const opened: SubgraphDatabases[] = [];
  const places = new Map<SubgraphName, SubgraphPlace>();
  const subgraphs: Subgraph[] = [];
  const backgrounds: Background[] = [];
  let gateway: Gateway | undefined;
  let clock = settings.clock;
  const askSupergraph: AskSupergraph = (...question) =>
    gateway === undefined
      ? Promise.resolve({ errors: [new HubError('SUBGRAPH_UNAVAILABLE')] })
      : gateway.ask(...question);
  const closeDatabases = async (): Promise<void> => {
    await Promise.all(backgrounds.map((background) => background.stop()));
    await Promise.all(opened.map((databases) => databases.stop()));
  };
  try {
    for (const { definition, database } of settings.here) {
      const databases = openSubgraphDatabases(definition.name, database, settings.deadlineMs, settings.oneOf);
      opened.push(databases);
      clock ??= await clockOf(databases.publicDatabase);
      const { log, signer, factsKeptDays } = settings;
      const subgraph = createSubgraph(definition, { ...databases, clock, log, askSupergraph, signer });
      subgraphs.push(subgraph);
      if (settings.oneOf === undefined) {
        const services = { ...databases, clock, askSupergraph, log, signer, factsKeptDays };
        const background = await definition.startBackground?.(services);
        if (background !== undefined) backgrounds.push(background);
      }
      places.set(definition.name, { subgraph });
    }
    for (const [name, url] of settings.elsewhere) places.set(name, { url });
    const started = await startGateway({
      places,
      deadlineMs: settings.deadlineMs,
      reloadOnChange: settings.reloadOnChange,
      executor: settings.executor ?? 'own',
      documents: settings.documents ?? readManifest(),
    });
    gateway = started;
    return {
      gateway: started,
      clock,
      subgraphs,
      missing: () => missingOwners(started),
      async stop() {
        await started.stop();
        await closeDatabases();
      },
    };
  } catch (fault) {
    await closeDatabases();
    throw fault;
  }
}

async function missingOwners(gateway: Gateway): Promise<readonly string[]> {
  const result = await gateway.ask('Pulse', {}, ANONYMOUS, traceFrom(undefined));
  return [
    ...new Set((result.errors ?? []).map((error) => String(error.extensions['subgraph'] ?? 'gateway'))),
  ].sort();
}
