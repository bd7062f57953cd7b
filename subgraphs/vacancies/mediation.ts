import { HubError, type ErrorCode } from '../../platform/errors.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import type { DraftVacancyInput, PublishVacancyInput } from '../../schema/generated/vacancies.ts';
import {
  CAPACITY_AREAS,
  capacityPeriod,
  figuresPeriod,
  mediatedBasisPoints,
  type CarryingCapacity,
} from './domain/carrying-capacity.ts';
import { disclosedLettings } from './domain/mediation-figures.ts';
import type { Loaders } from './loaders.ts';
import type { DwellingRow, VacancyRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;

/** What is wrong with how a home is to be mediated; undefined when nothing is. A mediated home has a category, and no other has. */
export async function wrongMediation(
  { model, mediationCategory, careProvider }: DraftVacancyInput,
  { askSupergraph, viewer, trace }: Context,
): Promise<ErrorCode | undefined> {
  if ((model === 'DIRECT_MEDIATION') !== (typeof mediationCategory === 'string')) return 'INVALID_INPUT';
  if (careProvider === null || careProvider === undefined) return undefined;
  if (mediationCategory !== 'CARE_OUTFLOW') return 'INVALID_INPUT';
  const asker = hubOnBehalfOf(viewer, 'mediate a home');
  const { data, errors } = await askSupergraph('CareProvider', { code: careProvider }, asker, trace);
  if ((errors?.length ?? 0) > 0 || !data) return 'FACTS_UNAVAILABLE';
  return data['careProvider'] === null ? 'UNKNOWN_CARE_PROVIDER' : undefined;
}

/** Whether a home is mediated: it is registered and shown to nobody who seeks. */
export function isMediated({ model }: Pick<VacancyRow, 'model'>): boolean {
  return model === 'DIRECT_MEDIATION';
}

/**
 * When the reaction period of a home ends, as its corporation said. A mediated home takes no reactions, so that none is said
 * and it ends as it begins. Undefined when it says the one for the other.
 */
export function closingMoment(
  row: Pick<VacancyRow, 'model'>,
  { closesAt, drawBeacon }: Pick<PublishVacancyInput, 'closesAt' | 'drawBeacon'>,
  now: string,
): string | undefined {
  if (!isMediated(row)) return closesAt ?? undefined;
  return (closesAt ?? null) === null && (drawBeacon ?? null) === null ? now : undefined;
}

/** What was let around a home in three years, and how much of it was mediated, of all corporations together. */
export async function capacityAround(
  dwelling: DwellingRow,
  on: CalendarDate,
  { loaders }: Context,
): Promise<readonly CarryingCapacity[]> {
  const { owner, municipality, district, neighbourhood, complex } = dwelling;
  const period = capacityPeriod(on);
  const around = await loaders.letAround.load({
    owner,
    municipality,
    district,
    neighbourhood,
    complex,
    ...period,
  });
  const name =
    complex === null ? null : ((await loaders.complexes.load({ owner, id: complex }))?.name ?? null);
  const names = { NEIGHBOURHOOD: neighbourhood, DISTRICT: district, COMPLEX: name };
  const counted = {
    NEIGHBOURHOOD: { lettings: around.neighbourhood, mediated: around.neighbourhoodMediated },
    DISTRICT: { lettings: around.district, mediated: around.districtMediated },
    COMPLEX: { lettings: around.complex, mediated: around.complexMediated },
  };
  return CAPACITY_AREAS.flatMap((area) => {
    const named = names[area];
    if (named === null) return [];
    return [
      { area, name: named, ...period, ...counted[area], basisPoints: mediatedBasisPoints(counted[area]) },
    ];
  });
}

/** A district with what may be told of it. */
export interface MediationFigure {
  readonly district: string;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  readonly lettings: number | null;
  readonly mediated: number | null;
}

/** Figures of the districts of a municipality, under disclosure control. */
export async function mediationFigures(
  municipality: string,
  page: PageArguments,
  { loaders, clock }: Context,
): Promise<Page<MediationFigure>> {
  if (!/^GM\d{4}$/.test(municipality)) throw new HubError('INVALID_ID');
  const size = pageSize(page);
  const [after] = decodeCursor(page.after, ['string']) ?? [''];
  const period = figuresPeriod(clock.today());
  const rows = await loaders.letByDistrict(municipality, period, after, size + 1);
  return toPage(
    rows,
    size,
    ({ district, ...counted }) => ({ district, ...period, ...disclosedLettings(counted) }),
    ({ district }) => [district],
  );
}
