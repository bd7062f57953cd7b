import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { rank } from '../../rules/rank.ts';
import { createJudge } from '../../subgraphs/allocation/domain/judge.ts';
import type { RankingRow, ReactionRow } from '../../subgraphs/allocation/tables.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { ANONYMOUS, registrarOf, seekerOf } from '../support/viewers.ts';

const example = exampleOf('small');
const seeker = seekerOf(example.registration);

interface Outcome {
  readonly react: {
    readonly __typename: string;
    readonly code?: string;
    readonly reaction?: { readonly id: string };
  };
}

describe('reactions', () => {
  let test: TestHub;
  let sql: Database;

  beforeAll(async () => {
    test = await startTestHub();
    sql = connect(test.databases.of.allocation.adminUrl, { applicationName: 'test', max: 2 });
  });
  afterAll(async () => {
    await sql?.end();
    await test?.stop();
  });

  const react = async (idempotencyKey: string, viewer = seeker) =>
    (
      await test.ask<Outcome>(
        'react',
        { input: { idempotencyKey, vacancy: example.vacancy, registration: example.registration } },
        viewer,
      )
    ).data!.react;

  async function rowsOfExample(): Promise<readonly { status: string }[]> {
    const { owner, id } = parseGlobalId(example.vacancy)!;
    return sql`select status from reaction where owner = ${owner} and vacancy = ${id}::uuid and registration = ${example.registration}`;
  }

  const countOfExample = async () =>
    (
      await test.ask<{ vacancy: { reactionCount: number } }>(
        'query($v: ID!) { vacancy(id: $v) { reactionCount } }',
        { v: example.vacancy },
        ANONYMOUS,
      )
    ).data!.vacancy.reactionCount;

  it('twenty at the same moment with one key are one reaction, and all get the same answer', async () => {
    const before = await countOfExample();
    const answers = await Promise.all(Array.from({ length: 20 }, () => react('the-same-key-for-all')));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['Reacted']));
    expect(new Set(answers.map(({ reaction }) => reaction!.id)).size).toBe(1);
    expect(await rowsOfExample()).toHaveLength(1);
    expect(await countOfExample()).toBe(before + 1);
  });

  it('ten at the same moment with keys of their own, after one that stands, are refused', async () => {
    const before = await countOfExample();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_none, index) => react(`a-key-of-its-own-${index}`)),
    );
    expect(answers.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => 'ALREADY_REACTED'));
    expect(await countOfExample()).toBe(before);
  });

  it('withdrawn and made again race to one that stands', async () => {
    const first = await react('the-same-key-for-all');
    const withdraw = (idempotencyKey: string) =>
      test.ask<{ withdrawReaction: { __typename: string } }>(
        'withdraw-reaction',
        { input: { idempotencyKey, reaction: first.reaction!.id } },
        seeker,
      );
    const before = await countOfExample();
    const withdrawn = await Promise.all(
      Array.from({ length: 5 }, (_none, index) => withdraw(`withdraw-key-${index}`)),
    );
    expect(new Set(withdrawn.map(({ data }) => data!.withdrawReaction.__typename))).toEqual(
      new Set(['ReactionWithdrawn']),
    );
    expect(await countOfExample()).toBe(before - 1);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_none, index) => react(`again-with-key-${index}`)),
    );
    expect(answers.filter(({ __typename }) => __typename === 'Reacted')).toHaveLength(1);
    expect((await rowsOfExample()).filter(({ status }) => status === 'ACTIVE')).toHaveLength(1);
    expect(await countOfExample()).toBe(before);
  });

  it('may be made by the registrar, and withdrawn by nobody else', async () => {
    const [row] = await sql<
      { owner: string; id: string }[]
    >`select owner, id from reaction where registration = ${example.registration} and status = 'ACTIVE' limit 1`;
    const input = { idempotencyKey: 'a-withdrawal-by-others', reaction: `${row!.owner}:${row!.id}` };
    for (const viewer of [registrarOf('R0009'), seekerOf('R0001:00000000-0000-8000-8000-000000000000')]) {
      const { data } = await test.ask<{ withdrawReaction: { code: string } }>(
        'withdraw-reaction',
        { input },
        viewer,
      );
      expect(data!.withdrawReaction.code).toBe('UNKNOWN_REACTION');
    }
    const { data } = await test.ask<{ withdrawReaction: { __typename: string } }>(
      'withdraw-reaction',
      { input },
      registrarOf(example.registration.slice(0, 5)),
    );
    expect(data!.withdrawReaction.__typename).toBe('ReactionWithdrawn');
  });

  it('stand, each of them, where the pure engine ranks their own facts, and counts equal what is counted', async () => {
    const rankings = await sql<(RankingRow & { canonical: string; counted: number })[]>`
      select ranking.*, rule_set.canonical,
             (select count(*)::int from reaction where reaction.owner = ranking.owner and reaction.vacancy = ranking.vacancy and status = 'ACTIVE') as counted
        from ranking join rule_set on rule_set.hash = ranking.rule_set_hash`;
    expect(rankings.length).toBeGreaterThan(20);
    let candidates = 0;
    for (const ranking of rankings) {
      expect(ranking.reactionCount).toBe(ranking.counted);
      const rows = await sql<ReactionRow[]>`
        select * from reaction where owner = ${ranking.owner} and vacancy = ${ranking.vacancy}::uuid and status = 'ACTIVE'
         order by group_rank, order_key, lot`;
      const judge = createJudge(ranking.ruleSetHash, ranking.canonical);
      const judged = rows.map((row) => {
        const admission = judge.judge(row.facts!, ranking.vacancyFacts, row.factsOn);
        if (admission.kind === 'REFUSED') throw new Error(`${row.id} stands and would be refused`);
        return {
          id: row.id,
          groupRank: admission.group.rank,
          orderValue: admission.orderValue,
          lot: row.lot,
        };
      });
      expect(rank(judged).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      if (ranking.status === 'FROZEN' && ranking.drawn) {
        expect(rows.map(({ position }) => position)).toEqual(rows.map((_row, index) => index + 1));
      }
      candidates += rows.length;
    }
    expect(candidates).toBeGreaterThan(300);
  });
});
