import { manyById, manyByKey, oneById, oneByKey } from '../../platform/batch.ts';
import { changesPage, type FeedArguments } from '../../platform/change-feed.ts';
import { fileReadsPage, type FileRead } from '../../platform/file-reads.ts';
import { formatGlobalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import * as store from './store.ts';
import type { UrgencyChangeParent, UrgencyRow } from './tables.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** What the resolvers of one fetch may read, batched per tick. */
export function createLoaders({ asViewer, publicDatabase }: DataAccess) {
  const ofRegistration = manyByKey(
    async (registrations) => store.urgenciesOfRegistrations(await asViewer(), registrations),
    ({ registration }) => registration,
  );
  return {
    careProviders: oneByKey(
      (codes) => store.careProvidersByCode(publicDatabase, codes),
      ({ code }) => code,
    ),
    urgencies: oneById(async (ids) => store.urgenciesById(await asViewer(), ids)),
    urgenciesOfRegistration: ofRegistration,
    judgements: oneById(async (ids) => store.judgementsById(await asViewer(), ids)),
    judgementsOfRegistration: manyByKey(
      async (registrations) => store.judgementsOfRegistrations(await asViewer(), registrations),
      ({ registration }) => registration,
    ),
    conditions: manyById(
      async (ids) => store.conditionsOf(await asViewer(), ids),
      ({ owner, urgency }) => ({ owner, id: urgency }),
    ),
    /** The urgencies of one registration are few, so a page is cut from the whole list. */
    async registrationPage(registration: string, page: PageArguments): Promise<Page<UrgencyRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, CURSOR);
      const all = await ofRegistration.load(registration);
      const rest = after === undefined ? all : all.filter((row) => follows(cursorOf(row), after));
      return toPage(rest, size, (row) => row, cursorOf);
    },
    async urgenciesPage(listing: store.UrgencyListing, page: PageArguments): Promise<Page<UrgencyRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, CURSOR);
      return toPage(
        await store.urgenciesPage(await asViewer(), listing, after, size + 1),
        size,
        (row) => row,
        cursorOf,
      );
    },
    async changesPage(page: FeedArguments): Promise<Page<UrgencyChangeParent>> {
      return (await changesPage(await asViewer(), page)) as Page<UrgencyChangeParent>;
    },
    async fileReads(row: UrgencyRow, page: PageArguments): Promise<Page<FileRead>> {
      return fileReadsPage(await asViewer(), { owner: row.owner, subject: formatGlobalId(row) }, page);
    },
  };
}

/** Day of the decision, owner and number, as the lists are sorted. */
const CURSOR = ['date', 'string', 'uuid'] as const;

function cursorOf(row: UrgencyRow): store.AfterUrgency {
  return [row.decidedOn ?? ('0001-01-01' as CalendarDate), row.owner, row.id];
}

/** Whether the first comes after the second in a list that is sorted newest first. */
function follows(one: store.AfterUrgency, other: store.AfterUrgency): boolean {
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing !== -1 && one[differing]! < other[differing]!;
}
