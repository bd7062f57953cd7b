import { describe, expect, it } from 'vitest';
import { rowId } from '../../../demonstration/row-id.ts';
import { parseGlobalId } from '../../../platform/global-id.ts';

describe('the id of a row of the demonstration', () => {
  it('follows from kind and index alone', () => {
    expect(rowId('registration', 'R0001/0')).toBe('de99fe7d-63c5-89f7-b0a4-a3c0eb047a3a');
    expect(rowId('registration', 'R0001/0')).toBe(rowId('registration', 'R0001/0'));
  });

  it('is a UUID of version 8 that the hub reads as part of an id', () => {
    for (let index = 0; index < 500; index += 1) {
      const id = rowId('thing', index);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseGlobalId(`L0001:${id}`)).toEqual({ owner: 'L0001', id });
    }
  });

  it('differs for another index and another kind', () => {
    const ids = ['one', 'other'].flatMap((kind) =>
      Array.from({ length: 500 }, (_, index) => rowId(kind, index)),
    );
    expect(new Set(ids).size).toBe(1000);
  });
});
