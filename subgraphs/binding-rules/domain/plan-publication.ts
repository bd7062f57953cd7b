import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareText } from '../../../platform/primitives/compare-text.ts';
import { periodHolds, periodsOverlap } from '../../../platform/primitives/period.ts';
import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import type { MunicipalityCode, RegionCode } from '../../../rules/area.ts';
import type { Finding } from '../../../rules/finding.ts';
import { layerDepth } from '../../../rules/rule.ts';
import { failureInWords } from './failure-in-words.ts';
import { regulationHash, type Regulation } from './regulation.ts';
import type { ResolveFailure } from './resolve-rule-set.ts';
import {
  ruleSetsInForce,
  type PublishedVersion,
  type RuleSetPeriod,
  type UnresolvedPeriod,
} from './rule-sets-in-force.ts';
import { extentFindings, ruleSetFindings } from './regulation-extent.ts';
import { validateRegulation } from './validate-regulation.ts';

/** A regulation that someone wants to publish. */
export interface Submission {
  readonly regulation: Regulation;
  /** The organisation that asks. */
  readonly publisher: string;
}

/** A municipality whose rules a publication may change. */
export interface Place {
  readonly municipality: MunicipalityCode;
  readonly region: RegionCode | null;
}

/** What a publication writes. */
export interface Publication {
  readonly published: readonly Regulation[];
  /** Versions that a new one takes over from, and the day on which. */
  readonly ended: readonly { readonly version: Regulation; readonly on: CalendarDate }[];
  readonly ruleSets: readonly (Place & { readonly inForce: readonly RuleSetPeriod[] })[];
  /** The same for each complex that an agreement of such a municipality was ever made for. */
  readonly complexRuleSets: readonly {
    readonly municipality: MunicipalityCode;
    readonly complex: string;
    readonly inForce: readonly RuleSetPeriod[];
  }[];
  /** Where a regulation is in force and yet no rule set follows, such as before the amounts of a year are known. */
  readonly unresolved: readonly UnresolvedPeriod[];
  /** What stands in nobody's way and yet should be read. */
  readonly warnings: readonly Finding[];
}

/** Why one of the regulations cannot be published. */
export interface PublicationRefusal {
  readonly owner: string;
  readonly instrument: string;
  readonly version: CalendarDate;
  readonly findings: readonly Finding[];
  /** What would not have stood in the way. */
  readonly warnings: readonly Finding[];
}

/**
 * What publishing `submissions` would write, or why one of them cannot be. Higher layers go first, so that each is held
 * against the layers above it, and older versions before newer ones. A version that was published before is left alone,
 * so repeating a publication plans nothing. `places` are all places that the submissions may touch, and `known` is
 * everything published that holds there.
 */
export function planPublication(
  submissions: readonly Submission[],
  known: readonly PublishedVersion[],
  places: readonly Place[],
): Outcome<Publication, readonly PublicationRefusal[]> {
  const versions = [...known];
  const published: Regulation[] = [];
  const ended: { version: Regulation; on: CalendarDate }[] = [];
  const refusals: PublicationRefusal[] = [];
  const warnings: Finding[] = [];
  for (const { regulation: submitted, publisher } of [...submissions].sort(fromHighToLow)) {
    const regulation: Regulation = { ...submitted, status: 'PUBLISHED' };
    const same = versions.find(({ regulation: other }) => isSameVersion(other, regulation));
    if (same !== undefined && regulationHash(same.regulation) === regulationHash(regulation)) continue;
    const higher = higherThan(regulation, versions, places);
    const all = [
      ...versionFindings(regulation, same, versions),
      ...validateRegulation(regulation, higher, publisher),
      ...extentFindings(regulation),
    ];
    const findings = all.filter(({ severity }) => severity === 'ERROR');
    const warned = all.filter(({ severity }) => severity === 'WARNING');
    if (findings.length > 0) {
      refusals.push(refusalOf(regulation, findings, warned));
      continue;
    }
    warnings.push(...warned);
    const earlier = versions.findIndex((version) => isOvertaken(version, regulation));
    if (earlier >= 0) {
      const { regulation: version, inForce } = versions[earlier]!;
      versions[earlier] = { regulation: version, inForce: { from: inForce.from, until: regulation.version } };
      ended.push({ version, on: regulation.version });
    }
    versions.push({ regulation, inForce: regulation.validity });
    published.push(regulation);
  }
  if (refusals.length > 0) return failed(refusals);
  if (published.length === 0)
    return ok({ published, ended, ruleSets: [], complexRuleSets: [], unresolved: [], warnings });
  return resolvePlaces(published, ended, versions, places, warnings);
}

