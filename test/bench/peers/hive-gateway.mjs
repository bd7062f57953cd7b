import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { serveBench } from '../gateways/child-side.ts';
import { listenOn } from './listen-on.mjs';

/** Hive Gateway over services, with the planner that it brings or with that of Hive Router, which is Rust. */
serveBench(async ({ supergraph, planner }) => {
  const handler = planner === 'rust' ? await import('@graphql-hive/router-runtime') : undefined;
  const gateway = createGatewayRuntime({
    supergraph: () => supergraph,
    ...(handler === undefined ? {} : { unifiedGraphHandler: handler.unifiedGraphHandler }),
    propagateHeaders: {
      fromClientToSubgraphs({ request }) {
        const [authorization, traceparent] = [
          request.headers.get('authorization'),
          request.headers.get('traceparent'),
        ];
        return {
          ...(authorization === null ? {} : { authorization }),
          ...(traceparent === null ? {} : { traceparent }),
        };
      },
    },
    landingPage: false,
    graphiql: false,
    logging: 'error',
  });
  const listening = await listenOn(createServer(gateway));
  return {
    origin: listening.origin,
    stop: async () => {
      await listening.stop();
      await gateway.dispose?.();
    },
  };
});
