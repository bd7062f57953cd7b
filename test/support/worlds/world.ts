import { choicesFrom, type Choices } from './choices.ts';

/** A field of an entity in a generated world, and which subgraphs answer it. */
export interface WorldField {
  readonly name: string;
  /** As SDL writes it. */
  readonly type: string;
  readonly takesNumber: boolean;
  readonly owners: readonly number[];
  /** The field of another owner that this one is computed from, with what it needs of it. */
  readonly requires?: { readonly field: string; readonly selection: string };
}

export interface RootField {
  readonly name: string;
  readonly type: string;
  readonly owner: number;
  /** A field of another owner that this root field brings along. */
  readonly provides?: string;
}

/** A small federated world: what its SDL says, subgraph by subgraph. */
export interface World {
  readonly entities: ReadonlyMap<string, readonly WorldField[]>;
  readonly roots: readonly RootField[];
  readonly subgraphs: readonly string[];
}

export const ENTITIES = ['Home', 'Person', 'Club'] as const;
/** Which entities stand behind an interface and a union. */
export const POSSIBLE: Readonly<Record<string, readonly string[]>> = {
  Named: ['Home', 'Person'],
  Thing: ['Home', 'Club'],
};
const LEAVES = ['Int', 'String', 'Boolean', 'Float', 'ID', 'Colour', 'Day'];
const COMPOSITES = ['Spot', ...ENTITIES, 'Named', 'Thing'];
const IMPORTS = '["@key", "@external", "@requires", "@provides", "@shareable"]';

interface WorldChoices extends Choices {
  readonly mostLists: number;
}

/** A world from a tape: two to four subgraphs, three entities, an interface, a union, a value type, an enum and a scalar. */
export function worldFrom(tape: readonly number[], mostLists: 1 | 2 = 2): World {
  const choices: WorldChoices = { ...choicesFrom(tape), mostLists };
  const count = 2 + choices.below(3);
  const entities = new Map(
    ENTITIES.map((entity) => [entity as string, entityFields(choices, entity, count)]),
  );
  const roots = Array.from({ length: count }, (_none, owner) => rootFields(choices, owner, entities)).flat();
  const subgraphs = Array.from({ length: count }, (_none, index) => sdlOf(index, entities, roots));
  return { entities, roots, subgraphs };
}

function typeFrom(choices: WorldChoices, bases: readonly string[]): string {
  let type = choices.of(bases);
  const lists = Math.min([0, 0, 1, 1, 2][choices.below(5)]!, choices.mostLists);
  for (let list = 0; list < lists; list += 1) type = `[${choices.oneIn(3) ? `${type}!` : type}]`;
  return choices.oneIn(4) ? `${type}!` : type;
}

function entityFields(choices: WorldChoices, entity: string, count: number): readonly WorldField[] {
  const fields: WorldField[] = Array.from({ length: 2 + choices.below(4) }, (_none, index) => {
    const owner = choices.below(count);
    return {
      name: `${entity.toLowerCase()}${index}`,
      type: typeFrom(choices, index === 0 ? LEAVES : choices.oneIn(2) ? COMPOSITES : LEAVES),
      takesNumber: index > 0 && choices.oneIn(4),
      owners: choices.oneIn(4) ? [owner, (owner + 1) % count] : [owner],
    };
  });
  const required = choices.of(
    fields
      .filter(({ type, takesNumber }) => !takesNumber && /Spot|Int|String|Colour/.test(type))
      .concat(fields[0]!),
  );
  const others = Array.from({ length: count }, (_none, index) => index).filter(
    (index) => !required.owners.includes(index),
  );
  if (others.length > 0 && !choices.oneIn(3))
    fields.push({
      name: `${entity.toLowerCase()}Derived`,
      type: 'String',
      takesNumber: false,
      owners: [choices.of(others)],
      requires: { field: required.name, selection: required.type.includes('Spot') ? ' { x colour }' : '' },
    });
  return fields;
}

function rootFields(
  choices: WorldChoices,
  owner: number,
  entities: ReadonlyMap<string, readonly WorldField[]>,
): readonly RootField[] {
  return Array.from({ length: 1 + choices.below(2) }, (_none, index) => {
    const root = { name: `q${owner}${index}`, type: typeFrom(choices, COMPOSITES), owner };
    const base = baseOf(root.type);
    const provided = entities
      .get(base)
      ?.find(
        (field) =>
          !field.owners.includes(owner) &&
          !field.requires &&
          !field.takesNumber &&
          LEAVES.includes(baseOf(field.type)),
      );
    return provided !== undefined && choices.oneIn(2) ? { ...root, provides: provided.name } : root;
  });
}

/** The name inside the lists and marks of a type. */
export function baseOf(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}

function sdlOf(
  index: number,
  entities: ReadonlyMap<string, readonly WorldField[]>,
  roots: readonly RootField[],
): string {
  // Only the first knows the interface's second field, so that the others' objects have to be asked there.
  const label = index === 0 ? ' label: String' : '';
  const types = [...entities].map(([entity, fields]) => {
    const isNamed = POSSIBLE['Named']!.includes(entity);
    const lines = fields.flatMap((field) => fieldLines(field, index, fields, entity, roots));
    return `type ${entity}${isNamed ? ' implements Named' : ''} @key(fields: "id") { id: ID!${isNamed ? label : ''} ${lines.join(' ')} }`;
  });
  const mine = roots.filter(({ owner }) => owner === index);
  const queries = mine.map(
    ({ name, type, provides }) =>
      `${name}(n: Int): ${type}${provides === undefined ? '' : ` @provides(fields: "${provides}")`}`,
  );
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${IMPORTS})
    scalar Day
    enum Colour { RED GREEN BLUE }
    type Spot @shareable { x: Int y: String! colour: Colour home: Home clubs: [Club!] }
    interface Named { id: ID!${label} }
    union Thing = Home | Club
    ${types.join('\n')}
    type Query { ${queries.join(' ')} }
    type Mutation { change${index}(n: Int): Home }
  `;
}

function fieldLines(
  field: WorldField,
  index: number,
  fields: readonly WorldField[],
  entity: string,
  roots: readonly RootField[],
): readonly string[] {
  const { name, type, takesNumber, owners, requires } = field;
  const head = `${name}${takesNumber ? '(n: Int)' : ''}: ${type}`;
  if (owners.includes(index)) {
    if (requires !== undefined)
      return [`${head} @requires(fields: "${requires.field}${requires.selection}")`];
    return [owners.length > 1 ? `${head} @shareable` : head];
  }
  const isRequired = fields.some((other) => other.requires?.field === name && other.owners.includes(index));
  const isProvided = roots.some(
    (root) => root.owner === index && root.provides === name && baseOf(root.type) === entity,
  );
  return isRequired || isProvided ? [`${head} @external`] : [];
}
