import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLSchema,
} from 'graphql';
import { choicesFrom, type Choices } from './choices.ts';

/** An operation over a generated world. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Asking {
  readonly choices: Choices;
  readonly schema: GraphQLSchema;
  readonly variables: Map<string, string>;
  readonly fragments: Map<string, string>;
  readonly conditions: boolean;
}

const DEPTH = 5;

/**
 * An operation from a tape: aliases, arguments, variables with and without defaults, fragments of both kinds on types that do
 * and do not apply, repeated fields, conditions, `__typename`, and questions to the schema itself.
 */
export function questionFrom(
  tape: readonly number[],
  schema: GraphQLSchema,
  kind: 'query' | 'mutation',
  conditions = true,
): Question {
  const asking: Asking = {
    choices: choicesFrom(tape),
    schema,
    variables: new Map(),
    fragments: new Map(),
    conditions,
  };
  const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
  const body = selectionOf(asking, root, 0);
  const { choices } = asking;
  const variables: Record<string, unknown> = {};
  if (asking.variables.has('s')) variables['s'] = choices.oneIn(2);
  if (asking.variables.has('i') && choices.oneIn(2)) variables['i'] = choices.oneIn(2);
  if (asking.variables.has('n') && choices.oneIn(2)) variables['n'] = choices.of([0, 5, null]);
  const definitions = [...asking.variables.values()].join(', ');
  const fragments = [...asking.fragments.values()].join('\n');
  return {
    query: `${kind} Question${definitions === '' ? '' : `(${definitions})`} ${body}\n${fragments}`,
    variables,
  };
}

function selectionOf(asking: Asking, type: GraphQLCompositeType, depth: number): string {
  const { choices } = asking;
  // So that an answer tells which entity stands where.
  const parts: string[] = depth > 0 && 'getFields' in type && 'id' in type.getFields() ? ['id'] : [];
  const count = 1 + choices.below(depth === 0 ? 3 : 5);
  for (let part = 0; part < count; part += 1) parts.push(partOf(asking, type, depth));
  return `{ ${parts.join(' ')} }`;
}

function partOf(asking: Asking, type: GraphQLCompositeType, depth: number): string {
  const { choices, schema } = asking;
  const kind = choices.below(isAbstractType(type) ? 9 : 7);
  if (kind < 5 && !isUnionType(type)) return fieldOf(asking, type, depth);
  if (kind === 5) return `${choices.oneIn(3) ? 'kind: ' : ''}__typename${conditionOf(asking)}`;
  if (depth >= DEPTH) return '__typename';
  const targets = isAbstractType(type)
    ? [...schema.getPossibleTypes(type), type]
    : [type, ...interfacesOf(type)];
  const target = choices.of(targets);
  const inner = () => selectionOf(asking, target, depth + 1);
  if (choices.oneIn(3)) {
    const name = `On${target.name}${choices.below(2)}`;
    if (!asking.fragments.has(name)) {
      // A fragment that is being written may not be spread inside itself.
      asking.fragments.set(name, '');
      const written = inner();
      if (written.includes(`...${name} `)) return '__typename';
      asking.fragments.set(name, `fragment ${name} on ${target.name} ${written}`);
    }
    return asking.fragments.get(name) === '' ? '__typename' : `...${name} ${conditionOf(asking)}`;
  }
  const condition = target === type && choices.oneIn(2) ? '' : ` on ${target.name}`;
  return `...${condition}${conditionOf(asking)} ${inner()}`;
}

function interfacesOf(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  return 'getInterfaces' in type ? type.getInterfaces() : [];
}

function fieldOf(asking: Asking, type: GraphQLCompositeType, depth: number): string {
  const { choices } = asking;
  const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
  const fitting =
    depth >= DEPTH ? fields.filter((field) => !isCompositeType(getNamedType(field.type))) : fields;
  if (fitting.length === 0) return '__typename';
  const { name, type: returned, args } = choices.of(fitting);
  const named = getNamedType(returned);
  const [alias, given] =
    args.length === 0 ? [choices.oneIn(5) ? `${name}Too` : name, ''] : argumentOf(asking, name);
  const head = `${alias === name ? '' : `${alias}: `}${name}${given}${conditionOf(asking)}`;
  return isCompositeType(named) || isInterfaceType(named)
    ? `${head} ${selectionOf(asking, named, depth + 1)}`
    : head;
}

/** One name for one argument, so that the same name never asks for two things. */
function argumentOf({ choices, variables }: Asking, name: string): readonly [string, string] {
  const argument = choices.below(4);
  if (argument === 0) return [name, ''];
  if (argument < 3) return [`${name}With${argument}`, `(n: ${argument})`];
  variables.set('n', '$n: Int = 3');
  return [`${name}Given`, '(n: $n)'];
}

function conditionOf({ choices, variables, conditions }: Asking): string {
  if (!conditions || !choices.oneIn(6)) return '';
  switch (choices.below(4)) {
    case 0:
      variables.set('s', '$s: Boolean!');
      return ' @skip(if: $s)';
    case 1:
      variables.set('i', '$i: Boolean = true');
      return ' @include(if: $i)';
    case 2:
      variables.set('s', '$s: Boolean!').set('i', '$i: Boolean = true');
      return ' @skip(if: $s) @include(if: $i)';
    default:
      return choices.oneIn(2) ? ' @skip(if: true)' : ' @include(if: true)';
  }
}
