import DataLoader from 'dataloader';
import { oneById, oneByKey } from '../../platform/batch.ts';
import { formatGlobalId, type GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { MediationCategory } from '../../schema/generated/vacancies.ts';
import { keepingRows, NAMES_KEPT } from '../../platform/kept-rows.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import type { Role } from '../../platform/viewer.ts';
import type { QuotaArea } from '../../rules/quota.ts';
import type { QuotaRoom, Supply } from './domain/quota-ledger.ts';
import * as store from './store.ts';
import * as mediation from './store/mediation.ts';
import type { ComplexSparingRow, CorporationRow, VacancyRow } from './tables.ts';

/** Who a corporation is, anyone may know. */
const corporationsKept = keepingRows(store.corporationsByCode, ({ owner }) => owner, NAMES_KEPT);

export type Loaders = ReturnType<typeof createLoaders>;

/** Roles that may see more than what is public; all others are served without a transaction. */
const SEES_MORE: ReadonlySet<Role> = new Set<Role>([
  'ALLOCATOR',
  'AUDITOR',
  'CARE_PROVIDER',
  'URGENCY_OFFICER',
]);

type ById<Row> = (sql: store.Reader, ids: readonly GlobalId[]) => Promise<Row[]>;

/** What the resolvers of one fetch may read, batched per tick. */
export function createLoaders({ asViewer, publicDatabase, viewer }: DataAccess) {
  const reader = (): Promise<store.Reader> =>
    SEES_MORE.has(viewer.role) ? asViewer() : Promise.resolve(publicDatabase as store.Reader);
  /**
   * Public rows first. Besides, a seeker sees a mediated home from the moment that it is offered to them, and the hub every one
   * that is registered: what is in preparation or was withdrawn is not there for it either.
   */
  const byId =
    <Row extends GlobalId>(load: ById<Row>, mediated: ById<Row>) =>
    async (ids: readonly GlobalId[]): Promise<readonly Row[]> => {
      const rows = await load(await reader(), ids);
      const more = { SEEKER: load, HUB: mediated }[viewer.role as string];
      if (more === undefined || rows.length === ids.length) return rows;
      const found = new Set(rows.map(formatGlobalId));
      const missing = ids.filter((id) => !found.has(formatGlobalId(id)));
      return [...rows, ...(await more(await asViewer(), missing))];
    };
  return {
    vacancies: oneById(byId(store.vacanciesById, mediation.mediatedById)),
    dwellings: oneById(byId(store.dwellingsById, mediation.mediatedDwellings)),
    complexes: oneById(byId(store.complexesById, mediation.mediatedComplexes)),
    /** Of a home that is drawn for blindly: whether it was offered to the seeker who asks. */
    shown: oneById(async (ids) => mediation.shownById(await asViewer(), ids)),
    ...mediationIn(asViewer),
    corporations: oneByKey(
      (codes) => corporationsKept(publicDatabase, codes),
      ({ owner }) => owner,
    ),
    /** What was published in an area and period, by kind. Public. */
    supply: (area: QuotaArea, { from, until }: QuotaRoom['period']): Promise<readonly Supply[]> =>
      store.supplyOf(publicDatabase, { area, from, until }),
    /** `now` keeps what has closed out of a list of what is open, also before its status says so. */
    async vacanciesPage(
      listing: store.VacancyListing,
      page: PageArguments,
      now: string,
    ): Promise<Page<VacancyRow>> {
      const size = pageSize(page);
      const asked = decodeCursor(page.after, ['moment', 'string', 'uuid']);
      const open = listing.status === 'PUBLISHED';
      const after = open && (asked === undefined || asked[0] < now) ? store.afterMoment(now) : asked;
      const rows = await store.vacanciesPage(await reader(), listing, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ closingOrder, owner, id }) => [closingOrder, owner, id],
      );
    },
    dueVacancies: (now: string): Promise<readonly VacancyRow[]> => store.dueVacancies(publicDatabase, now),
    async corporationsPage(page: PageArguments): Promise<Page<CorporationRow>> {
      const size = pageSize(page);
      const [after] = decodeCursor(page.after, ['string']) ?? [];
      const rows = await store.corporationsPage(await reader(), after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ owner }) => [owner],
      );
    },
  };
}

/** What is read of mediated homes and of what is around them. */
function mediationIn(asViewer: DataAccess['asViewer']) {
  const sparingsOn = new DataLoader<
    GlobalId & { readonly on: CalendarDate },
    ComplexSparingRow | null,
    string
  >(
    async (asked) => {
      const rows = await mediation.sparingsOn(await asViewer(), asked);
      const found = new Map(rows.map((row) => [`${row.owner}:${row.complex} ${row.on}`, row]));
      return asked.map((one) => found.get(`${formatGlobalId(one)} ${one.on}`) ?? null);
    },
    { cacheKeyFn: (one) => `${formatGlobalId(one)} ${one.on}` },
  );
  return {
    mediatedHomes: async (
      region: string,
      categories: readonly MediationCategory[],
    ): Promise<readonly VacancyRow[]> => mediation.mediatedHomes(await asViewer(), region, categories),
    letAround: new DataLoader<mediation.Surroundings, mediation.LetAround>(async (homes) =>
      mediation.letAround(await asViewer(), homes),
    ),
    letByDistrict: async (
      municipality: string,
      period: { readonly from: CalendarDate; readonly until: CalendarDate },
      after: string,
      limit: number,
    ) => mediation.letByDistrict(await asViewer(), municipality, period, after, limit),
    sparings: oneById(async (ids) => mediation.sparingsById(await asViewer(), ids)),
    /** The sparing of a complex that holds on a day; null when none does. */
    sparingOn: ({ owner, id }: GlobalId, on: CalendarDate) => sparingsOn.load({ owner, id, on }),
    async sparingsPage(
      owner: string,
      on: CalendarDate,
      page: PageArguments,
    ): Promise<Page<ComplexSparingRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['date', 'uuid']);
      return toPage(
        await mediation.sparingsPage(await asViewer(), owner, on, after, size + 1),
        size,
        (row) => row,
        ({ untilDay, id }) => [untilDay, id],
      );
    },
  };
}
