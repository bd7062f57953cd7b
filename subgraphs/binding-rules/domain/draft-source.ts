import { parseCalendarDate, type CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { Finding } from '../../../rules/finding.ts';
import { ARTICLES_MAXIMUM, RULES_MAXIMUM } from './regulation-extent.ts';
import type { Article } from './regulation.ts';
import type { Source, SourceObject } from './source-of-regulation.ts';

/** Characters of the JSON of a draft at most. */
export const SOURCE_LENGTH_MAXIMUM = 512 * 1024;
const DEPTH_MAXIMUM = 64;

/** A change of what stands around the rules. A member that is absent stays as it is; null takes it away. */
export interface HeadEdit {
  readonly title?: string | null;
  readonly validFrom?: CalendarDate | null;
  readonly validUntil?: CalendarDate | null;
  readonly url?: string | null;
  readonly argument?: string | null;
  readonly note?: string | null;
  readonly adopts?: string | null;
  readonly complex?: string | null;
  readonly proposedBy?: string | null;
  /** Put by number: in the place of the article with that number, else at the end. */
  readonly putArticles?: readonly Article[];
  readonly removeArticles?: readonly string[];
  /** Value of each open term; null leaves it to the default again. */
  readonly fills?: Readonly<Record<string, number | null>>;
  /** Whole members by key, such as `terms`; null takes one away. */
  readonly parts?: Readonly<Record<string, Source | null>>;
}

/** The draft with a change of what stands around its rules. */
export function editHead(source: SourceObject, edit: HeadEdit): SourceObject {
  const { validFrom, validUntil, putArticles, removeArticles, fills, parts, ...texts } = edit;
  const removed = new Set<unknown>(removeArticles ?? []);
  const kept = listOf(source, 'articles').filter((item) => !removed.has(memberOf(item, 'article')));
  const articles = (putArticles ?? []).reduce<readonly Source[]>(
    (all, { article, text }) => put(all, 'article', { article, text }),
    kept,
  );
  const edited = withMembers(source, {
    ...texts,
    ...(putArticles === undefined && removeArticles === undefined ? {} : { articles }),
    ...(fills === undefined ? {} : { fills: withMembers(objectOf(source, 'fills'), fills) }),
    ...parts,
  });
  if (validFrom === undefined && validUntil === undefined) return edited;
  const days = { from: validFrom, until: validUntil };
  return { ...edited, validity: withMembers(objectOf(source, 'validity'), days) };
}

/** The draft with a rule put by its code: in the place of the rule with that code, else at the end. */
export function putRule(source: SourceObject, rule: SourceObject): SourceObject {
  return { ...source, rules: put(listOf(source, 'rules'), 'code', rule) };
}

/** The draft without the rule of a code; undefined when it has none. */
export function removeRule(source: SourceObject, code: string): SourceObject | undefined {
  const rules = listOf(source, 'rules');
  const kept = rules.filter((rule) => memberOf(rule, 'code') !== code);
  return kept.length === rules.length ? undefined : withMembers(source, { rules: kept });
}

/** The rules as they were put, right or wrong. */
export function ruleSources(source: SourceObject): readonly Source[] {
  return listOf(source, 'rules');
}

/** The articles that have a number and a text. */
export function articlesOf(source: SourceObject): readonly Article[] {
  return listOf(source, 'articles').flatMap((item) => {
    const [article, text] = [memberOf(item, 'article'), memberOf(item, 'text')];
    return typeof article === 'string' && typeof text === 'string' ? [{ article, text }] : [];
  });
}

/** Its title, and the days of its validity, each null where the text does not state one. */
export function headOf(source: SourceObject): {
  readonly title: string | null;
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
} {
  const { title } = source;
  const { from, until } = objectOf(source, 'validity');
  return {
    title: typeof title === 'string' ? title : null,
    validFrom: dayOf(from),
    validUntil: dayOf(until),
  };
}

/**
 * The value as a draft can keep it: plain data, not too deep, of texts that a database can hold. Undefined when it is
 * something else.
 */
export function asSource(value: unknown): SourceObject | undefined {
  if (!isObject(value) || !isPlain(value, 0)) return undefined;
  return value as SourceObject;
}

/** Why a draft cannot be kept at this size; empty when it can. */
export function sizeFindings(source: SourceObject): readonly Finding[] {
  const counts = [
    ['articles', ARTICLES_MAXIMUM],
    ['rules', RULES_MAXIMUM],
  ] as const;
  const findings = counts
    .filter(([key, maximum]) => listOf(source, key).length > maximum)
    .map(([key, maximum]) =>
      tooMuch(key, `hier mag staan: ten hoogste ${maximum}`, `allowed here: at most ${maximum}`),
    );
  if (JSON.stringify(source).length <= SOURCE_LENGTH_MAXIMUM) return findings;
  const kilobytes = SOURCE_LENGTH_MAXIMUM / 1024;
  return [
    ...findings,
    tooMuch('', `de regeling is langer dan ${kilobytes} KB`, `the regulation is longer than ${kilobytes} KB`),
  ];
}

function tooMuch(path: string, nl: string, en: string): Finding {
  return { severity: 'ERROR', path, code: 'OUT_OF_BOUNDS', message: { nl, en }, article: null };
}

/** Replaces the first item with the same key, drops other ones with it, and adds at the end what was not there. */
function put(items: readonly Source[], key: string, item: SourceObject): readonly Source[] {
  const at = items.findIndex((other) => memberOf(other, key) === item[key]);
  if (at < 0) return [...items, item];
  return items.flatMap((other, index) => {
    if (index === at) return [item];
    return memberOf(other, key) === item[key] ? [] : [other];
  });
}

/** A copy with these members; null or an empty collection takes one away, undefined leaves it as it is. */
function withMembers(
  source: SourceObject,
  members: Readonly<Record<string, Source | null | undefined>>,
): SourceObject {
  const given = Object.entries(members).filter((entry): entry is [string, Source] => entry[1] !== undefined);
  return Object.fromEntries(
    Object.entries({ ...source, ...Object.fromEntries(given) }).filter(
      ([key, value]) => !Object.hasOwn(members, key) || !isEmpty(value),
    ),
  );
}

function isEmpty(value: Source): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function listOf(source: SourceObject, key: string): readonly Source[] {
  const value = source[key];
  return Array.isArray(value) ? (value as readonly Source[]) : [];
}

function objectOf(source: SourceObject, key: string): SourceObject {
  const value = source[key];
  return isObject(value) ? (value as SourceObject) : {};
}

function memberOf(item: Source, key: string): Source | undefined {
  return isObject(item) ? (item as SourceObject)[key] : undefined;
}

function dayOf(value: Source | undefined): CalendarDate | null {
  return typeof value === 'string' ? (parseCalendarDate(value) ?? null) : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown, depth: number): boolean {
  if (depth > DEPTH_MAXIMUM) return false;
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  if (typeof value !== 'object') return false;
  return Object.entries(value).every(([key, member]) => isPlain(key, depth) && isPlain(member, depth + 1));
}
