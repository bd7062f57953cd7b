import { REFERENCE_INSTANT } from './reference.ts';
import type { Scale } from './scale.ts';

/** A question that is ready to ask, with ids of rows that exist. */
export interface Example {
  /** The moment the demonstration is set on. */
  readonly referenceMoment: string;
  readonly corporation: string;
  readonly municipality: string;
  /** An open vacancy of that corporation in that municipality, with an urgent on top and several groups below. */
  readonly vacancy: string;
  /** A seeker who has opportunities in both regions, and has not reacted to that vacancy. */
  readonly registration: string;
}

/** Ids follow from the seed, so they can be written down; a test holds them against the rows. */
const EXAMPLES: Readonly<Record<Scale, Omit<Example, 'referenceMoment'>>> = {
  full: { corporation: '', municipality: '', vacancy: '', registration: '' },
  small: { corporation: '', municipality: '', vacancy: '', registration: '' },
};

/** The example of a scale. A hub without a demonstration is shown the one of the full scale, as a form of what it could ask. */
export function exampleOf(scale: Scale | 'none'): Example {
  return { referenceMoment: REFERENCE_INSTANT, ...EXAMPLES[scale === 'none' ? 'full' : scale] };
}
