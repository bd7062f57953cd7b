import { createServer } from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import fastify from 'fastify';
import { createYoga } from 'graphql-yoga';
import mercurius from 'mercurius';
import { listenOn } from './listen-on.mjs';

/** One schema behind Yoga with graphql-jit. */
export function serveYoga({ schema, contextOf }) {
  const yoga = createYoga({
    schema,
    logging: false,
    graphiql: false,
    landingPage: false,
    context: ({ request }) => contextOf(Object.fromEntries(request.headers)),
    plugins: [
      useGraphQlJit(),
      { onExecute: () => ({ onExecuteDone: ({ args }) => args.contextValue.end() }) },
    ],
  });
  return listenOn(createServer(yoga));
}

/** One schema behind Mercurius with its own use of graphql-jit. */
export async function serveMercurius({ schema, contextOf }) {
  const app = fastify({ keepAliveTimeout: 65_000, bodyLimit: 8 * 2 ** 20 });
  await app.register(mercurius, { schema, jit: 1, context: ({ headers }) => contextOf(headers) });
  app.graphql.addHook('onResolution', (_execution, context) => context.end());
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { origin, stop: () => app.close() };
}
