import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { dayInNetherlands, type Clock } from '../../platform/clock.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { inWords, lookAsAuditor, replayAll } from '../../subgraphs/allocation/subgraph.ts';
import type { Answer as AskedAnswer } from '../support/ask-subgraph.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  memberOf,
  officerOf,
  permitOfficerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

/** What an answer holds, in the shape that only the test knows. */
type Shape = AskedAnswer['data'];

const { careProvider } = exampleOf('small');
const PROVIDER = memberOf(careProvider, 'CARE_PROVIDER');
const OTHER_PROVIDER = memberOf('Z0002', 'CARE_PROVIDER');
const EXPIRES_AT = '2026-11-20T17:00:00.000Z';
const REASON = 'Dicht bij de begeleiding, in een buurt die dit aankan.';

/** One mediated home from empty to let and handed over, through the door, by the roles that may. */
describe('a home that is directly mediated', () => {
  let test: TestHub;
  let now = '2026-11-02T10:00:00.000Z';
  const clock: Clock = { now: () => now, today: () => dayInNetherlands(now) };
  /** Prepared for a care provider by this test. */
  let home: string;
  let owner: string;
  let office: Viewer;

  beforeAll(async () => {
    test = await startTestHub(10_000, clock);
    // A dwelling of two or three rooms that nobody offers, of whichever corporation.
    const [free] = await loadAsOwner(
      test.databases.of.vacancies,
      (sql) => sql<{ owner: string; id: string }[]>`
        select owner, id from dwelling
         where segment = 'SOCIAL_RENT' and rooms between 2 and 3 and accessibility = 'STICK' and region = 'GOOI'
           and not exists (select from vacancy where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id)
         order by owner, id limit 1`,
    );
    owner = free!.owner;
    office = allocatorOf(owner);
    const drafted = await done(
      'draft-vacancy',
      {
        ...once(),
        dwelling: `${owner}:${free!.id}`,
        model: 'DIRECT_MEDIATION',
        mediationCategory: 'CARE_OUTFLOW',
        careProvider,
      },
      office,
    );
    expect(drafted, JSON.stringify(drafted)).toMatchObject({ __typename: 'VacancyDrafted' });
    home = drafted.vacancy.id;
  });
  afterAll(async () => {
    await test?.stop();
  });

  const once = () => ({ idempotencyKey: randomUUID() });
  async function done(operation: string, input: object, viewer: Viewer): Promise<Shape> {
    const { data, codes } = await test.ask<Record<string, Shape>>(operation, { input }, viewer);
    expect(codes, `${operation} ${JSON.stringify(codes)}`).toEqual([]);
    return Object.values(data!)[0];
  }
  const candidates = async (viewer: Viewer, first = 20) =>
    (await test.ask<Shape>('mediation-candidates', { vacancy: home, first }, viewer)).data?.vacancy
      ?.mediationCandidates ?? null;
  const seen = async (viewer: Viewer) =>
    (
      await test.ask<Shape>(
        'query ($id: ID!) { vacancy(id: $id) { id status dwelling { street } } }',
        { id: home },
        viewer,
      )
    ).data.vacancy;
  const propose = (input: object, viewer: Viewer) =>
    done(
      'propose-mediation',
      { ...once(), vacancy: home, reason: REASON, expiresAt: EXPIRES_AT, ...input },
      viewer,
    );
  const registrationOf = async (urgency: string): Promise<string> => {
    const officer = officerOf(parseGlobalId(urgency)!.owner);
    const text = 'query ($id: ID!) { urgency(id: $id) { registration { id } } }';
    return (await test.ask<Shape>(text, { id: urgency }, officer)).data.urgency.registration.id;
  };

  it('is registered under its rules at once, and shown to nobody but who mediates it', async () => {
    const closesAt = '2026-11-09T19:00:00.000Z';
    expect(await done('publish-vacancy', { ...once(), vacancy: home, closesAt }, office)).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await done('publish-vacancy', { ...once(), vacancy: home }, office)).toMatchObject({
      __typename: 'VacancyPublished',
      vacancy: { status: 'CLOSED', publishedOn: '2026-11-02', closesOn: '2026-11-02' },
    });
    for (const viewer of [office, PROVIDER, AUDITOR])
      expect(await seen(viewer), viewer.role).toMatchObject({ id: home });
    const [other, ...seekers] = [
      allocatorOf(owner === 'L0001' ? 'L0002' : 'L0001'),
      seekerOf('R0001:00000000-0000-8000-8000-000000000000'),
    ];
    for (const viewer of [ANONYMOUS, ANALYST, other, OTHER_PROVIDER, registrarOf('R0001'), ...seekers])
      expect(await seen(viewer!), viewer!.role).toBeNull();
    const listed = await test.ask<Shape>(
      'mediated-homes',
      { filter: { careProvider, status: 'CLOSED' } },
      PROVIDER,
    );
    expect(listed.data.vacancies.nodes.map(({ id }: Shape) => id)).toContain(home);
    const others = await test.ask<Shape>(
      'mediated-homes',
      { filter: { careProvider, status: 'CLOSED' } },
      OTHER_PROVIDER,
    );
    expect(others.data.vacancies.nodes).toEqual([]);
  });

  it('takes no reactions', async () => {
    const { registration } = exampleOf('small');
    const input = { ...once(), vacancy: home, registration };
    expect(await done('react', input, seekerOf(registration))).toMatchObject({ code: 'UNKNOWN_VACANCY' });
  });

  it('finds who waits longest in its category, and tells how it fits and nothing of who it is', async () => {
    const found = await candidates(PROVIDER);
    expect(found.nodes.length).toBeGreaterThan(1);
    const since = found.nodes.map(({ waitingSince }: Shape) => waitingSince);
    expect(since).toEqual(since.toSorted());
    const [first] = found.nodes;
    expect(first.waitingDays).toBeGreaterThan(0);
    expect(first.components.map(({ code, met }: Shape) => [code, met])).toEqual(
      ['DWELLING_TYPE', 'ROOMS', 'RENT', 'AREA', 'ACCESSIBILITY', 'MUNICIPALITY'].map((code) => [code, true]),
    );
    expect(first.components[1].text.nl).toMatch(/^Kamers: gevraagd /);
    expect(await candidates(office)).toEqual(found);
    // One by one they are the same, in the same order.
    const paged: unknown[] = [];
    let after: string | null = null;
    do {
      const page: Shape = (
        await test.ask<Shape>('mediation-candidates', { vacancy: home, first: 1, after }, PROVIDER)
      ).data.vacancy.mediationCandidates;
      paged.push(...page.nodes);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(paged).toEqual(found.nodes);
    const text =
      'query ($id: ID!) { vacancy(id: $id) { mediationCandidates { nodes { urgency { id category registration { id } } } } } }';
    const asked = await test.ask<Shape>(text, { id: home }, office);
    expect(JSON.stringify(asked.data)).not.toMatch(/R000\d:/);
    for (const viewer of [ANONYMOUS, AUDITOR, ANALYST, registrarOf('R0001')])
      expect(
        (await test.ask('mediation-candidates', { vacancy: home }, viewer)).data ?? null,
        viewer.role,
      ).toSatisfy((data: Shape) => (data?.vacancy?.mediationCandidates ?? null) === null);
    expect(await candidates(OTHER_PROVIDER)).toBeNull();
  });

  it('records in the file of each household that it was read to match a home', async () => {
    const readers = await loadAsOwner(
      test.databases.of.urgencies,
      (sql) => sql<{ purpose: string; readerOrganisation: string }[]>`
        select distinct purpose, reader_organisation from platform.file_read where purpose = 'mediate a home'`,
    );
    expect(readers.map(({ readerOrganisation }) => readerOrganisation).sort()).toEqual(
      [careProvider, owner].sort(),
    );
  });

  it('shows a household the homes that fit with everything that is weighed, a spared complex included', async () => {
    const [first] = (await candidates(PROVIDER)).nodes;
    const urgency = first.urgency.id;
    const { data } = await test.ask<Shape>('mediation-homes', { urgency, first: 50 }, PROVIDER);
    const homes = data.urgency.mediationHomes.nodes;
    expect(homes.map(({ vacancy }: Shape) => vacancy.id)).toContain(home);
    expect(homes[0].components.map(({ code }: Shape) => code)).toEqual(
      expect.arrayContaining(['RENT', 'NEIGHBOURHOOD', 'DISTRICT', 'COMPLEX', 'SPARED']),
    );
    const complex = await complexOf(home);
    const reason = 'In korte tijd zijn hier veel woningen bemiddeld.';
    const spare = { ...once(), complex, reason, from: '2026-11-02', until: '2027-05-01' };
    expect(await done('spare-complex', spare, office)).toMatchObject({
      __typename: 'ComplexSpared',
      sparing: { reason },
    });
    expect(await done('spare-complex', { ...spare, ...once() }, office)).toMatchObject({
      code: 'COMPLEX_SPARED',
    });
    const after = (await test.ask<Shape>('mediation-homes', { urgency, first: 50 }, PROVIDER)).data.urgency
      .mediationHomes;
    expect(after.nodes.map(({ vacancy }: Shape) => vacancy.id).sort()).toEqual(
      homes.map(({ vacancy }: Shape) => vacancy.id).sort(),
    );
    const spared = after.nodes.find(({ vacancy }: Shape) => vacancy.id === home);
    const warning = spared.components.find(({ code }: Shape) => code === 'SPARED');
    expect(warning).toMatchObject({ met: false, text: { nl: expect.stringContaining(reason) as string } });
    for (const viewer of [OTHER_PROVIDER, officerOf('GM0014')]) {
      const hidden = await test.ask<Shape>('mediation-homes', { urgency }, viewer);
      expect(hidden.data.urgency?.mediationHomes ?? null, viewer.role).toBeNull();
    }
  });

  const complexOf = async (id: string): Promise<string> => {
    const text = 'query ($id: ID!) { vacancy(id: $id) { dwelling { complex { id } } } }';
    return (await test.ask<Shape>(text, { id }, office)).data.vacancy.dwelling.complex.id;
  };

  it('goes to whom a professional chose, with a reason, from empty to let and handed over', async () => {
    const [longest, second] = (await candidates(PROVIDER)).nodes.map(({ urgency }: Shape) => urgency.id);
    // Whoever passes over the household that waits longest says why.
    expect(await propose({ urgency: second }, PROVIDER)).toMatchObject({ code: 'LONGER_WAITING' });
    expect(await propose({ urgency: second, whyNotLongest: 'Daarom.' }, PROVIDER)).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await propose({ urgency: longest }, OTHER_PROVIDER)).toMatchObject({ code: 'UNKNOWN_VACANCY' });
    const household = await registrationOf(longest);
    const seeker = seekerOf(household);
    expect(await seen(seeker)).toBeNull();

    const key = once();
    const proposed = await propose({ ...key, urgency: longest }, PROVIDER);
    expect(proposed, JSON.stringify(proposed)).toMatchObject({
      offer: {
        position: 1,
        status: 'MADE',
        mediation: { waitingPlace: 1, reason: REASON, whyNotLongest: null },
      },
    });
    expect((await propose({ ...key, urgency: longest }, PROVIDER)).offer.id).toBe(proposed.offer.id);
    expect(await seen(office)).toMatchObject({ status: 'OFFERING' });
    // Another professional, at the same moment or later: one home is for one household at a time.
    expect(await propose({ urgency: second, whyNotLongest: REASON }, office)).toMatchObject({
      code: 'OFFERS_STAND',
    });
    expect((await candidates(office)).nodes[0]).toMatchObject({ offered: true });
    // The household sees the home that it is offered, and may read why.
    expect(await seen(seeker)).toMatchObject({ id: home });
    const own = await test.ask<Shape>(
      'query ($id: ID!) { registration(id: $id) { reactions(first: 5) { nodes { position { position } offer { id mediation { reason } } } } } }',
      { id: household },
      seeker,
    );
    expect(own.data.registration.reactions.nodes[0]).toEqual({
      position: null,
      offer: { id: proposed.offer.id, mediation: { reason: REASON } },
    });

    const offer = proposed.offer.id;
    expect(await done('answer-offer', { ...once(), offer, accept: true }, OTHER_PROVIDER)).toMatchObject({
      code: 'UNKNOWN_OFFER',
    });
    expect(await done('answer-offer', { ...once(), offer, accept: true }, seeker)).toMatchObject({
      offer: { status: 'ACCEPTED' },
    });
    await done(
      'verify-candidate',
      { ...once(), offer, checks: [{ document: 'URGENCY', outcome: 'FOUND' }] },
      office,
    );
    const letting = { offer, signedOn: '2026-11-02', startsOn: '2026-11-02', leaseHolder: 'CARE_PROVIDER' };
    // Not before the care contract is signed by all three.
    await loadAsOwner(
      test.databases.of.urgencies,
      (sql) => sql`
        update urgency_condition set met_on = null, seeker_signed_on = null, provider_signed_on = null, municipality_signed_on = null
         where urgency = ${parseGlobalId(longest)!.id}::uuid`,
    );
    expect(await done('record-letting', { ...once(), ...letting }, office)).toMatchObject({
      code: 'CONDITION_NOT_MET',
    });
    const sign = (viewer: Viewer, ...parties: readonly string[]) =>
      done(
        'record-care-contract',
        { ...once(), urgency: longest, signatures: parties.map((party) => ({ party, on: '2026-11-01' })) },
        viewer,
      );
    const officer = officerOf(parseGlobalId(longest)!.owner);
    expect(await sign(PROVIDER, 'SEEKER', 'CARE_PROVIDER', 'MUNICIPALITY')).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await sign(officer, 'CARE_PROVIDER')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await sign(OTHER_PROVIDER, 'SEEKER')).toMatchObject({ code: 'UNKNOWN_URGENCY' });
    expect(await sign(PROVIDER, 'SEEKER', 'CARE_PROVIDER')).toMatchObject({
      urgency: { conditions: [{ metOn: null }] },
    });
    expect(await done('record-letting', { ...once(), ...letting }, office)).toMatchObject({
      code: 'CONDITION_NOT_MET',
    });
    expect(await sign(officer, 'MUNICIPALITY')).toMatchObject({
      urgency: { conditions: [{ metOn: '2026-11-01' }] },
    });
    expect(await sign(officer, 'MUNICIPALITY')).toMatchObject({ code: 'CONTRACT_SIGNED' });

    // A home that is not advertised needs its permit as every other.
    expect(await done('record-letting', { ...once(), ...letting }, office)).toMatchObject({
      code: 'PERMIT_NEEDED',
    });
    const { permit } = await done('ask-permit', { ...once(), offer: letting.offer }, office);
    const permits = permitOfficerOf(parseGlobalId(permit.id)!.owner);
    expect(await done('decide-permit', { ...once(), permit: permit.id, grant: true }, permits)).toMatchObject(
      {
        permit: { status: 'GRANTED' },
      },
    );
    const recorded = await done('record-letting', { ...once(), ...letting }, office);
    expect(recorded, JSON.stringify(recorded)).toMatchObject({
      letting: { model: 'DIRECT_MEDIATION', vacancy: { status: 'LET' } },
    });
    // While the care provider rents, the waiting time stands; the household waits for no other home.
    const registrar = registrarOf(parseGlobalId(household)!.owner);
    const statusOf = async () =>
      (
        await test.ask<Shape>(
          'query ($id: ID!) { registration(id: $id) { status } }',
          { id: household },
          registrar,
        )
      ).data.registration.status;
    expect(await statusOf()).toBe('ACTIVE');
    const text = 'query ($id: ID!) { urgency(id: $id) { status } }';
    expect((await test.ask<Shape>(text, { id: longest }, officer)).data.urgency.status).toBe('ENDED');

    now = '2027-02-01T10:00:00.000Z';
    const handover = { letting: recorded.letting.id, on: '2027-02-01', watchUntil: '2028-02-01' };
    expect(
      (await test.ask('hand-over-lease', { input: { ...once(), ...handover } }, PROVIDER)).codes,
    ).toEqual(['FORBIDDEN']);
    expect(await done('hand-over-lease', { ...once(), ...handover, on: '2026-11-01' }, office)).toMatchObject(
      {
        code: 'LEASE_STATE',
      },
    );
    expect(await done('hand-over-lease', { ...once(), ...handover }, office)).toMatchObject({
      letting: {
        leaseHolder: 'CARE_PROVIDER',
        careProvider: { code: careProvider },
        handedOverOn: '2027-02-01',
        watchUntil: '2028-02-01',
      },
    });
    expect(await done('hand-over-lease', { ...once(), ...handover }, office)).toMatchObject({
      code: 'LEASE_STATE',
    });
    expect(['DORMANT', 'ENDED']).toContain(await statusOf());
  });

  it('leaves receipts of each decision, which repeat', async () => {
    const { data } = await test.ask<Shape>('vacancy-receipts', { vacancy: home, first: 50 }, AUDITOR);
    expect(data.vacancy.receipts.nodes.map(({ kind }: Shape) => kind)).toEqual([
      'MEDIATION_PROPOSED',
      'OFFER_MADE',
      'OFFER_ANSWERED',
      'VERIFICATION',
      'PERMIT',
      'PERMIT',
      'LETTING',
      'LEASE_HANDED_OVER',
    ]);
    const auditor = lookAsAuditor(test.databases.of.allocation.appUrl);
    try {
      for await (const { difference } of replayAll(auditor.look))
        expect(difference === undefined ? 'as recorded' : inWords(difference)).toBe('as recorded');
      // What was chosen on other facts than those that were recorded shows.
      await loadAsOwner(
        test.databases.of.allocation,
        (sql) =>
          sql`update reaction set facts = jsonb_set(facts, '{adults}', '9') where vacancy = ${parseGlobalId(home)!.id}::uuid`,
      );
      const found: string[] = [];
      for await (const { difference } of replayAll(auditor.look))
        if (difference !== undefined) found.push(inWords(difference));
      expect(found).toHaveLength(1);
    } finally {
      await auditor.stop();
    }
  });

  it('takes no step for a role that may not', async () => {
    const { registration } = exampleOf('small');
    for (const viewer of [ANONYMOUS, seekerOf(registration), registrarOf('R0001'), ANALYST, AUDITOR]) {
      for (const [operation, input] of [
        ['propose-mediation', { vacancy: home, urgency: home, reason: REASON, expiresAt: EXPIRES_AT }],
        ['hand-over-lease', { letting: home, on: '2026-11-02' }],
        ['spare-complex', { complex: home, reason: REASON, from: '2026-11-02', until: '2027-01-01' }],
        ['record-care-contract', { urgency: home, signatures: [] }],
      ] as const) {
        const { codes } = await test.ask(operation, { input: { ...once(), ...input } }, viewer);
        expect(codes, `${viewer.role} ${operation}`).toEqual([
          viewer.role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN',
        ]);
      }
    }
  });

  it('tells an analyst how much was mediated in districts, in fives and nothing of few', async () => {
    const { data, codes } = await test.ask<Shape>('mediation-figures', { municipality: 'GM0402' }, ANALYST);
    expect(codes).toEqual([]);
    for (const { lettings, mediated } of data.municipality.mediationFigures.nodes) {
      expect([lettings, mediated].every((count) => count === null || (count % 5 === 0 && count >= 5))).toBe(
        true,
      );
    }
    expect((await test.ask('mediation-figures', { municipality: 'GM0402' }, ANONYMOUS)).codes).toContain(
      'UNAUTHENTICATED',
    );
  });
});
