import { compareText } from '../../../platform/primitives/compare-text.ts';
import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { Citation } from '../../../rules/rule.ts';
import {
  CLASS_DIMENSIONS,
  CLASSES,
  NOBODY,
  NOBODY_IN_WORDS,
  type ClassDimension,
} from './candidate-classes.ts';
import { DISCLOSURE, disclose, discloseColumn, type ColumnCell } from './disclosure.ts';
import { previewFindings, TOO_FEW_HOMES, type PreviewFinding } from './preview-findings.ts';
import type { PreviewPeriod } from './preview-period.ts';
import { limitOn, ruleOf, type QuotaTally } from './preview-quota.ts';
import { emptySides, type PlaceRules, type Sides, type Tally } from './preview-tally.ts';

export const PREVIEW_DIMENSIONS = ['GROUP', ...CLASS_DIMENSIONS] as const;
export type PreviewDimension = 'GROUP' | ClassDimension;

/** Homes that go to one group or class of people, before and after; null for a count that is not shown. */
export interface PreviewCell {
  readonly dimension: PreviewDimension;
  readonly code: string;
  readonly text: BilingualText;
  readonly before: number | null;
  readonly after: number | null;
}

export interface PreviewPlace {
  readonly municipality: string;
  /** Hash of the rules that were proposed. */
  readonly ruleSetHash: string;
  readonly homes: number;
  readonly changed: number | null;
}

export interface PreviewQuota {
  readonly code: string;
  readonly citation: Omit<Citation, 'text'>;
  readonly text: BilingualText;
  readonly direction: 'CAP' | 'FLOOR';
  readonly area: string;
  readonly homes: number;
  readonly ofKind: number | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly limitBefore: number | null;
  readonly limitAfter: number | null;
}

/** What a preview tells: nothing in it is of one person, or of fewer than five. */
export interface PreviewResult {
  readonly homes: number;
  readonly candidates: number;
  readonly changed: number | null;
  readonly newlyAdmitted: number | null;
  readonly newlyRefused: number | null;
  readonly cells: readonly PreviewCell[];
  readonly places: readonly PreviewPlace[];
  readonly quotas: readonly PreviewQuota[];
  readonly untestedThresholds: readonly string[];
  readonly findings: readonly PreviewFinding[];
}

/** At most so many quotas are told of, by code and area. */
export const QUOTAS_MAXIMUM = 300;

/**
 * What may be told of a tally. `leftOut` are municipalities whose proposed rules do not decide. The numbers of homes and of
 * reactions are public and exact; whatever says something of people passed disclosure control.
 */
export function previewResult(
  tally: Tally,
  places: readonly PlaceRules[],
  leftOut: readonly string[],
  period: PreviewPeriod,
  secret: string,
): PreviewResult {
  const told = { homes: tally.homes, candidates: tally.candidates };
  if (tally.homes < DISCLOSURE.minimumHomes) {
    const none = {
      changed: null,
      newlyAdmitted: null,
      newlyRefused: null,
      cells: [],
      places: [],
      quotas: [],
      untestedThresholds: [],
    };
    return { ...told, ...none, findings: [TOO_FEW_HOMES] };
  }
  const findings = previewFindings(places, leftOut, tally, secret);
  return {
    ...told,
    changed: discloseColumn([tally.changed, tally.unchanged], secret)[0]!,
    newlyAdmitted: disclose(tally.newlyAdmitted, secret),
    newlyRefused: disclose(tally.newlyRefused, secret),
    cells: [
      ...groupCells(tally, places, secret),
      ...CLASS_DIMENSIONS.flatMap((dimension) => classCells(tally, dimension, secret)),
    ],
    places: placeRows(tally, places, secret),
    quotas: [...tally.quotas.values()]
      .sort(byCodeAndArea)
      .slice(0, QUOTAS_MAXIMUM)
      .map((quota) => quotaRow(quota, period, secret)),
    untestedThresholds: untestedIn(findings),
    findings,
  };
}

