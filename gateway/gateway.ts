import { readFileSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApolloGateway, type SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { ExecutionResult } from 'graphql';
import { keepPackagesFromReportingHome, type GatewayExecutor } from '../platform/config.ts';
import type { AskSupergraph, Subgraph } from '../platform/serve-subgraph.ts';
import type { SubgraphName } from '../platform/subgraph-names.ts';
import { refuseUnanswerable, SUPERGRAPH_FILE } from './compose.ts';
import type { GatewayContext } from './data-sources/gateway-context.ts';
import { HttpDataSource } from './data-sources/http.ts';
import { InProcessDataSource } from './data-sources/in-process.ts';
import { DocumentStore } from './document-store.ts';
import { formatError } from './format-error.ts';
import { hubOperation } from '../platform/hub-operations.ts';
import { OPERATION_LIMITS, operationLimits } from './operation-limits.ts';
import { PlanGateway } from './plan/plan-gateway.ts';
import type { Manifest } from './trusted-documents/manifest.ts';
import { trustedDocumentsOf, type TrustedDocuments } from './trusted-documents/trusted-documents.ts';
import { keepPrepared, stopPrepared } from './trusted-documents/prepare-documents.ts';

/** Where a subgraph runs: in this process, or at an address. */
export type SubgraphPlace = { readonly subgraph: Subgraph } | { readonly url: URL };

export interface GatewaySettings {
  readonly places: ReadonlyMap<SubgraphName, SubgraphPlace>;
  /** Longest wait for one fetch, milliseconds. */
  readonly deadlineMs: number;
  /** Takes up a newly composed supergraph without a restart. */
  readonly reloadOnChange: boolean;
  readonly executor: GatewayExecutor;
  /** What is asked by id: made ready before the first request, and anew for each supergraph. */
  readonly documents: Manifest;
}

export interface Gateway {
  readonly server: ApolloServer<GatewayContext>;
  /** What is answered by id; prepared. */
  readonly documents: TrustedDocuments;
  /** Asks a named operation of the hub itself, without a hop. */
  readonly ask: AskSupergraph;
  readonly stop: () => Promise<void>;
}

/**
 * The one door: Apollo's planner and server over the five owners. Rejects when the supergraph cannot be loaded, and with
 * UnanswerableDocument when it does not answer what is to be prepared.
 */
export async function startGateway({
  places,
  deadlineMs,
  reloadOnChange,
  executor,
  documents,
}: GatewaySettings): Promise<Gateway> {
  keepPackagesFromReportingHome();
  const remotes: HttpDataSource[] = [];
  const gateway = new (executor === 'own' ? PlanGateway : ApolloGateway)({
    supergraphSdl: ({ update }) => Promise.resolve(supergraph(update, reloadOnChange)),
    buildService({ name }) {
      const place = places.get(name as SubgraphName);
      if (place === undefined) throw new Error(`the supergraph names a subgraph that does not run: ${name}`);
      if ('subgraph' in place) return new InProcessDataSource(place.subgraph, deadlineMs);
      const remote = new HttpDataSource(place.url, deadlineMs);
      remotes.push(remote);
      return remote;
    },
    __exposeQueryPlanExperimental: false,
    logger: QUIET,
  });
  const server = new ApolloServer<GatewayContext>({
    gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError,
    parseOptions: { maxTokens: OPERATION_LIMITS.tokens },
    // Anybody could put a document there; what is asked by id is in the manifest (`trusted-documents/`).
    persistedQueries: false,
    documentStore: new DocumentStore((sha256) => `sha256:${sha256}` in documents.documents),
    stopOnTerminationSignals: false,
    logger: QUIET,
    plugins: [
      operationLimits,
      stopPrepared(gateway instanceof PlanGateway ? gateway : undefined),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await server.start();
  const stop = async (): Promise<void> => {
    await server.stop();
    await Promise.all(remotes.map((remote) => remote.close()));
  };
  await keepPrepared(gateway, server, documents).catch(async (fault: unknown) => {
    await stop();
    throw fault;
  });
  return { server, documents: trustedDocumentsOf(documents), ask: askThrough(server), stop };
}

/** The golden, and a watch on it: composition happens at build time, never while answering. */
function supergraph(update: SupergraphSdlUpdateFunction, reloadOnChange: boolean) {
  const path = fileURLToPath(SUPERGRAPH_FILE);
  let watcher: FSWatcher | undefined;
  if (reloadOnChange) {
    watcher = watch(dirname(path), (_event, file) => {
      if (file === basename(path)) reload(path, update);
    });
    watcher.unref();
  }
  return {
    supergraphSdl: read(path),
    cleanup: () => Promise.resolve(watcher?.close()),
  };
}

function read(path: string): string {
  const text = readFileSync(path, 'utf8');
  refuseUnanswerable(text);
  return text;
}

function reload(path: string, update: SupergraphSdlUpdateFunction): void {
  try {
    update(read(path));
  } catch {
    // Half-written or invalid: the running schema stays until a whole one is there.
  }
}

function askThrough(server: ApolloServer<GatewayContext>): AskSupergraph {
  return async function ask(operation, variables, viewer, trace): Promise<ExecutionResult> {
    const { body } = await server.executeOperation(
      { query: hubOperation(operation), variables: { ...variables }, operationName: operation },
      { contextValue: { viewer, trace, authorization: undefined } },
    );
    return body.kind === 'single' ? (body.singleResult as ExecutionResult) : { errors: [] };
  };
}

const ignore = (): void => undefined;
/** Faults are logged where they happen, with their trace; Apollo's own lines repeat them with less. */
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };
