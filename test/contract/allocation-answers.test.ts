import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import {
  allocationOn,
  CLOSES_AT,
  NOW,
  RULES,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, ANONYMOUS, registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { __typename } }`;
const COUNTS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vacancy { id reactionCount } } }`;
const RANKING = `query ($of: [_Any!]!, $first: Int!, $after: String) {
  _entities(representations: $of) {
    ... on Vacancy {
      ranking {
        status drawn orderedBy asOf candidateCount ruleSet { hash }
        candidates(first: $first, after: $after) {
          nodes {
            position orderValue group { rank code } reasons { code outcome } registration { id }
            reaction { id position { position candidateCount } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
}`;
const OWN = `query ($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on Registration {
      reactions(first: 100) { nodes { reactedAt status vacancy { id } position { position orderValue group { code } } } }
    }
  }
}`;
const POSITION = `query ($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on Vacancy {
      position { position orderValue orderedBy status counterfactuals { code groupRank position text { nl en } } }
    }
  }
}`;
const OPPORTUNITIES = `query ($registration: ID!, $region: String, $regions: [String!], $first: Int!, $after: String) {
  opportunities(registration: $registration, region: $region, regions: $regions, first: $first, after: $after) {
    nodes { vacancy { id } region expectedPosition candidateCount group { code } orderValue orderedBy reacted }
    totalCount
    pageInfo { hasNextPage endCursor }
  }
}`;

const ME = registrationId('R0001', 1);
const SEEKERS = Array.from({ length: 12 }, (_none, index) =>
  seekerCase(registrationId('R0001', index + 1), {
    // Nobody but the first is bound to Hilversum; the others have waited longer, each a year more than the next.
    registeredOn: calendarDate(`20${24 - index}-01-01`),
  }),
);
/** Homes 1 to 20: two of three are offered, the third is drawn for. The last of them are in another municipality's list. */
const HOMES = Array.from({ length: 20 }, (_none, index) =>
  vacancyCase(vacancyId(index + 1), {
    model: index % 3 === 2 ? 'LOTTERY' : 'OFFER',
    closesAt: `2026-11-${String(4 + Math.floor(index / 2)).padStart(2, '0')}T19:00:00.000Z`,
  }),
);
const OFFERED = HOMES[0]!.id;
const DRAWN = HOMES[2]!.id;
const entity = (...ids: readonly string[]) => ({ of: ids.map((id) => ({ __typename: 'Vacancy', id })) });

