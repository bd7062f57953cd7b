import { addYears, ageOn, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { compareText } from '../../platform/primitives/compare-text.ts';
import { periodHolds } from '../../platform/primitives/period.ts';
import type { Place } from '../area.ts';
import type { BilingualText } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';
import type { Tie } from '../facts.ts';

/**
 * The seeker is bound to the home's region, municipality or core, by work (economic) or residence (social).
 * See Huisvestingswet 2014 art. 14(3), (4): six unbroken years now, or six unbroken years within the last ten.
 * A reasonable interest in living there is an open norm: a person judges it, never this condition.
 */
export interface BindingCondition {
  readonly kind: 'binding';
  readonly level: 'REGION' | 'MUNICIPALITY' | 'CORE';
  readonly basis: 'ECONOMIC' | 'SOCIAL' | 'EITHER';
  /** Living there on the day counts by itself (social). */
  readonly residence: boolean;
  /** Working there on the day counts by itself (economic). */
  readonly employment: boolean;
  /** This many years of unbroken residence up to the day count (social). */
  readonly unbrokenYears: number | null;
  /** The unbroken years may also lie anywhere within this many last years. */
  readonly withinYears: number | null;
}

const AREA_NAMES: Readonly<Record<BindingCondition['level'], BilingualText>> = {
  REGION: { nl: 'de woningmarktregio', en: 'the housing region' },
  MUNICIPALITY: { nl: 'de gemeente', en: 'the municipality' },
  CORE: { nl: 'de kern', en: 'the core' },
};

export const BINDING: LeafKind<BindingCondition> = {
  kind: 'binding',
  shape: 'LEAF',
  title: { nl: 'binding', en: 'binding' },
  see: 'Huisvestingswet 2014 art. 14(3), (4)',
  looksAt: 'BOTH',

  parse(reader) {
    const condition: BindingCondition = {
      kind: 'binding',
      level: reader.oneOf('level', ['REGION', 'MUNICIPALITY', 'CORE']),
      basis: reader.oneOf('basis', ['ECONOMIC', 'SOCIAL', 'EITHER']),
      residence: reader.boolean('residence', false),
      employment: reader.boolean('employment', false),
      unbrokenYears: reader.optionalInteger('unbrokenYears', 1, 100),
      withinYears: reader.optionalInteger('withinYears', 1, 100),
    };
    const { basis, residence, employment, unbrokenYears, withinYears } = condition;
    const social = residence || unbrokenYears !== null;
    const fits =
      basis === 'ECONOMIC'
        ? employment && !social
        : basis === 'SOCIAL'
          ? social && !employment
          : social || employment;
    if (!fits) {
      reader.report(
        'CONTRADICTION',
        'de grondslag en de bindingen passen niet bij elkaar',
        'basis and ties do not match',
        'basis',
      );
    }
    if (withinYears !== null && (unbrokenYears === null || withinYears < unbrokenYears)) {
      reader.report(
        'CONTRADICTION',
        'het tijdvak is korter dan het verblijf',
        'the window is shorter than the stay',
        'withinYears',
      );
    }
    return condition;
  },

  compile(condition) {
    const { level, residence, employment, unbrokenYears, withinYears } = condition;
    const lies = LIES_IN[level];
    return (facts, vacancy, on) => {
      const { place } = vacancy;
      if (residence && holdsNow(facts.residences, lies, place, on)) return true;
      if (employment && holdsNow(facts.employments, lies, place, on)) return true;
      return (
        unbrokenYears !== null && unbroken(facts.residences, lies, place, on, unbrokenYears, withinYears)
      );
    };
  },

  examine(condition, facts, vacancy, on) {
    const lies = LIES_IN[condition.level];
    const inArea = (tie: Tie): boolean => lies(tie, vacancy.place);
    const livesThere = facts.residences.some((tie) => inArea(tie) && periodHolds(tie, on));
    const worksThere = facts.employments.some((tie) => inArea(tie) && periodHolds(tie, on));
    const { unbrokenYears, withinYears } = condition;
    let years = 0;
    if (unbrokenYears !== null) {
      const windowStart = withinYears === null ? null : addYears(on, -withinYears);
      for (const run of runsOfResidence(facts.residences.filter(inArea))) {
        if (windowStart === null && !periodHolds(run, on)) continue;
        const from = windowStart !== null && run.from < windowStart ? windowStart : run.from;
        const until = run.until === null || run.until > on ? on : run.until;
        if (from < until) years = Math.max(years, ageOn(from, until));
      }
    }
    const holds =
      (condition.residence && livesThere) ||
      (condition.employment && worksThere) ||
      (unbrokenYears !== null && years >= unbrokenYears);
    return { holds, observed: { level: condition.level, livesThere, worksThere, unbrokenYears: years } };
  },

  describe(condition) {
    const area = AREA_NAMES[condition.level];
    const { residence, employment, unbrokenYears, withinYears } = condition;
    const nl: string[] = [];
    const en: string[] = [];
    if (residence) {
      nl.push(`woont in ${area.nl}`);
      en.push(`lives in ${area.en}`);
    }
    if (employment) {
      nl.push(`werkt in ${area.nl}`);
      en.push(`works in ${area.en}`);
    }
    if (unbrokenYears !== null) {
      const within =
        withinYears === null
          ? { nl: '', en: '' }
          : { nl: ` van de laatste ${withinYears}`, en: ` of the last ${withinYears}` };
      nl.push(`woonde ${unbrokenYears}${within.nl} jaar onafgebroken in ${area.nl}`);
      en.push(`lived in ${area.en} for ${unbrokenYears}${within.en} years without a break`);
    }
    return { nl: `de woningzoekende ${nl.join(' of ')}`, en: `the seeker ${en.join(' or ')}` };
  },

  contrast(condition, wanted, facts, vacancy, on) {
    if (!wanted) return null;
    const { level, basis, residence, employment } = condition;
    const { municipality, core } = smallestTie(level, vacancy.place);
    // Any municipality of the region would do, so none is named for it.
    const years = residence || employment ? null : condition.unbrokenYears;
    const parameters = {
      level,
      basis,
      municipality: level === 'REGION' ? null : municipality,
      core,
      // Living there and working there are two things that could be different.
      by: !residence && employment ? 'EMPLOYMENT' : 'RESIDENCE',
      unbrokenYears: years,
    };
    const code = `BINDING_${level}`;
    const tieSince = (from: CalendarDate): Tie => ({ municipality, core, from, until: null });
    if (!residence && employment) {
      return { code, parameters, facts: { ...facts, employments: [...facts.employments, tieSince(on)] } };
    }
    const since = residence ? on : addYears(on, -(condition.unbrokenYears ?? 0));
    return { code, parameters, facts: { ...facts, residences: [...facts.residences, tieSince(since)] } };
  },
};

type LiesIn = (tie: Tie, place: Place) => boolean;

const LIES_IN: Readonly<Record<BindingCondition['level'], LiesIn>> = {
  REGION: (tie, place) =>
    tie.municipality === place.municipality || place.regionMunicipalities.includes(tie.municipality),
  MUNICIPALITY: (tie, place) => tie.municipality === place.municipality,
  CORE: (tie, place) => place.core !== null && tie.core === place.core,
};

/** A tie that makes no more than this level true: for a region it lies in another municipality than the home. */
function smallestTie(level: BindingCondition['level'], place: Place): Pick<Tie, 'municipality' | 'core'> {
  if (level === 'CORE') return { municipality: place.municipality, core: place.core };
  if (level === 'MUNICIPALITY') return { municipality: place.municipality, core: null };
  const elsewhere = place.regionMunicipalities.find((code) => code !== place.municipality);
  return { municipality: elsewhere ?? place.municipality, core: null };
}

function holdsNow(ties: readonly Tie[], lies: LiesIn, place: Place, on: CalendarDate): boolean {
  for (const tie of ties) {
    if (tie.from <= on && (tie.until === null || on < tie.until) && lies(tie, place)) return true;
  }
  return false;
}

/** Follows each stay forward through the stays that touch it. Quadratic, but a seeker has few stays and nothing is allocated. */
function unbroken(
  ties: readonly Tie[],
  lies: LiesIn,
  place: Place,
  on: CalendarDate,
  years: number,
  withinYears: number | null,
): boolean {
  for (const first of ties) {
    if (first.from >= on || !lies(first, place)) continue;
    let end = first.until;
    for (let grew = true; grew && end !== null && end <= on;) {
      grew = false;
      for (const tie of ties) {
        if (
          tie.from <= end &&
          tie.from <= on &&
          (tie.until === null || tie.until > end) &&
          lies(tie, place)
        ) {
          end = tie.until;
          grew = true;
          if (end === null || end > on) break;
        }
      }
    }
    const reachesNow = end === null || end > on;
    if (withinYears === null && !reachesNow) continue;
    const until = reachesNow || end === null ? on : end;
    if (ageOn(first.from, until) < years) continue;
    if (withinYears === null) return true;
    const windowStart = addYears(on, -withinYears);
    const from = first.from < windowStart ? windowStart : first.from;
    if (from < until && ageOn(from, until) >= years) return true;
  }
  return false;
}

/** Residences that overlap or touch, joined into runs. */
function runsOfResidence(
  ties: readonly Tie[],
): readonly { readonly from: CalendarDate; readonly until: CalendarDate | null }[] {
  const sorted = ties
    .filter((tie) => tie.until === null || tie.from < tie.until)
    .sort((one, other) => compareText(one.from, other.from));
  const runs: { from: CalendarDate; until: CalendarDate | null }[] = [];
  for (const tie of sorted) {
    const run = runs.at(-1);
    if (run === undefined || (run.until !== null && tie.from > run.until)) {
      runs.push({ from: tie.from, until: tie.until });
    } else if (run.until !== null && (tie.until === null || tie.until > run.until)) {
      run.until = tie.until;
    }
  }
  return runs;
}
