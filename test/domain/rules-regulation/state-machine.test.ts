import { describe, expect, it } from 'vitest';
import {
  moveRegulation,
  REGULATION_MOVES,
  REGULATION_STATUSES,
} from '../../../subgraphs/binding-rules/domain/state-machine.ts';

/** Somebody edited it, another one handed it in. */
const MADE = { submittedBy: 'first', editedBy: 'editor' };

describe('a regulation on its way to publication', () => {
  it('moves by these steps and no other', () => {
    const allowed = REGULATION_STATUSES.flatMap((status) =>
      REGULATION_MOVES.flatMap((move) => {
        const moved = moveRegulation(status, move, 'second', MADE);
        return moved.kind === 'OK' ? [`${status} ${move} ${moved.value}`] : [];
      }),
    );
    expect(allowed).toEqual([
      'DRAFT SUBMIT SUBMITTED',
      'DRAFT WITHDRAW WITHDRAWN',
      'SUBMITTED RETURN DRAFT',
      'SUBMITTED PUBLISH PUBLISHED',
      'SUBMITTED WITHDRAW WITHDRAWN',
      'PUBLISHED WITHDRAW WITHDRAWN',
    ]);
  });

  it('is published by another person than who submitted or last edited it', () => {
    const samePerson = { kind: 'FAILED', failure: { kind: 'SAME_PERSON' } };
    expect(moveRegulation('SUBMITTED', 'PUBLISH', 'first', MADE)).toEqual(samePerson);
    expect(moveRegulation('SUBMITTED', 'PUBLISH', 'editor', MADE)).toEqual(samePerson);
    expect(moveRegulation('SUBMITTED', 'PUBLISH', 'second', { ...MADE, submittedBy: null })).toEqual(
      samePerson,
    );
    expect(moveRegulation('SUBMITTED', 'PUBLISH', 'second', MADE)).toEqual({
      kind: 'OK',
      value: 'PUBLISHED',
    });
  });

  it('says from which status a step was tried', () => {
    expect(moveRegulation('PUBLISHED', 'RETURN', 'second', MADE)).toEqual({
      kind: 'FAILED',
      failure: { kind: 'NOT_FROM_THIS_STATUS', status: 'PUBLISHED', move: 'RETURN' },
    });
  });
});
