import { describeRule } from '../../../rules/describe-rule.ts';
import type { UrgencyCategory } from '../../../rules/urgency-scheme.ts';
import type { OpenNorm } from '../../../rules/open-norm.ts';
import type { Rule } from '../../../rules/rule.ts';
import type { PathStep } from '../../../rules/source-reader.ts';
import type { Regulation } from './regulation.ts';

/** Plain data as YAML and JSON know it. */
export type Source = string | number | boolean | null | readonly Source[] | SourceObject;
export interface SourceObject {
  readonly [key: string]: Source;
}

/**
 * The one source of a regulation: what `parseRegulation` reads back to the same regulation. Keys come in one order,
 * what a reader would fill in by itself is left out, and so is the status: a text says what holds, not how far it is.
 */
export function sourceOfRegulation(regulation: Regulation): SourceObject {
  const { exemptions, urgencyScheme, urgencyMandate } = regulation;
  return present({
    code: regulation.code,
    title: regulation.title,
    layer: regulation.layer,
    owner: regulation.owner,
    validity: present({ ...regulation.validity }),
    url: regulation.url,
    note: regulation.note,
    argument: regulation.argument === '' ? null : regulation.argument,
    adopts: regulation.adopts,
    complex: regulation.complex,
    proposedBy: regulation.proposedBy,
    fills: Object.fromEntries(Object.entries(regulation.fills).sort()),
    articles: regulation.articles.map(({ article, text }) => ({ article, text })),
    terms: regulation.terms.map((term) => present({ ...term, name: { ...term.name } })),
    exemptions: exemptions && {
      article: exemptions.article,
      groups: exemptions.groups.map((group) => present({ ...group })),
    },
    urgencyScheme: urgencyScheme && {
      mode: urgencyScheme.mode,
      categories: urgencyScheme.categories.map(sourceOfCategory),
    },
    urgencyMandate: urgencyMandate && present({ ...urgencyMandate }),
    openNorms: regulation.openNorms.map(sourceOfNorm),
    rules: regulation.rules.map((rule) => sourceOfRule(rule, regulation)),
  });
}

/** The source of one rule of a regulation, with its open numbers as references to their terms. */
export function sourceOfRule(rule: Rule, regulation: Pick<Regulation, 'openFields'>): SourceObject {
  const { code, stage, citation, governedBy, argument, sentence, id: _id, layer: _layer, ...own } = rule;
  const generated = describeRule(rule);
  const isGenerated = generated.nl === sentence.nl && generated.en === sentence.en;
  const whole = present({
    code,
    stage,
    article: citation.article,
    governedBy: governedBy === defaultDay(rule) ? null : governedBy,
    argument,
    sentence: isGenerated ? null : { ...sentence },
    ...withoutDefaults(own as unknown as SourceObject),
  });
  return regulation.openFields
    .filter((field) => field.rule === code)
    .reduce<SourceObject>(
      (source, { path, term }) => withReference(source, path, term) as SourceObject,
      whole,
    );
}

function sourceOfCategory({ citation, ...category }: UrgencyCategory): SourceObject {
  return withoutDefaults({ ...category, article: citation.article } as unknown as SourceObject);
}

function sourceOfNorm({ citation, code, question }: OpenNorm): SourceObject {
  return { code, article: citation.article, question: { ...question } };
}

/** The day that `readRule` fills in. */
function defaultDay({ stage }: Rule): Rule['governedBy'] {
  if (stage === 'REACTION_LIMIT') return 'REACTION';
  return stage === 'QUOTA' || stage === 'THRESHOLD' || stage === 'SANCTION' ? 'PUBLICATION' : 'CLOSING';
}

/** Members that say what a reader fills in for an absent one. */
const DEFAULTS: Readonly<Record<string, Source>> = {
  as: 'REQUIREMENT',
  direction: 'CAP',
  statutory: 'ANY',
  minimumAccessibility: 'NONE',
  perDays: 1,
  occurrences: 1,
};

/** Leaves out, at every depth, what is null, false, an empty list, the condition that always holds of `appliesTo`, or a default. */
function withoutDefaults(source: Source): SourceObject;
function withoutDefaults(source: Source): Source {
  if (Array.isArray(source)) return source.map((item: Source) => withoutDefaults(item));
  if (typeof source !== 'object' || source === null) return source;
  const kept = Object.entries(source as SourceObject).filter(
    ([key, value]) =>
      value !== null &&
      value !== false &&
      !(Array.isArray(value) && value.length === 0) &&
      DEFAULTS[key] !== value &&
      !(key === 'appliesTo' && (value as SourceObject)['kind'] === 'always'),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutDefaults(value)]));
}

/** Leaves out members without a value and empty collections. */
function present(source: Readonly<Record<string, Source | null | undefined>>): SourceObject {
  return Object.fromEntries(
    Object.entries(source).filter(
      (entry): entry is [string, Source] =>
        entry[1] !== null &&
        entry[1] !== undefined &&
        !(typeof entry[1] === 'object' && Object.keys(entry[1]).length === 0),
    ),
  );
}

/** A copy with a reference to a term at a path. */
function withReference(source: Source, path: readonly PathStep[], term: string): Source {
  const [step, ...rest] = path;
  if (step === undefined) return { term };
  if (Array.isArray(source)) {
    return source.map((item: Source, index) => (index === step ? withReference(item, rest, term) : item));
  }
  const members = source as SourceObject;
  return { ...members, [step]: withReference(members[step] ?? null, rest, term) };
}
