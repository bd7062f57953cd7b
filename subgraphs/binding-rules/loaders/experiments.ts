import { oneById } from '../../../platform/batch.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../../platform/page.ts';
import type { Reader } from '../store.ts';
import * as store from '../store/experiments.ts';
import type { PublicExperiment } from '../store/experiments.ts';

/** What the resolvers of one fetch may read of the register of experiments. */
export function experimentsIn(sql: Reader) {
  return {
    experiments: oneById((ids) => store.experimentsById(sql, ids)),
    async experimentsPage(region: string, page: PageArguments): Promise<Page<PublicExperiment>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['date', 'uuid']);
      const rows = await store.experimentsPage(sql, region, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ validFrom, id }) => [validFrom, id],
      );
    },
  };
}
