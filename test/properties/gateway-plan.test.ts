import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import {
  execute,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../support/property-runs.ts';
import { twoExecutors, type TestSubgraph, type TwoExecutors } from '../support/worlds/two-executors.ts';
import { isStranger, NO_TROUBLES, worldResolver, type Troubles } from '../support/worlds/world-data.ts';
import { questionFrom, type Question } from '../support/worlds/world-question.ts';
import { ENTITIES, worldFrom, type World } from '../support/worlds/world.ts';

const tape = fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 160 });
const tapes = fc.array(tape, { minLength: 1, maxLength: 12 });
const SOONER = { endOnFailure: true, interruptAfterTimeLimit: 60_000 };

/** A world with its two executors, and every change that they made of it, in order. */
interface Running extends TwoExecutors {
  readonly world: World;
  readonly changes: string[];
  /** None, until a test makes some. */
  readonly troubles: { -readonly [Trouble in keyof Troubles]: number };
}

async function inWorld(world: World, seed: number, work: (running: Running) => Promise<void>): Promise<void> {
  const changes: string[] = [];
  const troubles = { ...NO_TROUBLES };
  const subgraphs = world.subgraphs.map((sdl, index): TestSubgraph => {
    const find = (reference: Parameters<typeof isStranger>[3]) =>
      isStranger(seed, troubles, index, reference) ? null : reference;
    return {
      name: `s${index}`,
      sdl,
      fieldResolver: worldResolver(world, seed, troubles, index, (change) => changes.push(change)),
      resolvers: Object.fromEntries(ENTITIES.map((entity) => [entity, { __resolveReference: find }])),
    };
  });
  const two = await twoExecutors(subgraphs);
  try {
    await work({ ...two, world, changes, troubles });
  } finally {
    await two.stop();
  }
}

function isValid(schema: GraphQLSchema, { query }: Question): boolean {
  return validate(schema, parse(query)).length === 0;
}

/** As it goes over the wire. */
function text(result: ExecutionResult): string {
  return JSON.stringify(result);
}

/** What one server over the whole schema answers, with every value at hand. */
async function asOneSchema(
  { schema, world }: Running,
  seed: number,
  { query, variables }: Question,
  changes: string[],
): Promise<ExecutionResult> {
  return execute({
    schema,
    document: parse(query),
    variableValues: variables,
    rootValue: {},
    fieldResolver: worldResolver(world, seed, NO_TROUBLES, 0, (change) => changes.push(change)),
    typeResolver: (value) => (value as { __typename: string }).__typename,
  });
}

/** Whether two answers hold the same, in whatever order their members stand. */
function same(one: ExecutionResult, other: ExecutionResult): boolean {
  const dataOf = (result: ExecutionResult): unknown => JSON.parse(text({ data: result.data ?? null }));
  return isDeepStrictEqual(dataOf(one), dataOf(other));
}

/** Errors in no order, as owners answer at once. */
function told(errors: readonly GraphQLError[] = []): readonly string[] {
  return errors
    .map(({ message, path, extensions }) =>
      JSON.stringify([message, path, extensions['code'], extensions['serviceName']]),
    )
    .sort();
}

/**
 * Whether an error is told where the entity stands that it names; undefined where the answer does not show it. Apollo's
 * executor tells another place in a list of which not every entity was asked about.
 */
function standsAt({ data }: ExecutionResult, { path, message }: GraphQLError): boolean | undefined {
  let parent: unknown = data;
  for (const key of path?.slice(0, -1) ?? [])
    parent = (parent as Record<string | number, unknown> | null)?.[key];
  const id = (parent as { id?: string } | null | undefined)?.id;
  return id === undefined ? undefined : message.endsWith(` of ${id}`);
}

function withoutPath(error: string): string {
  const [message, , ...rest] = JSON.parse(error) as unknown[];
  return JSON.stringify([message, ...rest]);
}

describe('the executor of the hub', () => {
  it('answers to the letter what one schema that holds everything would, whatever is split over whom', async () => {
    let asked = 0;
    let stockAgrees = 0;
    await fc.assert(
      fc.asyncProperty(
        tape,
        fc.nat(),
        tapes,
        fc.constantFrom('query', 'query', 'mutation'),
        async (shape, seed, questions, kind) =>
          inWorld(worldFrom(shape), seed, async (running) => {
            const { schema, own, stock, changes, world } = running;
            for (const each of questions) {
              const question = questionFrom(each, schema, kind as 'query');
              if (!isValid(schema, question)) continue;
              const expected: string[] = [];
              const right = text(await asOneSchema(running, seed, question, expected));
              changes.length = 0;
              expect(
                text(await own(question.query, question.variables)),
                `${question.query}\n${world.subgraphs.join('')}`,
              ).toBe(right);
              expect(changes, question.query + JSON.stringify(question.variables)).toEqual(expected);
              asked += 1;
              const { data } = await stock(question.query, question.variables);
              if (same({ data: data ?? null }, JSON.parse(right) as ExecutionResult)) stockAgrees += 1;
            }
          }),
      ),
      { numRuns: propertyRuns(40), ...SOONER },
    );
    expect(asked).toBeGreaterThan(80);
    // Otherwise the worlds would be none that a federated gateway is made for.
    expect(stockAgrees / asked).toBeGreaterThan(0.8);
  }, 180_000);

  it('answers what Apollo’s executor does where owners fail or do not know an entity, errors and their paths included', async () => {
    let failed = 0;
    let placed = 0;
    await fc.assert(
      fc.asyncProperty(tape, fc.nat(), tapes, async (shape, seed, questions) =>
        inWorld(worldFrom(shape), seed, async (running) => {
          const { schema, own, stock, world, troubles } = running;
          for (const each of questions) {
            const question = questionFrom(each, schema, 'query', false);
            if (!isValid(schema, question)) continue;
            const context = `${question.query}\n${JSON.stringify(question.variables)}\n${world.subgraphs.join('')}`;
            Object.assign(troubles, NO_TROUBLES);
            const right = await asOneSchema(running, seed, question, []);
            // Where it is wrong when nothing fails, nothing can be learned from how it is wrong when something does.
            if (!same(await stock(question.query, question.variables), right)) continue;
            Object.assign(troubles, { fault: 11, stranger: 5 });
            const ours = await own(question.query, question.variables);
            const theirs = await stock(question.query, question.variables);
            expect(same(ours, theirs), `${context}\n${text(ours)}\n${text(theirs)}`).toBe(true);
            const byOwners = (ours.errors ?? []).filter(
              ({ extensions }) => extensions['serviceName'] !== undefined,
            );
            expect(
              byOwners.filter((error) => standsAt(ours, error) === false),
              context,
            ).toEqual([]);
            const isSure = [...byOwners, ...(theirs.errors ?? [])].every(
              (error) => standsAt(theirs, error) === true,
            );
            const tell = (errors: readonly GraphQLError[] = []) =>
              isSure ? told(errors) : told(errors).map(withoutPath);
            expect(tell(byOwners), context).toEqual(tell(theirs.errors));
            if (isSure && byOwners.length > 0) placed += 1;
            if (byOwners.length > 0) failed += 1;
          }
        }),
      ),
      { numRuns: propertyRuns(40), ...SOONER },
    );
    expect(failed).toBeGreaterThan(20);
    expect(placed).toBeGreaterThan(2);
  }, 180_000);
});
