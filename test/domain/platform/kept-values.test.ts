import { describe, expect, it } from 'vitest';
import { KeptValues } from '../../../platform/kept-values.ts';

function kept(atMost: number) {
  const clock = { ms: 0 };
  return { clock, values: new KeptValues<number>(atMost, () => clock.ms) };
}

describe('kept values', () => {
  it('hold until their moment and not at it', () => {
    const { clock, values } = kept(10);
    values.keep('a', 1, 60);
    clock.ms = 59;
    expect(values.get('a')).toBe(1);
    clock.ms = 60;
    expect(values.get('a')).toBeUndefined();
  });

  it('are never more than may be kept: the first to come is the first to go', () => {
    const { values } = kept(2);
    for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) values.keep(key, index, 60);
    expect(['a', 'b', 'c'].map((key) => values.get(key))).toEqual([2, undefined, 3]);
    expect(values.size).toBe(2);
  });

  it('are let go of when they hold no longer, however many may be kept', () => {
    const { clock, values } = kept(1000);
    for (let index = 0; index < 500; index += 1) {
      clock.ms = index;
      values.keep(`of ${index}`, index, index + 60);
    }
    expect(values.size).toBe(60);
  });

  it('can be forgotten', () => {
    const { values } = kept(2);
    values.keep('a', 1, 60);
    values.forget('a');
    expect(values.get('a')).toBeUndefined();
  });
});
