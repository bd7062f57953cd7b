import type { Database, Transaction } from '../../platform/database/connect.ts';
import type { GlobalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { CoreRow, HousingRegionRow, MunicipalityRow, RegulationRow, RuleSetRow } from './tables.ts';

/** All SQL of this subgraph. Lists come in as arrays, so that one statement text serves every length. */

/** What is public is read without a transaction. Drafts: `store/drafts.ts`. */
export type Reader = Database | Transaction;

/** Which version of which instrument. */
export interface VersionName {
  readonly owner: string;
  readonly instrument: string;
  readonly version: CalendarDate;
}

/** Where a page of regulations continues: the sort key of the last one. */
export type AfterRegulation = readonly [owner: string, instrument: string, version: CalendarDate];

const FIRST_REGULATION: AfterRegulation = ['', '', '0001-01-01' as CalendarDate];

export function housingRegionsByCode(sql: Reader, codes: readonly string[]): Promise<HousingRegionRow[]> {
  return sql`
    /* housingRegionsByCode */
    select code, name from housing_region where code = any(${codes as string[]}::text[])`;
}

export function housingRegionsPage(sql: Reader, after: string, limit: number): Promise<HousingRegionRow[]> {
  return sql`
    /* housingRegionsPage */
    select code, name from housing_region where code > ${after} order by code limit ${limit}`;
}

export function municipalitiesByCode(sql: Reader, codes: readonly string[]): Promise<MunicipalityRow[]> {
  return sql`
    /* municipalitiesByCode */
    select code, name, region from municipality where code = any(${codes as string[]}::text[])`;
}

export function municipalitiesPage(sql: Reader, after: string, limit: number): Promise<MunicipalityRow[]> {
  return sql`
    /* municipalitiesPage */
    select code, name, region from municipality where code > ${after} order by code limit ${limit}`;
}

export function municipalitiesOfRegion(
  sql: Reader,
  region: string,
  after: string,
  limit: number,
): Promise<MunicipalityRow[]> {
  return sql`
    /* municipalitiesOfRegion */
    select code, name, region from municipality
     where region = ${region} and code > ${after} order by code limit ${limit}`;
}

export function coresByCode(sql: Reader, codes: readonly string[]): Promise<CoreRow[]> {
  return sql`
    /* coresByCode */
    select code, municipality, name from core where code = any(${codes as string[]}::text[])`;
}

export function coresOfMunicipalities(sql: Reader, municipalities: readonly string[]): Promise<CoreRow[]> {
  return sql`
    /* coresOfMunicipalities */
    select code, municipality, name from core
     where municipality = any(${municipalities as string[]}::text[]) order by municipality, code`;
}

export function regulationsById(sql: Reader, ids: readonly GlobalId[]): Promise<RegulationRow[]> {
  return sql`
    /* regulationsById */
    select regulation.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, id)
      join regulation using (owner, id)`;
}

/** Of a version that was withdrawn and published anew, the one that is published; else the one withdrawn last. */
export function versionsByName(sql: Reader, names: readonly VersionName[]): Promise<RegulationRow[]> {
  return sql`
    /* versionsByName */
    select distinct on (owner, instrument, version) regulation.*
      from unnest(${names.map(({ owner }) => owner)}::text[], ${names.map(({ instrument }) => instrument)}::text[],
                  ${names.map(({ version }) => version)}::date[]) as wanted (owner, instrument, version)
      join regulation using (owner, instrument, version)
     order by owner, instrument, version, status, withdrawn_at desc`;
}

/** Published regulations by owner, instrument and version; only of `owner` and in force on `on` where these are given. */
export function regulationsPage(
  sql: Reader,
  owner: string | null,
  on: CalendarDate | null,
  after: AfterRegulation | undefined,
  limit: number,
): Promise<RegulationRow[]> {
  const [afterOwner, instrument, version] = after ?? FIRST_REGULATION;
  const ofOwner = owner === null ? sql`true` : sql`owner = ${owner}`;
  return sql`
    /* regulationsPage */
    select * from regulation
     where ${ofOwner} and status = 'PUBLISHED'
       and (${on}::date is null or (valid_from <= ${on}::date and (valid_until is null or valid_until > ${on}::date)))
       and (owner, instrument, version) > (${afterOwner}::text, ${instrument}::text, ${version}::date)
     order by owner, instrument, version limit ${limit}`;
}

export function ruleSetsByHash(sql: Reader, hashes: readonly string[]): Promise<RuleSetRow[]> {
  return sql`
    /* ruleSetsByHash */
    select hash, canonical from rule_set where hash = any(${hashes as string[]}::text[])`;
}

/** The hash of the rules in each municipality on a day; a pair without rules gives no row. */
export function hashesInForce(
  sql: Reader,
  municipalities: readonly string[],
  days: readonly string[],
): Promise<{ readonly municipality: string; readonly day: CalendarDate; readonly hash: string }[]> {
  return sql`
    /* hashesInForce */
    select municipality, wanted.day, in_force.hash
      from unnest(${municipalities as string[]}::text[], ${days as string[]}::date[]) as wanted (municipality, day)
      join rule_set_in_force as in_force using (municipality)
     where in_force.validity @> wanted.day`;
}

/** The same for the homes of a complex; no row while no agreement for it is in force. */
export function complexHashInForce(
  sql: Reader,
  municipality: string,
  complex: string,
  on: CalendarDate,
): Promise<{ readonly hash: string }[]> {
  return sql`
    /* complexHashInForce */
    select hash from complex_rule_set_in_force
     where municipality = ${municipality} and complex = ${complex} and validity @> ${on}::date`;
}

/** Makes publications wait for each other until the transaction ends: each is held against all that went before. */
export async function lockPublication(sql: Transaction): Promise<void> {
  await sql`/* lockPublication */ select pg_advisory_xact_lock(hashtextextended('publication', 0))`;
}

/** Every published regulation of the owners. */
export function publishedBy(sql: Reader, owners: readonly string[]): Promise<RegulationRow[]> {
  return sql`
    /* publishedBy */
    select * from regulation where owner = any(${owners as string[]}::text[]) and status = 'PUBLISHED'`;
}

/** Every municipality; null regions included. */
export function allMunicipalities(sql: Reader): Promise<MunicipalityRow[]> {
  return sql`/* allMunicipalities */ select code, name, region from municipality`;
}

/** A version to publish. */
export type NewRegulation = Omit<RegulationRow, 'inForce' | 'withdrawnAt' | 'withdrawalReason'>;

/** Stores versions; one whose id was that of a withdrawn one gets another. */
export async function insertRegulations(sql: Transaction, rows: readonly NewRegulation[]): Promise<void> {
  await sql`
    /* insertRegulations */
    insert into regulation (owner, id, instrument, title, layer, version, valid_from, valid_until, status, argument,
                            canonical, hash, published_on)
    select owner,
           case when exists (select from regulation as gone where gone.owner = row.owner and gone.id = row.id)
                then uuidv7() else id end,
           instrument, title, layer, version, "validFrom", "validUntil", status, argument,
           canonical, hash, "publishedOn"
      from jsonb_to_recordset(${sql.json(rows)}) as row (owner text, id uuid, instrument text, title text, layer text,
             version date, "validFrom" date, "validUntil" date, status text, argument text, canonical text, hash text,
             "publishedOn" date)`;
}

/** A published version is in force until `on`: a next one takes over, or one that would have is withdrawn. */
export async function endVersion(
  sql: Transaction,
  name: VersionName,
  on: CalendarDate | null,
): Promise<void> {
  await sql`
    /* endVersion */
    update regulation set valid_until = ${on}::date
     where owner = ${name.owner} and instrument = ${name.instrument} and version = ${name.version}::date
       and status = 'PUBLISHED'`;
}

/** Stores rule sets; one that is there already is the same one. */
export async function keepRuleSets(sql: Transaction, rows: readonly RuleSetRow[]): Promise<void> {
  await sql`
    /* keepRuleSets */
    insert into rule_set (hash, canonical)
    select * from unnest(${rows.map(({ hash }) => hash)}::text[], ${rows.map(({ canonical }) => canonical)}::text[])
    on conflict (hash) do nothing`;
}

/** Which rule set holds when; `until` may be null: open. `complex` is null for all homes without an agreement. */
export interface InForce {
  readonly municipality: string;
  readonly complex: string | null;
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
  readonly hash: string;
}

/** Replaces what is known of which rule set holds when in these municipalities, their complexes included. */
export async function replaceInForce(
  sql: Transaction,
  municipalities: readonly string[],
  rows: readonly InForce[],
): Promise<void> {
  await sql`
    /* forgetInForce */
    delete from rule_set_in_force where municipality = any(${municipalities as string[]}::text[])`;
  await sql`
    /* forgetComplexesInForce */
    delete from complex_rule_set_in_force where municipality = any(${municipalities as string[]}::text[])`;
  await sql`
    /* insertInForce */
    insert into rule_set_in_force (municipality, validity, hash)
    select municipality, daterange("from", until), hash
      from jsonb_to_recordset(${sql.json(rows as never)})
           as row (municipality text, complex text, "from" date, until date, hash text)
     where complex is null`;
  await sql`
    /* insertComplexesInForce */
    insert into complex_rule_set_in_force (municipality, complex, validity, hash)
    select municipality, complex, daterange("from", until), hash
      from jsonb_to_recordset(${sql.json(rows as never)})
           as row (municipality text, complex text, "from" date, until date, hash text)
     where complex is not null`;
}

/** Stores areas by code; a name or region that changed is changed. Nothing is removed. */
export async function keepAreas(
  sql: Transaction,
  regions: readonly HousingRegionRow[],
  municipalities: readonly MunicipalityRow[],
  cores: readonly CoreRow[],
): Promise<void> {
  await sql`
    /* keepHousingRegions */
    insert into housing_region (code, name)
    select code, name from jsonb_to_recordset(${sql.json(regions)}) as row (code text, name text)
    on conflict (code) do update set name = excluded.name`;
  await sql`
    /* keepMunicipalities */
    insert into municipality (code, name, region)
    select code, name, region from jsonb_to_recordset(${sql.json(municipalities)}) as row (code text, name text, region text)
    on conflict (code) do update set name = excluded.name, region = excluded.region`;
  await sql`
    /* keepCores */
    insert into core (code, municipality, name)
    select code, municipality, name
      from jsonb_to_recordset(${sql.json(cores)}) as row (code text, municipality text, name text)
    on conflict (code) do update set name = excluded.name`;
}
