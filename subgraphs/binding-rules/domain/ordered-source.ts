import type { Source, SourceObject } from './source-of-regulation.ts';

/** The order in which a regulation and its parts are read; what a draft has beside these comes after, by name. */
const ORDER: readonly string[] = [
  ...['code', 'title', 'layer', 'owner', 'validity', 'from', 'until', 'url', 'note', 'argument', 'adopts'],
  ...['complex', 'proposedBy', 'fills', 'articles', 'terms', 'exemptions', 'urgencyScheme', 'urgencyMandate'],
  ...['openNorms', 'rules', 'stage', 'rank', 'direction', 'article', 'text', 'unit', 'minimum', 'maximum'],
  ...['default', 'name', 'nl', 'en', 'grounds', 'governedBy', 'sentence', 'kind', 'of', 'subject', 'counts'],
  ...['limit', 'basisPoints', 'count', 'denominator', 'rounding', 'period', 'per', 'models', 'order'],
  ...['threshold', 'amountCents', 'effect', 'appliesTo', 'condition'],
];
const PLACE = new Map(ORDER.map((key, index) => [key, index]));

/** The same value with the members of every object in one order. The database keeps none. */
export function orderedSource(source: SourceObject): SourceObject;
export function orderedSource(source: Source): Source;
export function orderedSource(source: Source): Source {
  if (Array.isArray(source)) return source.map((item: Source) => orderedSource(item));
  if (typeof source !== 'object' || source === null) return source;
  const members = Object.entries(source as SourceObject).sort(([one], [other]) => byPlace(one, other));
  return Object.fromEntries(members.map(([key, member]) => [key, orderedSource(member)]));
}

function byPlace(one: string, other: string): number {
  const places = (PLACE.get(one) ?? ORDER.length) - (PLACE.get(other) ?? ORDER.length);
  return places !== 0 ? places : one < other ? -1 : one > other ? 1 : 0;
}
