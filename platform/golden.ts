import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Writes generated text, or, with `check`, tells whether the file on disk still equals it. */
export function golden(file: URL, text: string, check: boolean): 'WRITTEN' | 'SAME' | 'DRIFTED' {
  const path = fileURLToPath(file);
  if (readIfThere(path) === text) return 'SAME';
  if (check) return 'DRIFTED';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return 'WRITTEN';
}

/**
 * Runs a generator script: writes every golden it makes, or with `--check` exits with 1 and names what drifted.
 * `regenerate` is the command that a reader runs to bring them up to date.
 */
export function runGoldenScript(
  files: readonly { readonly file: URL; readonly text: string }[],
  regenerate: string,
): void {
  const check = process.argv.includes('--check');
  const drifted: string[] = [];
  for (const { file, text } of files) {
    const outcome = golden(file, text, check);
    if (outcome === 'DRIFTED') drifted.push(fileURLToPath(file));
    if (outcome === 'WRITTEN') console.log(`wrote ${fileURLToPath(file)}`);
  }
  if (drifted.length > 0) {
    console.error(
      `No longer what the sources give: ${drifted.join(', ')}. Run \`${regenerate}\` and review the difference.`,
    );
    process.exitCode = 1;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
