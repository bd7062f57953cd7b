import { expect } from 'vitest';
import { twoExecutors, type TestSubgraph } from './two-executors.ts';

const IMPORTS =
  '["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@inaccessible", "@interfaceObject"]';

/** One behaviour of a federated gateway: subgraphs, a question, and the one right answer. */
export interface Case {
  /** SDL by name, without the link to the specification, and resolvers. */
  readonly subgraphs: Readonly<Record<string, readonly [sdl: string, resolvers?: object]>>;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** Paths of errors; none without it. */
  readonly errors?: readonly (readonly (string | number)[] | undefined)[];
  /** Whether owners told all of the errors. */
  readonly byOwners?: true;
  /** Where Apollo's executor gives another answer. */
  readonly stockIsWrong?: true;
}

/** Holds the hub's executor to the right answer, to the letter, and looks whether Apollo's gives it too. */
export async function holds({
  subgraphs,
  query,
  variables = {},
  data,
  errors = [],
  byOwners,
  stockIsWrong,
}: Case): Promise<void> {
  const two = await twoExecutors(
    Object.entries(subgraphs).map(([name, [sdl, resolvers]]): TestSubgraph => ({
      name,
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${IMPORTS}) ${sdl}`,
      ...(resolvers === undefined ? {} : { resolvers }),
    })),
  );
  try {
    const ours = await two.own(query, variables);
    expect(JSON.stringify(ours.data)).toBe(JSON.stringify(data));
    expect(ours.errors?.map(({ path }) => path) ?? []).toEqual(errors);
    if (byOwners)
      for (const { extensions } of ours.errors!)
        expect(extensions['serviceName']).toEqual(expect.any(String));
    const theirs = await two.stock(query, variables);
    const agree = JSON.stringify(sorted(theirs.data)) === JSON.stringify(sorted(data));
    expect(agree, JSON.stringify(theirs)).toBe(stockIsWrong !== true);
  } finally {
    await two.stop();
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
