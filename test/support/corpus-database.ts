import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import { calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import {
  publishAreas,
  publishCorpus,
  publishRegulation,
  type PublicationReport,
} from '../../subgraphs/binding-rules/subgraph.ts';
import type { Regulation } from '../../subgraphs/binding-rules/domain/regulation.ts';

/** The day on which the suites of binding rules publish. */
export const TODAY: CalendarDate = calendarDate('2026-09-01');
export const NOW = '2026-09-01T10:00:00.000Z';

/** Fills a database with the areas and regulations that come with the hub. Throws with what was refused. */
export async function loadCorpus(prepared: PreparedDatabase): Promise<PublicationReport> {
  return loadAsOwner(prepared, async (transaction) => {
    const areas = await publishAreas(transaction);
    if (areas.kind === 'FAILED') throw new Error(JSON.stringify(areas.failure));
    const corpus = await publishCorpus(transaction, TODAY);
    if (corpus.kind === 'FAILED') throw new Error(JSON.stringify(corpus.failure));
    return corpus.value;
  });
}

/** Publishes one regulation as its owner, or as whoever is named. */
export function publish(prepared: PreparedDatabase, regulation: Regulation, publisher = regulation.owner) {
  return loadAsOwner(prepared, (transaction) => publishRegulation(transaction, regulation, publisher, TODAY));
}
