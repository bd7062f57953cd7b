import { oneById, oneByKey } from '../../platform/batch.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import type { Role } from '../../platform/viewer.ts';
import type { QuotaArea } from '../../rules/quota.ts';
import type { QuotaRoom, Supply } from './domain/quota-ledger.ts';
import * as store from './store.ts';
import type { CorporationRow, VacancyRow } from './tables.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** Roles that may see more than what is public; all others are served without a transaction. */
const SEES_MORE: ReadonlySet<Role> = new Set<Role>(['ALLOCATOR', 'AUDITOR']);

/** What the resolvers of one fetch may read, batched per tick. */
export function createLoaders({ asViewer, publicDatabase, viewer }: DataAccess) {
  const reader = (): Promise<store.Reader> =>
    SEES_MORE.has(viewer.role) ? asViewer() : Promise.resolve(publicDatabase as store.Reader);
  return {
    vacancies: oneById(async (ids) => store.vacanciesById(await reader(), ids)),
    dwellings: oneById(async (ids) => store.dwellingsById(await reader(), ids)),
    complexes: oneById(async (ids) => store.complexesById(await reader(), ids)),
    corporations: oneByKey(
      async (codes) => store.corporationsByCode(await reader(), codes),
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
