import { describe, expect, it } from 'vitest';
import { withTables } from '../../bench/readme-tables.ts';
import type { BenchResult } from '../../bench/result.ts';

const RESULT: BenchResult = {
  family: 'draw',
  configuration: { lots: 100 },
  rows: [{ question: 'a draw', variant: 'order', median: 1.5, least: 1, most: 2, cpu: { hub: 1.25 } }],
  goals: [{ goal: 'quick', bound: 'at most 2', measured: '1.5', met: true }],
  commit: 'abc',
  measuredAt: '2026-01-01T00:00:00.000Z',
  machine: { cores: 2, processor: 'a processor', memoryGb: 8 },
  versions: { node: '24' },
};

describe('the tables of the page about benches', () => {
  const page =
    'Before.\n<!-- goals -->\nold\n<!-- /goals -->\nBetween.\n<!-- draw -->\nold\n<!-- /draw -->\n<!-- plan -->\nkept\n<!-- /plan -->\n';

  it('are replaced where there is a result, and nothing else is', () => {
    const written = withTables(page, [RESULT]);
    expect(written).not.toContain('old');
    expect(written).toContain('| draw: quick | at most 2 | 1.5 | met |');
    expect(written).toContain('Commit abc, node 24, 2 cores of a processor; lots 100.');
    expect(written).toContain('| a draw | order | 1.50 | 1.00 to 2.00 | hub 1.25 |');
    expect(written).toContain('<!-- plan -->\nkept\n<!-- /plan -->');
    expect(written.startsWith('Before.\n')).toBe(true);
    expect(withTables(written, [RESULT])).toBe(written);
  });
});
