import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import type { Place } from '../../../rules/area.ts';
import type { CandidateFacts, SearchProfile, Tie, UrgencyFact, VacancyFacts } from '../../../rules/facts.ts';

/** A tie as the supergraph answers it. */
export interface AnsweredTie {
  readonly municipality: { readonly code: string } | null;
  readonly core: { readonly code: string } | null;
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
}

/** A seeker as the operations `ReactionFacts` and `SeekerFacts` answer it: two owners, one seeker. */
export interface SeekerCase {
  readonly id: string;
  /** What draws and ties know the household by; null when its register does not say. */
  readonly lotKey: string | null;
  readonly facts:
    | (Pick<
        CandidateFacts,
        | 'on'
        | 'registeredOn'
        | 'lawfulResidence'
        | 'applicantBirthDates'
        | 'adults'
        | 'children'
        | 'leavesSelfContainedHome'
        | 'presentAddressSince'
        | 'lastMove'
        | 'vitalProfession'
        | 'accessibility'
        | 'activeSearchMonths'
        | 'situationPoints'
        | 'exclusions'
      > & {
        readonly active: boolean;
        readonly residences: readonly AnsweredTie[];
        readonly employments: readonly AnsweredTie[];
        readonly incomeTests: readonly { readonly threshold: string; readonly atMost: boolean }[];
      })
    | null;
  readonly judgementFacts:
    | readonly {
        readonly norm: string;
        readonly municipality: string;
        readonly met: boolean;
        readonly validFrom: CalendarDate;
        readonly validUntil: CalendarDate | null;
      }[]
    | null;
  readonly urgencyFacts:
    | readonly {
        readonly category: string;
        readonly statutoryGroup: string | null;
        readonly municipality: string;
        readonly decidedOn: CalendarDate;
        readonly validFrom: CalendarDate;
        readonly validUntil: CalendarDate | null;
        readonly directMediation: boolean;
        readonly searchProfile: SearchProfile;
      }[]
    | null;
}

/** A vacancy as the operations `ReactionFacts` and `OpenVacancies` answer it: two owners, one home. */
export interface VacancyCase extends Pick<VacancyFacts, 'model' | 'labels'> {
  readonly id: string;
  readonly status: string;
  readonly publishedOn: CalendarDate | null;
  readonly closesAt: string | null;
  readonly closesOn: CalendarDate | null;
  readonly offeredSince: CalendarDate | null;
  readonly ruleSet: { readonly hash: string; readonly canonical?: string | null } | null;
  /** Null when it is not shown to who asks. */
  readonly dwelling: AnsweredDwelling | null;
}

/** A dwelling as a vacancy answers it. */
export type AnsweredDwelling = Pick<
  VacancyFacts,
  'dwellingType' | 'rooms' | 'areaM2' | 'rentCents' | 'accessibility' | 'segment'
> & {
  readonly complex: { readonly id: string } | null;
  readonly core: { readonly code: string } | null;
  readonly municipality: {
    readonly code: string;
    readonly region: {
      readonly code: string;
      readonly municipalities: { readonly nodes: readonly { readonly code: string }[] } | null;
    } | null;
  } | null;
};

/** Some owner did not give what rules decide on; deciding without it would be a guess about a person. */
export type IncompleteFacts = 'FACTS_UNAVAILABLE';

/**
 * The facts of a seeker from both owners' answers. Registrations that gave nothing, and urgencies that gave nothing, are
 * incomplete; an empty list of urgencies is a fact.
 */
export function assembleCandidate(
  seeker: Omit<SeekerCase, 'lotKey'>,
): Outcome<CandidateFacts, IncompleteFacts> {
  const { facts, urgencyFacts, judgementFacts } = seeker;
  if (facts === null || urgencyFacts === null || judgementFacts === null) return failed('FACTS_UNAVAILABLE');
  const residences = assembleTies(facts.residences);
  const employments = assembleTies(facts.employments);
  if (residences === undefined || employments === undefined) return failed('FACTS_UNAVAILABLE');
  return ok({
    on: facts.on,
    registeredOn: facts.registeredOn,
    lawfulResidence: facts.lawfulResidence,
    applicantBirthDates: facts.applicantBirthDates,
    adults: facts.adults,
    children: facts.children,
    residences,
    employments,
    leavesSelfContainedHome: facts.leavesSelfContainedHome,
    presentAddressSince: facts.presentAddressSince,
    lastMove: facts.lastMove,
    incomeAtMost: Object.fromEntries(facts.incomeTests.map(({ threshold, atMost }) => [threshold, atMost])),
    vitalProfession: facts.vitalProfession,
    accessibility: facts.accessibility,
    activeSearchMonths: facts.activeSearchMonths,
    situationPoints: facts.situationPoints,
    urgencies: urgencyFacts.map((urgency): UrgencyFact => ({
      category: urgency.category,
      statutoryGroup: urgency.statutoryGroup,
      municipality: urgency.municipality,
      decidedOn: urgency.decidedOn,
      validity: { from: urgency.validFrom, until: urgency.validUntil },
      directMediation: urgency.directMediation,
      searchProfile: urgency.searchProfile,
    })),
    exclusions: facts.exclusions,
    judgements: judgementFacts.map(({ norm, municipality, met, validFrom, validUntil }) => {
      return { norm, municipality, met, validity: { from: validFrom, until: validUntil } };
    }),
  });
}

/** The facts of a vacancy from both owners' answers; incomplete before publication, and where the place is unknown. */
export function assembleVacancy(vacancy: VacancyCase): Outcome<VacancyFacts, IncompleteFacts> {
  const { dwelling, publishedOn, closesOn } = vacancy;
  if (dwelling === null) return failed('FACTS_UNAVAILABLE');
  const municipality = dwelling.municipality;
  const region = municipality?.region;
  const regionMunicipalities = region?.municipalities?.nodes.map(({ code }) => code);
  if (!municipality || !region || !regionMunicipalities || publishedOn === null || closesOn === null) {
    return failed('FACTS_UNAVAILABLE');
  }
  const place: Place = {
    region: region.code,
    municipality: municipality.code,
    core: dwelling.core?.code ?? null,
    regionMunicipalities,
  };
  return ok({
    id: vacancy.id,
    model: vacancy.model,
    segment: dwelling.segment,
    labels: vacancy.labels,
    place,
    dwellingType: dwelling.dwellingType,
    rooms: dwelling.rooms,
    areaM2: dwelling.areaM2,
    rentCents: dwelling.rentCents,
    accessibility: dwelling.accessibility,
    publishedOn,
    complex: dwelling.complex?.id ?? null,
    offeredSince: vacancy.offeredSince ?? publishedOn,
    closesOn,
  });
}

function assembleTies(answered: readonly AnsweredTie[]): readonly Tie[] | undefined {
  const ties: Tie[] = [];
  for (const { municipality, core, from, until } of answered) {
    if (municipality === null) return undefined;
    ties.push({ municipality: municipality.code, core: core?.code ?? null, from, until });
  }
  return ties;
}
