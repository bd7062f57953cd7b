import { HubError } from '../../../platform/errors.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import {
  decodeCursor,
  encodeCursor,
  pageSize,
  toPage,
  type Page,
  type PageArguments,
} from '../../../platform/page.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { compareRegulations } from '../domain/compare-regulations.ts';
import { deviationsOf, type Deviation } from '../domain/deviations.ts';
import { exemptedGroups, type RegisteredGroup } from '../domain/exempted-groups.ts';
import type { OpenTerm, Regulation } from '../domain/regulation.ts';
import type { RegulationChange } from '../domain/regulation-change.ts';
import { regulationOfRow } from '../regulation-of-row.ts';
import * as areas from '../store.ts';
import * as store from '../store/history.ts';
import type { RegulationComparisonParent, RegulationEventParent, RegulationRow } from '../tables.ts';

const LAW = 'RIJK';

/** No region has more municipalities than the country. */
const MUNICIPALITIES_MAXIMUM = 400;

interface ReadsRegulations {
  loadMany(ids: readonly GlobalId[]): Promise<readonly (RegulationRow | Error | null)[]>;
}

/** What the resolvers of one fetch may read of regulations through time. */
export function historyIn(sql: areas.Reader, regulations: ReadsRegulations) {
  async function both(ids: readonly GlobalId[]): Promise<readonly RegulationRow[]> {
    const rows = await regulations.loadMany(ids);
    return rows.filter((row): row is RegulationRow => row !== null && !(row instanceof Error));
  }
  return {
    async versionsPage(owner: string, instrument: string, page: PageArguments): Promise<Page<RegulationRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['date', 'uuid']);
      const rows = await store.versionsPage(sql, owner, instrument, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ version, id }) => [version, id],
      );
    },
    /** What a version changed; empty for the first of its instrument. */
    async changesOf(row: RegulationRow): Promise<readonly RegulationChange[]> {
      const [before] = await store.versionBefore(sql, row);
      return before === undefined ? [] : compared(sql, before, row);
    },
    async comparison(from: GlobalId, to: GlobalId): Promise<RegulationComparisonParent | null> {
      const [one, other] = await both([from, to]);
      if (one === undefined || other === undefined) return null;
      return { from: one, to: other, changes: await compared(sql, one, other) };
    },
    async changesPage(
      owners: readonly string[] | null,
      latestFirst: boolean,
      page: PageArguments,
    ): Promise<Page<RegulationEventParent>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['string', 'number']);
      if (after !== undefined && !/^\d{1,19}$/.test(after[0])) throw new HubError('INVALID_CURSOR');
      const lines = await store.changesPage(sql, owners, latestFirst, after, size + 1);
      const rows = await both(lines.map(({ owner, regulation: id }) => ({ owner, id })));
      return changesOnPage(lines, new Map(rows.map((row) => [row.id, row])), size, after);
    },
    ownersFor: (region: string | null, municipality: string | null) => ownersFor(sql, region, municipality),
    async exemptedGroups(
      municipality: string,
      naming: string | null,
      on: CalendarDate,
    ): Promise<readonly RegisteredGroup[]> {
      const rows = await store.regulationsInForce(sql, [municipality], on);
      return rows.flatMap((row) => exemptedGroups(regulationOfRow(row), naming));
    },
    async deviationsPage(region: string, on: CalendarDate, page: PageArguments): Promise<Page<Deviation>> {
      const size = pageSize(page);
      const [after] = decodeCursor(page.after, ['number']) ?? [-1];
      const all = await deviationsIn(sql, region, on);
      const numbered = all.map((deviation, index) => ({ deviation, index }));
      return toPage(
        numbered.slice(after + 1, after + 2 + size),
        size,
        ({ deviation }) => deviation,
        ({ index }) => [index],
      );
    },
  };
}

function changesOnPage(
  lines: readonly RegulationEventParent['change'][],
  rows: ReadonlyMap<string, RegulationRow>,
  size: number,
  after: readonly (string | number)[] | undefined,
): Page<RegulationEventParent> {
  const made = toPage(
    lines.map((change) => ({ change, regulation: rows.get(change.regulation)! })),
    size,
    (line) => line,
    ({ change: { xid, seq } }) => [xid, seq],
  );
  // Who follows keeps its place while nothing new comes.
  const endCursor = made.pageInfo.endCursor ?? (after === undefined ? null : encodeCursor(after));
  return { nodes: made.nodes, pageInfo: { ...made.pageInfo, endCursor } };
}

/** The owners whose regulations hold in a region, or in one municipality; nobody's for an unknown one, null for all. */
async function ownersFor(
  sql: areas.Reader,
  region: string | null,
  municipality: string | null,
): Promise<readonly string[] | null> {
  if (region === null && municipality === null) return null;
  if (municipality !== null) {
    const [found] = await areas.municipalitiesByCode(sql, [municipality]);
    if (found === undefined || (region !== null && found.region !== region)) return [];
    return [LAW, ...(found.region === null ? [] : [found.region]), municipality];
  }
  const members = await membersOf(sql, region ?? '');
  return members.length === 0 ? [] : [LAW, region ?? '', ...members];
}

/** Compared with the terms of the layers above, in force when the later one began, for the units of what it fills in. */
async function compared(
  sql: areas.Reader,
  from: RegulationRow,
  to: RegulationRow,
): Promise<readonly RegulationChange[]> {
  const [municipality] = await areas.municipalitiesByCode(sql, [to.owner]);
  const owners = [LAW, ...(municipality?.region ? [municipality.region] : [])];
  const above = (await store.regulationsInForce(sql, owners, to.version)).map(regulationOfRow);
  return compareRegulations(regulationOfRow(from), regulationOfRow(to), termsOf(above));
}

async function deviationsIn(
  sql: areas.Reader,
  region: string,
  on: CalendarDate,
): Promise<readonly Deviation[]> {
  const members = await membersOf(sql, region);
  const inForce = (await store.regulationsInForce(sql, [LAW, region, ...members], on)).map(regulationOfRow);
  const models = inForce.filter(({ layer, owner }) => layer === 'REGIONAL_MODEL' && owner === region);
  const law = inForce.filter(({ layer }) => layer === 'FRAMEWORK');
  const adopted = members.map((municipality) => ({
    municipality,
    regulation: inForce.find(({ layer, owner }) => layer === 'MUNICIPAL' && owner === municipality) ?? null,
  }));
  return deviationsOf(adopted, models, termsOf(law));
}

async function membersOf(sql: areas.Reader, region: string): Promise<readonly string[]> {
  const rows = await areas.municipalitiesOfRegion(sql, region, '', MUNICIPALITIES_MAXIMUM);
  return rows.map(({ code }) => code);
}

function termsOf(regulations: readonly Regulation[]): readonly OpenTerm[] {
  return regulations.flatMap(({ terms }) => terms);
}
