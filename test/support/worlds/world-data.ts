import { GraphQLError, type GraphQLFieldResolver } from 'graphql';
import { numberFrom } from './choices.ts';
import { baseOf, POSSIBLE, type World } from './world.ts';

/** What goes wrong in a world, in about one of so many cases; 0 is never. */
export interface Troubles {
  readonly fault: number;
  /** An owner that does not know an entity which another names. */
  readonly stranger: number;
}

export const NO_TROUBLES: Troubles = { fault: 0, stranger: 0 };

interface Thing {
  readonly __typename: string;
  readonly id: string;
}

const IDS = 4;

/**
 * Answers every field of a world. A value follows from the entity, the field and its argument alone, so that every subgraph
 * that may answer a field gives the same, as shareable fields have to.
 */
export function worldResolver(
  world: World,
  seed: number,
  troubles: Troubles,
  subgraph: number,
  onChange: (change: string) => void,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, { n = null }, _context, { parentType, fieldName, returnType }) => {
    const parent = source as (Thing & Record<string, unknown>) | undefined;
    if (fieldName === 'id') return parent!.id;
    const key = [seed, parentType.name, parent?.id, fieldName, n];
    if (parentType.name === 'Mutation') onChange(`${fieldName}(${String(n)})`);
    if (troubles.fault > 0 && numberFrom(subgraph, 'fault', ...key) % troubles.fault === 0)
      throw new GraphQLError(`no ${fieldName} of ${String(parent?.id)}`, { extensions: { code: 'FAULT' } });
    const requires = world.entities.get(parentType.name)?.find(({ name }) => name === fieldName)?.requires;
    if (requires === undefined) return valueOf(String(returnType), key);
    return `from ${JSON.stringify(requiredOf(world, seed, parent!, requires))}`;
  };
}

/** Whether an owner knows an entity that it is asked about. */
export function isStranger(
  seed: number,
  troubles: Troubles,
  subgraph: number,
  { __typename, id }: Thing,
): boolean {
  return (
    troubles.stranger > 0 && numberFrom(seed, 'stranger', subgraph, __typename, id) % troubles.stranger === 0
  );
}

/** What a derived field was given by the gateway; where nobody gave it, as in one schema for all, what the world holds. */
function requiredOf(
  world: World,
  seed: number,
  parent: Thing & Record<string, unknown>,
  { field, selection }: { readonly field: string; readonly selection: string },
): unknown {
  if (Object.hasOwn(parent, field)) return parent[field];
  const { type } = world.entities.get(parent.__typename)!.find(({ name }) => name === field)!;
  const value = valueOf(type, [seed, parent.__typename, parent.id, field, null]);
  return selection === '' ? value : spotsOf(value, seed);
}

function spotsOf(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((one) => spotsOf(one, seed));
  if (value === null) return null;
  const { id } = value as Thing;
  return {
    x: valueOf('Int', [seed, 'Spot', id, 'x', null]),
    colour: valueOf('Colour', [seed, 'Spot', id, 'colour', null]),
  };
}

function valueOf(type: string, key: readonly unknown[]): unknown {
  if (type.endsWith('!')) return present(type.slice(0, -1), key);
  return numberFrom('null', ...key) % 7 === 0 ? null : present(type, key);
}

function present(type: string, key: readonly unknown[]): unknown {
  const number = numberFrom('value', ...key);
  if (type.startsWith('['))
    return Array.from({ length: number % 4 }, (_none, index) => valueOf(type.slice(1, -1), [...key, index]));
  switch (baseOf(type)) {
    case 'Int':
      return number % 1000;
    case 'Float':
      return (number % 1000) / 4;
    case 'Boolean':
      return number % 2 === 0;
    case 'String':
    case 'Day':
      return `text ${number % 100}`;
    case 'ID':
      return String(number % 100);
    case 'Colour':
      return ['RED', 'GREEN', 'BLUE'][number % 3];
    case 'Spot':
      return { __typename: 'Spot', id: String(number % 20) };
    default: {
      const names = POSSIBLE[type] ?? [type];
      return { __typename: names[number % names.length], id: String((number >>> 3) % IDS) };
    }
  }
}
