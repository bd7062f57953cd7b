import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  allocationOn,
  CLOSES_AT,
  NOW,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
  type World,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, AUDITOR, registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { ... on Reacted { reaction { id preference } } } }`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) { withdrawReaction(input: $input) { __typename } }`;
const PREFER = `mutation ($input: PreferReactionsInput!) { preferReactions(input: $input) {
  ... on ReactionsPreferred { reactions { id preference } } ... on ReactionRefused { code } } }`;
const CHOICE = `query ($id: ID!) { reaction(id: $id) { id preference position { position } } }`;
const FREEZE = `mutation ($input: FreezeRankingInput!) { freezeRanking(input: $input) { __typename } }`;
const OFFER = `mutation ($input: MakeOfferInput!) { makeOffer(input: $input) {
  ... on OffersMade { offers { id position reaction { id preference } } } ... on OfferRefusal { code } } }`;
const RETURN = `mutation ($input: WithdrawOfferInput!) { withdrawOffer(input: $input) { __typename } }`;

const ME = registrationId('R0001', 1);
const SOMEBODY = registrationId('R0001', 2);
/** Three homes of two corporations. */
const HOMES = [vacancyId(1), vacancyId(2), vacancyId(3, 'L0002')] as const;

describe('the own order of preference', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;
  let mine: string[];

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    world = worldOf([], []);
    allocation = allocationOn(databases.of.allocation, world);
  });
  afterAll(async () => {
    await allocation.stop();
    await sql.end();
    await databases.drop();
  });
  beforeEach(async () => {
    await sql`truncate reaction, ranking, consideration, consequence, offer, platform.idempotency cascade`;
    world.now = NOW;
    for (const id of HOMES) world.vacancies.set(id, vacancyCase(id));
    for (const id of [ME, SOMEBODY]) world.seekers.set(id, seekerCase(id));
    mine = [];
    for (const home of HOMES) mine.push(await react(ME, home));
  });

  async function react(registration: string, vacancy: string): Promise<string> {
    const input = {
      idempotencyKey: `${registration.slice(-4)}-${vacancy}`.slice(0, 64),
      vacancy,
      registration,
    };
    const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
    expect(data.react.reaction.preference).toBeNull();
    return data.react.reaction.id;
  }
  let keys = 0;
  async function prefer(reactions: readonly string[], viewer: Viewer = seekerOf(ME), said: object = {}) {
    const input = { idempotencyKey: `order-${(keys += 1)}-key`, registration: ME, reactions, ...said };
    const { data, codes } = await allocation.ask(viewer, PREFER, { input });
    return codes.length > 0 ? codes : (data.preferReactions.code ?? data.preferReactions.reactions);
  }
  const choice = async (id: string, viewer: Viewer = seekerOf(ME)) =>
    (await allocation.ask(viewer, CHOICE, { id })).data?.reaction?.preference;
  const choices = () => Promise.all(mine.map((id) => choice(id)));

  it('is written whole, and replaced whole', async () => {
    expect(await prefer([mine[2]!, mine[0]!, mine[1]!])).toEqual([
      { id: mine[2], preference: 1 },
      { id: mine[0], preference: 2 },
      { id: mine[1], preference: 3 },
    ]);
    expect(await choices()).toEqual([2, 3, 1]);
    await prefer([mine[1]!], registrarOf('R0001'));
    expect(await choices()).toEqual([null, 1, null]);
    await prefer([]);
    expect(await choices()).toEqual([null, null, null]);
  });

  it('is written once for one key, and refused for another order under it', async () => {
    const input = { idempotencyKey: 'one-and-the-same' };
    const first = await prefer([mine[0]!, mine[1]!], seekerOf(ME), input);
    await prefer([mine[1]!, mine[0]!]);
    expect(await prefer([mine[0]!, mine[1]!], seekerOf(ME), input)).toEqual([
      { id: mine[0], preference: 2 },
      { id: mine[1], preference: 1 },
    ]);
    expect(first).toHaveLength(2);
    expect(await prefer([mine[1]!], seekerOf(ME), input)).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('counts among what is still in play: a withdrawn home and one that is gone make room', async () => {
    await prefer([mine[0]!, mine[1]!, mine[2]!]);
    const input = { idempotencyKey: 'withdraw-first', reaction: mine[0] };
    await allocation.ask(seekerOf(ME), WITHDRAW, { input });
    expect(await choices()).toEqual([null, 1, 2]);
    await sql`update ranking set dropped_at = ${NOW}::timestamptz where vacancy = ${HOMES[1].slice(6)}::uuid`;
    expect(await choices()).toEqual([null, null, 1]);
    expect(await prefer([mine[1]!])).toBe('UNKNOWN_REACTION');
  });

  it('changes no place', async () => {
    await react(SOMEBODY, HOMES[0]);
    const place = async () =>
      (await allocation.ask(seekerOf(ME), CHOICE, { id: mine[0] })).data.reaction.position.position;
    const before = await place();
    await prefer([mine[2]!, mine[1]!, mine[0]!]);
    expect(await place()).toBe(before);
  });

  it('is nobody else to write, and names no reaction of somebody else', async () => {
    const other = await react(SOMEBODY, HOMES[0]);
    expect(await prefer([other])).toBe('UNKNOWN_REACTION');
    expect(await prefer([mine[0]!], seekerOf(SOMEBODY))).toBe('UNKNOWN_REGISTRATION');
    expect(await prefer([mine[0]!], registrarOf('R0002'))).toBe('UNKNOWN_REGISTRATION');
    expect(await prefer([mine[0]!], allocatorOf('L0001'))).toEqual(['FORBIDDEN']);
    expect(await prefer([mine[0]!, mine[0]!])).toBe('INVALID_INPUT');
    expect(await prefer(['L0001:x'])).toBe('UNKNOWN_REACTION');
    expect(await choices()).toEqual([null, null, null]);
  });

  it('tells a corporation which choice its home is for as long as it considers the candidate, and nothing before or after', async () => {
    await prefer([mine[2]!, mine[0]!, mine[1]!]);
    const office = allocatorOf('L0001');
    expect(await choice(mine[0]!, office)).toBeNull();
    world.now = CLOSES_AT;
    await allocation.ask(office, FREEZE, { input: { vacancy: HOMES[0] } });
    expect(await choice(mine[0]!, office)).toBeNull();
    const offering = { vacancy: HOMES[0], candidates: 1, expiresAt: '2026-11-12T17:00:00.000Z' };
    const { data } = await allocation.ask(office, OFFER, {
      input: { idempotencyKey: 'the-first-offer', ...offering },
    });
    const [made] = data.makeOffer.offers;
    expect(made.reaction).toEqual({ id: mine[0], preference: 2 });
    expect(await choice(mine[0]!, office)).toBe(2);
    // Of another home of its own that it does not consider this candidate for: nothing. Of another corporation's: no reaction.
    expect(await choice(mine[1]!, office)).toBeNull();
    expect(await choice(mine[2]!, office)).toBeUndefined();
    expect((await allocation.ask(AUDITOR, CHOICE, { id: mine[0] })).codes).toContain('FORBIDDEN');

    const input = { idempotencyKey: 'return-the-offer', offer: made.id, reason: 'OFFERED_WRONGLY' };
    await allocation.ask(office, RETURN, { input });
    expect(await choice(mine[0]!, office)).toBeNull();
    // For the household that home is out of play, and the others move up.
    expect(await choices()).toEqual([null, 2, 1]);
  });
});
