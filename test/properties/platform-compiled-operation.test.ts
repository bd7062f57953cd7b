import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import {
  buildASTSchema,
  execute,
  GraphQLError,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileOperation } from '../../platform/execution/compiled-operation.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { numberFrom } from '../support/worlds/choices.ts';
import { NO_TROUBLES, worldResolver } from '../support/worlds/world-data.ts';
import { questionFrom } from '../support/worlds/world-question.ts';
import { supergraphOf } from '../support/worlds/two-executors.ts';
import { worldFrom, type World } from '../support/worlds/world.ts';

const tape = fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 160 });
const tapes = fc.array(tape, { minLength: 1, maxLength: 12 });
/** More values than come one after the other in any of these questions. */
const DEEPEST = 20;
const SOONER = { endOnFailure: true, interruptAfterTimeLimit: 60_000 };

/** How values come, and how often they fail, in about one of so many cases; 0 is never. */
interface Weather {
  readonly late: number;
  readonly fault: number;
  /** Whether what may not be null fails as well. */
  readonly harsh: boolean;
}

/** One schema that holds a whole world, whose values come now or later and sometimes fail. */
function schemaOf(
  world: World,
  seed: number,
  weather: Weather,
  onChange: (change: string) => void,
): GraphQLSchema {
  const subgraphs = world.subgraphs.map((sdl, index) => ({ name: `s${index}`, sdl }));
  const supergraph = buildASTSchema(parse(supergraphOf(subgraphs)), { assumeValidSDL: true });
  const answers = worldResolver(world, seed, NO_TROUBLES, 0, onChange);
  const typeOf = (value: unknown) => (value as { __typename: string }).__typename;
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (isInterfaceType(type) || isUnionType(type))
      type.resolveType = (value) =>
        numberFrom(seed, value) % 2 === 0 ? typeOf(value) : Promise.resolve(typeOf(value));
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const mayFail = weather.fault > 0 && (weather.harsh || !isNonNullType(field.type));
      field.resolve = inWeather(answers, seed, { ...weather, fault: mayFail ? weather.fault : 0 });
    }
  }
  return supergraph;
}

function inWeather(
  answers: GraphQLFieldResolver<unknown, unknown>,
  seed: number,
  { late, fault }: Weather,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, given, context, info) => {
    const number = numberFrom(seed, source, given, info.parentType.name, info.fieldName);
    const value =
      fault > 0 && number % fault === 0
        ? failing(number, info.fieldName)
        : answers(source, given, context, info);
    const elements = Array.isArray(value)
      ? value.map((one, index) =>
          late > 0 && (number + index) % 5 === 0 ? Promise.resolve(one) : (one as unknown),
        )
      : value;
    if (elements instanceof GraphQLError && number % 2 === 0) throw elements;
    if (late === 0 || number % late !== 0) return elements;
    return new Promise((resolve, reject) => {
      const come = () => (elements instanceof GraphQLError ? reject(elements) : resolve(elements));
      if (number % 4 === 0) setImmediate(come);
      else process.nextTick(come);
    });
  };
}

/** An error, or a null or a value that the type may not hold. */
function failing(number: number, name: string): unknown {
  return [new GraphQLError(`no ${name}`), null, new GraphQLError(`no ${name} now`)][(number >>> 4) % 3];
}

function text(result: unknown): string {
  return JSON.stringify(result);
}

function told({ errors = [] }: ExecutionResult): readonly string[] {
  return errors.map(({ message, path }) => text([message, path])).sort();
}

/** Whether the answer holds a null at the place of an error or above it. */
function isNullAt(data: unknown, path: readonly (string | number)[] = []): boolean {
  let at = data;
  for (const key of path) {
    if (at === null) return true;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at === null;
}

/**
 * What graphql-js answers. It lets go of the elements of a list that are under way when a later one fails at once: that they fail as
 * well is nobody's to handle then, so it is waited for here. Of ours no such failure may be left; the runner says so.
 */
async function answerOfGraphqlJs(ask: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => undefined);
  try {
    const answer = await ask();
    for (let turn = 0; turn < DEEPEST; turn += 1) await new Promise(setImmediate);
    return answer;
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
}

/** Each valid question of each generated world, with what both executions answer and what they changed, in order. */
async function eachAnswer(
  kind: 'query' | 'mutation',
  weather: Weather,
  check: (ours: ExecutionResult, theirs: ExecutionResult, question: string) => void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(tape, fc.nat(), tapes, async (shape, seed, questions) => {
      const changes: string[] = [];
      const schema = schemaOf(worldFrom(shape), seed, weather, (change) => changes.push(change));
      for (const each of questions) {
        const { query, variables } = questionFrom(each, schema, kind);
        const document = parse(query);
        if (validate(schema, document).length > 0) continue;
        const theirs = await answerOfGraphqlJs(async () =>
          execute({ schema, document, variableValues: variables, contextValue: {} }),
        );
        const theirChanges = changes.splice(0);
        const ours = await compileOperation(schema, document, undefined)({}, variables);
        expect(changes.splice(0), query).toEqual(theirChanges);
        check(ours, theirs, `${query}\n${text(variables)}`);
      }
    }),
    { numRuns: propertyRuns(40), ...SOONER },
  );
}

describe('a compiled operation', () => {
  it.each([0, 2])(
    'answers to the letter what graphql-js answers (late: %s)',
    async (late) => {
      let asked = 0;
      for (const kind of ['query', 'mutation'] as const)
        await eachAnswer(kind, { late, fault: 0, harsh: false }, (ours, theirs, question) => {
          expect(text(ours), question).toBe(text(theirs));
          asked += 1;
        });
      expect(asked).toBeGreaterThan(80);
    },
    180_000,
  );

  it('tells every error of what may be null, where it happened', async () => {
    let failed = 0;
    await eachAnswer('query', { late: 3, fault: 5, harsh: false }, (ours, theirs, question) => {
      expect(
        isDeepStrictEqual(JSON.parse(text(ours.data ?? null)), JSON.parse(text(theirs.data ?? null))),
        question,
      ).toBe(true);
      expect(told(ours), question).toEqual(told(theirs));
      if (ours.errors !== undefined) failed += 1;
    });
    expect(failed).toBeGreaterThan(20);
  }, 180_000);

  it('spreads nulls as graphql-js does, and tells each with an error that caused it', async () => {
    let failed = 0;
    await eachAnswer('query', { late: 3, fault: 6, harsh: true }, (ours, theirs, question) => {
      expect(text(ours.data ?? null), question).toBe(text(theirs.data ?? null));
      expect((ours.errors ?? []).length > 0, question).toBe((theirs.errors ?? []).length > 0);
      // Which of several causes of one null is told depends on which came first; none is told that left no null.
      for (const { path } of ours.errors ?? [])
        expect(isNullAt(ours.data, path), `${question} ${text(path)}`).toBe(true);
      expect(new Set(told(ours)).size, question).toBe(told(ours).length);
      if (ours.errors !== undefined) failed += 1;
    });
    expect(failed).toBeGreaterThan(20);
  }, 180_000);
});
