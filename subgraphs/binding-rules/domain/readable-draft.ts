import { parseRegulation } from './parse-regulation.ts';
import type { Regulation } from './regulation.ts';
import type { Source, SourceObject } from './source-of-regulation.ts';

/** Stands in for a member of the head that cannot be read, so that the rules below it can. */
const STAND_IN: SourceObject = {
  code: 'draft',
  title: '?',
  layer: 'MUNICIPAL',
  owner: '?',
  validity: { from: '1970-01-01' },
};

/**
 * As much of a draft as can be read: every part with a fault is left out, or stood in for where nothing can be read
 * without it. The rules that are left say what they would say in the whole. Not for judging: see `checkDraft`.
 */
export function readableDraft(source: SourceObject): Regulation {
  let rest: SourceObject = {
    ...source,
    rules: distinct(source['rules']),
    articles: distinct(source['articles']),
  };
  for (;;) {
    const parsed = parseRegulation(rest);
    if (parsed.kind === 'OK') return parsed.value;
    const before = JSON.stringify(rest);
    rest = without(rest, firstFaults(parsed.failure.map(({ path }) => path)));
    if (JSON.stringify(rest) !== before) continue;
    // Members that contradict each other are none of them faulty alone: then the rules are read without them.
    const { articles = [], terms = [], rules = [] } = rest;
    const parts = { ...STAND_IN, articles, terms, rules };
    rest = JSON.stringify(parts) === before ? STAND_IN : parts;
  }
}

/** What other parts cite: a rule under a head that cannot be read has faults that are not its own. */
const CITING = /^(rules|openNorms|exemptions|urgencyScheme|urgencyMandate)\b/;

function firstFaults(paths: readonly string[]): readonly string[] {
  const cited = paths.filter((path) => !CITING.test(path));
  return cited.length > 0 ? cited : paths;
}

/** Two rules of one code are a fault of the list; the first of them can be read. */
function distinct(list: Source | undefined): Source {
  if (!Array.isArray(list)) return [];
  const seen = new Set<unknown>();
  return list.filter((item: Source) => {
    if (typeof item !== 'object' || item === null) return false;
    const key = (item as SourceObject)['code'] ?? (item as SourceObject)['article'];
    return seen.has(key) ? false : seen.add(key);
  });
}

function without(source: SourceObject, paths: readonly string[]): SourceObject {
  const faults = paths.map((path) => /^([^.[]*)(?:\[(\d+)\])?/.exec(path)!);
  const members = Object.entries(source).flatMap(([key, member]): [string, Source][] => {
    const own = faults.filter(([, name]) => name === key);
    if (own.length === 0) return [[key, member]];
    const indexes = own.map(([, , index]) => index);
    if (Array.isArray(member) && indexes.every((index) => index !== undefined)) {
      return [[key, member.filter((_item, index) => !indexes.includes(String(index)))]];
    }
    return [];
  });
  return { ...STAND_IN, ...Object.fromEntries(members) };
}
