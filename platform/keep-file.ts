import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The text of a file that only this account may read; `make` gives it when there is none. Written aside and linked into place
 * whole, so that no process reads half of it; of two processes at once the first one's text is the one.
 */
export async function keepFile(file: string, make: () => string | Promise<string>): Promise<string> {
  const known = readText(file);
  if (known !== undefined) return known;
  const text = await make();
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(aside);
  }
  return readFileSync(file, 'utf8');
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
