import { describe, expect, it } from 'vitest';
import { readDocumentModes } from '../../../platform/document-modes.ts';
import { ROLES } from '../../../platform/viewer.ts';
import { modesOf } from '../../support/document-modes.ts';

describe('who may ask a document of the own', () => {
  it('is everybody but the hub itself, where nobody set anything', () => {
    const modes = modesOf(undefined);
    for (const role of ROLES) expect(modes[role]).toBe(role === 'HUB' ? 'TRUSTED_ONLY' : 'COSTED');
  });

  it('is analysts and auditors in production', () => {
    const modes = modesOf(undefined, true);
    expect(ROLES.filter((role) => modes[role] !== 'TRUSTED_ONLY')).toEqual(['ANALYST', 'AUDITOR']);
    expect(modes.ANALYST).toBe('COSTED');
  });

  it('is set per role, with ALL for those that are not named, in any order', () => {
    for (const setting of ['SEEKER:OPEN,ALL:TRUSTED_ONLY', ' ALL:TRUSTED_ONLY , SEEKER:OPEN ']) {
      const modes = modesOf(setting);
      expect(modes.SEEKER).toBe('OPEN');
      expect(modes.ANALYST).toBe('TRUSTED_ONLY');
    }
  });

  it('stays as it is for roles that a setting does not name', () => {
    const modes = modesOf('ALLOCATOR:COSTED', true);
    expect([modes.ALLOCATOR, modes.SEEKER, modes.AUDITOR]).toEqual(['COSTED', 'TRUSTED_ONLY', 'COSTED']);
  });

  it('cannot be set for the hub: its services ask what they are made to ask', () => {
    expect(modesOf('ALL:OPEN').HUB).toBe('TRUSTED_ONLY');
  });

  it.each([
    'OPEN',
    'SEEKER',
    'SEEKER:',
    'SEEKER:open',
    'SEEKER=OPEN',
    'LANDLORD:OPEN',
    'HUB:OPEN',
    'SEEKER:OPEN:COSTED',
    'SEEKER:OPEN,SEEKER:COSTED',
    'SEEKER:OPEN,',
    ':OPEN',
    '*:OPEN',
  ])('is not guessed from a setting that is none (%s)', (setting) => {
    const read = readDocumentModes(setting, true);
    expect(read).toMatchObject({ kind: 'FAILED', failure: expect.stringContaining('TRUSTED_ONLY') });
  });
});
