import { manyById, manyByKey, oneById, oneByKey } from '../../platform/batch.ts';
import { changesPage, type FeedArguments } from '../../platform/change-feed.ts';
import { fileReadsPage, type FileRead } from '../../platform/file-reads.ts';
import { formatGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import * as store from './store.ts';
import type { RegistrationChangeParent, RegistrationRow } from './tables.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** What the resolvers of one fetch may read, batched per tick. */
export function createLoaders({ asViewer, publicDatabase }: DataAccess) {
  const ofRegistration = (row: { readonly owner: string; readonly registration: string }): GlobalId => ({
    owner: row.owner,
    id: row.registration,
  });
  return {
    registrars: oneByKey(
      (codes) => store.registrarsByCode(publicDatabase, codes),
      ({ owner }) => owner,
    ),
    registrations: oneById(async (ids) => store.registrationsById(await asViewer(), ids)),
    applicants: oneById(async (ids) =>
      (await store.applicantsByNumber(await asViewer(), ids)).map((row) => ({ ...row, id: row.number })),
    ),
    ties: manyById(async (ids) => store.tiesOf(await asViewer(), ids), ofRegistration),
    incomeTests: manyById(async (ids) => store.incomeTestsOf(await asViewer(), ids), ofRegistration),
    exclusions: manyById(async (ids) => store.exclusionsOf(await asViewer(), ids), ofRegistration),
    waitingSchemes: manyByKey(
      async (owners) => store.waitingSchemesOf(await asViewer(), owners),
      ({ owner }) => owner,
    ),
    async registrationsPage(
      listing: store.RegistrationListing,
      page: PageArguments,
    ): Promise<Page<RegistrationRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['string', 'date', 'uuid']);
      const rows = await store.registrationsPage(await asViewer(), listing, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        (row) => [row.owner, row.registeredOn, row.id],
      );
    },
    async changesPage(page: FeedArguments): Promise<Page<RegistrationChangeParent>> {
      return (await changesPage(await asViewer(), page)) as Page<RegistrationChangeParent>;
    },
    async fileReads(row: RegistrationRow, page: PageArguments): Promise<Page<FileRead>> {
      return fileReadsPage(await asViewer(), { owner: row.owner, subject: formatGlobalId(row) }, page);
    },
  };
}
