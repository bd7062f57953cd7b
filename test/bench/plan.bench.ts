import { twoExecutors, type TestSubgraph } from '../support/worlds/two-executors.ts';
import { rowOf } from './measure.ts';
import { report, type BenchRow } from './result.ts';

/**
 * Measures what carrying out a plan costs the gateway alone: two owners whose answers lie ready, so that neither they nor a
 * wire takes time. Both executors take turns on the same plan. Prints a Markdown table; asserts nothing.
 */
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const FIELDS = Array.from({ length: 12 }, (_none, index) => `f${index}`);
const runs = process.argv.includes('--quick') ? 10 : 40;

function ownerOf(name: string, root: string, first: number): TestSubgraph {
  const fields = FIELDS.map((field) => `${field}${first}: Int`).join(' ');
  return {
    name,
    sdl: `${LINK} ${root} type Home @key(fields: "id") { id: ID! ${fields} parts${first}: [Part${first}!]! } type Part${first} { code: String! size: Int }`,
  };
}

function homes(count: number, first: number): readonly object[] {
  return Array.from({ length: count }, (_none, index) => ({
    __typename: 'Home',
    ...(first === 0 ? { id: String(index) } : {}),
    ...Object.fromEntries(FIELDS.map((field) => [`${field}${first}`, index])),
    [`parts${first}`]: Array.from({ length: 4 }, (_part, part) => ({ code: `c${part}`, size: part })),
  }));
}

const QUERY = `{ homes { id ${[0, 1].map((first) => `${FIELDS.map((field) => `${field}${first}`).join(' ')} parts${first} { code size }`).join(' ')} } }`;

async function compare(count: number): Promise<readonly BenchRow[]> {
  const ready: object[][] = [[], []];
  const two = await twoExecutors(
    [ownerOf('a', 'type Query { homes: [Home!] }', 0), ownerOf('b', '', 1)].map((subgraph, index) => ({
      ...subgraph,
      instead: () => ({ data: ready[index]!.pop() as Record<string, unknown> }),
    })),
  );
  const took = { own: [] as number[], stock: [] as number[] };
  const cpu = { own: 0, stock: 0 };
  for (let run = -5; run < runs; run += 1) {
    for (const executor of ['own', 'stock'] as const) {
      ready[0]!.push({ homes: homes(count, 0) });
      ready[1]!.push({ _entities: homes(count, 1) });
      const before = process.cpuUsage();
      const start = performance.now();
      const { errors } = await two[executor](QUERY);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      const { user, system } = process.cpuUsage(before);
      if (run < 0) continue;
      took[executor].push(performance.now() - start);
      cpu[executor] += (user + system) / 1000 / runs;
    }
  }
  await two.stop();
  return (['own', 'stock'] as const).map((executor) => {
    const times = took[executor].sort((one, other) => one - other);
    const measured = { median: times[runs >> 1]!, least: times[0]!, most: times.at(-1)!, cpu: cpu[executor] };
    return rowOf(`${count} entities of 42 values`, `${executor} executor`, measured, 'gateway');
  });
}

report({
  family: 'plan',
  configuration: { runs },
  rows: [...(await compare(20)), ...(await compare(500)), ...(await compare(5000))],
  goals: [],
});
