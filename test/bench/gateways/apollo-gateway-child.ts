import { startStandaloneServer } from '@apollo/server/standalone';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import {
  apolloGatewayInProcess,
  apolloGatewayOverHttp,
  type Asked,
  type Forwarded,
} from './apollo-gateway.ts';
import { askedBy, benchIdentity } from './asked.ts';
import { serveBench, type Served } from './child-side.ts';
import type { Places } from './copied-databases.ts';

interface Settings {
  readonly places?: Places;
  readonly urls?: Readonly<Record<SubgraphName, string>>;
}

const listen = { host: '127.0.0.1', port: 0 };

/** Apollo's gateway behind Apollo's own server, both as they come. */
async function start({ places, urls }: Settings): Promise<Served> {
  if (places === undefined) {
    const server = await apolloGatewayOverHttp(urls!);
    const { url } = await startStandaloneServer<Forwarded>(server, {
      listen,
      context: ({ req: { headers } }) =>
        Promise.resolve({
          authorization: headers.authorization,
          traceparent: headers['traceparent'] as string | undefined,
        }),
    });
    return { origin: new URL(url).origin, stop: () => server.stop() };
  }
  const { identity } = await benchIdentity();
  const { server, stop } = await apolloGatewayInProcess(places);
  const { url } = await startStandaloneServer<Asked>(server, {
    listen,
    context: ({ req: { headers } }) => askedBy(identity, headers),
  });
  return { origin: new URL(url).origin, stop };
}

serveBench(start);
