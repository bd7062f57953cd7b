import { readdir, readFile } from 'node:fs/promises';
import { failed, ok, type Outcome } from '../../platform/primitives/outcome.ts';
import { formFinding, type Finding } from '../../rules/finding.ts';
import { parseAreaTable, type AreaTable } from './domain/area-table.ts';
import type { Submission } from './domain/plan-publication.ts';
import { readRegulation, readYaml } from './regulation-yaml.ts';

/** The regulations and areas that come with the hub. */
export const CORPUS = new URL('corpus/', import.meta.url);

/** A file of a corpus that cannot be read as what it should be. */
export interface CorpusFailure {
  /** From the corpus down, `region/GOOI/gooi-model/2024-01-01.yaml`. */
  readonly file: string;
  readonly findings: readonly Finding[];
}

/**
 * Every regulation of a corpus: `framework/<instrument>/<valid-from>.yaml`, and `region/<code>/` and
 * `municipality/<code>/` in the same way. The folder says who publishes and the file name from when; a text that says
 * otherwise is refused. Reads everything before it fails, so that one reading finds every fault.
 */
export async function readCorpus(
  folder: URL,
): Promise<Outcome<readonly Submission[], readonly CorpusFailure[]>> {
  const submissions: Submission[] = [];
  const failures: CorpusFailure[] = [];
  for (const file of (await readdir(folder, { recursive: true })).sort()) {
    const place = placeOf(file);
    if (place === undefined) continue;
    const parsed = readRegulation(await readFile(new URL(file, folder), 'utf8'));
    if (parsed.kind === 'FAILED') {
      failures.push({ file, findings: parsed.failure });
    } else if (parsed.value.version !== place.version) {
      const nl = `de bestandsnaam zegt dat dit geldt vanaf ${place.version}`;
      const en = `the name of the file says that this holds from ${place.version}`;
      failures.push({ file, findings: [formFinding('validity.from', 'CONTRADICTION', nl, en)] });
    } else {
      submissions.push({ regulation: parsed.value, publisher: place.publisher });
    }
  }
  return failures.length > 0 ? failed(failures) : ok(submissions);
}

/** The table of areas of a corpus. */
export async function readAreas(folder: URL): Promise<Outcome<AreaTable, CorpusFailure>> {
  const file = 'areas.yaml';
  const source = readYaml(await readFile(new URL(file, folder), 'utf8'));
  const parsed = source.kind === 'FAILED' ? source : parseAreaTable(source.value);
  return parsed.kind === 'FAILED' ? failed({ file, findings: parsed.failure }) : parsed;
}

const REGULATION_FILE =
  /^(?:framework|(?:region|municipality)\/(?<owner>[^/]+))\/[^/]+\/(?<version>[^/]+)\.yaml$/;

function placeOf(file: string): { readonly publisher: string; readonly version: string } | undefined {
  const match = REGULATION_FILE.exec(file.replaceAll('\\', '/'));
  if (match === null) return undefined;
  return { publisher: match.groups?.['owner'] ?? 'RIJK', version: match.groups?.['version'] ?? '' };
}
