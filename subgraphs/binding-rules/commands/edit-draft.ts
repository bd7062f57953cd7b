import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import { formFinding } from '../../../rules/finding.ts';
import type {
  EditRegulationInput,
  EditRuleInput,
  RegulationPart,
  RemoveRuleInput,
} from '../../../schema/generated/binding-rules.ts';
import type { DraftChange, EditAction } from '../domain/draft-action.ts';
import {
  asSource,
  editHead,
  putRule,
  removeRule as without,
  sizeFindings,
  type HeadEdit,
} from '../domain/draft-source.ts';
import type { Source, SourceObject } from '../domain/source-of-regulation.ts';
import { readYaml } from '../regulation-yaml.ts';
import type { RegulationDraftRow } from '../tables.ts';
import { changeDraft, type Context, type DraftOutcome, type Refusing } from './change-draft.ts';

const PART_KEYS: Readonly<Record<RegulationPart, string>> = {
  TERMS: 'terms',
  EXEMPTIONS: 'exemptions',
  URGENCY_SCHEME: 'urgencyScheme',
  URGENCY_MANDATE: 'urgencyMandate',
  OPEN_NORMS: 'openNorms',
};

const LISTS_MAXIMUM = { putArticles: 200, removeArticles: 200, fills: 100, putParts: 10 } as const;

/** Changes what stands around the rules of a draft. */
export function editRegulation(input: EditRegulationInput, context: Context): Promise<DraftOutcome> {
  return changeDraft('editRegulation', input, context, (row) => {
    const edit = headEditOf(input);
    if (edit.kind === 'FAILED') return edit;
    const about = Object.keys(edit.value.members).join(', ');
    return about === ''
      ? failed<Refusing>({ code: 'INVALID_INPUT' })
      : edited(row, editHead(row.source, edit.value.edit), 'HEAD_EDITED', about);
  });
}

/** Puts one rule of a draft, by its code. Its faults of form are kept, and shown as findings. */
export function editRule(input: EditRuleInput, context: Context): Promise<DraftOutcome> {
  return changeDraft('editRule', input, context, (row) => {
    const rule = sourceOf(input.yaml);
    if (rule.kind === 'FAILED') return rule;
    const { code } = rule.value;
    if (typeof code !== 'string' || code === '' || code.length > 200) {
      const missing = formFinding('code', 'MISSING', 'hier ontbreekt de code', 'missing: the code');
      return failed<Refusing>({ code: 'REGULATION_UNREADABLE', findings: [missing] });
    }
    return edited(row, putRule(row.source, rule.value), 'RULE_PUT', code);
  });
}

/** Takes one rule out of a draft. */
export function removeRule(input: RemoveRuleInput, context: Context): Promise<DraftOutcome> {
  return changeDraft('removeRule', input, context, (row) => {
    const source = without(row.source, input.code);
    return source === undefined
      ? failed<Refusing>({ code: 'UNKNOWN_RULE' })
      : edited(row, source, 'RULE_REMOVED', input.code);
  });
}

/** The next revision of a draft that says something else; only a draft that is not handed in can. */
export function edited(
  row: RegulationDraftRow,
  source: SourceObject,
  action: EditAction,
  about: string | null,
): Outcome<DraftChange, Refusing> {
  if (row.status !== 'DRAFT') return failed({ code: 'DRAFT_STATE' });
  const tooMuch = sizeFindings(source);
  if (tooMuch.length > 0) return failed({ code: 'REGULATION_UNREADABLE', findings: tooMuch });
  return ok({ source, action, about, status: 'DRAFT', returnReason: row.returnReason });
}

/** The object that a YAML text states, or why a draft cannot hold it. */
export function sourceOf(yaml: string): Outcome<SourceObject, Refusing> {
  const value = readYaml(yaml);
  if (value.kind === 'FAILED') return failed({ code: 'REGULATION_UNREADABLE', findings: value.failure });
  const source = asSource(value.value);
  if (source !== undefined) return ok(source);
  const shape = formFinding(
    '',
    'WRONG_TYPE',
    'hier hoort een object te staan',
    'an object was expected here',
  );
  return failed({ code: 'REGULATION_UNREADABLE', findings: [shape] });
}

interface ReadEdit {
  readonly edit: HeadEdit;
  /** The members that were given, for the history. */
  readonly members: Readonly<Record<string, unknown>>;
}

function headEditOf(input: EditRegulationInput): Outcome<ReadEdit, Refusing> {
  const { idempotencyKey: _key, draft: _draft, expectedRevision: _revision, ...given } = input;
  const { putArticles = null, removeArticles = null, fills = null, putParts, ...texts } = given;
  for (const [list, maximum] of Object.entries(LISTS_MAXIMUM)) {
    const { length = 0 } = given[list as keyof typeof LISTS_MAXIMUM] ?? [];
    if (length > maximum) return failed({ code: 'INVALID_INPUT' });
  }
  const parts = partsOf(putParts ?? []);
  if (parts.kind === 'FAILED') return parts;
  const edit: HeadEdit = {
    ...texts,
    ...(putArticles === null
      ? {}
      : { putArticles: putArticles.map(({ number, text }) => ({ article: number, text })) }),
    ...(removeArticles === null ? {} : { removeArticles }),
    ...(fills === null
      ? {}
      : { fills: Object.fromEntries(fills.map(({ term, value }) => [term, value ?? null])) }),
    parts: parts.value,
  };
  // The same bounds as for YAML: what a database cannot hold is refused here, and not there.
  return asSource(JSON.parse(JSON.stringify(edit))) === undefined
    ? failed({ code: 'INVALID_INPUT' })
    : ok({ edit, members: given });
}

function partsOf(
  parts: readonly { readonly part: RegulationPart; readonly yaml?: string | null | undefined }[],
): Outcome<Readonly<Record<string, Source | null>>, Refusing> {
  const read: Record<string, Source | null> = {};
  for (const { part, yaml = null } of parts) {
    if (yaml === null) {
      read[PART_KEYS[part]] = null;
      continue;
    }
    const value = readYaml(yaml);
    if (value.kind === 'FAILED') return failed({ code: 'REGULATION_UNREADABLE', findings: value.failure });
    const whole = asSource({ value: value.value });
    if (whole === undefined) return failed({ code: 'INVALID_INPUT' });
    read[PART_KEYS[part]] = whole['value']!;
  }
  return ok(read);
}
