import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { ANONYMOUS, ROLES, type Viewer } from '../../platform/viewer.ts';
import {
  allocationOn,
  RULES,
  seekerCase,
  vacancyCase,
  vacancyId,
  worldOf,
  type Allocation,
} from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { allocatorOf, AUDITOR, HUB, memberOf, registrarOf, seekerOf } from '../support/viewers.ts';

const REACT = `mutation ($input: ReactInput!) { react(input: $input) { ... on Reacted { reaction { id } } } }`;
const ENTITIES = `query ($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on Reaction { id status }
    ... on Ranking { id candidateCount }
    ... on Vacancy { id reactionCount }
  }
}`;
const REACTIONS = `query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Registration { reactions(first: 100) { nodes { id } } } }
}`;
const POSITION = `query ($of: [_Any!]!, $registration: ID) {
  _entities(representations: $of) { ... on Vacancy { position(registration: $registration) { position } } }
}`;

const [ONE, TWO, THREE] = [
  registrationId('R0001', 1),
  registrationId('R0001', 2),
  registrationId('R0002', 3),
];
const [MINE, THEIRS] = [vacancyId(1, 'L0001'), vacancyId(2, 'L0002')];
/** Who reacted to what: two registers, two corporations. */
const REACTED = [
  [ONE, MINE],
  [TWO, MINE],
  [THREE, MINE],
  [ONE, THEIRS],
  [THREE, THEIRS],
] as const;
const nameOf = (registration: string, vacancy: string) => `${registration} on ${vacancy}`;
const ALL = REACTED.map(([registration, vacancy]) => nameOf(registration, vacancy));
const having = (part: string) => ALL.filter((name) => name.includes(part));

/** Roles without a task in this subgraph, each wrongly given every setting that a policy looks at. */
const WITHOUT_TASK = ROLES.filter(
  (role) => !['SEEKER', 'REGISTRAR', 'ALLOCATOR', 'AUDITOR', 'HUB'].includes(role),
).map((role): Viewer => ({ ...memberOf('L0001', role), registration: ONE }));

const SEES: readonly (readonly [string, Viewer, readonly string[]])[] = [
  ['a seeker the own', seekerOf(ONE), having(ONE)],
  ['another seeker its own', seekerOf(THREE), having(THREE)],
  ['a seeker who did not react nothing', seekerOf(registrationId('R0001', 9)), []],
  ['a seeker without a registration nothing', { ...seekerOf(ONE), registration: null }, []],
  ['a registrar those of its register', registrarOf('R0001'), [...having(ONE), ...having(TWO)]],
  ['a registrar named like a corporation nothing', registrarOf('L0001'), []],
  ['a corporation those on its homes', allocatorOf('L0001'), having('L0001')],
  ['another corporation those on its homes', allocatorOf('L0002'), having('L0002')],
  ['a corporation without a name nothing', { ...allocatorOf('L0001'), organisation: null }, []],
  ['the auditor all', AUDITOR, ALL],
  ['the hub all', HUB, ALL],
  ...WITHOUT_TASK.map((viewer) => [`${viewer.role} nothing`, viewer, []] as const),
];

