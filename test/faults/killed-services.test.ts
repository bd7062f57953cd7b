import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { ANONYMOUS, registrarOf, seekerOf } from '../support/viewers.ts';
import { startServices, type Services } from '../support/services.ts';
import { PASSING } from './walked-hub.ts';

const { vacancy, registration } = exampleOf('small');
const SEEKERS = 8;
const TRIES_MAXIMUM = 60;

interface Reacted {
  readonly react: {
    readonly __typename: string;
    readonly code?: string;
    readonly reaction?: { readonly id: string };
  };
}

/** Each owner is a process of its own here, and so is the door; every one of them dies while it is asked something. */
describe('services that are killed while seekers react', () => {
  let services: Services;

  beforeAll(async () => {
    services = await startServices();
  });
  afterAll(async () => {
    await services?.stop();
  });

  /** Asks until there is an answer, whoever is away meanwhile. */
  async function react(seeker: string): Promise<Reacted['react']> {
    const input = { idempotencyKey: `react-${seeker.slice(-12)}`, vacancy, registration: seeker };
    for (let tries = 0; tries < TRIES_MAXIMUM; tries += 1) {
      // While the door itself is away nothing answers at all.
      const answer = await services.ask<Reacted>('react', { input }, seekerOf(seeker)).catch(() => undefined);
      const told = answer?.data?.react;
      const codes = [...(answer?.codes ?? []), told?.code ?? ''];
      if (told !== undefined && told !== null && !codes.some((code) => PASSING.test(code))) return told;
      await sleep(150);
    }
    throw new Error('nobody answered');
  }
  const count = async () =>
    (
      await services.ask<{ vacancy: { reactionCount: number } }>(
        'query ($id: ID!) { vacancy(id: $id) { reactionCount } }',
        { id: vacancy },
        ANONYMOUS,
      )
    ).data!.vacancy.reactionCount;

  it('lose nothing that was acknowledged, and do nothing twice', { timeout: 240_000 }, async () => {
    const listed = await services.ask<{ registrations: { nodes: readonly { id: string }[] } }>(
      'query { registrations(status: ACTIVE, first: 60) { nodes { id } } }',
      {},
      registrarOf(parseGlobalId(registration)!.owner),
    );
    const seekers = listed.data!.registrations.nodes.map(({ id }) => id);
    const before = await count();
    const done = new Map<string, string>();
    for (const name of ['allocation', 'registrations', 'vacancies', 'urgencies', 'gateway'] as const) {
      // Several ask at the moment at which the process dies, and go on asking.
      const asking = seekers.splice(0, SEEKERS).map(async (seeker) => [seeker, await react(seeker)] as const);
      await sleep(10);
      await services.killAndStart(name);
      for (const [seeker, { __typename, reaction }] of await Promise.all(asking))
        if (__typename === 'Reacted') done.set(seeker, reaction!.id);
    }
    expect(done.size).toBeGreaterThan(5);
    expect(await count()).toBe(before + done.size);
    // Who asks once more hears of the same reaction.
    for (const [seeker, id] of done) expect((await react(seeker)).reaction?.id).toBe(id);
    expect(await count()).toBe(before + done.size);
  });
});
