import { describe, expect, it } from 'vitest';
import { families } from '../../bench/all.bench.ts';
import { allGoals } from '../../bench/readme-tables.ts';
import { FLOOR, goalsOf, HUB_PAST_THE_DOOR, totalCpu } from '../../bench/gateways/goals.ts';
import { VARIANTS } from '../../bench/gateways/variants.ts';
import type { BenchResult, BenchRow } from '../../bench/result.ts';

function row(variant: string, cpu: Readonly<Record<string, number>>, perSecond = 1): BenchRow {
  return { question: 'q', variant, median: 1, least: 1, most: 1, cpu, more: { perSecond } };
}

function goal(rows: readonly BenchRow[], words: string) {
  const measured = new Map(rows.map((one) => [one.variant, one]));
  return goalsOf(
    new Map([
      ['by-id' as const, measured],
      ['position' as const, measured],
    ]),
  ).find((one) => one.goal.includes(words))!;
}

const HUB = row(VARIANTS.hub, { asked: 0.1, postgres: 0.1 }, 400);

describe('goals', () => {
  it('compare the CPU of all processes together, the database included', () => {
    expect(totalCpu(HUB)).toBe(0.2);
    const apollo = row(VARIANTS.apollo, { asked: 1, registrations: 0.9, postgres: 0.1 });
    expect(goal([HUB, apollo], 'by id: CPU of all processes, against the Apollo')).toMatchObject({
      measured: '0.100',
      met: true,
    });
    const thriftier = row(VARIANTS.apollo, { asked: 1, registrations: 0.8, postgres: 0.1 });
    const missed = goal(
      [HUB, thriftier, row(FLOOR, { asked: 0.15 })],
      'by id: CPU of all processes, against the Apollo',
    );
    expect(missed.met).toBe(false);
    expect(missed.reason).toContain('the SQL alone takes 0.150');
  });

  it('take the cheapest of those they are against, not the first', () => {
    const others = [row(VARIANTS.apollo, { asked: 9 }), row(VARIANTS.hiveRust, { asked: 0.25 })];
    const { met, reason } = goal(
      [HUB, ...others],
      'by id: CPU of all processes, against the cheapest gateway',
    );
    expect(met).toBe(false);
    expect(reason).toContain(VARIANTS.hiveRust);
  });

  it('hold rates to the SQL through the policies, within the hub and over HTTP', () => {
    const rows = [HUB, row(FLOOR, {}, 1000), row(HUB_PAST_THE_DOOR, {}, 600)];
    expect(goal(rows, 'my position: requests')).toMatchObject({ measured: '0.600', met: true });
    expect(goal(rows, 'my position over HTTP')).toMatchObject({ measured: '0.400', met: false });
  });

  it('are never met by what was not measured', () => {
    const goals = goalsOf(new Map());
    expect(goals.length).toBeGreaterThan(10);
    expect(goals.every(({ met, measured }) => !met && measured === 'not measured')).toBe(true);
  });
});

describe('all families', () => {
  it('are every script of the folder but the one that runs them', () => {
    expect(families(['z.bench.ts', 'all.bench.ts', 'result.ts', 'README.md', 'a.bench.ts'])).toEqual([
      'a.bench.ts',
      'z.bench.ts',
    ]);
  });

  it('tell each goal with who measured it', () => {
    const result = (family: string) =>
      ({ family, goals: [{ goal: 'fast', bound: 'b', measured: 'm', met: true }] }) as unknown as BenchResult;
    expect(allGoals([result('draw'), result('load')]).map(({ goal: words }) => words)).toEqual([
      'draw: fast',
      'load: fast',
    ]);
  });
});
