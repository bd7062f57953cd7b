import { CLASS_DIMENSIONS, classOf, NOBODY, type ClassDimension } from './candidate-classes.ts';
import { countIn, emptyCell, markOf, type Cell } from './disclosure.ts';
import { namedThresholds } from './named-in-rules.ts';
import {
  areaOf,
  canCount,
  countQuota,
  emptyQuotaTally,
  quotaPairs,
  type QuotaPair,
  type QuotaTally,
} from './preview-quota.ts';
import {
  isChanged,
  replayHome,
  type First,
  type FrozenHome,
  type ReplayRules,
  type ReplayedHome,
} from './replay-home.ts';

/** The rules of a municipality that a draft touches. */
export interface PlaceRules {
  readonly municipality: string;
  /** As they would be on the draft's first day. */
  readonly proposed: ReplayRules;
  /** As they are on the day before; null where none are in force. */
  readonly current: ReplayRules | null;
}

/** Homes that go to one group or class, before and after. */
export interface Sides {
  readonly before: Cell;
  readonly after: Cell;
}

/** What became known of the homes replayed so far. Exact, and about people: nothing of it is shown as it is. */
export interface Tally {
  homes: number;
  candidates: number;
  readonly changed: Cell;
  readonly unchanged: Cell;
  readonly newlyAdmitted: Cell;
  readonly newlyRefused: Cell;
  readonly groups: Map<string, Sides>;
  readonly classes: Readonly<Record<ClassDimension, Map<string, Sides>>>;
  readonly places: Map<string, { homes: number; readonly changed: Cell; readonly unchanged: Cell }>;
  readonly quotas: Map<string, QuotaTally>;
  /** Codes of quotas that a replay of these places cannot count. */
  readonly uncounted: Set<string>;
  /** Homes that were offered under other rules than those of the day before the draft. */
  earlierRules: number;
  /** Homes of complexes with rules of their own, which were not replayed. */
  ofComplexes: number;
  /** The rules that homes of each municipality were offered under, by hash. */
  readonly pinned: Map<string, Map<string, ReplayRules>>;
  /** Reactions of people who were never compared with a threshold that the proposed rules name. */
  readonly untested: Map<string, Cell>;
}

export interface PreviewTally {
  readonly tally: Tally;
  /** Replays a home under the rules that it was pinned to and the proposed ones of its municipality, and counts it. */
  readonly add: (home: FrozenHome, pinned: ReplayRules) => void;
}

/**
 * Counts what a draft would have changed, home by home. The order of homes and of their candidates makes no difference.
 * Homes of other municipalities than `places` must not be given. `secret` marks who is counted (see `disclosure.ts`).
 */
export function previewTally(places: readonly PlaceRules[], secret: string): PreviewTally {
  const tally = emptyTally();
  const replayed = new Set(places.map(({ municipality }) => municipality));
  const byPlace = new Map(places.map((place) => [place.municipality, contextOf(place)]));
  const marks = marksOf(secret);
  return {
    tally,
    add(home, pinned) {
      const context = byPlace.get(home.vacancy.place.municipality);
      if (context === undefined)
        throw new TypeError('a home of a municipality that the draft does not touch');
      // What was agreed for a complex goes before what a municipality lays down for the rest.
      if (pinned.ruleSet.sources.some(({ layer }) => layer === 'COMPLEX')) {
        tally.ofComplexes += 1;
        return;
      }
      const { place } = context;
      const mark = marks(home.id);
      const outcome = replayHome(home, pinned, place.proposed);
      countHome(tally, outcome, { pinned, proposed: place.proposed }, mark);
      countQuotas(tally, outcome, context, pinned, replayed, mark);
      countGaps(tally, home, context, pinned, mark);
    },
  };
}

interface PlaceContext {
  readonly place: PlaceRules;
  readonly quotas: readonly QuotaPair[];
  readonly thresholds: readonly string[];
}

type Mark = (registration: string) => number;

function contextOf(place: PlaceRules): PlaceContext {
  const { ruleSet } = place.proposed;
  return {
    place,
    quotas: quotaPairs(place.current?.ruleSet ?? null, ruleSet),
    thresholds: [...namedThresholds(ruleSet).keys()],
  };
}

/** One mark for each person and home, at the cost of one for each person and one for each home. */
function marksOf(secret: string): (home: string) => Mark {
  const persons = new Map<string, number>();
  return (home) => {
    const ofHome = markOf(secret, home);
    return (registration) => {
      const known = persons.get(registration) ?? markOf(secret, registration);
      persons.set(registration, known);
      return Math.imul(known ^ ofHome, 0x9e3779b1) >>> 0;
    };
  };
}