/** The regulations that bind one on its first day: the law, and of its own region and municipality what stands above it. */
export function higherThan(
  regulation: Regulation,
  versions: readonly PublishedVersion[],
  places: readonly Place[],
): readonly Regulation[] {
  const { owner, layer, version } = regulation;
  const region = layer === 'MUNICIPAL' || layer === 'COMPLEX' ? regionOf(owner, places) : owner;
  const inForce = versions
    .filter((known) => periodHolds(known.inForce, version))
    .map((known) => known.regulation)
    .filter(
      (known) =>
        layerDepth(known.layer) < layerDepth(layer) &&
        (known.layer === 'FRAMEWORK' || known.owner === region || known.owner === owner),
    );
  // A municipality that does not adopt the model is not bound by it.
  const adopts =
    layer === 'MUNICIPAL' ? regulation.adopts : inForce.find((known) => known.layer === 'MUNICIPAL')?.adopts;
  const bound = layer === 'MUNICIPAL' || layer === 'COMPLEX';
  return inForce.filter((known) => known.layer !== 'REGIONAL_MODEL' || !bound || known.code === adopts);
}

function regionOf(municipality: string, places: readonly Place[]): RegionCode | null {
  return places.find((place) => place.municipality === municipality)?.region ?? null;
}

function resolvePlaces(
  published: readonly Regulation[],
  ended: Publication['ended'],
  versions: readonly PublishedVersion[],
  places: readonly Place[],
  warnings: readonly Finding[],
): Outcome<Publication, readonly PublicationRefusal[]> {
  const refusals: PublicationRefusal[] = [];
  const unresolved: UnresolvedPeriod[] = [];
  const resolved = ({ municipality, region }: Place, complex: string | null): readonly RuleSetPeriod[] => {
    const through = ruleSetsInForce(versions, municipality, region, complex);
    for (const gap of through.unresolved) {
      const author = published.find(
        ({ layer, owner, validity, complex: about }) =>
          (layer === 'MUNICIPAL' || (layer === 'COMPLEX' && about === complex)) &&
          owner === municipality &&
          periodsOverlap(validity, gap.period),
      );
      // What is missing may still come; what contradicts itself is refused, but never to a higher layer.
      if (author === undefined || isMissing(gap.failure)) unresolved.push(gap);
      else refusals.push(refusalOf(author, [undecided(gap)], warnings));
    }
    for (const { period, ruleSet } of through.resolved) {
      const findings = ruleSetFindings(ruleSet, municipality, period);
      if (findings.length > 0) refusals.push(refusalOf(published[0]!, findings, warnings));
    }
    return through.resolved;
  };
  const ruleSets = places.map((place) => ({ ...place, inForce: resolved(place, null) }));
  const complexRuleSets = places.flatMap((place) =>
    complexesIn(place.municipality, versions).map((complex) => {
      return { municipality: place.municipality, complex, inForce: resolved(place, complex) };
    }),
  );
  return refusals.length > 0
    ? failed(refusals)
    : ok({ published, ended, ruleSets, complexRuleSets, unresolved, warnings });
}

/** Every complex that an agreement of a municipality was ever made for. */
export function complexesIn(
  municipality: MunicipalityCode,
  versions: readonly PublishedVersion[],
): readonly string[] {
  const complexes = versions
    .filter(({ regulation: { owner } }) => owner === municipality)
    .flatMap(({ regulation: { complex } }) => complex ?? []);
  return [...new Set(complexes)].sort();
}

/** A version is published once. */
export function alreadyPublished({ version }: Pick<Regulation, 'version'>): Finding {
  const nl = `de versie van ${version} is al bekendgemaakt en wordt nooit gewijzigd; een wijziging is een nieuwe versie`;
  const en = `the version of ${version} was published before and is never edited; a change is a new version`;
  return { severity: 'ERROR', path: 'validity.from', code: 'DUPLICATE', message: { nl, en }, article: null };
}

