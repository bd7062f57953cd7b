import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf, regulationId } from '../../demonstration/example.ts';
import { dayInNetherlands, type Clock } from '../../platform/clock.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { lookAsAuditor } from '../../subgraphs/allocation/replay/look-as-auditor.ts';
import { replayAll } from '../../subgraphs/allocation/replay/replay-decisions.ts';
import type { Answer as AskedAnswer } from '../support/ask-subgraph.ts';
import { officer } from '../support/drafts.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import {
  allocatorOf,
  ANONYMOUS,
  AUDITOR,
  permitOfficerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

/** What an answer holds, in the shape that only the test knows. */
type Shape = AskedAnswer['data'];

const { prepared, registration } = exampleOf('small');
const CORPORATION = parseGlobalId(prepared)!.owner;
const OFFICE = allocatorOf(CORPORATION);
const REGISTER = registrarOf(parseGlobalId(registration)!.owner);
const COMPLEX = 'c1111111-0000-7000-8000-000000000001';
const DAY_MS = 86_400_000;

/** From 3 November on homes that are directly to let go to who reacts first. */
const SEARCH_VALUE = `code: SEARCH_VALUE
stage: ORDER
article: '5.1'
argument: Direct te huur volgt voortaan het moment van reageren.
models: [ OFFER, DIRECT_MEDIATION, FIRST_LETTING, EXPERIMENT ]
order: { kind: SEARCH_VALUE, retainedPercent: 75, transitionalUntil: 2015-07-01 }
`;
const FIRST_WHO_REACTS = `code: FIRST_WHO_REACTS
stage: ORDER
article: '5.1'
argument: Een woning die direct te huur is moet snel een huurder vinden.
models: [ DIRECT_LET ]
order: { kind: REACTION_TIME }
`;
const AGREEMENT = `code: complexafspraak-nieuwbouw
title: Afspraak over de eerste verhuur van De Nieuwbouw
layer: COMPLEX
owner: GM0402
validity: { from: 2026-11-03, until: 2028-01-01 }
argument: De eerste bewoners maken van een nieuw complex een buurt; wie een woning achterlaat gaat voor.
complex: ${CORPORATION}:${COMPLEX}
proposedBy: ${CORPORATION}
articles:
  - article: '1'
    text: Bij de eerste verhuur gaan, na de urgenten, doorstromers voor.
rules:
  - code: FIRST_MOVERS
    stage: SORT
    article: '1'
    appliesTo: { kind: model, models: [ FIRST_LETTING ] }
    rank: 45
    grounds: [ MOVING_CHAIN ]
    condition: { kind: leaves-home }
`;

