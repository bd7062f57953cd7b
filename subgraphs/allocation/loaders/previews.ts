import { oneById } from '../../../platform/batch.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../../platform/page.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import * as store from '../store/previews.ts';
import type { PreviewReadingRow, RegulationPreviewRow } from '../tables/previews.ts';

/** What the resolvers of one fetch may read of previews. */
export function previewsIn({ asViewer }: DataAccess) {
  const previews = oneById(async (ids) => store.previewsById(await asViewer(), ids));
  const latest = oneById(async (drafts) =>
    (await store.latestPreviews(await asViewer(), drafts)).map((preview) => ({
      owner: preview.owner,
      id: preview.draft,
      preview,
    })),
  );
  return {
    previews,
    forgetPreviews(): void {
      previews.clearAll();
      latest.clearAll();
    },
    async latestPreview(draft: GlobalId): Promise<RegulationPreviewRow | null> {
      return (await latest.load(draft))?.preview ?? null;
    },
    async previewsPage(draft: GlobalId, page: PageArguments): Promise<Page<RegulationPreviewRow>> {
      const size = pageSize(page);
      const [before] = decodeCursor(page.after, ['uuid']) ?? [];
      const rows = await store.previewsOfDraft(await asViewer(), draft, before, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ id }) => [id],
      );
    },
    async previewReadingsPage(page: PageArguments): Promise<Page<PreviewReadingRow>> {
      const size = pageSize(page);
      const before = decodeCursor(page.after, ['uuid', 'number']);
      const rows = await store.previewReadings(await asViewer(), before, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ preview, attempt }) => [preview, attempt],
      );
    },
  };
}
