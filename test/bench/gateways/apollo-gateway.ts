import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import { readSupergraph } from '../../../gateway/compose.ts';
import { keepPackagesFromReportingHome } from '../../../platform/config.ts';
import { hubOperation } from '../../../platform/hub-operations.ts';
import { buildSubgraph, openFetch, type AskSupergraph } from '../../../platform/serve-subgraph.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import type { Trace } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import type { Places } from './copied-databases.ts';
import { openOwners, type Owner } from './owners.ts';
import { supergraphAt } from './supergraph-at.ts';

/** What a request carries to owners that run elsewhere. */
export interface Forwarded {
  readonly authorization?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** Who asks, for owners in this process. */
export interface Asked {
  readonly viewer: Viewer;
  readonly trace: Trace;
}

/** Apollo's gateway as its documentation sets it up, with the data source that it brings. */
export async function apolloGatewayOverHttp(
  urls: Readonly<Record<SubgraphName, string>>,
): Promise<ApolloServer<Forwarded>> {
  return started(
    new ApolloGateway({
      supergraphSdl: supergraphAt(readSupergraph(), urls),
      buildService: ({ url }) => new ForwardingDataSource({ ...(url === undefined ? {} : { url }) }),
      logger: QUIET,
    }),
  );
}

/** The same with owners in its process, through the data source for local schemas that it brings. */
export async function apolloGatewayInProcess(
  places: Places,
): Promise<{ readonly server: ApolloServer<Asked>; readonly stop: () => Promise<void> }> {
  // There when the first question is asked, and not yet when the owners are opened.
  const behind: { server?: ApolloServer<Asked> } = {};
  const ask: AskSupergraph = async (operation, variables, viewer, trace) => {
    const { body } = await behind.server!.executeOperation(
      { query: hubOperation(operation), variables: { ...variables } },
      { contextValue: { viewer, trace } },
    );
    if (body.kind !== 'single') throw new TypeError('an answer comes in one piece');
    return body.singleResult as never;
  };
  const { owners, stop } = await openOwners(places, ask);
  const server = await started<Asked>(
    new ApolloGateway({
      supergraphSdl: readSupergraph(),
      buildService: ({ name }): GraphQLDataSource => new OwnerDataSource(owners.get(name as SubgraphName)!),
      logger: QUIET,
    }),
  );
  behind.server = server;
  return { server, stop: () => server.stop().then(stop) };
}

class ForwardingDataSource extends RemoteGraphQLDataSource<Forwarded> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Forwarded>): void {
    // At its start the gateway asks without anybody asking it.
    const { authorization, traceparent } = (context ?? {}) as Forwarded;
    if (authorization !== undefined) request.http?.headers.set('authorization', authorization);
    if (traceparent !== undefined) request.http?.headers.set('traceparent', traceparent);
  }
}

class OwnerDataSource extends LocalGraphQLDataSource {
  readonly #owner: Owner;

  constructor(owner: Owner) {
    super(buildSubgraph(owner.definition));
    this.#owner = owner;
  }

  override async process(options: GraphQLDataSourceProcessOptions): Promise<GatewayGraphQLResponse> {
    const asked = options.context as Partial<Asked> | undefined;
    if (asked?.viewer === undefined) return super.process(options);
    const { definition, services } = this.#owner;
    const fetch = openFetch(definition, services, asked as Asked);
    try {
      return await super.process({ ...options, context: fetch.context as never });
    } finally {
      await fetch.end();
    }
  }
}

async function started<Context extends object>(gateway: ApolloGateway): Promise<ApolloServer<Context>> {
  keepPackagesFromReportingHome();
  return new ApolloServer<Context>({ gateway, logger: QUIET, stopOnTerminationSignals: false });
}

const ignore = (): void => undefined;
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };
