import { ApolloServer } from '@apollo/server';
import type { SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GatewayContext } from '../../../gateway/data-sources/gateway-context.ts';
import { DocumentStore } from '../../../gateway/document-store.ts';
import { PlanGateway } from '../../../gateway/plan/plan-gateway.ts';
import { nextManifest, NO_DOCUMENTS, type Manifest } from '../../../gateway/trusted-documents/manifest.ts';
import {
  keepPrepared,
  stopPrepared,
  UnanswerableDocument,
} from '../../../gateway/trusted-documents/prepare-documents.ts';
import { traceFrom } from '../../../platform/telemetry.ts';
import { ANONYMOUS } from '../../../platform/viewer.ts';
import { supergraphOf } from '../../support/worlds/two-executors.ts';

const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const TRUSTED = 'query Trusted { level }';
const STRANGE = 'query Strange { level }';
const manifestWith = (text: string): Manifest =>
  nextManifest(NO_DOCUMENTS, [{ name: 'trusted', audience: 'PUBLIC', text }], '1.0.0');
const sdlWith = (type: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Query { level: ${type} other: Int }`;

interface Running {
  readonly server: ApolloServer<GatewayContext>;
  readonly gateway: PlanGateway;
  readonly update: SupergraphSdlUpdateFunction;
  /** How many fetches reached the owner. */
  readonly fetches: () => number;
  readonly ask: (query: string) => Promise<unknown>;
}

/** One owner with one field, whose value is what the type of the day makes of it. */
async function start(manifest: Manifest): Promise<Running> {
  let update: SupergraphSdlUpdateFunction | undefined;
  let fetches = 0;
  const gateway: PlanGateway = new PlanGateway({
    supergraphSdl: (options) => {
      ({ update } = options);
      return Promise.resolve({
        supergraphSdl: supergraphOf([{ name: 'owner', sdl: sdlWith('Int') }]),
        cleanup: () => Promise.resolve(),
      });
    },
    buildService: () => ({
      process: ({ request }) => {
        if (request.query?.includes('level') === true) fetches += 1;
        const isText = gateway.schema?.getQueryType()?.getFields()['level']?.type.toString() === 'String';
        return Promise.resolve({ data: { level: isText ? 'high' : 3 } });
      },
    }),
    logger: QUIET,
  });
  const server = new ApolloServer<GatewayContext>({
    gateway,
    documentStore: new DocumentStore((sha256) => `sha256:${sha256}` in manifest.documents),
    plugins: [stopPrepared(gateway)],
    logger: QUIET,
    stopOnTerminationSignals: false,
  });
  await server.start();
  ends.push(() => server.stop());
  await keepPrepared(gateway, server, manifest);
  return {
    server,
    gateway,
    update: update!,
    fetches: () => fetches,
    async ask(query) {
      const contextValue = { viewer: ANONYMOUS, trace: traceFrom(undefined), authorization: undefined };
      const { body } = await server.executeOperation({ query }, { contextValue });
      return body.kind === 'single' ? body.singleResult : undefined;
    },
  };
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('a trusted document', () => {
  it('is planned before anybody asks, and nobody is asked for it; another is planned when it is asked', async () => {
    const running = await start(manifestWith(TRUSTED));
    expect(running.fetches()).toBe(0);
    const plan = vi.spyOn(running.gateway['queryPlanner']!, 'buildQueryPlan');
    expect(await running.ask(TRUSTED)).toMatchObject({ data: { level: 3 } });
    expect(plan).toHaveBeenCalledTimes(0);
    expect(running.fetches()).toBe(1);
    expect(await running.ask(STRANGE)).toMatchObject({ data: { level: 3 } });
    expect(plan).toHaveBeenCalledTimes(1);
  });

  it('stays planned however many strangers come', async () => {
    const running = await start(manifestWith(TRUSTED));
    for (let index = 0; index < 1_050; index += 1) await running.ask(`query Strange${index} { other }`);
    const plan = vi.spyOn(running.gateway['queryPlanner']!, 'buildQueryPlan');
    await running.ask(TRUSTED);
    expect(plan).toHaveBeenCalledTimes(0);
    await running.ask('query Strange0 { other }');
    expect(plan).toHaveBeenCalledTimes(1);
  });

  it('does not outlive its supergraph: under the next it is planned anew, and what it answers is of the new types', async () => {
    const running = await start(manifestWith(TRUSTED));
    expect(await running.ask(TRUSTED)).toMatchObject({ data: { level: 3 } });
    running.update(supergraphOf([{ name: 'owner', sdl: sdlWith('String') }]));
    const plan = vi.spyOn(running.gateway['queryPlanner']!, 'buildQueryPlan');
    await vi.waitFor(() => expect(plan).toHaveBeenCalledTimes(1));
    // What was compiled for the old type takes no text.
    expect(await running.ask(TRUSTED)).toEqual({ data: { level: 'high' } });
    expect(plan).toHaveBeenCalledTimes(1);
  });

  it('is of the new supergraph for who asks at once, before it is made ready again', async () => {
    const running = await start(manifestWith(TRUSTED));
    running.update(supergraphOf([{ name: 'owner', sdl: sdlWith('String') }]));
    expect(await running.ask(TRUSTED)).toEqual({ data: { level: 'high' } });
  });

  it('that the next supergraph does not answer is refused as its text is, not answered as before', async () => {
    const running = await start(manifestWith(TRUSTED));
    const sdl = sdlWith('Int').replace('level: Int', '');
    running.update(supergraphOf([{ name: 'owner', sdl }]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await running.ask(TRUSTED)).toMatchObject({ errors: [{ message: /Cannot query field "level"/ }] });
    expect(running.fetches()).toBe(0);
  });

  it('that the supergraph does not answer keeps the hub from starting, with its name and the reason', async () => {
    const refused = start(manifestWith('query Trusted { nothing }'));
    await expect(refused).rejects.toThrow(UnanswerableDocument);
    await expect(refused).rejects.toThrow(/trusted document trusted .*nothing/);
  });
});
