import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import { traceFrom } from '../../platform/telemetry.ts';
import { ROLES, type Viewer } from '../../platform/viewer.ts';
import { answerOf, startTestHub, type Answer, type TestHub } from '../support/hub.ts';
import { startTestHubAskedById } from '../support/door.ts';
import { ALL_CANDIDATES } from '../support/questions.ts';
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  HUB,
  memberOf,
  officerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

/** Ids of real rows, and the viewers whose they are. */
interface Known {
  readonly urgency: string;
  readonly urgencyOwner: string;
  readonly urgencySeeker: string;
  readonly reaction: string;
  readonly reactionSeeker: string;
}

const example = exampleOf('small');
const ABSENT = '00000000-0000-8000-8000-000000000000';

describe.each([
  ['a question in words', startTestHub],
  ['the id of a trusted document, at a door that takes nothing else', startTestHubAskedById],
] as const)('who may read what, by %s', (_way, start) => {
  let test: TestHub;
  let known: Known;
  const own = seekerOf(example.registration);
  const stranger = seekerOf(`R0001:${ABSENT}`);

  beforeAll(async () => {
    test = await start();
    const urgencies = await test.ask<{
      urgencies: { nodes: { id: string; registration: { id: string } }[] };
    }>('{ urgencies(status: GRANTED, first: 1) { nodes { id registration { id } } } }', {}, AUDITOR);
    const urgency = urgencies.data!.urgencies.nodes[0]!;
    const ranked = await test.ask<{
      vacancy: { ranking: { candidates: { nodes: { reaction: { id: string } }[] } } };
    }>(ALL_CANDIDATES, { vacancy: example.vacancy, first: 3, after: null }, AUDITOR);
    const reaction = ranked.data!.vacancy.ranking.candidates.nodes[2]!.reaction.id;
    const rows = await direct<{ _entities: { registration: { id: string } }[] }>(
      'allocation',
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Reaction { registration { id } } } }',
      { r: [{ __typename: 'Reaction', id: reaction }] },
      // Whose it is, the registrar of the register may know.
      registrarOf('R0001'),
    );
    known = {
      urgency: urgency.id,
      urgencyOwner: urgency.id.slice(0, 6),
      urgencySeeker: urgency.registration.id,
      reaction,
      reactionSeeker: rows.data!._entities[0]!.registration.id,
    };
  });
  afterAll(() => test?.stop());

  /** Asks a subgraph itself, past the gateway. */
  async function direct<Data>(
    name: SubgraphName,
    query: string,
    variables: Record<string, unknown>,
    viewer: Viewer,
  ): Promise<Answer<Data>> {
    const subgraph = test.hub.subgraphs.find((one) => one.name === name)!;
    return answerOf<Data>(await subgraph.execute({ query, variables, viewer, trace: traceFrom(undefined) }));
  }

  /** Every way in to one entity: by its query through the gateway, at the subgraph, and by `_entities`. */
  async function everyWay(
    name: SubgraphName,
    type: string,
    field: string,
    id: string,
    selection: string,
    viewer: Viewer,
  ) {
    const byId = `query($id: ID!) { entity: ${field}(id: $id) { ${selection} } }`;
    const reference = `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`;
    const answers = [
      await test.ask<{ entity: unknown }>(byId, { id }, viewer),
      await direct<{ entity: unknown }>(name, byId, { id }, viewer),
    ];
    const entities = await direct<{ _entities: unknown[] }>(
      name,
      reference,
      { r: [{ __typename: type, id }] },
      viewer,
    );
    return [
      ...answers.map(({ data, codes }) => ({ row: data?.entity ?? null, codes })),
      { row: entities.data?._entities[0] ?? null, codes: entities.codes },
    ];
  }

  async function expectEveryWay(ways: ReturnType<typeof everyWay>, sees: boolean): Promise<void> {
    for (const { row, codes } of await ways) {
      if (sees) {
        expect(codes).toEqual([]);
        expect(row).not.toBeNull();
      } else {
        expect(row).toBeNull();
        for (const code of codes) expect(['UNAUTHENTICATED', 'FORBIDDEN']).toContain(code);
      }
    }
  }

  describe('a registration', () => {
    const read = (viewer: Viewer, id = example.registration) =>
      everyWay(
        'registrations',
        'Registration',
        'registration',
        id,
        'id registeredOn household { adults }',
        viewer,
      );

    it('is read by its seeker, its registrar and the auditor', async () => {
      await expectEveryWay(read(own), true);
      await expectEveryWay(read(registrarOf('R0001')), true);
      await expectEveryWay(read(AUDITOR), true);
    });

    it('is not read by another seeker, another registrar, a corporation that does not consider it, or anyone without a task', async () => {
      const others = [
        stranger,
        registrarOf('R0002'),
        allocatorOf(example.corporation),
        officerOf('GM0402'),
        ANALYST,
        ANONYMOUS,
      ];
      for (const viewer of [
        ...others,
        memberOf('Z0001', 'CARE_PROVIDER'),
        memberOf('GM0402', 'PUBLISHER'),
        memberOf('GM0402', 'APPROVER'),
      ]) {
        await expectEveryWay(read(viewer), false);
      }
    });

    it('that is somebody else’s and one that does not exist give the same answer', async () => {
      const theirs = await read(stranger);
      const none = await read(stranger, `R0001:${'0'.repeat(8)}-0000-8000-8000-000000000001`);
      expect(theirs).toEqual(none);
    });

    it('gives its facts to the hub alone', async () => {
      const facts = (viewer: Viewer) =>
        direct<{ registration: { facts: unknown } | null }>(
          'registrations',
          'query($id: ID!) { registration(id: $id) { facts { registeredOn } } }',
          { id: example.registration },
          viewer,
        );
      expect((await facts(HUB)).data!.registration!.facts).not.toBeNull();
      for (const viewer of [own, registrarOf('R0001'), AUDITOR]) {
        expect(await facts(viewer)).toMatchObject({ codes: ['FORBIDDEN'] });
      }
    });
  });

  describe('an urgency', () => {
    const read = (viewer: Viewer) =>
      everyWay('urgencies', 'Urgency', 'urgency', known.urgency, 'id category validFrom', viewer);

    it('is read by its municipality, its seeker and the auditor', async () => {
      await expectEveryWay(read(officerOf(known.urgencyOwner)), true);
      await expectEveryWay(read(seekerOf(known.urgencySeeker)), true);
      await expectEveryWay(read(AUDITOR), true);
    });

    it('is not read by another municipality, another seeker, a registrar, a corporation or anyone without a task', async () => {
      const otherMunicipality = known.urgencyOwner === 'GM0402' ? 'GM0406' : 'GM0402';
      for (const viewer of [
        officerOf(otherMunicipality),
        stranger,
        registrarOf('R0001'),
        allocatorOf(example.corporation),
        ANALYST,
        ANONYMOUS,
        memberOf('Z9999', 'CARE_PROVIDER'),
      ]) {
        await expectEveryWay(read(viewer), false);
      }
    });

    it('is not told of a registration either, through the registration', async () => {
      const query =
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on Registration { urgencies { nodes { category } } } } }';
      const through = (viewer: Viewer) =>
        direct<{ _entities: { urgencies: { nodes: unknown[] } | null }[] }>(
          'urgencies',
          query,
          { r: [{ __typename: 'Registration', id: known.urgencySeeker }] },
          viewer,
        );
      expect(
        (await through(seekerOf(known.urgencySeeker))).data!._entities[0]!.urgencies!.nodes.length,
      ).toBeGreaterThan(0);
      expect((await through(stranger)).data!._entities[0]!.urgencies!.nodes).toEqual([]);
      expect((await through(allocatorOf(example.corporation))).data!._entities[0]!.urgencies!.nodes).toEqual(
        [],
      );
      expect((await through(ANALYST)).codes).toEqual(['FORBIDDEN']);
    });
  });

  describe('a reaction', () => {
    const read = (viewer: Viewer) =>
      everyWay('allocation', 'Reaction', 'reaction', known.reaction, 'id status reactedAt', viewer);

    it('is read by its seeker, its registrar, the corporation of the vacancy and the auditor', async () => {
      for (const viewer of [
        seekerOf(known.reactionSeeker),
        registrarOf(known.reactionSeeker.slice(0, 5)),
        allocatorOf(example.corporation),
        AUDITOR,
      ]) {
        await expectEveryWay(read(viewer), true);
      }
    });

    it('is not read by another seeker, another corporation, another registrar or anyone without a task', async () => {
      const otherRegistrar = known.reactionSeeker.startsWith('R0001') ? 'R0002' : 'R0001';
      for (const viewer of [
        stranger,
        allocatorOf('L9999'),
        registrarOf(otherRegistrar),
        officerOf('GM0402'),
        ANALYST,
        ANONYMOUS,
      ]) {
        await expectEveryWay(read(viewer), false);
      }
    });

    it('does not tell the corporation whose it is', async () => {
      const whose = await direct(
        'allocation',
        'query($id: ID!) { reaction(id: $id) { registration { id } } }',
        { id: known.reaction },
        allocatorOf(example.corporation),
      );
      expect(whose.codes).toEqual(['FORBIDDEN']);
    });
  });

  describe('a ranking', () => {
    const ranking = (viewer: Viewer) =>
      test.ask<{ vacancy: { ranking: { candidates: { nodes: { registration: unknown }[] } } | null } }>(
        ALL_CANDIDATES,
        { vacancy: example.vacancy, first: 50, after: null },
        viewer,
      );

    it('is for the corporation of the vacancy and the auditor', async () => {
      expect(
        (await ranking(allocatorOf(example.corporation))).data!.vacancy.ranking!.candidates.nodes.length,
      ).toBeGreaterThan(0);
      expect((await ranking(AUDITOR)).data!.vacancy.ranking!.candidates.nodes.length).toBeGreaterThan(0);
    });

    it('is not for another corporation, a seeker, a registrar, or anyone without a task', async () => {
      const other = await ranking(allocatorOf('L9999'));
      expect(other).toMatchObject({ codes: [], data: { vacancy: { ranking: null } } });
      for (const viewer of [own, registrarOf('R0001'), officerOf('GM0402'), ANALYST])
        expect((await ranking(viewer)).codes).toEqual(['FORBIDDEN']);
      expect((await ranking(ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
    });

    it('names nobody while the vacancy is open', async () => {
      const { data } = await ranking(allocatorOf(example.corporation));
      expect(data!.vacancy.ranking!.candidates.nodes.every(({ registration }) => registration === null)).toBe(
        true,
      );
    });

    it('names whom the corporation considers once the vacancy is closed, nobody else, and to nobody else', async () => {
      const offering = await test.ask<{ vacancies: { nodes: { id: string }[] } }>(
        '{ vacancies(filter: { status: OFFERING }, first: 1) { nodes { id } } }',
        {},
        ANONYMOUS,
      );
      const vacancy = offering.data!.vacancies.nodes[0]!.id;
      const mine = await test.ask<{
        vacancy: {
          ranking: { candidates: { nodes: { registration: { id: string; status: string } | null }[] } };
        };
      }>(ALL_CANDIDATES, { vacancy, first: 100, after: null }, allocatorOf(vacancy.slice(0, 5)));
      const named = mine.data!.vacancy.ranking.candidates.nodes.flatMap(({ registration }) =>
        registration === null ? [] : [registration],
      );
      expect(named.length).toBeGreaterThan(0);
      expect(named.length).toBeLessThan(mine.data!.vacancy.ranking.candidates.nodes.length);
      const file = (viewer: Viewer) =>
        test.ask<{ registration: { id: string } | null }>(
          'query($id: ID!) { registration(id: $id) { id household { adults } } }',
          { id: named[0]!.id },
          viewer,
        );
      expect((await file(allocatorOf(vacancy.slice(0, 5)))).data!.registration).not.toBeNull();
      expect((await file(allocatorOf('L9999'))).data!.registration).toBeNull();
    });
  });

  describe('a position', () => {
    const position = (viewer: Viewer, registration: string | null = null) =>
      test.ask<{ vacancy: { position: unknown } }>(
        'query($v: ID!, $r: ID) { vacancy(id: $v) { position(registration: $r) { position candidateCount } } }',
        { v: example.vacancy, r: registration },
        viewer,
      );

    it('is for the seeker and the registrar whose registration it is', async () => {
      expect((await position(seekerOf(known.reactionSeeker))).data!.vacancy.position).not.toBeNull();
      expect(
        (await position(registrarOf(known.reactionSeeker.slice(0, 5)), known.reactionSeeker)).data!.vacancy
          .position,
      ).not.toBeNull();
    });

    it('of somebody else is as absent as one of nobody', async () => {
      expect((await position(stranger, known.reactionSeeker)).data!.vacancy.position).toBeNull();
      expect((await position(stranger)).data!.vacancy.position).toBeNull();
      expect((await position(registrarOf('R0009'), known.reactionSeeker)).data!.vacancy.position).toBeNull();
    });
  });

  describe('what is public', () => {
    it('is read by every role, anonymous included', async () => {
      for (const role of ROLES) {
        const viewer: Viewer = {
          ...memberOf('L0001', role),
          registration: role === 'SEEKER' ? example.registration : null,
        };
        const { errors, data } = await test.ask<{
          vacancy: { id: string; reactionCount: number };
          rulesInForce: { hash: string };
        }>(
          'query($v: ID!) { vacancy(id: $v) { id reactionCount corporation { name } } rulesInForce(municipality: "GM0402") { hash } }',
          { v: example.vacancy },
          viewer,
        );
        expect(errors, role).toEqual([]);
        expect(data!.vacancy.reactionCount, role).toBeGreaterThan(0);
      }
    });

    it('leaves out drafts and withdrawn vacancies, but for their corporation', async () => {
      const list = (status: string, viewer: Viewer) =>
        test.ask<{ vacancies: { nodes: { id: string }[] } }>(
          `{ vacancies(filter: { status: ${status} }, first: 100) { nodes { id } } }`,
          {},
          viewer,
        );
      const withdrawn = await list('WITHDRAWN', AUDITOR);
      const id = withdrawn.data!.vacancies.nodes[0]!.id;
      expect(
        (await list('WITHDRAWN', allocatorOf(id.slice(0, 5)))).data!.vacancies.nodes.map((node) => node.id),
      ).toContain(id);
      for (const viewer of [ANONYMOUS, own, allocatorOf('L9999')]) {
        expect((await list('WITHDRAWN', viewer)).data!.vacancies.nodes).toEqual([]);
        expect((await list('DRAFT', viewer)).data!.vacancies.nodes).toEqual([]);
        await expectEveryWay(everyWay('vacancies', 'Vacancy', 'vacancy', id, 'status model', viewer), false);
      }
      await expectEveryWay(
        everyWay('vacancies', 'Vacancy', 'vacancy', id, 'status model', allocatorOf(id.slice(0, 5))),
        true,
      );
    });
  });

  describe('a reading', () => {
    it('by the hub on behalf of a seeker, of another than the seeker, is recorded under the task', async () => {
      const before = await test.ask<{ registration: { reads: { nodes: { purpose: string }[] } } }>(
        'registration',
        { id: example.registration },
        own,
      );
      await test.ask('opportunities', { registration: example.registration, first: 1 }, registrarOf('R0001'));
      const after = await test.ask<{
        registration: { reads: { nodes: { purpose: string; role: string; organisation: string }[] } };
      }>('registration', { id: example.registration }, own);
      expect(after.data!.registration.reads.nodes[0]).toMatchObject({
        purpose: 'list opportunities',
        role: 'HUB',
        organisation: 'R0001',
      });
      expect(after.data!.registration.reads.nodes).not.toEqual(before.data!.registration.reads.nodes);
    });
  });
});
