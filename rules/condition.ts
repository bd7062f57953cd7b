import type { BilingualText } from './bilingual-text.ts';
import type { ConditionKind, Test } from './condition-kind.ts';
import type { AccessibilityNeedCondition } from './kinds/accessibility-need.ts';
import type { AgeCondition } from './kinds/age.ts';
import type { AllCondition } from './kinds/all.ts';
import type { AlwaysCondition } from './kinds/always.ts';
import type { AnyCondition } from './kinds/any.ts';
import type { BindingCondition } from './kinds/binding.ts';
import type { ComplexCondition } from './kinds/complex.ts';
import type { HomeCondition } from './kinds/home.ts';
import type { HouseholdCondition } from './kinds/household.ts';
import type { IncomeAtMostCondition } from './kinds/income-at-most.ts';
import type { JudgedCondition } from './kinds/judged.ts';
import type { LabelCondition } from './kinds/label.ts';
import type { LawfulResidenceCondition } from './kinds/lawful-residence.ts';
import type { LeavesHomeCondition } from './kinds/leaves-home.ts';
import type { ModelCondition } from './kinds/model.ts';
import type { NotCondition } from './kinds/not.ts';
import type { NotExcludedCondition } from './kinds/not-excluded.ts';
import type { OfferedForCondition } from './kinds/offered-for.ts';
import type { RentAtMostCondition } from './kinds/rent-at-most.ts';
import { REGISTERED_KINDS } from './kinds/registered-kinds.ts';
import type { RegisteredCondition } from './kinds/registered.ts';
import type { UrgencyFitsCondition } from './kinds/urgency-fits.ts';
import type { VitalProfessionCondition } from './kinds/vital-profession.ts';
import { SourceReader, startReading, type PathStep, type Reading } from './source-reader.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import type { Finding } from './finding.ts';

/**
 * The typed tree that a rule's condition is. Its JSON is its YAML is its canonical form: the same keys everywhere.
 * Recursive, so an interface per kind; each kind lives in `kinds/` in a file of its own.
 */
export type Condition =
  | AllCondition
  | AnyCondition
  | NotCondition
  | AlwaysCondition
  | ModelCondition
  | LabelCondition
  | HomeCondition
  | RentAtMostCondition
  | ComplexCondition
  | OfferedForCondition
  | RegisteredCondition
  | LawfulResidenceCondition
  | NotExcludedCondition
  | AgeCondition
  | HouseholdCondition
  | IncomeAtMostCondition
  | LeavesHomeCondition
  | BindingCondition
  | VitalProfessionCondition
  | AccessibilityNeedCondition
  | UrgencyFitsCondition
  | JudgedCondition;

/** The condition that always holds. */
export const ALWAYS: Condition = Object.freeze({ kind: 'always' });

/** How deep a tree may be: deeper is no rule that a reader could follow, and would exhaust the stack. */
export const CONDITION_DEPTH_MAX = 12;

const KIND_BY_NAME: ReadonlyMap<string, ConditionKind> = new Map(
  REGISTERED_KINDS.map((kind) => [kind.kind, kind as ConditionKind]),
);

/** The kind of a condition. */
export function kindOf(condition: Condition): ConditionKind {
  return KIND_BY_NAME.get(condition.kind) as ConditionKind;
}

/** Reads a condition out of parsed YAML or JSON. Never throws; what is wrong becomes findings of the reading. */
export function readCondition(
  source: unknown,
  path: readonly PathStep[],
  reading: Reading,
  depth = 0,
): Condition {
  const reader = new SourceReader(source, path, reading);
  const name = reader.text('kind');
  const kind = KIND_BY_NAME.get(name);
  if (kind === undefined) {
    if (name !== '')
      reader.report('UNKNOWN_KIND', `onbekende voorwaarde: ${name}`, `unknown condition: ${name}`, 'kind');
    return ALWAYS;
  }
  if (depth >= CONDITION_DEPTH_MAX) {
    const bound = CONDITION_DEPTH_MAX;
    reader.report('TOO_DEEP', `meer dan ${bound} lagen diep`, `nested more than ${bound} deep`);
    return ALWAYS;
  }
  const part = (item: unknown, key: string, index?: number): Condition =>
    readCondition(item, index === undefined ? [...path, key] : [...path, key, index], reading, depth + 1);
  const condition = kind.shape === 'LEAF' ? kind.parse(reader) : kind.parse(reader, part);
  reader.finish();
  return condition;
}

/** The condition that `source` states, or every finding. Never throws. */
export function parseCondition(source: unknown): Outcome<Condition, readonly Finding[]> {
  const reading = startReading();
  const condition = readCondition(source, [], reading);
  return reading.findings.length === 0 ? ok(condition) : failed(reading.findings);
}

/** The closure of a condition: what ranking runs. */
export function compileCondition(condition: Condition): Test {
  const kind = kindOf(condition);
  return kind.shape === 'LEAF'
    ? kind.compile(condition)
    : kind.compile(condition, kind.parts(condition).map(compileCondition));
}

/** A condition in plain words, as one clause. */
export function describeCondition(condition: Condition): BilingualText {
  const kind = kindOf(condition);
  return kind.shape === 'LEAF'
    ? kind.describe(condition)
    : kind.describe(condition, kind.parts(condition).map(describeCondition));
}

/** Whether a condition looks at the home alone, so that it can be judged before any seeker is known. */
export function looksAtVacancyOnly(condition: Condition): boolean {
  const kind = kindOf(condition);
  return kind.shape === 'LEAF' ? kind.looksAt === 'VACANCY' : kind.parts(condition).every(looksAtVacancyOnly);
}

/** Every leaf of a tree, left to right. */
export function leavesOf(condition: Condition): readonly Condition[] {
  const kind = kindOf(condition);
  return kind.shape === 'LEAF' ? [condition] : kind.parts(condition).flatMap(leavesOf);
}

/** The tree with each leaf replaced by what `change` makes of it. */
export function mapLeaves(condition: Condition, change: (leaf: Condition) => Condition): Condition {
  const kind = kindOf(condition);
  if (kind.shape === 'LEAF') return change(condition);
  return kind.withParts(
    condition,
    kind.parts(condition).map((part) => mapLeaves(part, change)),
  );
}
