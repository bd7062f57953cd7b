import mercuriusGateway from '@mercuriusjs/gateway';
import fastify from 'fastify';
import { serveBench } from '../../gateways/child-side.ts';

/** Mercurius' gateway over services, with their schemas in the words of Federation 1 and execution compiled from the first request on. */
serveBench(async ({ schemas, urls }) => {
  const app = fastify({ keepAliveTimeout: 65_000, bodyLimit: 8 * 2 ** 20 });
  await app.register(mercuriusGateway, {
    jit: 1,
    gateway: {
      services: Object.entries(urls).map(([name, url]) => ({
        name,
        url,
        schema: schemas[name],
        connections: 32,
        rewriteHeaders: ({ authorization, traceparent } = {}) => ({
          ...(authorization === undefined ? {} : { authorization }),
          ...(traceparent === undefined ? {} : { traceparent }),
        }),
      })),
    },
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { origin, stop: () => app.close() };
});
