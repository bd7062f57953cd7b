import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { failed, ok, type Outcome } from '../../platform/primitives/outcome.ts';
import { formFinding, type Finding } from '../../rules/finding.ts';
import { parseAreaTable, type AreaTable } from './domain/area-table.ts';
import { parseRegulation } from './domain/parse-regulation.ts';
import type { Submission } from './domain/plan-publication.ts';

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
    const parsed = parseRegulation(await readYaml(new URL(file, folder)));
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
  const parsed = parseAreaTable(await readYaml(new URL(file, folder)));
  return parsed.kind === 'FAILED' ? failed({ file, findings: parsed.failure }) : parsed;
}

const REGULATION_FILE =
  /^(?:framework|(?:region|municipality)\/(?<owner>[^/]+))\/[^/]+\/(?<version>[^/]+)\.yaml$/;

function placeOf(file: string): { readonly publisher: string; readonly version: string } | undefined {
  const match = REGULATION_FILE.exec(file.replaceAll('\\', '/'));
  if (match === null) return undefined;
  return { publisher: match.groups?.['owner'] ?? 'RIJK', version: match.groups?.['version'] ?? '' };
}

async function readYaml(file: URL): Promise<unknown> {
  // The core schema leaves `2024-01-01` a text, as the readers of regulations expect it.
  return parse(await readFile(file, 'utf8'), { schema: 'core' });
}
