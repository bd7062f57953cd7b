import { describe, expect, it } from 'vitest';
import { copyFetched, mergeFetched, own } from '../../../gateway/plan/fetched.ts';

describe('what owners gave', () => {
  it('merges objects and lists of one length, and lets the later hold for anything else', () => {
    const target = {
      id: '1',
      at: { x: 1 },
      cells: [[{ x: 1 }, null]],
      list: [1, 2],
      gone: { x: 1 },
      left: 5,
    };
    const source = { at: { y: 2 }, cells: [[{ y: 2 }, { y: 3 }]], list: [3], gone: null, left: undefined };
    mergeFetched(target, source);
    expect(target).toEqual({
      id: '1',
      at: { x: 1, y: 2 },
      cells: [[{ x: 1, y: 2 }, { y: 3 }]],
      list: [3],
      gone: null,
      left: 5,
    });
  });

  it('is a member under every name, and touches no prototype', () => {
    const target: Record<string, unknown> = {};
    mergeFetched(
      target,
      JSON.parse('{ "__proto__": { "polluted": 1 }, "constructor": { "x": 1 } }') as never,
    );
    expect(own(target, '__proto__')).toEqual({ polluted: 1 });
    expect(own({}, 'constructor')).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({}.constructor as unknown as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('of one entity stands at each of its places by itself: a copy shares no object', () => {
    const entity = { at: { x: 1 }, cells: [[{ x: 1 }]] };
    const copy = copyFetched(entity);
    mergeFetched(copy, { at: { y: 2 }, cells: [[{ y: 2 }]] });
    expect(entity).toEqual({ at: { x: 1 }, cells: [[{ x: 1 }]] });
    expect(copy).toEqual({ at: { x: 1, y: 2 }, cells: [[{ x: 1, y: 2 }]] });
  });
});
