import type { BilingualText } from './bilingual-text.ts';
import { STATUTORY_GROUPS, type StatutoryGroup } from './kinds/urgency-fits.ts';
import { readCitation } from './read-citation.ts';
import type { Citation } from './rule.ts';
import type { SourceReader } from './source-reader.ts';

/**
 * One category of an urgency scheme (urgentieregeling): who may be granted an urgency, under which conditions, for how
 * long. See Huisvestingswet 2014 art. 12, 13.
 */
export interface UrgencyCategory {
  readonly code: string;
  readonly name: BilingualText;
  /** Letter of art. 12(3); null for a regional or local category. */
  readonly statutoryGroup: StatutoryGroup | null;
  /** What somebody must meet, each in a sentence; judged by the municipality (art. 13), never computed. */
  readonly conditions: readonly BilingualText[];
  /** How long an urgency of this category is valid; null while nothing is stated. */
  readonly validityMonths: number | null;
  /** The household is offered a home and need not search. */
  readonly directMediation: boolean;
  /** Why, for a category beyond those of the law. */
  readonly argument: string | null;
  readonly citation: Citation;
}

/** Reads one category key by key; what is wrong becomes findings of the reading. */
export function readUrgencyCategory(reader: SourceReader): UrgencyCategory {
  const category = {
    code: reader.code('code'),
    name: reader.bilingual('name'),
    statutoryGroup: reader.has('statutoryGroup')
      ? reader.oneOf('statutoryGroup', STATUTORY_GROUPS)
      : (reader.take('statutoryGroup'), null),
    conditions: reader.bilinguals('conditions'),
    validityMonths: reader.optionalInteger('validityMonths', 1, 60),
    directMediation: reader.boolean('directMediation', false),
    argument: reader.optionalText('argument'),
    citation: readCitation(reader.object('citation')),
  };
  reader.finish();
  return category;
}
