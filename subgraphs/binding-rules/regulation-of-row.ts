import { parseRegulation } from './domain/parse-regulation.ts';
import type { Regulation } from './domain/regulation.ts';
import { sourceOfRegulation } from './domain/source-of-regulation.ts';
import { writeRegulation } from './regulation-yaml.ts';
import type { RegulationRow } from './tables.ts';

const READ = new WeakMap<RegulationRow, Regulation>();

/** The regulation that a row holds, as it was declared. Each row is read once. */
export function regulationOfRow(row: RegulationRow): Regulation {
  const known = READ.get(row);
  if (known !== undefined) return known;
  // The canonical text was made from a regulation by this code, and the table checks its hash.
  const content = JSON.parse(row.canonical) as Omit<Regulation, 'status'>;
  const regulation = { ...content, status: row.status };
  READ.set(row, regulation);
  return regulation;
}

/** The text of a row, the same bytes as the text that it was published from. */
export function yamlOfRow(row: RegulationRow): string {
  const regulation = regulationOfRow(row);
  // Canonical text has its members in the order of their names; reading brings back the order in which they are read.
  const read = parseRegulation(sourceOfRegulation(regulation));
  return writeRegulation(read.kind === 'OK' ? read.value : regulation);
}
