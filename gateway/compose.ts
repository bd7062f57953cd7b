import { readFileSync } from 'node:fs';
import {
  composeServices,
  compositionHasErrors,
  transformSupergraphToPublicSchema,
} from '@theguild/federation-composition';
import { buildASTSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { runGoldenScript } from '../platform/golden.ts';
import { subgraphTypeDefs } from '../platform/serve-subgraph.ts';
import { SUBGRAPH_NAMES } from '../platform/subgraph-names.ts';

/** The composed supergraph and the API that clients see, as text. */
export interface Composed {
  readonly supergraph: string;
  readonly api: string;
}

export const SUPERGRAPH_FILE = new URL('../schema/supergraph.graphql', import.meta.url);
export const API_FILE = new URL('../schema/api.graphql', import.meta.url);

/**
 * Composes the five SDL files. Throws with every composition error: two owners contradict each other.
 * The addresses in it are names only; where a subgraph runs is the process's configuration.
 */
export function composeSupergraph(): Composed {
  const result = composeServices(
    SUBGRAPH_NAMES.map((name) => ({ name, typeDefs: subgraphTypeDefs(name), url: `http://${name}` })),
  );
  if (compositionHasErrors(result)) throw new Error(result.errors.map((error) => error.message).join('\n'));
  refuseUnanswerable(result.supergraphSdl);
  const api = buildASTSchema(transformSupergraphToPublicSchema(parse(result.supergraphSdl)));
  return {
    supergraph: `${result.supergraphSdl.trim()}\n`,
    api: `${printSchema(lexicographicSortSchema(api)).trim()}\n`,
  };
}

/**
 * Throws for a supergraph with an argument inside `@requires`: the planner gives such a field the value that the operation
 * asked for under its name, or that of another argument, and nobody is told.
 */
export function refuseUnanswerable(supergraph: string): void {
  const [found] = supergraph
    .matchAll(/requires:\s*"((?:[^"\\]|\\.)*)"/g)
    .filter(([, fields]) => fields!.includes('('));
  if (found !== undefined) throw new Error(`an argument inside @requires cannot be answered: ${found[1]}`);
}

/** The golden that the gateway starts from. */
export function readSupergraph(): string {
  return readFileSync(SUPERGRAPH_FILE, 'utf8');
}

if (import.meta.main) {
  const { supergraph, api } = composeSupergraph();
  runGoldenScript(
    [
      { file: SUPERGRAPH_FILE, text: supergraph },
      { file: API_FILE, text: api },
    ],
    'npm run compose',
  );
}
