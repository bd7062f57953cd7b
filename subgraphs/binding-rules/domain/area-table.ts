import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import type { CoreCode, MunicipalityCode, Place, RegionCode } from '../../../rules/area.ts';
import type { Finding } from '../../../rules/finding.ts';
import { SourceReader, startReading } from '../../../rules/source-reader.ts';

export interface Core {
  readonly code: CoreCode;
  readonly name: string;
}

export interface Municipality {
  readonly code: MunicipalityCode;
  readonly name: string;
  /** Null where no region is connected. */
  readonly region: RegionCode | null;
  readonly cores: readonly Core[];
}

export interface Region {
  readonly code: RegionCode;
  readonly name: string;
  readonly municipalities: readonly MunicipalityCode[];
}

/** Regions, municipalities and cores by code, each list in code order. */
export interface AreaTable {
  readonly regions: readonly Region[];
  readonly municipalities: readonly Municipality[];
}

/** The table that a parsed `corpus/areas.yaml` states, or every finding. Never throws. */
export function parseAreaTable(source: unknown): Outcome<AreaTable, readonly Finding[]> {
  const reading = startReading();
  const reader = new SourceReader(source, [], reading);
  const regions = reader.objects('regions').map(readRegion);
  const regionOf = new Map(
    regions.flatMap(({ code, municipalities }) => municipalities.map((each) => [each, code] as const)),
  );
  const municipalities = reader.objects('municipalities').map((item): Municipality => {
    const code = item.text('code');
    const municipality = {
      code,
      name: item.text('name'),
      region: regionOf.get(code) ?? null,
      cores: item.objects('cores').map(readCore),
    };
    item.finish();
    return municipality;
  });
  reader.finish();
  const known = new Set(municipalities.map(({ code }) => code));
  for (const code of regionOf.keys()) {
    if (!known.has(code))
      reader.report(
        'UNKNOWN_VALUE',
        `onbekende gemeente: ${code}`,
        `unknown municipality: ${code}`,
        'regions',
      );
  }
  return reading.findings.length === 0 ? ok({ regions, municipalities }) : failed(reading.findings);
}

/** Where a home in a municipality stands; undefined for an unknown municipality or core, or one outside every region. */
export function placeIn(
  table: AreaTable,
  municipality: MunicipalityCode,
  core: CoreCode | null,
): Place | undefined {
  const found = table.municipalities.find(({ code }) => code === municipality);
  const region = table.regions.find(({ code }) => code === found?.region);
  if (found === undefined || region === undefined) return undefined;
  if (core !== null && !found.cores.some(({ code }) => code === core)) return undefined;
  return { region: region.code, municipality, core, regionMunicipalities: region.municipalities };
}

function readRegion(reader: SourceReader): Region {
  const codes = reader.list('municipalities').filter((item) => typeof item === 'string');
  const region = { code: reader.text('code'), name: reader.text('name'), municipalities: [...codes].sort() };
  reader.finish();
  return region;
}

function readCore(reader: SourceReader): Core {
  const core = { code: reader.text('code'), name: reader.text('name') };
  reader.finish();
  return core;
}
