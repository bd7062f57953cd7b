import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { parseRule } from '../../rules/read-rule.ts';
import { ruleSetOf, rulesOf } from '../../rules/rule-set.ts';
import {
  allocationOn,
  NOW,
  RULES,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
  type World,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename
  ... on Reacted { reaction { id } }
  ... on ReactionLimitReached { code limit text { nl en } citation { title article } openReactions { id vacancy { id } } }
  ... on ReactionRefused { code } ... on NotAdmitted { code } } }`;
const WITHDRAW = `mutation ($input: WithdrawReactionInput!) { withdrawReaction(input: $input) { __typename } }`;

const parsed = parseRule({
  id: 'test-model@2026-01-01#AT_A_TIME',
  code: 'AT_A_TIME',
  layer: 'REGIONAL_MODEL',
  citation: {
    instrument: 'test-model',
    title: 'Testmodel',
    article: '2.5',
    text: 'Tekst.',
    version: '2026-01-01',
  },
  stage: 'REACTION_LIMIT',
  models: ['OFFER', 'LOTTERY'],
  reactions: 2,
  per: 'REGION',
});
if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
/** The rules of Hilversum, with two reactions at a time. */
const LIMITED = ruleSetOf([...rulesOf(RULES), parsed.value], RULES.sources, RULES);
const SEEKER = registrationId('R0001', 1);
const HOMES = [1, 2, 3, 4].map((index) => vacancyId(index));

describe('a limit on the reactions that are open at a time', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let world: World;
  let allocation: Allocation;

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
    await sql`truncate reaction, ranking, platform.idempotency cascade`;
    world.now = NOW;
    for (const id of HOMES) {
      world.vacancies.set(
        id,
        vacancyCase(id, { ruleSet: { hash: LIMITED.hash, canonical: LIMITED.canonical } }),
      );
    }
    world.seekers.set(SEEKER, seekerCase(SEEKER));
  });

  async function react(index: number, key = `reaction-${index}`, viewer = seekerOf(SEEKER)) {
    const input = { idempotencyKey: key, vacancy: HOMES[index], registration: SEEKER };
    return (await allocation.ask(viewer, REACT, { input })).data.react;
  }
  const kinds = (answers: readonly { readonly __typename: string }[]) =>
    answers.map(({ __typename }) => __typename).sort();

  it('refuses one more, with the limit, its article and what is open', async () => {
    const one = (await react(0)).reaction.id;
    const other = (await react(1)).reaction.id;
    for (const viewer of [seekerOf(SEEKER), registrarOf('R0001')]) {
      expect(await react(2, 'one-more', viewer)).toEqual({
        __typename: 'ReactionLimitReached',
        code: 'REACTION_LIMIT',
        limit: 2,
        text: parsed.kind === 'OK' && { ...parsed.value.sentence },
        citation: { title: 'Testmodel', article: '2.5' },
        openReactions: [
          { id: one, vacancy: { id: HOMES[0] } },
          { id: other, vacancy: { id: HOMES[1] } },
        ],
      });
    }
    expect(await sql`select from reaction`).toHaveLength(2);
  });

  it('holds exactly when one household reacts to four homes at one moment', async () => {
    const answers = await Promise.all(HOMES.map((_home, index) => react(index)));
    expect(kinds(answers)).toEqual(['Reacted', 'Reacted', 'ReactionLimitReached', 'ReactionLimitReached']);
    expect(await sql`select from reaction where status = 'ACTIVE'`).toHaveLength(2);
    // The control: without the rule, the same four all react.
    await sql`truncate reaction, ranking, platform.idempotency cascade`;
    for (const id of HOMES) world.vacancies.set(id, vacancyCase(id));
    expect(kinds(await Promise.all(HOMES.map((_home, index) => react(index))))).toEqual(
      Array(4).fill('Reacted'),
    );
  });

  it('gives room again by a withdrawal, and when a home closes, under the same key', async () => {
    const { id } = (await react(0)).reaction;
    await react(1);
    expect((await react(2)).code).toBe('REACTION_LIMIT');
    const input = { idempotencyKey: 'withdraw-one', reaction: id };
    await allocation.ask(seekerOf(SEEKER), WITHDRAW, { input });
    expect((await react(2)).__typename).toBe('Reacted');
    expect((await react(3)).code).toBe('REACTION_LIMIT');
    await sql`update ranking set closes_at = ${NOW}::timestamptz where vacancy = ${HOMES[1]!.slice(6)}::uuid`;
    expect((await react(3)).__typename).toBe('Reacted');
  });

  it('counts a suspended reaction, says of a home reacted to already just that, and holds nobody else up', async () => {
    await react(0);
    await react(1);
    await sql`update reaction set status = 'SUSPENDED', exclusion = 'NOT_ADMITTED'`;
    expect((await react(2)).code).toBe('REACTION_LIMIT');
    expect((await react(1, 'once-more')).code).toBe('ALREADY_REACTED');
    const another = registrationId('R0001', 2);
    world.seekers.set(another, seekerCase(another));
    const input = { idempotencyKey: 'another-one', vacancy: HOMES[2], registration: another };
    const { data } = await allocation.ask(seekerOf(another), REACT, { input });
    expect(data.react.__typename).toBe('Reacted');
  });
});
