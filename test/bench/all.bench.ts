import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allGoals, withTables } from './readme-tables.ts';
import { described, tableOfGoals, writtenResults } from './result.ts';

const FOLDER = new URL('./', import.meta.url);
const OWN = 'all.bench.ts';

/** Names of the scripts that each measure one family, in the order in which they run. */
export function families(files: readonly string[]): readonly string[] {
  return files.filter((file) => file.endsWith('.bench.ts') && file !== OWN).sort();
}

const README = new URL('./README.md', import.meta.url);

/** Puts what the families wrote last into the tables of the README. */
function writeReadme(): void {
  writeFileSync(README, withTables(readFileSync(README, 'utf8'), writtenResults()));
}

/** Runs each family in a process of its own, one after the other, and sets all goals beside what was measured. */
async function runAll(argv: readonly string[]): Promise<void> {
  const begun = new Date().toISOString();
  const failed: string[] = [];
  let interrupted = false;
  // Ctrl-C reaches the family that runs as well, which ends what it started; this waits for it.
  process.on('SIGINT', () => (interrupted = true));
  for (const file of families(readdirSync(FOLDER))) {
    console.log(`\n## ${file}\n`);
    const child = spawn(process.execPath, [fileURLToPath(new URL(file, FOLDER)), ...argv], {
      stdio: 'inherit',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) failed.push(file);
    if (interrupted) break;
  }
  const results = writtenResults().filter(({ measuredAt }) => measuredAt >= begun);
  console.log('\n## All goals\n');
  for (const result of results) console.log(`- ${result.family}: ${described(result)}`);
  console.log(`\n${tableOfGoals(allGoals(results))}`);
  for (const file of failed) console.log(`\n${file} failed, so what it measures is not in this table.`);
  if (failed.length > 0) process.exitCode = 1;
}

if (import.meta.main) {
  const words = process.argv.slice(2);
  if (words.includes('--write-readme')) writeReadme();
  else await runAll(words);
}
