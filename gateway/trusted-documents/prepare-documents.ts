import { setImmediate as others } from 'node:timers/promises';
import type { ApolloGateway } from '@apollo/gateway';
import { HeaderMap, type ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { traceFrom } from '../../platform/telemetry.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import type { GatewayContext } from '../data-sources/gateway-context.ts';
import type { PlanGateway } from '../plan/plan-gateway.ts';
import { entriesOf, type Manifest } from './manifest.ts';

/** A trusted document that the supergraph cannot answer; the message names it and says why. */
export class UnanswerableDocument extends Error {}

/** Under this one trace nobody asks anything: it is known as an object, which no request can bring. */
const PREPARING = traceFrom(undefined);

/**
 * Stops what is only prepared before it is carried out: by then the server has parsed, validated and stored the document, under
 * its own key. `planner` plans and compiles it; without one that is left to the first who asks.
 */
export function stopPrepared(planner: PlanGateway | undefined): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation({ contextValue, queryHash, document, operation, operationName }) {
          if (contextValue.trace !== PREPARING) return Promise.resolve(null);
          planner?.keepPrepared({ queryHash: queryHash!, document, operation, operationName });
          return Promise.resolve({
            http: { headers: new HeaderMap() },
            body: { kind: 'single', singleResult: {} },
          });
        },
      }),
  };
}

/**
 * Makes every trusted document ready, now and for each supergraph that comes after this one. Throws UnanswerableDocument now; one
 * that a later supergraph does not answer gets the errors of its text.
 */
export async function keepPrepared(
  gateway: Pick<ApolloGateway, 'onSchemaLoadOrUpdate'>,
  server: ApolloServer<GatewayContext>,
  manifest: Manifest,
): Promise<void> {
  await prepareDocuments(server, manifest);
  gateway.onSchemaLoadOrUpdate(() => {
    // The server hears of the new schema from the same event, maybe after this.
    setImmediate(() => void prepareDocuments(server, manifest).catch(() => undefined));
  });
}

/**
 * Makes every trusted document ready to be answered, one at a time, so that what is asked meanwhile waits for one of them at
 * most. Throws UnanswerableDocument for the first that does not fit the supergraph.
 */
async function prepareDocuments(server: ApolloServer<GatewayContext>, manifest: Manifest): Promise<void> {
  const contextValue: GatewayContext = { viewer: ANONYMOUS, trace: PREPARING, authorization: undefined };
  for (const [id, { name, text }] of entriesOf(manifest)) {
    const { body } = await server.executeOperation({ query: text }, { contextValue });
    const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
    if (errors !== undefined)
      throw new UnanswerableDocument(
        `The trusted document ${name} (${id}) cannot be answered: ${errors.map(({ message }) => message).join(' ')}`,
      );
    await others();
  }
}
