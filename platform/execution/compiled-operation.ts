import {
  execute,
  getOperationAST,
  getVariableValues,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { perChoice } from './conditions.ts';
import { compileFields, type CompiledField, type Compiling } from './fields.ts';
import type { Holder } from './place.ts';
import { Run } from './run.ts';
import { fragmentsOf } from './selected-fields.ts';

/** Executes one operation of a valid document as somebody, as often as it is asked. */
export type ExecuteOperation = (
  context: unknown,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

/**
 * Compiles an operation to functions that call resolvers and write the answer, so that what is the same each time it is asked
 * is found out once: which fields, which arguments, how each value is completed. Answers what graphql-js' `execute`
 * answers, which also executes what is not compiled: questions to the schema itself.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): ExecuteOperation {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root || asksSchema(document))
    return async (contextValue, variableValues) =>
      execute({ schema, document, operationName, contextValue, variableValues });
  const chosen = perChoice(document, (decidedDocument): readonly CompiledField[] => {
    const decidedOperation = getOperationAST(decidedDocument, operationName)!;
    const compiling: Compiling = {
      schema,
      operation: decidedOperation,
      fragments: fragmentsOf(decidedDocument),
      variableFields: 0,
    };
    return compileFields(compiling, root, [decidedOperation.selectionSet]);
  });
  const inOrder = operation.operation === 'mutation';
  return async (context, given) => {
    const read = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 50 });
    if (read.errors !== undefined) return { errors: read.errors };
    return answer(chosen(read.coerced), new Run(context, read.coerced), inOrder);
  };
}

async function answer(
  fields: readonly CompiledField[],
  run: Run,
  inOrder: boolean,
): Promise<ExecutionResult> {
  const data: Holder = {};
  const isNull = (): boolean => fields.some(({ name, isNullable }) => !isNullable && data[name] === null);
  for (const { write } of fields) {
    write(run, undefined, data, undefined);
    if (!inOrder) continue;
    await run.whenDone();
    // What comes after a write that leaves no answer is not begun.
    if (isNull()) break;
  }
  await run.whenDone();
  const { errors } = run;
  return errors.length === 0 ? { data } : { errors, data: isNull() ? null : data };
}

/** Whether the schema itself is asked about, which graphql-js answers. */
function asksSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field({ name: { value } }) {
      if (value === '__schema' || value === '__type') asks = true;
    },
  });
  return asks;
}