describe('who sees and changes what is between a home and a seeker', () => {
  let databases: TestDatabases<'allocation'>;
  let admin: Database;
  let app: Database;
  let open: Database;
  let allocation: Allocation;
  const idOf = new Map<string, string>();

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    const { adminUrl, appUrl, publicUrl } = databases.of.allocation;
    admin = connect(adminUrl, { applicationName: 'test', max: 1 });
    // One connection: what one viewer left behind would be seen by the next.
    app = connect(appUrl, { applicationName: 'test', max: 1 });
    open = connect(publicUrl, { applicationName: 'test', max: 1 });
    const world = worldOf(
      [vacancyCase(MINE), vacancyCase(THEIRS)],
      [ONE, TWO, THREE].map((id) => seekerCase(id)),
    );
    allocation = allocationOn(databases.of.allocation, world);
    for (const [index, [registration, vacancy]] of REACTED.entries()) {
      const input = { idempotencyKey: `react-key-${index}`, vacancy, registration };
      const { data } = await allocation.ask(seekerOf(registration), REACT, { input });
      idOf.set(nameOf(registration, vacancy), data.react.reaction.id as string);
    }
    await admin`insert into consideration select owner, id, '2026-11-06', null from reaction`;
  });
  afterAll(async () => {
    await allocation.stop();
    await Promise.all([admin.end(), app.end(), open.end()]);
    await databases.drop();
  });

  const as = <Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>) =>
    writeAsViewer(app, viewer, { traceId: '1'.repeat(32) }, work);
  const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name).sort();
  const reactionsSeen = async (viewer: Viewer) =>
    names(
      await as(
        viewer,
        (sql) => sql<{ name: string }[]>`
          select registration || ' on ' || owner || ':' || vacancy as name from reaction`,
      ),
    );
  const refusedBy = (viewer: Viewer, work: (sql: Transaction) => Promise<unknown>) =>
    expect(as(viewer, work)).rejects.toMatchObject({ code: '42501' });

  describe('in the database', () => {
    it.each(SEES)('reactions: %s', async (_title, viewer, expected) => {
      expect(await reactionsSeen(viewer)).toEqual([...expected].sort());
      // The setting ends with the transaction: on the same connection nobody is somebody again.
      expect(await app`select from reaction`).toHaveLength(0);
    });

    it('who is being considered is for the corporation of the home, the auditor and the hub', async () => {
      const seen = async (viewer: Viewer) =>
        (await as(viewer, (sql) => sql`select owner from consideration`)).map(({ owner }) => owner as string);
      expect(await seen(allocatorOf('L0001'))).toEqual(['L0001', 'L0001', 'L0001']);
      expect(await seen(allocatorOf('L0002'))).toEqual(['L0002', 'L0002']);
      for (const viewer of [AUDITOR, HUB]) expect(await seen(viewer)).toHaveLength(5);
      for (const viewer of [seekerOf(ONE), registrarOf('R0001'), ...WITHOUT_TASK]) {
        expect(await seen(viewer), viewer.role).toEqual([]);
      }
    });

    it('the public sees numbers of reactions and rules, and nothing else of a ranking or a person', async () => {
      expect(await open`select owner, reaction_count from ranking order by owner`).toEqual([
        { owner: 'L0001', reactionCount: 3 },
        { owner: 'L0002', reactionCount: 2 },
      ]);
      expect(await open`select hash from rule_set`).toEqual([{ hash: RULES.hash }]);
      await expect(open`select * from ranking`).rejects.toMatchObject({ code: '42501' });
      for (const table of ['reaction', 'consideration']) {
        await expect(open`select from ${open(table)}`, table).rejects.toMatchObject({ code: '42501' });
      }
      await expect(
        open`select position_of('L0001', ${MINE.slice(6)}::uuid, 99, 0, '')`,
      ).rejects.toMatchObject({ code: '42501' });
    });

    it('a place is a number to a seeker who sees no other reaction', async () => {
      const [place] = await as(
        seekerOf(ONE),
        (sql) => sql`
          select position_of('L0001', ${MINE.slice(6)}::uuid, 99, 0, '') as last, pg_typeof(position_of('L0001', ${MINE.slice(6)}::uuid, 99, 0, ''))::text as type,
                 (select count(*)::int from reaction where owner = 'L0001') as seen`,
      );
      expect(place).toEqual({ last: 4, type: 'integer', seen: 1 });
    });

    it('nobody reacts or withdraws for another, and corporations and auditors not at all', async () => {
      await admin`insert into ranking select owner, uuidv7(), region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of, 0
                    from ranking where owner = 'L0001'`;
      const insert = (registration: string) => (sql: Transaction) => sql`
        insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key, lot)
        select owner, vacancy, ${registration}, ${registration.slice(0, 5)}, '2026-11-02', 'ACTIVE', '{}', '2026-11-02', 1, 0, repeat('a', 64)
          from ranking where reaction_count = 0 and owner = 'L0001'`;
      const undone = new Error('undone');
      const allowed = async (viewer: Viewer, registration: string) =>
        expect(
          as(viewer, async (sql) => {
            expect((await insert(registration)(sql)).count).toBe(1);
            throw undone;
          }),
        ).rejects.toBe(undone);
      await allowed(seekerOf(ONE), ONE);
      await allowed(registrarOf('R0001'), TWO);
      await refusedBy(seekerOf(ONE), insert(TWO));
      await refusedBy(registrarOf('R0002'), insert(TWO));
      for (const viewer of [allocatorOf('L0001'), AUDITOR, HUB]) await refusedBy(viewer, insert(ONE));

      const withdrawn = (viewer: Viewer) =>
        as(viewer, async (sql) => {
          const { count } = await sql`update reaction set status = status where status = 'ACTIVE'`;
          return count;
        });
      expect(await withdrawn(seekerOf(ONE))).toBe(2);
      expect(await withdrawn(registrarOf('R0002'))).toBe(2);
      for (const viewer of [allocatorOf('L0001'), AUDITOR, ...WITHOUT_TASK]) {
        expect(await withdrawn(viewer), viewer.role).toBe(0);
      }
    });

    it('what a reaction was judged on, and its place, are changed by nobody but the hub that freezes; nothing is deleted', async () => {
      const changes = [
        (sql: Transaction) => sql`update reaction set facts = '{"changed": true}'`,
        (sql: Transaction) => sql`update reaction set group_rank = group_rank + 1`,
        (sql: Transaction) => sql`update reaction set order_key = -99999`,
        (sql: Transaction) => sql`update reaction set lot = repeat('b', 64)`,
        (sql: Transaction) => sql`update reaction set position = 7`,
        (sql: Transaction) => sql`update reaction set status = 'EXCLUDED', exclusion = 'NOT_ADMITTED'`,
        (sql: Transaction) => sql`update ranking set status = 'FROZEN', frozen_at = now()`,
        (sql: Transaction) => sql`update ranking set dropped_at = now()`,
      ];
      for (const viewer of [seekerOf(ONE), registrarOf('R0001'), allocatorOf('L0001'), AUDITOR, ANONYMOUS]) {
        for (const change of changes) {
          const outcome = await as(viewer, change).then(
            ({ count }) => count,
            ({ code }: { code: string }) => code,
          );
          expect([0, '42501', '23514'], `${viewer.role} ${String(change)}`).toContain(outcome);
        }
      }
      for (const viewer of [seekerOf(ONE), registrarOf('R0001'), allocatorOf('L0001'), HUB]) {
        await refusedBy(viewer, (sql) => sql`update rule_set set canonical = '{}'`);
        for (const table of ['reaction', 'ranking', 'rule_set', 'consideration']) {
          await refusedBy(viewer, (sql) => sql`delete from ${sql(table)}`);
        }
      }
    });

    it('a frozen ranking is opened and counted by nobody', async () => {
      const count = (sql: Transaction) =>
        sql`update ranking set reaction_count = reaction_count where owner = 'L0002'`;
      expect((await as(seekerOf(ONE), count)).count).toBe(1);
      await admin`update ranking set status = 'FROZEN' where owner = 'L0002'`;
      expect((await as(seekerOf(ONE), count)).count).toBe(0);
      await admin`update ranking set status = 'PROVISIONAL' where owner = 'L0002'`;
      for (const viewer of [allocatorOf('L0002'), AUDITOR, ANONYMOUS]) {
        expect((await as(viewer, count)).count, viewer.role).toBe(0);
      }
      await refusedBy(
        seekerOf(ONE),
        (sql) => sql`
          insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of)
          select 'L0003', vacancy, region, 'FROZEN', rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of from ranking limit 1`,
      );
    });
  });

  describe('at the subgraph', () => {
    const entities = async (viewer: Viewer, type: string, ids: readonly string[]) => {
      const { data } = await allocation.ask(viewer, ENTITIES, {
        of: ids.map((id) => ({ __typename: type, id })),
      });
      return data._entities as readonly (Readonly<Record<string, unknown>> | null)[];
    };

    it.each(SEES)('reactions through entities: %s', async (_title, viewer, expected) => {
      const found = await entities(
        viewer,
        'Reaction',
        ALL.map((name) => idOf.get(name)!),
      );
      const shown = ALL.filter((_name, index) => found[index] !== null);
      // The hub may read the rows for its tasks, but asks for them by its own operations and not as reactions.
      expect(shown).toEqual(viewer.role === 'HUB' ? [] : ALL.filter((name) => expected.includes(name)));
    });

    it('a ranking is shown to the corporation of the home and to the auditor, through entities too', async () => {
      const shown = async (viewer: Viewer) =>
        (await entities(viewer, 'Ranking', [MINE, THEIRS])).map((row) => row?.['id'] ?? null);
      expect(await shown(allocatorOf('L0001'))).toEqual([MINE, null]);
      expect(await shown(allocatorOf('L0002'))).toEqual([null, THEIRS]);
      expect(await shown(AUDITOR)).toEqual([MINE, THEIRS]);
      for (const viewer of [seekerOf(ONE), registrarOf('R0001'), HUB, ...WITHOUT_TASK]) {
        expect(await shown(viewer), viewer.role).toEqual([null, null]);
      }
    });

    it('the number of reactions is shown to everybody', async () => {
      for (const role of ROLES) {
        const [mine, theirs] = await entities(memberOf('L0009', role), 'Vacancy', [MINE, THEIRS]);
        expect([mine?.['reactionCount'], theirs?.['reactionCount']], role).toEqual([3, 2]);
      }
    });

    it('the reactions of a registration are those that the asker may see; of somebody else none, as of nobody', async () => {
      const of = async (viewer: Viewer, registration: string) => {
        const { data, codes } = await allocation.ask(viewer, REACTIONS, {
          of: [{ __typename: 'Registration', id: registration }],
        });
        return codes.length > 0 ? codes : (data._entities[0].reactions.nodes.length as number);
      };
      expect(await of(seekerOf(ONE), ONE)).toBe(2);
      expect(await of(registrarOf('R0001'), ONE)).toBe(2);
      expect(await of(AUDITOR, ONE)).toBe(2);
      expect(await of(seekerOf(ONE), TWO)).toBe(0);
      expect(await of(seekerOf(ONE), registrationId('R0001', 99))).toBe(0);
      expect(await of(registrarOf('R0002'), ONE)).toBe(0);
      expect(await of(allocatorOf('L0001'), ONE)).toEqual(['FORBIDDEN']);
      expect(await of(ANONYMOUS, ONE)).toEqual(['UNAUTHENTICATED']);
    });

    it('a place is told to the seeker and the own registrar; of somebody else it is as absent as of nobody', async () => {
      const placed = async (viewer: Viewer, registration: string | null) => {
        const { data, codes } = await allocation.ask(viewer, POSITION, {
          of: [{ __typename: 'Vacancy', id: MINE }],
          registration,
        });
        return codes.length > 0 ? codes : data._entities[0].position !== null;
      };
      expect(await placed(seekerOf(ONE), null)).toBe(true);
      expect(await placed(seekerOf(ONE), ONE)).toBe(true);
      expect(await placed(registrarOf('R0001'), TWO)).toBe(true);
      expect(await placed(seekerOf(ONE), TWO)).toBe(false);
      expect(await placed(seekerOf(ONE), registrationId('R0001', 99))).toBe(false);
      expect(await placed(registrarOf('R0002'), ONE)).toBe(false);
      expect(await placed(registrarOf('R0001'), null)).toBe(false);
      for (const viewer of [allocatorOf('L0001'), AUDITOR]) {
        expect(await placed(viewer, ONE), viewer.role).toEqual(['FORBIDDEN']);
      }
    });

    it('only seekers and registrars may ask to react or withdraw', async () => {
      const before = await admin`select reaction_count from ranking order by owner, vacancy`;
      for (const role of ROLES.filter((one) => one !== 'SEEKER' && one !== 'REGISTRAR')) {
        const viewer = { ...memberOf('R0001', role), registration: ONE };
        const input = { idempotencyKey: 'another-key', vacancy: THEIRS, registration: TWO };
        const code = role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        expect((await allocation.ask(viewer, REACT, { input })).codes, role).toEqual([code]);
        const { codes } = await allocation.ask(
          viewer,
          'mutation ($input: WithdrawReactionInput!) { withdrawReaction(input: $input) { __typename } }',
          { input: { idempotencyKey: 'another-key', reaction: idOf.get(ALL[0]!) } },
        );
        expect(codes, role).toEqual([code]);
      }
      expect(await admin`select reaction_count from ranking order by owner, vacancy`).toEqual(before);
    });
  });
});
