import { parseCalendarDate, type CalendarDate } from '../platform/primitives/calendar-date.ts';
import type { BilingualText } from './bilingual-text.ts';
import { formFinding, type Finding, type FindingCode } from './finding.ts';

/** One step into a source: a key of an object or an index of a list. */
export type PathStep = string | number;

/** A number that the text leaves to a term which a lower layer may fill in. */
export interface OpenField {
  readonly term: string;
  readonly path: readonly PathStep[];
}

/** What reading collects on the way, and the values of the terms that numbers may refer to. */
export interface Reading {
  readonly findings: Finding[];
  readonly openFields: OpenField[];
  readonly terms: ReadonlyMap<string, number>;
}

/** A fresh reading; `terms` holds the default value of each term that a number may refer to. */
export function startReading(terms: ReadonlyMap<string, number> = new Map()): Reading {
  return { findings: [], openFields: [], terms };
}

/** `rules[3].condition` for `['rules', 3, 'condition']`. */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
const EPOCH = '1970-01-01' as CalendarDate;

/**
 * Reads one object of unknown origin (parsed YAML or JSON) key by key. It never throws: what is wrong becomes a
 * finding with its path, and a harmless stand-in is returned so that one reading finds every fault. The caller
 * throws away the result when there are findings.
 */
export class SourceReader {
  readonly path: readonly PathStep[];
  readonly reading: Reading;
  readonly #source: Readonly<Record<string, unknown>>;
  readonly #seen = new Set<string>();

  constructor(source: unknown, path: readonly PathStep[], reading: Reading) {
    this.path = path;
    this.reading = reading;
    if (typeof source === 'object' && source !== null && !Array.isArray(source)) {
      this.#source = source as Record<string, unknown>;
    } else {
      this.#source = {};
      this.report('WRONG_TYPE', 'hier hoort een object te staan', 'an object was expected here');
    }
  }

  /** Adds a finding at `key`, or at the object itself. */
  report(code: FindingCode, nl: string, en: string, key?: string): void {
    const path = key === undefined ? this.path : [...this.path, key];
    this.reading.findings.push(formFinding(pathText(path), code, nl, en));
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#source, key) && this.#source[key] !== null && this.#source[key] !== undefined;
  }

  /** The raw member; marks the key as known. */
  take(key: string): unknown {
    this.#seen.add(key);
    return Object.hasOwn(this.#source, key) ? this.#source[key] : undefined;
  }

  /** A reader of the object at `key`. */
  object(key: string): SourceReader {
    return new SourceReader(this.take(key), [...this.path, key], this.reading);
  }

  /** A reader for each object of the list at `key`; an absent list is empty. */
  objects(key: string): readonly SourceReader[] {
    return this.list(key).map(
      (item, index) => new SourceReader(item, [...this.path, key, index], this.reading),
    );
  }

  /** The list at `key`; an absent list is empty. */
  list(key: string): readonly unknown[] {
    const value = this.take(key);
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.report('WRONG_TYPE', 'hier hoort een lijst te staan', 'a list was expected here', key);
    return [];
  }

  text(key: string): string {
    const value = this.take(key);
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.#missing(key, value, 'een tekst', 'a text');
    return '';
  }

  optionalText(key: string): string | null {
    return this.has(key) ? this.text(key) : (this.take(key), null);
  }

  bilingual(key: string): BilingualText {
    const reader = this.object(key);
    const text = { nl: reader.text('nl'), en: reader.text('en') };
    reader.finish();
    return text;
  }

  /** A list of texts in two languages; an absent list is empty. */
  bilinguals(key: string): readonly BilingualText[] {
    return this.objects(key).map((item) => {
      const text = { nl: item.text('nl'), en: item.text('en') };
      item.finish();
      return text;
    });
  }

  /** A code: capitals, digits and underscores, so that it can be a key anywhere. */
  code(key: string): string {
    const value = this.take(key);
    if (typeof value === 'string' && CODE.test(value)) return value;
    this.#missing(key, value, 'een code in hoofdletters', 'a code in capitals');
    return '';
  }

  codes(key: string): readonly string[] {
    return this.list(key).filter((item, index): item is string => {
      if (typeof item === 'string' && CODE.test(item)) return true;
      this.report(
        'WRONG_TYPE',
        `onderdeel ${index + 1} is geen code`,
        `item ${index + 1} is not a code`,
        key,
      );
      return false;
    });
  }

  oneOf<Value extends string>(key: string, values: readonly Value[], fallback?: Value): Value {
    const first = fallback ?? (values[0] as Value);
    if (fallback !== undefined && !this.has(key)) return (this.take(key), fallback);
    const value = this.take(key);
    if (values.includes(value as Value)) return value as Value;
    const allowed = values.join(', ');
    if (value === undefined || value === null) this.#missing(key, value, allowed, allowed);
    else this.report('UNKNOWN_VALUE', `hier mag staan: ${allowed}`, `allowed here: ${allowed}`, key);
    return first;
  }

  /** A list without duplicates of the values named, kept in the order of `values` so that it has one form. */
  someOf<Value extends string>(key: string, values: readonly Value[]): readonly Value[] {
    const found = this.list(key);
    const allowed = values.join(', ');
    for (const item of found) {
      if (values.includes(item as Value)) continue;
      this.report('UNKNOWN_VALUE', `hier mag staan: ${allowed}`, `allowed here: ${allowed}`, key);
    }
    return values.filter((value) => found.includes(value));
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.take(key);
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'boolean') return value;
    this.report('WRONG_TYPE', 'hier hoort ja of nee te staan', 'true or false was expected here', key);
    return fallback;
  }

