import { described, tableOfGoals, tableOfRows, type BenchResult, type GoalOutcome } from './result.ts';

/** Every goal of every family, each with the family that measured it. */
export function allGoals(results: readonly BenchResult[]): readonly GoalOutcome[] {
  return results.flatMap(({ family, goals }) =>
    goals.map((one) => ({ ...one, goal: `${family}: ${one.goal}` })),
  );
}

/**
 * The README with what was measured in the place of what stood there: between `<!-- goals -->` and `<!-- /goals -->` all goals,
 * between `<!-- gateways -->` and `<!-- /gateways -->` the rows of that family, and so on. A family without a result keeps its table.
 */
export function withTables(readme: string, results: readonly BenchResult[]): string {
  const tables = new Map([
    ['goals', tableOfGoals(allGoals(results))],
    ...results.map((result) => [result.family, tableOf(result)] as const),
  ]);
  return readme.replaceAll(/<!-- ([\w-]+) -->\n[^]*?<!-- \/\1 -->/g, (whole, name: string) => {
    const table = tables.get(name);
    return table === undefined ? whole : `<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->`;
  });
}

function tableOf(result: BenchResult): string {
  const notes = (result.notes ?? []).map((note) => `- ${note}`).join('\n');
  return `${described(result)}\n\n${tableOfRows(result.rows)}${notes === '' ? '' : `\n\n${notes}`}`;
}
