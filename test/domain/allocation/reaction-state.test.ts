import { describe, expect, it } from 'vitest';
import { whyClosed } from '../../../subgraphs/allocation/domain/reaction-state.ts';

const CLOSES = '2026-11-05T19:00:00.000Z';

describe('whether a vacancy is open for reactions', () => {
  it('is open while published and before its closing moment', () => {
    expect(whyClosed({ status: 'PUBLISHED', closesAt: CLOSES }, '2026-11-05T18:59:59.999Z')).toBeUndefined();
  });

  it('is closed from the closing moment on, to the millisecond and in any way of writing it', () => {
    expect(whyClosed({ status: 'PUBLISHED', closesAt: CLOSES }, CLOSES)).toBe('VACANCY_NOT_OPEN');
    expect(whyClosed({ status: 'PUBLISHED', closesAt: '2026-11-05T20:00:00+01:00' }, CLOSES)).toBe(
      'VACANCY_NOT_OPEN',
    );
    expect(whyClosed({ status: 'PUBLISHED', closesAt: '2026-11-05T20:00:01+01:00' }, CLOSES)).toBeUndefined();
  });

  it.each(['DRAFT', 'CLOSED', 'OFFERING', 'LET', 'WITHDRAWN'])(
    'is closed in status %s, whatever the time',
    (status) => {
      expect(whyClosed({ status, closesAt: CLOSES }, '2026-11-01T00:00:00.000Z')).toBe('VACANCY_NOT_OPEN');
    },
  );

  it('is closed without a closing moment', () => {
    expect(whyClosed({ status: 'PUBLISHED', closesAt: null }, '2026-11-01T00:00:00.000Z')).toBe(
      'VACANCY_NOT_OPEN',
    );
  });
});