  /** A whole number within the bounds, or `{ term: code }`: the value of a term that a lower layer may fill in. */
  integer(key: string, minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): number {
    let value = this.take(key);
    if (typeof value === 'object' && value !== null && 'term' in value) value = this.#term(key, value.term);
    if (value === TERM_UNKNOWN) return minimum;
    if (!Number.isSafeInteger(value)) {
      this.#missing(key, value, 'een geheel getal', 'a whole number');
      return minimum;
    }
    const number = value as number;
    if (number >= minimum && number <= maximum) return number === 0 ? 0 : number;
    const bounds = `${minimum} … ${maximum}`;
    this.report('OUT_OF_BOUNDS', `hier mag staan: ${bounds}`, `allowed here: ${bounds}`, key);
    return minimum;
  }

  optionalInteger(key: string, minimum: number, maximum?: number): number | null {
    return this.has(key) ? this.integer(key, minimum, maximum) : (this.take(key), null);
  }

  date(key: string): CalendarDate {
    const value = this.take(key);
    const date = typeof value === 'string' ? parseCalendarDate(value) : undefined;
    if (date !== undefined) return date;
    if (typeof value === 'string') {
      this.report(
        'NO_SUCH_DAY',
        `deze dag bestaat niet: ${value.slice(0, 20)}`,
        `no such day: ${value.slice(0, 20)}`,
        key,
      );
    } else this.#missing(key, value, 'een dag (JJJJ-MM-DD)', 'a day (YYYY-MM-DD)');
    return EPOCH;
  }

  optionalDate(key: string): CalendarDate | null {
    return this.has(key) ? this.date(key) : (this.take(key), null);
  }

  /** Reports every key that nobody asked for: a misspelt key must not silently weaken a rule. */
  finish(): void {
    for (const key of Object.keys(this.#source)) {
      if (this.#seen.has(key)) continue;
      this.report('UNKNOWN_KEY', `onbekend onderdeel: ${key}`, `unknown key: ${key}`, key);
    }
  }

  #term(key: string, term: unknown): unknown {
    const value = typeof term === 'string' ? this.reading.terms.get(term) : undefined;
    if (value === undefined) {
      this.report(
        'UNKNOWN_TERM',
        `onbekende open term: ${typeof term === 'string' ? term : '?'}`,
        `unknown open term: ${typeof term === 'string' ? term : '?'}`,
        key,
      );
      return TERM_UNKNOWN;
    }
    this.reading.openFields.push({ term: term as string, path: [...this.path, key] });
    return value;
  }

  #missing(key: string, value: unknown, nl: string, en: string): void {
    if (value === undefined || value === null)
      this.report('MISSING', `hier ontbreekt ${nl}`, `missing: ${en}`, key);
    else this.report('WRONG_TYPE', `hier hoort ${nl} te staan`, `expected here: ${en}`, key);
  }
}

const TERM_UNKNOWN = Symbol('term unknown');
