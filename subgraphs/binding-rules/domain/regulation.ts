import { createHash } from 'node:crypto';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import type { Period } from '../../../platform/primitives/period.ts';
import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { StatutoryGroup } from '../../../rules/kinds/urgency-fits.ts';
import type { OpenNorm } from '../../../rules/open-norm.ts';
import type { Rule, RuleLayer } from '../../../rules/rule.ts';
import type { OpenField } from '../../../rules/source-reader.ts';
import type { UrgencyCategory } from '../../../rules/urgency-scheme.ts';
import type { RegulationStatus } from './state-machine.ts';

export type { RegulationStatus } from './state-machine.ts';

/** What an article says, in short and in Dutch, beside the rules that read it. */
export interface Article {
  readonly article: string;
  readonly text: string;
}

/** A number that a layer leaves to the layers below it, within bounds that an article sets. */
export interface OpenTerm {
  readonly code: string;
  readonly article: string;
  readonly unit: 'BASIS_POINTS' | 'CENTS' | 'COUNT' | 'WEEKS' | 'MONTHS' | 'YEARS';
  readonly minimum: number;
  readonly maximum: number;
  /** Holds while nobody fills the term in; null when a lower layer must. */
  readonly default: number | null;
  readonly name: BilingualText;
}

/** A housing group or cooperative whose residents choose their own new neighbours (coöptatierecht). */
export interface ExemptedGroup {
  readonly code: string;
  readonly name: string;
  readonly kind: 'HOUSING_GROUP' | 'COOPERATIVE';
  /** The building, in words; the landlord has it entered. */
  readonly building: string;
  /** The complex it is, `L0001:<uuid>`; null for a building that no corporation lets. */
  readonly complex: string | null;
}

/** The register of what a regulation exempts, under one article. */
export interface Exemptions {
  readonly article: string;
  readonly groups: readonly ExemptedGroup[];
}

/** Who may be granted an urgency (urgentieregeling). See Huisvestingswet 2014 art. 12. */
export interface UrgencyScheme {
  /** Whether these categories come beside those of the layer above, or in their place. */
  readonly mode: 'EXTENDS' | 'REPLACES';
  readonly categories: readonly UrgencyCategory[];
}

/** What the law asks of every urgency scheme below it. */
export interface UrgencyMandate {
  /** The article that lists the groups. */
  readonly article: string;
  /** The article that asks for a scheme; null where a municipality may do without one. */
  readonly schemeArticle: string | null;
  readonly groups: readonly StatutoryGroup[];
}

/** Where in a rule of this regulation the value of one of its own terms goes. */
export interface RuleOpenField extends OpenField {
  /** Code of the rule; `path` goes from the rule down. */
  readonly rule: string;
}

/** One version of one instrument (wet, regionaal model, huisvestingsverordening, complexafspraak). */
export interface Regulation {
  /** Code of the instrument, the same for all its versions. */
  readonly code: string;
  readonly title: string;
  readonly layer: RuleLayer;
  /** `RIJK`, a region's code, a CBS code, or the corporation of a complex. */
  readonly owner: string;
  /** First day in force, which names the version. */
  readonly version: CalendarDate;
  readonly validity: Period;
  readonly status: RegulationStatus;
  readonly url: string | null;
  /** Onderbouwing: why these measures are necessary, suitable and proportionate. Empty in a draft that lacks it. */
  readonly argument: string;
  /** Code of the regional model that a municipal regulation takes over; null when it stands on its own. */
  readonly adopts: string | null;
  /** The complex that a COMPLEX agreement is about; null in every other layer. */
  readonly complex: string | null;
  /** The corporation that proposed a COMPLEX agreement; null in every other layer. */
  readonly proposedBy: string | null;
  /** Toelichting: what a reader should know of this text beside its argument. */
  readonly note: string | null;
  readonly articles: readonly Article[];
  readonly terms: readonly OpenTerm[];
  /** Term code of a higher layer to the value chosen here. */
  readonly fills: Readonly<Record<string, number>>;
  readonly exemptions: Exemptions | null;
  readonly urgencyScheme: UrgencyScheme | null;
  /** Only the law has one. */
  readonly urgencyMandate: UrgencyMandate | null;
  readonly openNorms: readonly OpenNorm[];
  readonly rules: readonly Rule[];
  readonly openFields: readonly RuleOpenField[];
}

/** SHA-256 in hex of the canonical text. The status is left out: publishing does not change what a regulation says. */
export function regulationHash(regulation: Regulation): string {
  const { status: _status, ...content } = regulation;
  return createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
}

/** The bounds within which a term may be filled in. */
export function withinBounds(term: OpenTerm, value: number): boolean {
  return value >= term.minimum && value <= term.maximum;
}
