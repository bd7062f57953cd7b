import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { GraphQLSchema } from 'graphql';
import { keepPackagesFromReportingHome } from '../../../platform/config.ts';
import { askedBy, benchIdentity } from './asked.ts';
import { serveBench, type Served } from './child-side.ts';
import type { Places } from './copied-databases.ts';
import { startMonolith, type MonolithContext } from './monolith.ts';

interface Settings {
  readonly places: Places;
  readonly server: 'apollo' | 'yoga' | 'mercurius';
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a server of `peers/` is given; it ends what the context opened when the answer is there. */
interface ServedSchema {
  readonly schema: GraphQLSchema;
  readonly contextOf: (headers: Headers) => Promise<object>;
}

type Serve = (schema: ServedSchema) => Promise<Served>;

/** One server over all owners' databases, with the guards and policies that the hub has. */
async function start({ places, server }: Settings): Promise<Served> {
  const { identity } = await benchIdentity();
  const { schema, contextOf, stop } = await startMonolith(places);
  const context = async (headers: Headers): Promise<MonolithContext> => {
    const { viewer, trace } = await askedBy(identity, headers);
    return contextOf(viewer, trace);
  };
  const served =
    server === 'apollo'
      ? await serveApollo(schema, context)
      : await (
          await peerServer(server)
        )({ schema, contextOf: context });
  return {
    ...served,
    stop: async () => {
      await served.stop();
      await stop();
    },
  };
}

async function serveApollo(
  schema: GraphQLSchema,
  contextOf: (headers: Headers) => Promise<MonolithContext>,
): Promise<Served> {
  keepPackagesFromReportingHome();
  const ending: ApolloServerPlugin<MonolithContext> = {
    requestDidStart: () => Promise.resolve({ willSendResponse: ({ contextValue }) => contextValue.end() }),
  };
  const server = new ApolloServer<MonolithContext>({
    schema,
    plugins: [ending],
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: ({ req: { headers } }) => contextOf(headers),
  });
  return { origin: new URL(url).origin, stop: () => server.stop() };
}

/** By an address that the compiler does not follow: the packages of the peers are installed for the bench alone. */
async function peerServer(server: 'yoga' | 'mercurius'): Promise<Serve> {
  const servers = (await import(new URL('../peers/monolith-servers.mjs', import.meta.url).href)) as Readonly<
    Record<'serveYoga' | 'serveMercurius', Serve>
  >;
  return server === 'yoga' ? servers.serveYoga : servers.serveMercurius;
}

serveBench(start);
