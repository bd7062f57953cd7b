import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { hubOperationId } from '../../platform/hub-operations.ts';
import { answerOf } from '../support/hub.ts';
import { askOver, startServices, type Services } from '../support/services.ts';
import { ANONYMOUS, registrarOf } from '../support/viewers.ts';
import { describeFederation } from './suite.ts';

let services: Promise<Services> | undefined;
const start = (): Promise<Services> => (services ??= startServices());

afterAll(async () => {
  await (await services?.catch(() => undefined))?.stop();
});

describeFederation('the hub as six services over HTTP, by the commands of docker-compose.yml', async () => ({
  ask: (await start()).ask,
  stop: () => Promise.resolve(),
}));

describeFederation('the same services, with the executor of Apollo’s gateway', () => startServices('stock'));

describe('a subgraph that is asked past the gateway', () => {
  const { registration } = exampleOf('small');
  const byId = 'query($id: ID!) { registration(id: $id) { id household { adults } } }';
  const byReference =
    'query($r: [_Any!]!) { _entities(representations: $r) { ... on Registration { id household { adults } } } }';
  const references = { r: [{ __typename: 'Registration', id: registration }] };
  let running: Services;
  let url: string;

  beforeAll(async () => {
    running = await start();
    url = running.urls.get('registrations')!;
  });

  it('checks the token itself: the registrar reads, anonymous and another registrar do not', async () => {
    const ask = askOver(url, running.tokenOf);
    const own = await ask<{ registration: { id: string } }>(byId, { id: registration }, registrarOf('R0001'));
    expect(own.data!.registration.id).toBe(registration);
    expect(
      (await ask<{ registration: null }>(byId, { id: registration }, registrarOf('R0002'))).data!
        .registration,
    ).toBeNull();
    expect((await ask(byId, { id: registration }, ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
    for (const viewer of [ANONYMOUS, registrarOf('R0002')]) {
      const entities = await ask<{ _entities: unknown[] }>(byReference, references, viewer);
      expect(entities.data!._entities).toEqual([null]);
    }
    const entities = await ask<{ _entities: unknown[] }>(byReference, references, registrarOf('R0001'));
    expect(entities.data!._entities).toMatchObject([{ id: registration }]);
  });

  it('refuses a token that it cannot trust, and does not take it for anonymous', async () => {
    const forged = `${btoa('{"alg":"EdDSA"}')}.${btoa('{"role":"HUB"}')}.c2lnbmF0dXJl`.replaceAll('=', '');
    const answer = await askOver(url, () => Promise.resolve(forged))(
      byId,
      { id: registration },
      registrarOf('R0001'),
    );
    expect(answer).toMatchObject({ data: null, codes: ['INVALID_TOKEN'] });
  });

  it('asks the gateway by the ids of the hub’s own operations; in the name of the hub nothing else is taken', async () => {
    const ask = async (body: object) => {
      const response = await fetch(`${running.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await running.hubToken()}` },
        body: JSON.stringify(body),
      });
      return answerOf<Record<string, unknown>>((await response.json()) as never);
    };
    const variables = { id: registration };
    expect(await ask({ documentId: hubOperationId('Pulse') })).toMatchObject({
      codes: [],
      data: { pulse: true },
    });
    expect((await ask({ query: byId, variables })).codes).toEqual(['DOCUMENT_NOT_TRUSTED']);
    // That what services ask arrives, the reactions above show: each asked for facts under an id.
    const opportunities = await running.ask(
      'opportunities',
      { registration, first: 1 },
      registrarOf('R0001'),
    );
    expect(opportunities.codes).toEqual([]);
  });

  it('takes no more than it can hold', async () => {
    const body = JSON.stringify({ query: `{ __typename } #${'x'.repeat(9 * 1024 * 1024)}` });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).catch(() => undefined);
    // A server that answers before the body is through may close while the client still writes.
    if (response !== undefined) expect(response.status).toBe(413);
  });
});
