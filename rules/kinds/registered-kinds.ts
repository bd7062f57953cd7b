import { ACCESSIBILITY_NEED } from './accessibility-need.ts';
import { AGE } from './age.ts';
import { ALL } from './all.ts';
import { ALWAYS_KIND } from './always.ts';
import { ANY } from './any.ts';
import { BINDING } from './binding.ts';
import { COMPLEX } from './complex.ts';
import { HOME } from './home.ts';
import { HOUSEHOLD } from './household.ts';
import { INCOME_AT_MOST } from './income-at-most.ts';
import { JUDGED } from './judged.ts';
import { LABEL } from './label.ts';
import { LAWFUL_RESIDENCE } from './lawful-residence.ts';
import { LEAVES_HOME } from './leaves-home.ts';
import { MODEL } from './model.ts';
import { NOT_EXCLUDED } from './not-excluded.ts';
import { NOT } from './not.ts';
import { OFFERED_FOR } from './offered-for.ts';
import { REGISTERED } from './registered.ts';
import { RENT_AT_MOST } from './rent-at-most.ts';
import { URGENCY_FITS } from './urgency-fits.ts';
import { VITAL_PROFESSION } from './vital-profession.ts';

/**
 * Every kind of condition, in the order in which a reader meets them: first how conditions are joined, then the
 * home (it is known before any seeker is), then the seeker in the order of a regulation's chapters: admission,
 * household and income, binding, urgency, and last what people judged, the widest look at a file. Lists of kinds (documentation, the
 * editor's menu, counterfactuals of one rule) follow this order, so a person is first told what costs the least
 * private fact to check.
 */
export const REGISTERED_KINDS = Object.freeze([
  ALL,
  ANY,
  NOT,
  ALWAYS_KIND,
  MODEL,
  LABEL,
  HOME,
  RENT_AT_MOST,
  COMPLEX,
  OFFERED_FOR,
  REGISTERED,
  LAWFUL_RESIDENCE,
  NOT_EXCLUDED,
  AGE,
  HOUSEHOLD,
  INCOME_AT_MOST,
  LEAVES_HOME,
  BINDING,
  VITAL_PROFESSION,
  ACCESSIBILITY_NEED,
  URGENCY_FITS,
  JUDGED,
] as const);
