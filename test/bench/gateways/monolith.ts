import {
  buildASTSchema,
  defaultFieldResolver,
  execute,
  getNamedType,
  isAbstractType,
  isObjectType,
  isScalarType,
  parse,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { enforceAccess } from '../../../platform/access.ts';
import { hubOperation } from '../../../platform/hub-operations.ts';
import {
  openFetch,
  subgraphTypeDefs,
  type AskSupergraph,
  type Fetch,
} from '../../../platform/serve-subgraph.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import type { Trace } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import type { Places } from './copied-databases.ts';
import { mergedTypeDefs, type MergedTypeDefs } from './merged-type-defs.ts';
import { openOwners, type Owner } from './owners.ts';

/** The five owners as one server without federation: what carrying a question to several owners costs can be read off it. */
export interface Monolith {
  readonly schema: GraphQLSchema;
  readonly contextOf: (viewer: Viewer, trace: Trace) => MonolithContext;
  readonly stop: () => Promise<void>;
}

/** The context of one request: a fetch of each owner that it comes to. A plain object, for servers that copy what is in it. */
export interface MonolithContext {
  readonly viewer: Viewer;
  readonly trace: Trace;
  /** The context of an owner's resolvers. */
  readonly of: (name: SubgraphName) => unknown;
  /** Records what was read and commits, at every owner. */
  readonly end: () => Promise<void>;
}

function contextFor(owners: ReadonlyMap<SubgraphName, Owner>, viewer: Viewer, trace: Trace): MonolithContext {
  const fetches = new Map<SubgraphName, Fetch<unknown>>();
  return {
    viewer,
    trace,
    of(name) {
      let fetch = fetches.get(name);
      if (fetch === undefined) {
        const { definition, services } = owners.get(name)!;
        fetches.set(name, (fetch = openFetch(definition, services, { viewer, trace })));
      }
      return fetch.context;
    },
    async end() {
      await Promise.all([...fetches.values()].map((fetch) => fetch.end()));
    },
  };
}

/** An object of a type that several owners know, as one of them gave it. */
class Known {
  readonly by: SubgraphName;
  readonly value: object;
  readonly #asked = new Map<SubgraphName, unknown>();

  constructor(by: SubgraphName, value: object) {
    this.by = by;
    this.value = value;
  }

  /** The same object at another owner, asked for once. */
  at(name: SubgraphName, ask: () => unknown): unknown {
    if (!this.#asked.has(name)) this.#asked.set(name, ask());
    return this.#asked.get(name);
  }
}

type Resolve = GraphQLFieldResolver<unknown, MonolithContext>;
type TypeResolvers = Readonly<Record<string, unknown>>;

/** Opens all owners' databases and merges their schemas and resolvers. */
export async function startMonolith(places: Places): Promise<Monolith> {
  const ask: AskSupergraph = async (operation, variables, viewer, trace) => {
    const contextValue = contextFor(owners, viewer, trace);
    const result = await execute({
      schema,
      document: documentOf(operation),
      variableValues: variables,
      contextValue,
    });
    await contextValue.end();
    return result;
  };
  const { owners, stop } = await openOwners(places, ask);
  const schema = monolithSchema(owners);
  return { schema, contextOf: (viewer, trace) => contextFor(owners, viewer, trace), stop };
}

const documents = new Map<string, DocumentNode>();

function documentOf(operation: string): DocumentNode {
  let document = documents.get(operation);
  if (document === undefined) documents.set(operation, (document = parse(hubOperation(operation))));
  return document;
}

/** One executable schema, with every owner's resolvers and guards. */
export function monolithSchema(owners: ReadonlyMap<SubgraphName, Owner>): GraphQLSchema {
  const merged = mergedTypeDefs(new Map([...owners.keys()].map((name) => [name, subgraphTypeDefs(name)])));
  const schema = buildASTSchema(merged.document);
  const resolversOf = (name: SubgraphName) =>
    owners.get(name)!.definition.resolvers as Readonly<Record<string, TypeResolvers>>;
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    for (const name of owners.keys()) {
      const given = resolversOf(name)[type.name] as object | undefined;
      if (given === undefined) continue;
      if (isScalarType(type)) Object.assign(type, scalarFunctions(given as never));
      if (isAbstractType(type))
        type.resolveType = (given as { __resolveType: typeof type.resolveType }).__resolveType;
    }
    if (isObjectType(type)) resolveFields(type, merged, resolversOf);
  }
  return enforceAccess(schema);
}

function scalarFunctions({ serialize, parseValue, parseLiteral }: Record<string, unknown>): object {
  return { serialize, parseValue, parseLiteral };
}

function resolveFields(
  type: GraphQLObjectType,
  { definers, shared }: MergedTypeDefs,
  resolversOf: (name: SubgraphName) => Readonly<Record<string, TypeResolvers>>,
): void {
  const resolverOf = (name: SubgraphName, field: string) =>
    (resolversOf(name)[type.name]?.[field] ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, unknown>;
  const key = shared.get(type.name);
  for (const field of Object.values(type.getFields())) {
    const names = definers.get(`${type.name}.${field.name}`) as readonly SubgraphName[];
    const resolver = new Map(names.map((name) => [name, resolverOf(name, field.name)]));
    const result = getNamedType(field.type);
    const marks = isObjectType(result) && shared.has(result.name);
    // Roots and types of one owner come from nobody else, and of a value that owners share each field is what it holds.
    const [only] = names;
    if (key === undefined) {
      field.resolve = fromOwner(only!, resolver.get(only!)!, marks) as never;
      continue;
    }
    const direct = new Map(names.map((name) => [name, fromOwner(name, resolver.get(name)!, marks)]));
    const reference = (resolversOf(only!)[type.name]?.['__resolveReference'] ?? asItIs) as Reference;
    field.resolve = ((source: Known, arguments_, context, info) => {
      const own = direct.get(source.by);
      if (own !== undefined) return own(source.value, arguments_, context, info);
      const found = source.at(only!, () => {
        const given = resolversOf(source.by)[type.name]?.[key] as Resolve | undefined;
        // Without a resolver of its own it is what the object holds; the one by default would look for the asked field.
        const id =
          given === undefined ? (source.value as never)[key] : given(source.value, {}, context, info);
        return reference({ __typename: type.name, [key]: id }, context.of(only!), info);
      });
      const ask = direct.get(only!)!;
      return found instanceof Promise
        ? found.then((value: unknown) => (value === null ? null : ask(value, arguments_, context, info)))
        : found === null
          ? null
          : ask(found, arguments_, context, info);
    }) as Resolve as never;
  }
}

type Reference = (reference: object, context: unknown, info: GraphQLResolveInfo) => unknown;

const asItIs: Reference = (reference) => reference;

/** A resolver with its owner's context; objects that several owners know are marked with who gave them. */
function fromOwner(
  name: SubgraphName,
  resolve: GraphQLFieldResolver<unknown, unknown>,
  marks: boolean,
): Resolve {
  const asked: Resolve = (source, arguments_, context, info) =>
    resolve(source, arguments_, context.of(name), info);
  if (!marks) return resolve === defaultFieldResolver ? defaultFieldResolver : asked;
  return (source, arguments_, context, info) => {
    const given = asked(source, arguments_, context, info);
    return given instanceof Promise ? given.then((value) => marked(name, value)) : marked(name, given);
  };
}

function marked(name: SubgraphName, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((one: unknown) =>
      one instanceof Promise ? one.then((it) => marked(name, it)) : marked(name, one),
    );
  return typeof value === 'object' && value !== null ? new Known(name, value) : value;
}