/** The groups in the order of the proposed rules, and after them those that the draft takes away. */
function groupCells(tally: Tally, places: readonly PlaceRules[], secret: string): readonly PreviewCell[] {
  const texts = new Map<string, BilingualText>();
  const known: Record<keyof Sides, Set<string>> = { before: new Set(), after: new Set() };
  for (const { proposed } of places) {
    for (const { rule } of proposed.ruleSet.groups) {
      if (!texts.has(rule.code)) texts.set(rule.code, rule.sentence);
      known.after.add(rule.code);
    }
  }
  const pinned = [...tally.pinned.values()].flatMap((rules) => [...rules.values()]);
  const byHash = (one: (typeof pinned)[number], other: (typeof pinned)[number]) =>
    one.ruleSet.hash < other.ruleSet.hash ? -1 : 1;
  for (const { ruleSet } of pinned.sort(byHash)) {
    for (const { rule } of ruleSet.groups) {
      if (!texts.has(rule.code)) texts.set(rule.code, rule.sentence);
      known.before.add(rule.code);
    }
  }
  return cellsOf('GROUP', [...texts, [NOBODY, NOBODY_IN_WORDS]], tally.groups, secret, (code, when) =>
    code === NOBODY ? true : known[when].has(code),
  );
}

function classCells(tally: Tally, dimension: ClassDimension, secret: string): readonly PreviewCell[] {
  const classes: readonly (readonly [string, BilingualText])[] = [
    ...Object.entries(CLASSES[dimension]),
    [NOBODY, NOBODY_IN_WORDS],
  ];
  return cellsOf(dimension, classes, tally.classes[dimension], secret, () => true);
}

function cellsOf(
  dimension: PreviewDimension,
  named: readonly (readonly [string, BilingualText])[],
  counted: ReadonlyMap<string, Sides>,
  secret: string,
  isKnown: (code: string, when: keyof Sides) => boolean,
): readonly PreviewCell[] {
  const columnOf = (when: keyof Sides) =>
    discloseColumn(
      named.map(([code]): ColumnCell =>
        isKnown(code, when) ? (counted.get(code) ?? emptySides())[when] : null,
      ),
      secret,
    );
  const [before, after] = [columnOf('before'), columnOf('after')];
  return named.map(([code, text], index) => {
    return { dimension, code, text, before: before[index]!, after: after[index]! };
  });
}

function placeRows(tally: Tally, places: readonly PlaceRules[], secret: string): readonly PreviewPlace[] {
  const counted = places.flatMap(({ municipality, proposed }) => {
    const place = tally.places.get(municipality);
    return place === undefined ? [] : [{ municipality, proposed, ...place }];
  });
  // How many changed in a place and how many did not follow from each other, so each place is judged with both.
  const small = counted.map(
    ({ homes, changed, unchanged }) =>
      homes < DISCLOSURE.minimumHomes || discloseColumn([changed, unchanged], secret)[0] === null,
  );
  const shown = discloseColumn(
    counted.map((place) => place.changed),
    secret,
    small,
  );
  return counted.map(({ municipality, proposed, homes }, index) => {
    return { municipality, ruleSetHash: proposed.ruleSet.hash, homes, changed: shown[index]! };
  });
}

function quotaRow(quota: QuotaTally, period: PreviewPeriod, secret: string): PreviewQuota {
  const { pair, area, homes, ofKind } = quota;
  const { code, citation, sentence, direction, subject } = ruleOf(pair);
  const { instrument, title, article, version, url } = citation;
  const count = (when: keyof Sides): number | null => {
    // What everybody can see needs no control.
    if (subject.kind === 'MODELS') return ofKind;
    return homes < DISCLOSURE.minimumHomes
      ? null
      : discloseColumn([quota[when].counted, quota[when].others], secret)[0]!;
  };
  return {
    code,
    citation: { instrument, title, article, version, url },
    text: sentence,
    direction,
    area,
    homes,
    ofKind,
    before: count('before'),
    after: count('after'),
    limitBefore: limitOn(pair.before, homes, period),
    limitAfter: limitOn(pair.after, homes, period),
  };
}

function untestedIn(findings: readonly PreviewFinding[]): readonly string[] {
  const named = findings.flatMap(({ code, subject }) =>
    (code === 'NEW_THRESHOLD' || code === 'UNTESTED_THRESHOLD') && subject !== null ? [subject] : [],
  );
  return [...new Set(named)].sort();
}

function byCodeAndArea(one: QuotaTally, other: QuotaTally): number {
  return compareText(one.pair.code, other.pair.code) || compareText(one.area, other.area);
}
