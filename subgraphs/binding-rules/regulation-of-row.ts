import type { Regulation } from './domain/regulation.ts';
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
