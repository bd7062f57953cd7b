import { manyByKey, oneById, oneByKey } from '../../platform/batch.ts';
import { keepingRows, NAMES_KEPT } from '../../platform/kept-rows.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { DataAccess } from '../../platform/serve-subgraph.ts';
import { parseRuleSet, type RuleSet } from '../../rules/rule-set.ts';
import { draftsIn } from './loaders/drafts.ts';
import { experimentsIn } from './loaders/experiments.ts';
import { historyIn } from './loaders/history.ts';
import * as store from './store.ts';
import type { HousingRegionRow, MunicipalityRow, RegulationRow, RuleSetRow } from './tables.ts';

export type Loaders = ReturnType<typeof createLoaders>;

function codeOf({ code }: { readonly code: string }): string {
  return code;
}

// Areas are named in nearly every answer, and change with a law.
const housingRegionsKept = keepingRows(store.housingRegionsByCode, codeOf, NAMES_KEPT);
const municipalitiesKept = keepingRows(store.municipalitiesByCode, codeOf, NAMES_KEPT);
const coresKept = keepingRows(store.coresByCode, codeOf, NAMES_KEPT);

/** What the resolvers of one fetch may read, batched per tick. */
export function createLoaders(access: DataAccess) {
  const sql = access.publicDatabase;
  const drafts = draftsIn(access);
  const ruleSets = oneByKey(
    (hashes) => readRuleSets(sql, hashes),
    ({ hash }) => hash,
  );
  const hashes = oneByKey(
    (places) => readHashes(sql, places),
    ({ municipality, day }) => placeKey(municipality, day),
  );
  const regulations = oneById((ids) => store.regulationsById(sql, ids));
  const sources = oneByKey(
    (names) => store.versionsByName(sql, names.map(versionNamed)),
    (row) => versionKey(row),
  );
  return {
    ...drafts,
    ...historyIn(sql, regulations),
    ...experimentsIn(sql),
    /** Drops what a change may have made untrue, so that what follows it in one request is read anew. */
    forget(): void {
      drafts.forgetDrafts();
      for (const loader of [regulations, sources, hashes]) loader.clearAll();
    },
    ruleSets,
    housingRegions: oneByKey((codes) => housingRegionsKept(sql, codes), codeOf),
    municipalities: oneByKey((codes) => municipalitiesKept(sql, codes), codeOf),
    cores: oneByKey((codes) => coresKept(sql, codes), codeOf),
    coresOfMunicipality: manyByKey(
      (codes) => store.coresOfMunicipalities(sql, codes),
      ({ municipality }) => municipality,
    ),
    regulations,
    sources,
    /**
     * The rules of a municipality on a day, or of the homes of a complex there when an agreement for it is in force;
     * null when none follow from what is in force.
     */
    async rulesInForce(
      municipality: string,
      on: CalendarDate,
      complex: string | null = null,
    ): Promise<RuleSet | null> {
      const [agreed] = complex === null ? [] : await store.complexHashInForce(sql, municipality, complex, on);
      if (agreed !== undefined) return ruleSets.load(agreed.hash);
      const found = await hashes.load(placeKey(municipality, on));
      return found === null ? null : ruleSets.load(found.hash);
    },
    async housingRegionsPage(page: PageArguments): Promise<Page<HousingRegionRow>> {
      return pageByCode(page, (after, limit) => store.housingRegionsPage(sql, after, limit));
    },
    async municipalitiesPage(page: PageArguments): Promise<Page<MunicipalityRow>> {
      return pageByCode(page, (after, limit) => store.municipalitiesPage(sql, after, limit));
    },
    async regionPage(region: string, page: PageArguments): Promise<Page<MunicipalityRow>> {
      return pageByCode(page, (after, limit) => store.municipalitiesOfRegion(sql, region, after, limit));
    },
    async regulationsPage(
      owner: string | null,
      on: CalendarDate | null,
      page: PageArguments,
    ): Promise<Page<RegulationRow>> {
      const size = pageSize(page);
      const after = decodeCursor(page.after, ['string', 'string', 'date']);
      const rows = await store.regulationsPage(sql, owner, on, after, size + 1);
      return toPage(
        rows,
        size,
        (row) => row,
        ({ owner: of, instrument, version }) => [of, instrument, version],
      );
    },
  };
}

/** The rules of a municipality on a day, read outside of a fetch; null when none follow from what is in force. */
export async function ruleSetFor(
  sql: store.Reader,
  municipality: string,
  on: CalendarDate,
): Promise<RuleSet | null> {
  const [found] = await store.hashesInForce(sql, [municipality], [on]);
  return found === undefined ? null : ((await readRuleSets(sql, [found.hash]))[0] ?? null);
}

/** Names one version in a key. */
export function versionKey({ owner, instrument, version }: store.VersionName): string {
  return `${owner} ${version} ${instrument}`;
}

function versionNamed(key: string): store.VersionName {
  const [owner = '', version = '', instrument = ''] = key.split(' ');
  return { owner, instrument, version: version as CalendarDate };
}

function placeKey(municipality: string, day: CalendarDate): string {
  return `${day} ${municipality}`;
}

function readHashes(sql: store.Reader, places: readonly string[]) {
  return store.hashesInForce(
    sql,
    places.map((place) => place.slice(11)),
    places.map((place) => place.slice(0, 10)),
  );
}

const RULE_SETS_KEPT = 1_000;
const PARSED = new WeakMap<store.Reader, Map<string, RuleSet>>();

/** A rule set never changes under its hash, so one that was read from a database is not read or parsed again. */
async function readRuleSets(sql: store.Reader, hashes: readonly string[]): Promise<readonly RuleSet[]> {
  const known = PARSED.get(sql) ?? new Map<string, RuleSet>();
  PARSED.set(sql, known);
  const found = hashes.flatMap((hash) => known.get(hash) ?? []);
  const missing = hashes.filter((hash) => !known.has(hash));
  if (missing.length === 0) return found;
  const read = (await store.ruleSetsByHash(sql, missing)).map(ruleSetOfRow);
  for (const ruleSet of read) {
    if (known.size >= RULE_SETS_KEPT) known.delete(known.keys().next().value!);
    known.set(ruleSet.hash, ruleSet);
  }
  return [...found, ...read];
}

function ruleSetOfRow({ hash, canonical }: RuleSetRow): RuleSet {
  const parsed = parseRuleSet(canonical);
  if (parsed.kind === 'FAILED') throw new TypeError(`the stored rule set ${hash} cannot be read`);
  return parsed.value;
}

async function pageByCode<Row extends { readonly code: string }>(
  page: PageArguments,
  read: (after: string, limit: number) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const size = pageSize(page);
  const [after] = decodeCursor(page.after, ['string']) ?? [];
  return toPage(
    await read(after ?? '', size + 1),
    size,
    (row) => row,
    ({ code }) => [code],
  );
}
