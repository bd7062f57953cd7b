import { describe, expect, it } from 'vitest';
import { beaconFits, isAnnouncement } from '../../../subgraphs/allocation/domain/draw-beacon.ts';

describe('the beacon of a draw', () => {
  it('is announced in one to two hundred characters', () => {
    expect(isAnnouncement('de trekking van vrijdag')).toBe(true);
    expect(['', ' ', ' vrijdag', 'x'.repeat(201)].filter(isAnnouncement)).toEqual([]);
  });

  it('is mixed in when it was announced, and only then', () => {
    expect(beaconFits(null, null)).toBe(true);
    expect(beaconFits('vrijdag', '3, 14, 15')).toBe(true);
    expect(beaconFits(null, '3')).toBe(false);
    expect(beaconFits('vrijdag', null)).toBe(false);
  });

  it('holds nothing that its canonical form would have to escape, so that everybody hashes the same text', () => {
    const escaped = ['"', '\\', '\n', '\t', 'é', '', 'x'.repeat(201)];
    expect(escaped.filter((value) => beaconFits('vrijdag', value))).toEqual([]);
  });
});
