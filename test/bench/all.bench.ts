import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { described, tableOfGoals, writtenResults, type BenchResult, type GoalOutcome } from './result.ts';

const FOLDER = new URL('./', import.meta.url);
const OWN = 'all.bench.ts';

/** Names of the scripts that each measure one family, in the order in which they run. */
export function families(files: readonly string[]): readonly string[] {
  return files.filter((file) => file.endsWith('.bench.ts') && file !== OWN).sort();
}

/** Every goal of every family, each with the family that measured it. */
export function allGoals(results: readonly BenchResult[]): readonly GoalOutcome[] {
  return results.flatMap(({ family, goals }) =>
    goals.map((one) => ({ ...one, goal: `${family}: ${one.goal}` })),
  );
}

/** Runs each family in a process of its own, one after the other, and sets all goals beside what was measured. */
async function runAll(argv: readonly string[]): Promise<void> {
  const begun = new Date().toISOString();
  const failed: string[] = [];
  for (const file of families(readdirSync(FOLDER))) {
    console.log(`\n## ${file}\n`);
    const child = spawn(process.execPath, [fileURLToPath(new URL(file, FOLDER)), ...argv], {
      stdio: 'inherit',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) failed.push(file);
    if (code === 130 || code === null) break;
  }
  const results = writtenResults().filter(({ measuredAt }) => measuredAt >= begun);
  console.log('\n## All goals\n');
  for (const result of results) console.log(`- ${result.family}: ${described(result)}`);
  console.log(`\n${tableOfGoals(allGoals(results))}`);
  for (const file of failed) console.log(`\n${file} failed, so what it measures is not in this table.`);
  if (failed.length > 0) process.exitCode = 1;
}

if (import.meta.main) {
  // Ctrl-C reaches the family that runs as well, which ends what it started; this waits for it.
  process.on('SIGINT', () => undefined);
  await runAll(process.argv.slice(2));
}