function emptyTally(): Tally {
  return {
    homes: 0,
    candidates: 0,
    changed: emptyCell(),
    unchanged: emptyCell(),
    newlyAdmitted: emptyCell(),
    newlyRefused: emptyCell(),
    groups: new Map(),
    classes: { AGE: new Map(), PRESENT_MUNICIPALITY: new Map(), URGENCY: new Map(), HOUSING: new Map() },
    places: new Map(),
    quotas: new Map(),
    uncounted: new Set(),
    earlierRules: 0,
    ofComplexes: 0,
    pinned: new Map(),
    untested: new Map(),
  };
}

function countHome(
  tally: Tally,
  outcome: ReplayedHome,
  rules: { readonly pinned: ReplayRules; readonly proposed: ReplayRules },
  mark: Mark,
): void {
  const { home, before, after, newlyAdmitted, newlyRefused } = outcome;
  tally.homes += 1;
  tally.candidates += home.candidates.length;
  const place = kept(tally.places, home.vacancy.place.municipality, () => ({
    homes: 0,
    changed: emptyCell(),
    unchanged: emptyCell(),
  }));
  place.homes += 1;
  const side = isChanged(outcome) ? 'changed' : 'unchanged';
  const who = (before ?? after)?.candidate.registration ?? home.id;
  countIn(tally[side], who, mark(who));
  countIn(place[side], who, mark(who));
  for (const { registration } of newlyAdmitted)
    countIn(tally.newlyAdmitted, registration, mark(registration));
  for (const { registration } of newlyRefused) countIn(tally.newlyRefused, registration, mark(registration));
  countWinner(tally, home, 'before', before, rules.pinned, mark);
  countWinner(tally, home, 'after', after, rules.proposed, mark);
}

function countWinner(
  tally: Tally,
  home: FrozenHome,
  when: keyof Sides,
  first: First | null,
  { ruleSet }: ReplayRules,
  mark: Mark,
): void {
  const winner = first?.candidate.registration ?? home.id;
  const group = first === null ? NOBODY : ruleSet.groups[first.groupRank - 1]!.rule.code;
  countIn(kept(tally.groups, group, emptySides)[when], winner, mark(winner));
  for (const dimension of CLASS_DIMENSIONS) {
    const name = first === null ? NOBODY : classOf(dimension, first.candidate, home.vacancy);
    countIn(kept(tally.classes[dimension], name, emptySides)[when], winner, mark(winner));
  }
}

/** A row that nobody is counted in yet. */
export function emptySides(): Sides {
  return { before: emptyCell(), after: emptyCell() };
}

function kept<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const known = values.get(key) ?? make();
  values.set(key, known);
  return known;
}

function countQuotas(
  tally: Tally,
  outcome: ReplayedHome,
  { place, quotas }: PlaceContext,
  pinned: ReplayRules,
  replayed: ReadonlySet<string>,
  mark: Mark,
): void {
  const { vacancy } = outcome.home;
  for (const pair of quotas) {
    if (!canCount(pair, vacancy, replayed)) {
      tally.uncounted.add(pair.code);
      continue;
    }
    const area = areaOf(pair, vacancy);
    const quota = kept(tally.quotas, `${pair.code} ${area}`, () =>
      emptyQuotaTally(pair, place.municipality, area),
    );
    // Where municipalities of a region fill in a quota of it differently, the first by code is shown.
    if (place.municipality < quota.municipality) {
      quota.pair = pair;
      quota.municipality = place.municipality;
    }
    countQuota(quota, pair, outcome, { pinned, proposed: place.proposed }, mark);
  }
}

/** What the frozen facts do not hold of what the proposed rules ask. */
function countGaps(
  tally: Tally,
  home: FrozenHome,
  { place, thresholds }: PlaceContext,
  pinned: ReplayRules,
  mark: Mark,
): void {
  if (place.current !== null && place.current.ruleSet.hash !== pinned.ruleSet.hash) tally.earlierRules += 1;
  kept(tally.pinned, place.municipality, () => new Map()).set(pinned.ruleSet.hash, pinned);
  for (const threshold of thresholds) {
    for (const { registration, facts } of home.candidates) {
      if (Object.hasOwn(facts.incomeAtMost, threshold)) continue;
      countIn(kept(tally.untested, threshold, emptyCell), registration, mark(registration));
    }
  }
}