function versionFindings(
  regulation: Regulation,
  same: PublishedVersion | undefined,
  versions: readonly PublishedVersion[],
): readonly Finding[] {
  if (same !== undefined) return [alreadyPublished(regulation)];
  const later = versions.find(
    ({ regulation: other, inForce }) =>
      isSameInstrument(other, regulation) &&
      other.version > regulation.version &&
      periodsOverlap(inForce, regulation.validity),
  );
  if (later === undefined) return gapFindings(regulation, versions);
  const { version } = later.regulation;
  const nl = `de versie van ${version} geldt al vanaf die dag; toegestaan is een einde uiterlijk ${version}`;
  const en = `the version of ${version} is in force from that day; allowed is an end on ${version} at the latest`;
  return [
    { severity: 'ERROR', path: 'validity.until', code: 'CONTRADICTION', message: { nl, en }, article: null },
  ];
}

/** Layers whose versions follow on each other; an agreement or a first letting may well stand alone. */
const CONTINUOUS: ReadonlySet<Regulation['layer']> = new Set(['FRAMEWORK', 'REGIONAL_MODEL', 'MUNICIPAL']);

/** Between two versions of one instrument no day is without rules. */
export function gapFindings(
  regulation: Regulation,
  versions: readonly PublishedVersion[],
): readonly Finding[] {
  if (!CONTINUOUS.has(regulation.layer)) return [];
  const others = versions.filter((version) => isSameInstrument(version.regulation, regulation));
  const { from, until } = regulation.validity;
  const before = others
    .flatMap(({ inForce }) => (inForce.from < from ? [inForce.until] : []))
    .sort((one, other) => (one === null ? 1 : other === null ? -1 : compareText(one, other)))
    .at(-1);
  const after = others
    .map(({ inForce }) => inForce.from)
    .filter((start) => start > from)
    .sort()
    .at(0);
  const findings: Finding[] = [];
  if (before !== undefined && before !== null && before < from) {
    const nl = `van ${before} tot ${from} zijn er geen regels; toegestaan is een begin uiterlijk ${before}`;
    const en = `from ${before} to ${from} there are no rules; allowed is a beginning on ${before} at the latest`;
    findings.push({
      severity: 'ERROR',
      path: 'validity.from',
      code: 'PERIOD_GAP',
      message: { nl, en },
      article: null,
    });
  }
  if (after !== undefined && until !== null && until < after) {
    const nl = `van ${until} tot ${after} zijn er geen regels; toegestaan is een einde op ${after}`;
    const en = `from ${until} to ${after} there are no rules; allowed is an end on ${after}`;
    findings.push({
      severity: 'ERROR',
      path: 'validity.until',
      code: 'PERIOD_GAP',
      message: { nl, en },
      article: null,
    });
  }
  return findings;
}

function isOvertaken({ regulation, inForce }: PublishedVersion, by: Regulation): boolean {
  return isSameInstrument(regulation, by) && periodsOverlap(inForce, by.validity);
}

function isSameInstrument(one: Regulation, other: Regulation): boolean {
  return one.owner === other.owner && one.code === other.code;
}

function isSameVersion(one: Regulation, other: Regulation): boolean {
  return isSameInstrument(one, other) && one.version === other.version;
}

function isMissing({ kind }: ResolveFailure): boolean {
  return (
    kind === 'NO_FRAMEWORK' ||
    kind === 'NO_REGIONAL_MODEL' ||
    kind === 'UNKNOWN_THRESHOLD' ||
    kind === 'NO_MUNICIPAL_REGULATION'
  );
}

export function undecided({ period, failure }: UnresolvedPeriod): Finding {
  const reason = failureInWords(failure);
  const nl = `vanaf ${period.from} beslissen de geldende regels samen niet: ${reason.nl}`;
  const en = `from ${period.from} the rules in force together do not decide: ${reason.en}`;
  return { severity: 'ERROR', path: 'rules', code: 'UNDECIDED', message: { nl, en }, article: null };
}

function refusalOf(
  regulation: Regulation,
  findings: readonly Finding[],
  warnings: readonly Finding[],
): PublicationRefusal {
  const { owner, code: instrument, version } = regulation;
  return { owner, instrument, version, findings, warnings };
}

function fromHighToLow({ regulation: one }: Submission, { regulation: other }: Submission): number {
  return (
    layerDepth(one.layer) - layerDepth(other.layer) ||
    compareText(one.version, other.version) ||
    compareText(one.owner, other.owner) ||
    compareText(one.code, other.code)
  );
}
