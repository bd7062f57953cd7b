import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import { enforceAccess, type ViewerContext } from './access.ts';
import type { Clock } from './clock.ts';
import { viewerTransaction, writeAsViewer, type FileReading } from './database/as-viewer.ts';
import type { Database, Transaction } from './database/connect.ts';
import { compileOperation, type ExecuteOperation } from './execution/compiled-operation.ts';
import { maskError } from './mask-error.ts';
import type { Signer } from './signer.ts';
import type { SubgraphName } from './subgraph-names.ts';
import type { Log, Trace } from './telemetry.ts';
import { hubOnBehalfOf, type Viewer } from './viewer.ts';

/** Asks the whole supergraph one named operation of `schema/operations/hub/`, as the hub on behalf of someone. */
export type AskSupergraph = (
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  viewer: Viewer,
  trace: Trace,
) => Promise<ExecutionResult>;

/** What a subgraph gets from the process that runs it. */
export interface SubgraphServices {
  /** The login role under row-level security. */
  readonly database: Database;
  /** The login role whose policies show only public rows; plain queries, no transaction. */
  readonly publicDatabase: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly askSupergraph: AskSupergraph;
  /** Absent where this process signs nothing. */
  readonly signer?: Signer | undefined;
}

/** What work beside the requests gets from the process that runs it. */
export interface BackgroundServices extends Pick<
  SubgraphServices,
  'database' | 'log' | 'clock' | 'askSupergraph' | 'signer'
> {
  /** Address of the same database for the same login role, for a thread with a connection of its own. */
  readonly appUrl: string;
  /** How long personal facts of a decision are kept; absent where this process ends none. */
  readonly factsKeptDays?: number | undefined;
}

/** Work beside the requests, which ends with the process that runs it. */
export interface Background {
  readonly stop: () => Promise<void>;
}

/** What loaders may use: the one transaction of this fetch, or public rows. */
export interface DataAccess {
  readonly viewer: Viewer;
  readonly asViewer: () => Promise<Transaction>;
  readonly publicDatabase: Database;
}

/** The context of every resolver of a subgraph, made anew for each fetch. */
export interface SubgraphContext<Loaders> extends ViewerContext, DataAccess {
  readonly viewer: Viewer;
  readonly trace: Trace;
  readonly clock: Clock;
  readonly loaders: Loaders;
  readonly askSupergraph: AskSupergraph;
  readonly signer: Signer | undefined;
  /** All of `work` in one transaction as the viewer, committed when it resolves. */
  readonly write: <Result>(work: (transaction: Transaction) => Promise<Result>) => Promise<Result>;
  /**
   * The same as the hub on behalf of the viewer, for one named task: what follows from the rules and from nobody's role,
   * such as placing everybody who reacted. Whether the viewer may ask for it is decided before.
   */
  readonly writeAsHub: <Result>(
    purpose: string,
    work: (transaction: Transaction) => Promise<Result>,
  ) => Promise<Result>;
  /** Records, in the transaction of this fetch, that the selected parts of a person's file are read. */
  readonly noteReading: (owner: string, subject: string, info: GraphQLResolveInfo) => void;
}

/** One of the five: what its `subgraph.ts` exports. */
export interface SubgraphDefinition<Loaders = unknown> {
  readonly name: SubgraphName;
  readonly migrations: URL;
  readonly resolvers: object;
  /** Whether it signs what it recorded: then it is not started without a key to do so. */
  readonly signs?: boolean;
  readonly createLoaders: (access: DataAccess) => Loaders;
  /** Begins what this subgraph does beside requests, in each process that runs it. */
  readonly startBackground?: (services: BackgroundServices) => Promise<Background>;
}

/** One fetch, as the gateway plans it. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
  readonly viewer: Viewer;
  readonly trace: Trace;
}

export interface Subgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  /** Never rejects: faults are masked errors in the result. */
  readonly execute: (request: SubgraphRequest) => Promise<ExecutionResult>;
}

const OPERATIONS_KEPT = 1_000;

/** The SDL of a subgraph: the words that owners share, and its own. */
export function subgraphTypeDefs(name: SubgraphName): DocumentNode {
  const text = (file: string) => readFileSync(new URL(`../schema/${file}.graphql`, import.meta.url), 'utf8');
  return parse(`${text('scalars')}\n${text(name)}`);
}

/** Builds the executable schema of a subgraph, with the guards that its SDL states. */
export function buildSubgraph<Loaders>(definition: SubgraphDefinition<Loaders>): GraphQLSchema {
  const resolvers = definition.resolvers as never;
  return enforceAccess(buildSubgraphSchema([{ typeDefs: subgraphTypeDefs(definition.name), resolvers }]));
}

