import { oneById } from '../../../platform/batch.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../../platform/page.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import type { Role } from '../../../platform/viewer.ts';
import type { Finding } from '../../../rules/finding.ts';
import { checkDraft, type Surroundings } from '../domain/check-draft.ts';
import { orderedSource } from '../domain/ordered-source.ts';
import { parseRegulation } from '../domain/parse-regulation.ts';
import { proposedRuleSets, type ProposedRuleSet } from '../domain/proposed-rule-sets.ts';
import type { RegulationStatus } from '../domain/regulation.ts';
import { writeRegulation, writeYaml } from '../regulation-yaml.ts';
import * as store from '../store/drafts.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { DraftEventRow, RegulationDraftRow } from '../tables.ts';

/** For everybody else there are no drafts, and the database is not asked. */
const SEES_DRAFTS: ReadonlySet<Role> = new Set<Role>(['PUBLISHER', 'APPROVER', 'HUB']);

const FINDINGS_MAXIMUM = 500;

/** What the resolvers of one fetch may read of drafts. */
export function draftsIn({ asViewer, publicDatabase, viewer }: DataAccess) {
  const surroundings = new Map<string, Promise<Surroundings>>();
  const drafts = oneById(async (ids) =>
    SEES_DRAFTS.has(viewer.role) ? store.draftsById(await asViewer(), ids) : [],
  );
  /** Once per owner in a fetch: a list of drafts is held against one reading of what is published. */
  function surroundingsOnce(owner: string): Promise<Surroundings> {
    const known = surroundings.get(owner);
    if (known !== undefined) return known;
    const reading = surroundingsOf(publicDatabase, [owner]);
    surroundings.set(owner, reading);
    return reading;
  }
  return {
    drafts,
    forgetDrafts(): void {
      drafts.clearAll();
      surroundings.clear();
    },
    async draftsPage(
      status: RegulationStatus | null,
      page: PageArguments,
    ): Promise<Page<RegulationDraftRow>> {
      const size = pageSize(page);
      const [after] = decodeCursor(page.after, ['uuid']) ?? [];
      const owner = viewer.organisation ?? '';
      const rows = await store.draftsPage(await asViewer(), owner, status, after, size + 1);
      return pageById(rows, size);
    },
    async eventsPage(draft: GlobalId, page: PageArguments): Promise<Page<DraftEventRow>> {
      const size = pageSize(page);
      const [after] = decodeCursor(page.after, ['uuid']) ?? [];
      return pageById(await store.eventsOfDraft(await asViewer(), draft, after, size + 1), size);
    },
    /** What was done last; undefined for a draft that the viewer may not see. */
    async lastEvent(draft: GlobalId): Promise<DraftEventRow | undefined> {
      return (await store.lastEventOfDraft(await asViewer(), draft))[0];
    },
    /** What keeps a draft from being published on `today`, and what should be read before; errors first. */
    async findings(draft: RegulationDraftRow, { today }: Pick<Clock, 'today'>): Promise<readonly Finding[]> {
      // What became a regulation, or nothing, is not held against what was published since.
      if (draft.status === 'PUBLISHED' || draft.status === 'WITHDRAWN') return [];
      const { findings } = checkDraft(draft.source, draft, await surroundingsOnce(draft.owner), today());
      return findings.slice(0, FINDINGS_MAXIMUM);
    },
    /** Empty while the draft cannot be read as a regulation with a first day. */
    async proposedRuleSets(draft: RegulationDraftRow): Promise<readonly ProposedRuleSet[]> {
      const parsed = parseRegulation(draft.source);
      return parsed.kind === 'FAILED'
        ? []
        : proposedRuleSets(parsed.value, await surroundingsOnce(draft.owner));
    },
  };
}

/** The text of a draft: in the one form of regulations where it can be read as one. */
export function draftYaml({ source }: RegulationDraftRow): string {
  const parsed = parseRegulation(source);
  return parsed.kind === 'OK' ? writeRegulation(parsed.value) : writeYaml(orderedSource(source));
}

function pageById<Row extends { readonly id: string }>(rows: readonly Row[], size: number): Page<Row> {
  return toPage(
    rows,
    size,
    (row) => row,
    ({ id }) => [id],
  );
}