/** One home per model from empty to let, through the door, by the roles that may. */
describe('every way of allocating a home', () => {
  let test: TestHub;
  let now = '2026-11-02T10:00:00.000Z';
  let seekers: readonly string[] = [];
  const housed = new Set<string>();
  let offeredSince = '';
  const clock: Clock = { now: () => now, today: () => dayInNetherlands(now) };
  const dwellings = new Map<string, string>();

  beforeAll(async () => {
    test = await startTestHub(10_000, clock);
    await loadAsOwner(test.databases.of.vacancies, async (sql) => {
      await sql`insert into complex (owner, id, name) values (${CORPORATION}, ${COMPLEX}, 'De Nieuwbouw')`;
      for (const [number, [name, special]] of Object.entries(HOMES).entries()) {
        const id = `d1111111-0000-7000-8000-${String(number).padStart(12, '0')}`;
        dwellings.set(name, `${CORPORATION}:${id}`);
        const { municipality = 'GM0402', region = 'GOOI', segment = 'SOCIAL_RENT', complex = null } = special;
        await sql`
          insert into dwelling (owner, id, complex, region, municipality, core, district, neighbourhood, street, house_number,
                                dwelling_type, rooms, area_m2, accessibility, energy_label, rent_cents, segment)
          values (${CORPORATION}, ${id}, ${complex}, ${region}, ${municipality}, null, 'Centrum', 'Kerkbuurt', 'Kerkstraat',
                  ${number + 1}, 'APARTMENT', 3, 50, 'NONE', 'B', ${segment === 'MID_RENT' ? 95_000 : 60_000}, ${segment})`;
      }
    });
    const listed = await test.ask<Shape>(
      'query { registrations(status: ACTIVE, first: 100) { nodes { id } } }',
      {},
      REGISTER,
    );
    seekers = listed.data.registrations.nodes.map(({ id }: Shape) => id as string);
    await publishRules();
  });
  afterAll(() => test?.stop());

  const once = () => ({ idempotencyKey: randomUUID() });
  async function done(operation: string, input: object, viewer: Viewer): Promise<Shape> {
    const { data, codes } = await test.ask<Record<string, Shape>>(
      operation,
      { input: operation === 'freeze-ranking' ? input : { ...once(), ...input } },
      viewer,
    );
    expect(codes, operation).toEqual([]);
    return Object.values(data!)[0];
  }
  const asked = (operation: string, input: object, viewer: Viewer) => test.ask(operation, { input }, viewer);
  const later = (days: number) => new Date(Date.parse(now) + days * DAY_MS).toISOString();

  async function publish(owner: string, operation: string, input: object, edits: readonly string[]) {
    const [maker, second] = [officer('a.maker', 'PUBLISHER', owner), officer('b.second', 'APPROVER', owner)];
    const begun = await done(operation, input, maker);
    const draft = begun.draft.id as string;
    let revision = begun.draft.revision as number;
    for (const yaml of edits) {
      const saved = await done('edit-rule', { draft, expectedRevision: revision, yaml }, maker);
      expect(saved, JSON.stringify(saved)).toMatchObject({ __typename: 'DraftSaved' });
      revision = saved.draft.revision as number;
    }
    const submitted = await done('submit-regulation', { draft, expectedRevision: revision }, maker);
    expect(submitted, JSON.stringify(submitted)).toMatchObject({ __typename: 'DraftSaved' });
    const approved = await done(
      'approve-regulation',
      { draft, expectedRevision: submitted.draft.revision },
      second,
    );
    expect(approved, JSON.stringify(approved)).toMatchObject({ __typename: 'RegulationApproved' });
  }
  async function publishRules(): Promise<void> {
    const amends = regulationId('GOOI', 'gooi-model', '2024-01-01');
    const period = { validFrom: '2026-11-03', validUntil: '2028-01-01' };
    await publish('GOOI', 'draft-regulation', { amends, ...period }, [SEARCH_VALUE, FIRST_WHO_REACTS]);
    await publish('GM0402', 'import-regulation', { yaml: AGREEMENT }, []);
    now = '2026-11-03T10:00:00.000Z';
  }

  async function published(
    home: string,
    model: string,
    said: object = {},
    drawnUp: object = {},
  ): Promise<string> {
    const input = { dwelling: dwellings.get(home), model, labels: [], ...drawnUp };
    const drafted = await done('draft-vacancy', input, OFFICE);
    const vacancy = drafted.vacancy.id as string;
    const answer = await done('publish-vacancy', { vacancy, closesAt: later(7), ...said }, OFFICE);
    expect(answer, JSON.stringify(answer)).toMatchObject({ __typename: 'VacancyPublished' });
    return vacancy;
  }
  /** The first three of the register who may react do, in their order. */
  async function reacted(vacancy: string, said: object = {}): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const id of seekers) {
      if (ids.length === 3) break;
      if (housed.has(id)) continue;
      now = new Date(Date.parse(now) + 1000).toISOString();
      const { __typename } = await done('react', { vacancy, registration: id, ...said }, seekerOf(id));
      if (__typename === 'Reacted') ids.push(id);
    }
    expect(ids.length).toBeGreaterThan(0);
    return ids;
  }
  async function letFrom(vacancy: string, among: readonly string[], municipality = 'GM0402'): Promise<Shape> {
    expect(await done('freeze-ranking', { vacancy }, OFFICE)).toMatchObject({
      ranking: { status: 'FROZEN', candidateCount: among.length },
    });
    const made = await done('make-offer', { vacancy, candidates: 1, expiresAt: later(7) }, OFFICE);
    return letTo(made.offers[0], among, municipality);
  }
  async function letTo(offer: Shape, among: readonly string[], municipality = 'GM0402'): Promise<Shape> {
    const who = await whose(offer.id, among);
    await done('answer-offer', { offer: offer.id, accept: true }, seekerOf(who));
    const checks = [{ document: 'INCOME', outcome: 'FOUND' }];
    await done('verify-candidate', { offer: offer.id, checks }, OFFICE);
    const lease = { offer: offer.id, signedOn: clock.today(), startsOn: dayInNetherlands(later(30)) };
    expect(await done('record-letting', lease, OFFICE)).toMatchObject({ code: 'PERMIT_NEEDED' });
    const { permit } = await done('ask-permit', { offer: offer.id }, OFFICE);
    const officers = permitOfficerOf(municipality);
    const queue = await test.ask<Shape>('permit-requests', { first: 20 }, officers);
    expect(queue.data.permitRequests.nodes.map(({ id }: Shape) => id)).toEqual([permit.id]);
    for (const viewer of [OFFICE, seekerOf(who), REGISTER, officer('x', 'APPROVER', municipality)])
      expect(
        (await asked('decide-permit', { ...once(), permit: permit.id, grant: true }, viewer)).codes,
      ).toEqual(['FORBIDDEN']);
    expect(await done('decide-permit', { permit: permit.id, grant: true }, officers)).toMatchObject({
      permit: { status: 'GRANTED' },
    });
    const { letting } = await done('record-letting', lease, OFFICE);
    expect(letting).toMatchObject({ permit: { id: permit.id }, vacancy: { status: 'LET' } });
    housed.add(who);
    return { ...letting, who };
  }
  async function whose(offer: string, among: readonly string[]): Promise<string> {
    for (const id of among) {
      const { data } = await test.ask<Shape>(
        'query ($id: ID!) { registration(id: $id) { reactions(first: 100) { nodes { offer { id } } } } }',
        { id },
        seekerOf(id),
      );
      if (data.registration.reactions.nodes.some((each: Shape) => each.offer?.id === offer)) return id;
    }
    throw new Error('nobody was offered this');
  }
  const close = () => (now = later(7));

  it('a home that nobody takes is offered until nobody is left', async () => {
    const first = await published('fruitless', 'OFFER');
    offeredSince = clock.today();
    const among = await reacted(first);
    close();
    await done('freeze-ranking', { vacancy: first }, OFFICE);
    const { offers } = await done(
      'make-offer',
      { vacancy: first, candidates: 3, expiresAt: later(7) },
      OFFICE,
    );
    expect(await done('end-offering', { vacancy: first, reason: 'NO_CANDIDATE' }, OFFICE)).toMatchObject({
      code: 'CANDIDATES_LEFT',
    });
    for (const { id } of offers)
      await done('answer-offer', { offer: id, accept: false, reason: 'NEIGHBOURHOOD' }, OFFICE);
    expect(await done('end-offering', { vacancy: first, reason: 'NO_CANDIDATE' }, OFFICE)).toMatchObject({
      __typename: 'OfferingEnded',
    });
    expect(among).toHaveLength(offers.length);
  });

  it('an offered home goes by search value', async () => {
    const vacancy = await published('offer', 'OFFER');
    const among = await reacted(vacancy);
    close();
    expect(await letFrom(vacancy, among)).toMatchObject({
      model: 'OFFER',
      segment: 'SOCIAL_RENT',
      position: 1,
    });
  });

  it('a home by lot goes by a draw among the young', async () => {
    const vacancy = await published('lottery', 'LOTTERY');
    const among = await reacted(vacancy);
    close();
    expect(await letFrom(vacancy, among)).toMatchObject({ model: 'LOTTERY' });
    const drawn = await test.ask<Shape>('draw-transcript', { vacancy }, OFFICE);
    expect(JSON.stringify(drawn.data)).toContain('REVEALED');
  });

  it('the draw among urgent seekers is for who declares it, and shuts out who refuses', async () => {
    const vacancy = await published('urgent', 'URGENT_SEEKER_LOTTERY');
    const [somebody] = seekers.filter((id) => !housed.has(id)) as [string];
    expect(await done('react', { vacancy, registration: somebody }, seekerOf(somebody))).toMatchObject({
      code: 'DECLARATION_NEEDED',
    });
    const among = await reacted(vacancy, { declaresUrgentNeed: true });
    // Nobody chooses by which home it is: it is shown to whom it is offered, and told by no filter either.
    const seen = async (viewer: Viewer) =>
      (
        await test.ask<Shape>(
          'query ($id: ID!) { vacancy(id: $id) { dwelling { id street } } }',
          { id: vacancy },
          viewer,
        )
      ).data.vacancy.dwelling;
    for (const viewer of [ANONYMOUS, seekerOf(among[0]!), REGISTER, allocatorOf('L0009')])
      expect(await seen(viewer), viewer.role).toBeNull();
    for (const viewer of [OFFICE, AUDITOR])
      expect(await seen(viewer)).toMatchObject({ id: dwellings.get('urgent') });
    const listed = async (filter: object) =>
      (
        await test.ask<Shape>(
          'query ($filter: VacancyFilter) { vacancies(filter: $filter, first: 100) { nodes { id } } }',
          { filter: { corporation: vacancy.slice(0, 5), ...filter } },
          ANONYMOUS,
        )
      ).data.vacancies.nodes.map(({ id }: Shape) => id);
    expect(await listed({})).toContain(vacancy);
    for (const filter of [{ municipality: 'GM0402' }, { minimumRooms: 1 }, { maximumRentCents: 200_000 }])
      expect(await listed(filter)).not.toContain(vacancy);
    const next = await published('urgent again', 'URGENT_SEEKER_LOTTERY');
    close();
    await done('freeze-ranking', { vacancy }, OFFICE);
    const { offers } = await done('make-offer', { vacancy, candidates: 1, expiresAt: later(7) }, OFFICE);
    const refuser = await whose(offers[0].id, among);
    expect(await seen(seekerOf(refuser))).toMatchObject({ id: dwellings.get('urgent') });
    expect(await seen(seekerOf(among.find((id) => id !== refuser)!))).toBeNull();
    await done('answer-offer', { offer: offers[0].id, accept: false, reason: 'HOME' }, seekerOf(refuser));
    const again = await published('urgent later', 'URGENT_SEEKER_LOTTERY');
    expect(
      await done(
        'react',
        { vacancy: again, registration: refuser, declaresUrgentNeed: true },
        seekerOf(refuser),
      ),
    ).toMatchObject({ __typename: 'NotAdmitted', reasons: [{ code: 'NOT_EXCLUDED' }] });
    expect(next).toBeDefined();
    const others = among.filter((id) => id !== refuser);
    const made = await done('make-offer', { vacancy, candidates: 1, expiresAt: later(7) }, OFFICE);
    expect(others).toContain(await whose(made.offers[0].id, among));
    expect(await letTo(made.offers[0], among)).toMatchObject({ model: 'URGENT_SEEKER_LOTTERY', position: 2 });
    expect(await seen(ANONYMOUS)).toMatchObject({ id: dwellings.get('urgent') });
  });

  it('a first letting follows the agreement on its complex, and needs one', async () => {
    const drafted = await done(
      'draft-vacancy',
      { dwelling: dwellings.get('no agreement'), model: 'FIRST_LETTING', labels: [] },
      OFFICE,
    );
    expect(
      await done('publish-vacancy', { vacancy: drafted.vacancy.id, closesAt: later(7) }, OFFICE),
    ).toMatchObject({ code: 'NO_AGREEMENT' });
    const vacancy = await published('first', 'FIRST_LETTING');
    const among = await reacted(vacancy);
    close();
    const letting = await letFrom(vacancy, among);
    expect(letting).toMatchObject({ model: 'FIRST_LETTING' });
    // What was let once is no first letting again.
    const second = await done(
      'draft-vacancy',
      { dwelling: dwellings.get('first'), model: 'FIRST_LETTING', labels: [] },
      OFFICE,
    );
    expect(
      await done('publish-vacancy', { vacancy: second.vacancy.id, closesAt: later(7) }, OFFICE),
    ).toMatchObject({ code: 'LET_BEFORE' });
  });

  it('an experiment is offered under the register of its region, within its cap', async () => {
    const dwelling = dwellings.get('experiment');
    const consultation = 'Besproken met corporaties en huurdersorganisaties van de regio.';
    const input = {
      name: 'Een jaar anders verdelen',
      purpose: 'Nagaan of wie lang zoekt eerder een woning vindt.',
      consultedOn: '2026-11-02',
      consultation,
      validFrom: '2026-11-03',
      validUntil: '2027-11-03',
    };
    const secondOfRegion = officer('b.second', 'APPROVER', 'GOOI');
    expect((await asked('register-experiment', { ...once(), ...input }, OFFICE)).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect(await done('register-experiment', input, officer('x.other', 'APPROVER', 'GM0402'))).toMatchObject({
      code: 'NO_REGULATION_OF_YOURS',
    });
    expect(
      await done('register-experiment', { ...input, consultedOn: '2026-11-04' }, secondOfRegion),
    ).toMatchObject({ code: 'INVALID_INPUT' });
    const { experiment } = await done('register-experiment', input, secondOfRegion);
    const unnamed = await done('draft-vacancy', { dwelling, model: 'EXPERIMENT', labels: [] }, OFFICE);
    const refused = await done(
      'publish-vacancy',
      { vacancy: unnamed.vacancy.id, closesAt: later(7) },
      OFFICE,
    );
    expect(refused).toMatchObject({ code: 'NO_EXPERIMENT' });
    await test.ask(
      'mutation ($input: WithdrawVacancyInput!) { withdrawVacancy(input: $input) { __typename } }',
      { input: { ...once(), vacancy: unnamed.vacancy.id, reason: 'INCORRECT_DATA' } },
      OFFICE,
    );
    const vacancy = await published('experiment', 'EXPERIMENT', {}, { experiment: experiment.id });
    const among = await reacted(vacancy);
    close();
    expect(await letFrom(vacancy, among)).toMatchObject({ model: 'EXPERIMENT' });
    const listed = await test.ask<Shape>('experiments', { region: 'GOOI', first: 10 }, seekerOf(among[0]!));
    expect(listed.data.housingRegion.experiments.nodes).toMatchObject([{ id: experiment.id, consultation }]);
  });

  it('a home that is directly to let goes to who reacts first, without waiting for its closing', async () => {
    const vacancy = await published('direct', 'DIRECT_LET');
    expect(await done('freeze-ranking', { vacancy }, OFFICE)).toMatchObject({
      code: 'VACANCY_STILL_OPEN',
    });
    const among = await reacted(vacancy);
    const letting = await letFrom(vacancy, among);
    expect(letting).toMatchObject({ model: 'DIRECT_LET', position: 1, who: among[0] });
    const { data } = await test.ask<Shape>(
      'query ($id: ID!) { vacancy(id: $id) { closesOn ranking { orderedBy } } }',
      { id: vacancy },
      OFFICE,
    );
    expect(data.vacancy).toEqual({ closesOn: clock.today(), ranking: { orderedBy: 'REACTION_TIME' } });
  });

  it('a mid-rent home goes the same way, under the rules that its municipality published', async () => {
    const vacancy = await published('mid rent', 'OFFER');
    const explained = await test.ask<Shape>('vacancy-explanation', { id: vacancy }, OFFICE);
    expect(JSON.stringify(explained.data)).toContain('langste inschrijfduur');
    const among = await reacted(vacancy);
    close();
    expect(await letFrom(vacancy, among, 'GM0307')).toMatchObject({ model: 'OFFER', segment: 'MID_RENT' });
  });

  it('and is offered anew as the same run: after the weeks of the regulation binding counts no more', async () => {
    // Eight weeks, as Hilversum fills in (at most thirteen by art. 17).
    now = new Date(Date.parse(`${offeredSince}T11:00:00Z`) + 56 * DAY_MS).toISOString();
    const drafted = await done(
      'draft-vacancy',
      { dwelling: dwellings.get('fruitless'), model: 'OFFER', labels: ['LOCAL_BINDING'] },
      OFFICE,
    );
    const vacancy = drafted.vacancy.id as string;
    const answer = await done('publish-vacancy', { vacancy, closesAt: later(7) }, OFFICE);
    expect(answer, JSON.stringify(answer)).toMatchObject({ __typename: 'VacancyPublished' });
    const { data } = await test.ask<Shape>(
      'query ($id: ID!) { vacancy(id: $id) { offeredSince publishedOn } }',
      { id: vacancy },
      OFFICE,
    );
    expect(data.vacancy).toEqual({ offeredSince, publishedOn: clock.today() });
    const again = await reacted(vacancy);
    close();
    await done('freeze-ranking', { vacancy }, OFFICE);
    const ranked = await test.ask<Shape>('ranking', { vacancy, first: 10 }, OFFICE);
    const groups = ranked.data.vacancy.ranking.candidates.nodes.map(({ group }: Shape) => group.code);
    expect(groups).toHaveLength(again.length);
    expect(groups).not.toContain('LOCAL_BINDING');
    expect(JSON.stringify(ranked.data)).toContain('"article":"17"');
  });

  it('and a replay repeats all of it', async () => {
    const auditor = lookAsAuditor(test.databases.of.allocation.appUrl);
    for await (const { difference } of replayAll(auditor.look)) expect(difference).toBeUndefined();
    await auditor.stop();
  });
});

interface Special {
  readonly municipality?: string;
  readonly region?: string;
  readonly segment?: string;
  readonly complex?: string;
}

const HOMES: Readonly<Record<string, Special>> = {
  offer: {},
  lottery: {},
  urgent: {},
  'urgent again': {},
  'urgent later': {},
  'no agreement': {},
  first: { complex: COMPLEX },
  direct: {},
  experiment: {},
  'mid rent': { municipality: 'GM0307', region: 'AMERSFOORT', segment: 'MID_RENT' },
  fruitless: {},
};