/** A subgraph, ready to answer fetches in this process. */
export function createSubgraph<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  services: SubgraphServices,
): Subgraph {
  const schema = buildSubgraph(definition);
  const operations = new Map<string, ExecuteOperation | readonly GraphQLError[]>();

  function operationOf({
    query,
    operationName,
  }: SubgraphRequest): ExecuteOperation | readonly GraphQLError[] {
    const key = operationName === undefined ? query : `${operationName} ${query}`;
    const known = operations.get(key);
    if (known !== undefined) return known;
    const document = parseAndValidate(schema, query);
    const operation = 'kind' in document ? compileOperation(schema, document, operationName) : document;
    // The gateway's plans repeat the same texts; dropping the oldest bounds what a stranger can make us keep.
    if (operations.size >= OPERATIONS_KEPT) operations.delete(operations.keys().next().value!);
    operations.set(key, operation);
    return operation;
  }

  return {
    name: definition.name,
    schema,
    async execute(request) {
      const operation = operationOf(request);
      if (typeof operation !== 'function') return { errors: operation };
      return executeFetch(definition, services, operation, request);
    },
  };
}

/** What one fetch works with, and its end. */
export interface Fetch<Loaders> {
  readonly context: SubgraphContext<Loaders>;
  /** Records what was read and commits. Rejects when that fails: then nothing that was read may be shown. */
  readonly end: () => Promise<void>;
}

/** Opens a fetch of a subgraph as a viewer. Whoever opens it ends it, whatever came of it. */
export function openFetch<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  services: SubgraphServices,
  { viewer, trace }: Pick<SubgraphRequest, 'viewer' | 'trace'>,
): Fetch<Loaders> {
  const transaction = viewerTransaction(services.database, viewer, trace);
  const access: DataAccess = { viewer, asViewer: transaction.open, publicDatabase: services.publicDatabase };
  const context: SubgraphContext<Loaders> = {
    ...access,
    trace,
    clock: services.clock,
    loaders: definition.createLoaders(access),
    askSupergraph: services.askSupergraph,
    signer: services.signer,
    async write(work) {
      // Whoever held one connection while waiting for another would, with enough others doing so, wait for ever.
      await transaction.close();
      return writeAsViewer(services.database, viewer, trace, work);
    },
    async writeAsHub(purpose, work) {
      await transaction.close();
      return writeAsViewer(services.database, hubOnBehalfOf(viewer, purpose), trace, work);
    },
    noteReading: (owner, subject, info) => note(transaction.note, viewer, owner, subject, info),
  };
  return { context, end: transaction.end };
}

async function executeFetch<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  services: SubgraphServices,
  operation: ExecuteOperation,
  { variables, viewer, trace }: SubgraphRequest,
): Promise<ExecutionResult> {
  const { context, end } = openFetch(definition, services, { viewer, trace });
  const mask = (error: unknown) => maskError(error, { log: services.log, trace, subgraph: definition.name });
  let result: ExecutionResult;
  try {
    result = await operation(context, variables);
  } catch (fault) {
    result = { errors: [mask(fault)] };
  }
  try {
    await end();
  } catch (fault) {
    // What was read could not be recorded, so it may not be shown. A query that failed before reports itself.
    if (result.errors === undefined) return { errors: [mask(fault)] };
  }
  return result.errors === undefined ? result : { ...result, errors: result.errors.map(mask) };
}

function parseAndValidate(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (fault) {
    return [fault instanceof GraphQLError ? fault : new GraphQLError('The query cannot be read.')];
  }
}

/** The person's own readings are not recorded: the record shows a person who else looked. */
function note(
  record: (reading: FileReading) => void,
  viewer: Viewer,
  owner: string,
  subject: string,
  info: GraphQLResolveInfo,
): void {
  if (viewer.role === 'SEEKER' && viewer.registration === subject) return;
  record({ owner, subject, fields: selectedFields(info) });
}

/** By the selections of a compiled operation, which are the same objects each time. */
const fieldsOfSelections = new WeakMap<readonly FieldNode[], readonly string[]>();

function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo): readonly string[] {
  const known = fieldsOfSelections.get(fieldNodes);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'Field') names.add(selection.name.value);
      else if (selection.kind === 'InlineFragment') collect(selection.selectionSet.selections);
      else collect(fragments[selection.name.value]?.selectionSet.selections ?? []);
    }
  };
  for (const node of fieldNodes) collect(node.selectionSet?.selections ?? []);
  names.delete('__typename');
  const fields = [...names];
  fieldsOfSelections.set(fieldNodes, fields);
  return fields;
}
