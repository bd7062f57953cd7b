import type { AllocationModel } from '../rules/facts.ts';
import type { DwellingRow } from '../subgraphs/vacancies/subgraph.ts';
import type { Randomness } from './randomness.ts';
import type { Manner } from './scale.ts';

/** A draw for the young is for homes up to this size, in square metres. */
const DRAW_AREA_M2 = 55;

/**
 * The model for a home. Most are offered; some small ones are drawn by lot, a few go to who is in a hurry, to who comes
 * first or, not advertised, to whom a municipality or corporation finds. A model without room left becomes OFFER.
 */
export function modelFor(
  { areaM2 }: DwellingRow,
  manner: Manner,
  mayBeUnadvertised: boolean,
  admits: (model: AllocationModel) => boolean,
  randomness: Randomness,
): AllocationModel {
  const small = areaM2 <= DRAW_AREA_M2;
  const model = randomness.weighted<AllocationModel>([
    ['OFFER', small ? 640 : 870],
    ['LOTTERY', small ? (manner === 'GOOI' ? 230 : 120) : 0],
    ['URGENT_SEEKER_LOTTERY', manner === 'GOOI' ? 25 : 0],
    ['DIRECT_MEDIATION', mayBeUnadvertised ? 70 : 0],
    ['DIRECT_LET', mayBeUnadvertised ? 20 : 0],
  ]);
  return admits(model) ? model : 'OFFER';
}