describe('what allocation answers', () => {
  let databases: TestDatabases<'allocation'>;
  let sql: Database;
  let allocation: Allocation;
  const world = worldOf(HOMES, SEEKERS);

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    sql = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    allocation = allocationOn(databases.of.allocation, world);
    let made = 0;
    const react = async (registration: string, vacancy: string) => {
      made += 1;
      world.now = new Date(Date.parse(NOW) + made * 1000).toISOString();
      const input = { idempotencyKey: `react-key-${made}`, vacancy, registration };
      const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
      expect(data.react.__typename).toBe('Reacted');
    };
    for (const { id } of SEEKERS) {
      await react(id, OFFERED);
      await react(id, DRAWN);
    }
    for (const { id } of HOMES.slice(3, 9)) await react(ME, id);
    world.now = NOW;
  });
  beforeEach(() => {
    allocation.statements.length = 0;
    allocation.asked.length = 0;
    world.instead = () => undefined;
    world.now = NOW;
  });
  afterAll(async () => {
    await allocation.stop();
    await sql.end();
    await databases.drop();
  });

  /** How often each statement of the store ran since it was last asked. */
  function ran(): Readonly<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const name of allocation.statements.splice(0)) counted[name] = (counted[name] ?? 0) + 1;
    return counted;
  }

  describe('to everybody', () => {
    it('the numbers of reactions of twenty homes, in one statement and as the public', async () => {
      const { data, codes } = await allocation.ask(ANONYMOUS, COUNTS, entity(...HOMES.map(({ id }) => id)));
      expect(codes).toEqual([]);
      const counts = data._entities.map(({ reactionCount }: { reactionCount: number }) => reactionCount);
      expect(counts.slice(0, 4)).toEqual([12, 0, 12, 1]);
      expect(ran()).toEqual({ reactionCounts: 1 });
    });
  });

  describe('to the corporation of a home', () => {
    const ranking = async (id: string, first = 100, after: string | null = null) => {
      const { data, codes } = await allocation.ask(allocatorOf('L0001'), RANKING, {
        ...entity(id),
        first,
        after,
      });
      return { codes, ranking: data?._entities[0].ranking };
    };

    it('a page of candidates from the top, who waited longest first, each with its place and its reasons', async () => {
      const { codes, ranking: found } = await ranking(OFFERED);
      expect(codes).toEqual([]);
      expect(found).toMatchObject({
        status: 'PROVISIONAL',
        drawn: true,
        orderedBy: 'SEARCH_VALUE',
        candidateCount: 12,
        ruleSet: { hash: RULES.hash },
      });
      const { nodes } = found.candidates;
      expect(nodes.map(({ position }: { position: number }) => position)).toEqual(
        SEEKERS.map((_one, index) => index + 1),
      );
      const values = nodes.map(({ orderValue }: { orderValue: number }) => orderValue);
      expect(values).toEqual([...values].sort((one: number, other: number) => other - one));
      for (const { group, reasons, registration, reaction, position } of nodes) {
        expect(group.code).toBe('OTHERS');
        expect(reasons).toContainEqual({ code: 'SEARCH_VALUE', outcome: 'ORDERS' });
        expect(registration).toBeNull();
        expect(reaction.position).toEqual({ position, candidateCount: 12 });
      }
    });

    it('the same ranking by pages of any size', async () => {
      const large = (await ranking(OFFERED)).ranking.candidates.nodes;
      for (const size of [1, 5, 12]) {
        const collected: unknown[] = [];
        let after: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof ranking>> = await ranking(OFFERED, size, after);
          const { nodes, pageInfo } = page.ranking.candidates;
          expect(nodes.length).toBeLessThanOrEqual(size);
          collected.push(...nodes);
          after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
        } while (after !== null);
        expect(collected).toEqual(large);
      }
    });

    it('as many statements for a hundred candidates as for one', async () => {
      await ranking(OFFERED, 1);
      const forOne = ran();
      await ranking(OFFERED, 100);
      expect(ran()).toEqual(forOne);
      expect(forOne).toMatchObject({ candidatesPage: 1, rankingsById: 1 });
    });

    it('of a draw that is not yet revealed who takes part, but no place and no value', async () => {
      const { ranking: found } = await ranking(DRAWN);
      expect(found).toMatchObject({ drawn: false, orderedBy: 'DRAW', candidateCount: 12 });
      expect(found.candidates.nodes).toHaveLength(12);
      for (const { position, orderValue, reaction } of found.candidates.nodes) {
        expect([position, orderValue, reaction.position.position]).toEqual([null, null, null]);
      }
    });

    it.each([
      [1e12, 0, 'a'.repeat(64)],
      [-1e12, 0, 'a'.repeat(64)],
      [1, Number.MAX_SAFE_INTEGER, ''],
    ])('to a key in a cursor that no candidate can have (%s, %s, …) no fault', async (...key) => {
      const after = Buffer.from(JSON.stringify(key)).toString('base64url');
      const { codes } = await ranking(OFFERED, 5, after);
      expect(codes).not.toContain('INTERNAL');
    });

    it('of a frozen ranking the stored places, and whom it considers', async () => {
      const id = HOMES[3]!.id;
      const vacancy = id.slice(6);
      await sql`update ranking set status = 'FROZEN' where vacancy = ${vacancy}::uuid`;
      await sql`update reaction set position = 7 where vacancy = ${vacancy}::uuid`;
      expect((await ranking(id)).ranking.candidates.nodes).toMatchObject([
        { position: 7, registration: null },
      ]);
      await sql`insert into consideration select owner, id, '2026-11-06', null from reaction where vacancy = ${vacancy}::uuid`;
      expect((await ranking(id)).ranking.candidates.nodes).toMatchObject([
        { position: 7, registration: { id: ME } },
      ]);
      await sql`update consideration set ended_on = '2026-11-08'`;
      expect((await ranking(id)).ranking.candidates.nodes).toMatchObject([{ registration: null }]);
      // Considering somebody before the order is final would tell who stands there while others may still react.
      await sql`update consideration set ended_on = null`;
      await sql`update ranking set status = 'PROVISIONAL' where vacancy = ${vacancy}::uuid`;
      expect((await ranking(id)).ranking.candidates.nodes).toMatchObject([{ registration: null }]);
    });
  });

  describe('to a seeker', () => {
    it('the own reactions, newest first, with the place of each, in a number of statements that does not grow', async () => {
      const own = { of: [{ __typename: 'Registration', id: ME }] };
      const { data, codes } = await allocation.ask(seekerOf(ME), OWN, own);
      expect(codes).toEqual([]);
      const { nodes } = data._entities[0].reactions;
      expect(nodes).toHaveLength(8);
      const moments = nodes.map(({ reactedAt }: { reactedAt: string }) => reactedAt);
      expect(moments).toEqual([...moments].sort().reverse());
      const of = (id: string) =>
        nodes.find(({ vacancy }: { vacancy: { id: string } }) => vacancy.id === id).position;
      expect(of(OFFERED)).toMatchObject({ position: 12, group: { code: 'OTHERS' } });
      expect(of(DRAWN)).toMatchObject({ position: null, orderValue: null });
      expect(ran()).toEqual({ becomeViewer: 1, reactionsOfRegistration: 1, rankingsById: 1, placesOf: 1 });
    });

    it('the own place, and where each difference would lead', async () => {
      const { data, codes } = await allocation.ask(seekerOf(ME), POSITION, entity(OFFERED));
      expect(codes).toEqual([]);
      const { position, counterfactuals } = data._entities[0].position;
      expect(position).toBe(12);
      expect(counterfactuals.length).toBeGreaterThan(0);
      for (const { groupRank, position: would, text } of counterfactuals) {
        expect(groupRank).toBeLessThan(13);
        // Everybody else is in the last group, so any higher group is the first place.
        expect(would).toBe(1);
        expect(text.nl).not.toBe(text.en);
      }
    });

    it('of a draw no place, also for what would be different', async () => {
      const { data } = await allocation.ask(seekerOf(ME), POSITION, entity(DRAWN));
      const { position, counterfactuals, orderedBy } = data._entities[0].position;
      expect([orderedBy, position]).toEqual(['DRAW', null]);
      for (const { position: would } of counterfactuals) expect(would).toBeNull();
    });
  });

  describe('as opportunities', () => {
    const list = async (said: Readonly<Record<string, unknown>> = {}, viewer = seekerOf(ME)) => {
      const { data, codes } = await allocation.ask(viewer, OPPORTUNITIES, {
        registration: ME,
        first: 100,
        ...said,
      });
      return { codes, ...data?.opportunities };
    };

    it('every open home that admits, the first to close on top, with the place it would give', async () => {
      const { codes, nodes, totalCount } = await list();
      expect(codes).toEqual([]);
      expect(totalCount).toBe(20);
      expect(nodes.map(({ vacancy }: { vacancy: { id: string } }) => vacancy.id)).toEqual(
        HOMES.map(({ id }) => id),
      );
      expect(nodes.slice(0, 4)).toMatchObject([
        { expectedPosition: 12, candidateCount: 12, reacted: true, orderedBy: 'SEARCH_VALUE' },
        { expectedPosition: 1, candidateCount: 0, reacted: false },
        { expectedPosition: null, candidateCount: 12, orderValue: null, orderedBy: 'DRAW' },
        { expectedPosition: 1, candidateCount: 1, reacted: true },
      ]);
    });

    it('asks for the seeker each time and for the list once, and reads a page in one statement of each kind', async () => {
      await list();
      await list({ first: 3 });
      expect(allocation.asked.map(({ operation }) => operation).sort()).toEqual([
        'SeekerFacts',
        'SeekerFacts',
      ]);
      ran();
      await list({ first: 20 });
      const forTwenty = ran();
      await list({ first: 1 });
      expect(ran()).toEqual(forTwenty);
      expect(forTwenty).toMatchObject({ placesOf: 1, activeReactions: 1, reactionCounts: 1 });
    });

    it('the same list by small pages as by a large one, and nothing of another region', async () => {
      const large = await list();
      const collected: unknown[] = [];
      let after: string | null = null;
      do {
        const { nodes, pageInfo, totalCount } = await list({ first: 3, after });
        expect(totalCount).toBe(20);
        collected.push(...nodes);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      expect(collected).toEqual(large.nodes);
      expect(await list({ region: 'GOOI' })).toMatchObject({ totalCount: 20 });
      expect(await list({ region: 'AMSTERDAM' })).toMatchObject({ totalCount: 0, nodes: [] });
    });

    it('leaves out what closed meanwhile, to the millisecond, also from a list that is kept', async () => {
      const { closesAt } = HOMES[0]!;
      world.now = new Date(Date.parse(closesAt!) - 1).toISOString();
      expect((await list()).totalCount).toBe(20);
      world.now = closesAt!;
      expect((await list()).totalCount).toBe(18);
    });

    it('leaves out homes that would not admit', async () => {
      const old = registrationId('R0001', 50);
      world.seekers.set(old, seekerCase(old, { applicantBirthDates: [calendarDate('1990-01-01')] }));
      const { nodes, codes } = await list({ registration: old }, seekerOf(old));
      expect(codes).toEqual([]);
      expect(nodes.map(({ orderedBy }: { orderedBy: string }) => orderedBy)).not.toContain('DRAW');
      expect(nodes).toHaveLength(HOMES.filter(({ model }) => model === 'OFFER').length);
    });

    it('is for the seeker and the own registrar; for others there is no such registration', async () => {
      expect((await list({}, registrarOf('R0001'))).totalCount).toBe(20);
      for (const viewer of [seekerOf(registrationId('R0001', 2)), registrarOf('R0002')]) {
        allocation.asked.length = 0;
        expect(await list({}, viewer)).toMatchObject({ codes: ['UNKNOWN_REGISTRATION'] });
        expect(allocation.asked).toEqual([]);
      }
    });

    it('is not guessed at when facts are missing', async () => {
      world.instead = ({ operation }) =>
        operation === 'SeekerFacts' ? { errors: [new Error('away') as never] } : undefined;
      expect(await list()).toMatchObject({ codes: ['FACTS_UNAVAILABLE'] });
      const unknown = registrationId('R0001', 999);
      world.instead = () => undefined;
      expect(await list({ registration: unknown }, seekerOf(unknown))).toMatchObject({
        codes: ['UNKNOWN_REGISTRATION'],
      });
      const inactive = registrationId('R0001', 60);
      world.seekers.set(inactive, seekerCase(inactive, { active: false }));
      expect(await list({ registration: inactive }, seekerOf(inactive))).toMatchObject({
        codes: ['REGISTRATION_NOT_ACTIVE'],
      });
    });

    it('of the regions that are named, and asks for what is open in those alone', async () => {
      const own = await list({ regions: ['GOOI', 'AMSTERDAM'] });
      expect(own).toMatchObject({ codes: [], totalCount: 20 });
      expect(own.nodes).toEqual((await list()).nodes);
      expect(await list({ regions: ['AMSTERDAM'], region: 'GOOI' })).toMatchObject({ totalCount: 20 });
      expect(await list({ regions: ['PARKSTAD'] })).toMatchObject({ totalCount: 0 });
      allocation.asked.length = 0;
      await list({ regions: ['AMERSFOORT', 'AMERSFOORT'] });
      const asked = allocation.asked.filter(({ operation }) => operation.startsWith('OpenVacanc'));
      expect(asked.map(({ variables }) => variables['region'])).toEqual(['AMERSFOORT']);
    });

    it('of ten regions at most, whose codes can be codes', async () => {
      const codes = (count: number) => Array.from({ length: count }, (_none, index) => `RG${index}`);
      expect(await list({ regions: codes(10) })).toMatchObject({ codes: [], totalCount: 0 });
      for (const regions of [codes(11), [''], ['gooi'], ["GOOI' or 1=1"]])
        expect(await list({ regions })).toMatchObject({ codes: ['INVALID_INPUT'] });
      expect(await list({ regions: codes(10), region: 'GOOI' })).toMatchObject({ codes: ['INVALID_INPUT'] });
    });

    it('looks every ten seconds whether the list still holds, by ids and closing times, and asks for homes only when it does not', async () => {
      const counter = vi.spyOn(performance, 'now');
      const at = (seconds: number) => counter.mockReturnValue(1_000_000 + seconds * 1000);
      const other = worldOf([vacancyCase(vacancyId(2001), { closesAt: CLOSES_AT })], SEEKERS);
      const apart = allocationOn(databases.of.allocation, other);
      const total = async () => {
        const asked = { registration: ME, regions: ['GOOI'], first: 10 };
        return (await apart.ask(seekerOf(ME), OPPORTUNITIES, asked)).data.opportunities.totalCount;
      };
      const operations = () =>
        apart.asked
          .splice(0)
          .map(({ operation }) => operation)
          .filter((name) => name !== 'SeekerFacts');
      try {
        at(0);
        expect([await total(), operations()]).toEqual([1, ['OpenVacancies']]);
        at(9.9);
        expect([await total(), operations()]).toEqual([1, []]);
        at(30);
        expect([await total(), operations()]).toEqual([1, ['OpenVacancyIds']]);
        const added = vacancyCase(vacancyId(2002), { closesAt: CLOSES_AT });
        other.vacancies.set(added.id, added);
        at(39.9);
        expect([await total(), operations()]).toEqual([1, []]);
        at(60);
        expect([await total(), operations()]).toEqual([2, ['OpenVacancyIds', 'OpenVacancies']]);
        // Nobody waits for that look where somebody asked lately.
        other.vacancies.delete(added.id);
        at(72);
        expect(await total()).toBe(2);
        await vi.waitFor(async () => expect(await total()).toBe(1));
        expect(operations()).toEqual(['OpenVacancyIds', 'OpenVacancies']);
      } finally {
        counter.mockRestore();
        await apart.stop();
      }
    });

    it('collects the open homes page by page, and asks again after an owner was away', async () => {
      const many = Array.from({ length: 230 }, (_none, index) =>
        vacancyCase(vacancyId(1000 + index), { closesAt: CLOSES_AT }),
      );
      const other = worldOf(many, SEEKERS);
      const apart = allocationOn(databases.of.allocation, other);
      try {
        const ask = () =>
          apart.ask(seekerOf(ME), OPPORTUNITIES, { registration: ME, region: null, first: 1 });
        other.instead = ({ operation }) =>
          operation === 'OpenVacancies' ? { data: null, errors: [new Error('away') as never] } : undefined;
        expect((await ask()).codes).toEqual(['FACTS_UNAVAILABLE']);
        other.instead = () => undefined;
        apart.asked.length = 0;
        expect((await ask()).data.opportunities.totalCount).toBe(230);
        const pages = apart.asked.filter(({ operation }) => operation === 'OpenVacancies');
        expect(pages.map(({ variables }) => variables['after'])).toEqual([null, '100', '200']);
        // What is kept for everybody is asked for as nobody.
        for (const { viewer } of pages) expect([viewer.person, viewer.registration]).toEqual([null, null]);
      } finally {
        await apart.stop();
      }
    });
  });
});
