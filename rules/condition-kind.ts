import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { BilingualText } from './bilingual-text.ts';
import type { Condition } from './condition.ts';
import type { CandidateFacts, VacancyFacts } from './facts.ts';
import type { SourceReader } from './source-reader.ts';

/** A compiled condition: whether it holds for one seeker, one home and one day. Pure, and allocates nothing. */
export type Test = (facts: CandidateFacts, vacancy: VacancyFacts, on: CalendarDate) => boolean;

/** Named plain values that a reason or contrast carries, in integers, codes and days. */
export type Parameters = Readonly<Record<string, string | number | boolean | null>>;

/** The outcome of one condition, and what of this seeker and this home was looked at. */
export interface Examined {
  readonly holds: boolean;
  readonly observed: Parameters;
}

/** One thing that would have to differ for this seeker, and the facts if it did. */
export interface Contrast {
  readonly code: string;
  readonly parameters: Parameters;
  readonly facts: CandidateFacts;
  /** The changed fact in words, where it is narrower than the condition: no text says more than was assessed. */
  readonly says?: BilingualText;
}

interface KindBase<C extends { readonly kind: string }> {
  readonly kind: C['kind'];
  readonly title: BilingualText;
  /** The article that knows this condition. */
  readonly see: string;
}

/** A condition that looks at facts itself. */
export interface LeafKind<C extends { readonly kind: string } = Condition> extends KindBase<C> {
  readonly shape: 'LEAF';
  /** A condition on the VACANCY alone can say where a rule applies, before any seeker is known. */
  readonly looksAt: 'VACANCY' | 'SEEKER' | 'BOTH';
  /** The condition that an object of unknown origin states; what is wrong becomes findings. Never throws. */
  parse(reader: SourceReader): C;
  /** The fast face. */
  compile(condition: C): Test;
  /** The plain face: written apart from `compile`, so that a property test can hold them against each other. */
  examine(condition: C, facts: CandidateFacts, vacancy: VacancyFacts, on: CalendarDate): Examined;
  /** A clause in plain words, without capital or full stop. */
  describe(condition: C): BilingualText;
  /** What would make the outcome `wanted` for this seeker; null where nothing about a seeker would. */
  contrast(
    condition: C,
    wanted: boolean,
    facts: CandidateFacts,
    vacancy: VacancyFacts,
    on: CalendarDate,
  ): Contrast | null;
}

/** A condition made of conditions. */
export interface CompositeKind<C extends { readonly kind: string } = Condition> extends KindBase<C> {
  readonly shape: 'COMPOSITE';
  /** `part` reads a nested condition. */
  parse(reader: SourceReader, part: (source: unknown, key: string, index?: number) => Condition): C;
  parts(condition: C): readonly Condition[];
  withParts(condition: C, parts: readonly Condition[]): C;
  compile(condition: C, tests: readonly Test[]): Test;
  combine(condition: C, outcomes: readonly boolean[]): boolean;
  describe(condition: C, parts: readonly BilingualText[]): BilingualText;
  /** Which outcome a part must have to bring the whole nearer to `wanted`. */
  wantedOfPart(condition: C, wanted: boolean): boolean;
}

export type ConditionKind<C extends { readonly kind: string } = Condition> = LeafKind<C> | CompositeKind<C>;
