import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { dayInNetherlands, type Clock } from '../../platform/clock.ts';
import { formatGlobalId, parseGlobalId } from '../../platform/global-id.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Answer as AskedAnswer } from '../support/ask-subgraph.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { allocatorOf, AUDITOR, permitOfficerOf, registrarOf, seekerOf } from '../support/viewers.ts';

/** What an answer holds, in the shape that only the test knows. */
type Shape = AskedAnswer['data'];

const { prepared, registration } = exampleOf('small');
const CORPORATION = parseGlobalId(prepared)!.owner;
const OFFICE = allocatorOf(CORPORATION);
const CLOSES_AT = '2026-11-09T19:00:00.000Z';
const EXPIRES_AT = '2026-11-20T17:00:00.000Z';

/** One home from empty to let, through the door, by the roles that may: every owner has its part. */
describe('a home from publication to a letting', () => {
  let test: TestHub;
  let now = '2026-11-02T10:00:00.000Z';
  const clock: Clock = { now: () => now, today: () => dayInNetherlands(now) };

  beforeAll(async () => {
    test = await startTestHub(10_000, clock);
  });
  afterAll(async () => {
    await test?.stop();
  });

  const once = () => ({ idempotencyKey: randomUUID() });
  async function done(operation: string, input: object, viewer: Viewer): Promise<Shape> {
    const { data, codes } = await test.ask<Record<string, Shape>>(operation, { input }, viewer);
    expect(codes, operation).toEqual([]);
    return Object.values(data!)[0];
  }
  const statusOf = async () =>
    (await test.ask<Shape>('query ($id: ID!) { vacancy(id: $id) { status } }', { id: prepared }, OFFICE)).data
      .vacancy.status;
  const file = (of: string, viewer: Viewer) =>
    test.ask<Shape>(
      'query ($id: ID!) { registration(id: $id) { id status household { adults } urgencies(first: 5) { nodes { id } } } }',
      { id: of },
      viewer,
    );

  it('goes through every step, and each owner knows what it must', async () => {
    const published = await done(
      'publish-vacancy',
      { ...once(), vacancy: prepared, closesAt: CLOSES_AT },
      OFFICE,
    );
    expect(published, JSON.stringify(published)).toMatchObject({ __typename: 'VacancyPublished' });
    // Whoever of the register may react does.
    const registrar = registrarOf(parseGlobalId(registration)!.owner);
    const listed = await test.ask<Shape>(
      'query { registrations(status: ACTIVE, first: 60) { nodes { id } } }',
      {},
      registrar,
    );
    const reacted: string[] = [];
    for (const { id } of listed.data.registrations.nodes) {
      const { __typename } = await done(
        'react',
        { ...once(), vacancy: prepared, registration: id },
        seekerOf(id),
      );
      if (__typename === 'Reacted') reacted.push(id);
    }
    expect(reacted.length).toBeGreaterThan(2);

    expect(await done('freeze-ranking', { vacancy: prepared }, OFFICE)).toMatchObject({
      code: 'VACANCY_STILL_OPEN',
    });
    now = CLOSES_AT;
    expect(await done('close-vacancy', { vacancy: prepared }, OFFICE)).toMatchObject({
      vacancy: { status: 'CLOSED' },
    });
    const { ranking } = await done('freeze-ranking', { vacancy: prepared }, OFFICE);
    expect(ranking).toMatchObject({ status: 'FROZEN', asOf: '2026-11-09', candidateCount: reacted.length });

    now = '2026-11-10T09:00:00.000Z';
    const { offers } = await done(
      'make-offer',
      { ...once(), vacancy: prepared, candidates: 2, expiresAt: EXPIRES_AT },
      OFFICE,
    );
    expect(offers.map(({ position }: Shape) => position)).toEqual([1, 2]);
    expect(await statusOf()).toBe('OFFERING');
    const whose = async (offer: string) => {
      for (const id of reacted) {
        const { data } = await test.ask<Shape>(
          'query ($id: ID!) { registration(id: $id) { reactions(first: 100) { nodes { offer { id } } } } }',
          { id },
          seekerOf(id),
        );
        if (data.registration.reactions.nodes.some((each: Shape) => each.offer?.id === offer)) return id;
      }
      throw new Error('nobody was offered this');
    };
    const [first, second] = [await whose(offers[0].id), await whose(offers[1].id)];

    // The corporation reads the files of whom it considers, and of nobody else.
    const others = reacted.filter((id) => id !== first && id !== second);
    expect((await file(first, OFFICE)).data.registration.household.adults).toBeGreaterThan(0);
    expect((await file(others[0]!, OFFICE)).data.registration).toBeNull();

    expect(
      await done(
        'answer-offer',
        { ...once(), offer: offers[0].id, accept: false, reason: 'RENT_TOO_HIGH' },
        seekerOf(first),
      ),
    ).toMatchObject({ offer: { status: 'REFUSED' } });
    expect((await file(first, OFFICE)).data.registration).toBeNull();
    expect(
      await done('answer-offer', { ...once(), offer: offers[1].id, accept: true }, seekerOf(second)),
    ).toMatchObject({
      offer: { status: 'ACCEPTED' },
    });
    // A home that may be somebody's is not withdrawn behind the offers.
    expect(await withdrawn({ ...once(), vacancy: prepared, reason: 'RENOVATION' })).toMatchObject({
      code: 'VACANCY_STATE',
    });
    await done(
      'verify-candidate',
      { ...once(), offer: offers[1].id, checks: [{ document: 'INCOME', outcome: 'FOUND' }] },
      OFFICE,
    );
    const { permit } = await done('ask-permit', { ...once(), offer: offers[1].id }, OFFICE);
    await done(
      'decide-permit',
      { ...once(), permit: permit.id, grant: true },
      permitOfficerOf(permit.id.slice(0, 6)),
    );
    const { letting } = await done(
      'record-letting',
      { ...once(), offer: offers[1].id, signedOn: '2026-11-10', startsOn: '2026-12-01' },
      OFFICE,
    );
    expect(letting).toMatchObject({ position: 2, vacancy: { status: 'LET' } });
    expect(await statusOf()).toBe('LET');
    // Waiting time was used up or put to rest, and nobody looks at the file any more.
    expect(['DORMANT', 'ENDED']).toContain((await file(second, registrar)).data.registration.status);
    expect((await file(second, OFFICE)).data.registration).toBeNull();
    const audited = await test.ask<Shape>(
      'query ($id: ID!) { vacancy(id: $id) { offers { nodes { position status } } letting { position } } }',
      { id: prepared },
      AUDITOR,
    );
    expect(audited.data.vacancy).toEqual({
      offers: {
        nodes: [
          { position: 1, status: 'REFUSED' },
          { position: 2, status: 'ACCEPTED' },
        ],
      },
      letting: { position: 2 },
    });
  });

  async function withdrawn(input: object): Promise<Shape> {
    const text = `mutation ($input: WithdrawVacancyInput!) { withdrawVacancy(input: $input) {
      ... on VacancyWithdrawalRefused { code } } }`;
    return (await test.ask<Shape>(text, { input }, OFFICE)).data.withdrawVacancy;
  }

  it('takes no step for a role that may not', async () => {
    const id = formatGlobalId({ owner: CORPORATION, id: parseGlobalId(prepared)!.id });
    for (const viewer of [seekerOf(registration), registrarOf('R0001'), AUDITOR]) {
      for (const [operation, input] of [
        ['close-vacancy', { vacancy: id }],
        ['freeze-ranking', { vacancy: id }],
        ['make-offer', { ...once(), vacancy: id, expiresAt: EXPIRES_AT }],
        ['record-letting', { ...once(), offer: id, signedOn: '2026-11-10', startsOn: '2026-12-01' }],
      ] as const) {
        expect((await test.ask(operation, { input }, viewer)).codes, `${viewer.role} ${operation}`).toEqual([
          'FORBIDDEN',
        ]);
      }
    }
  });
});
