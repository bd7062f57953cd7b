import { manyById, manyByKey, oneById, oneByKey } from '../../platform/batch.ts';
import { fileReadsPage, type FileRead } from '../../platform/file-reads.ts';
import { formatGlobalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { UrgencyStatus } from './domain/urgency-state.ts';
import * as store from './store.ts';
import type { UrgencyRow } from './tables.ts';

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
    conditions: manyById(
      async (ids) => store.conditionsOf(await asViewer(), ids),
      ({ owner, urgency }) => ({ owner, id: urgency }),
    ),
    /** The urgencies of one registration are few, so a page is cut from the whole list. */
    async registrationPage(registration: string, page: PageArguments): Promise<Page<UrgencyRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['date', 'string', 'uuid']);
      const all = await ofRegistration.load(registration);
      const start = after === undefined ? 0 : all.findIndex((row) => row.owner === after[1] && row.id === after[2]) + 1;
      return toPage(all.slice(start, start + size + 1), size, (row) => row, cursorOf);
    },
    async page(viewer: Viewer, status: UrgencyStatus | null, page: PageArguments): Promise<Page<UrgencyRow>> {
      const size = pageSize(page);
      const transaction = await asViewer();
      const organisation = viewer.organisation ?? '';
      if (viewer.role === 'AUDITOR') {
        const after = decodeCursor(page.after, ['string', 'uuid']);
        const rows = await store.urgenciesOfAll(transaction, status, after, size + 1);
        return toPage(rows, size, (row) => row, ({ owner, id }) => [owner, id]);
      }
      const after = decodeCursor(page.after, ['date', 'string', 'uuid']);
      const read = viewer.role === 'CARE_PROVIDER' ? store.urgenciesOfProvider : store.urgenciesOfMunicipality;
      return toPage(await read(transaction, organisation, status, after, size + 1), size, (row) => row, cursorOf);
    },
    async fileReads(row: UrgencyRow, page: PageArguments): Promise<Page<FileRead>> {
      return fileReadsPage(await asViewer(), { owner: row.owner, subject: formatGlobalId(row) }, page);
    },
  };
}

function cursorOf(row: UrgencyRow): readonly [CalendarDate, string, string] {
  return [row.decidedOn ?? ('0001-01-01' as CalendarDate), row.owner, row.id];
}
