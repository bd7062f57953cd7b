import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { HubError } from '../../platform/errors.ts';
import { pathTo } from '../../platform/execution/place.ts';
import type { Found } from './places.ts';

/** The path of an error of an owner in the answer: undefined where the owner did not say, or for the fetch as a whole. */
export type PathOf = (path: readonly (string | number)[]) => readonly (string | number)[][];

/**
 * An owner's error as the hub tells it: the same words and code, the owner's name, and the place in the whole answer. One for
 * each place where the entity stands, since each of them lacks what failed.
 */
export function errorsOfOwner(
  error: GraphQLFormattedError,
  serviceName: string,
  pathsOf: PathOf,
): readonly GraphQLError[] {
  const { extensions, path } = error;
  const message = error.message || `Error while fetching subquery from service "${serviceName}"`;
  const tell = (at: readonly (string | number)[] | undefined): GraphQLError =>
    new GraphQLError(message, {
      path: at,
      originalError: error instanceof Error ? error : undefined,
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName },
    });
  const paths = Array.isArray(path) ? pathsOf(path) : [];
  return paths.length === 0 ? [tell(undefined)] : paths.map(tell);
}

/** A fetch that broke instead of being answered: the owner's fault, or that of the way to it. */
export function faultOfOwner(fault: unknown, serviceName: string): GraphQLError {
  const code = fault instanceof HubError ? fault.code : 'SUBGRAPH_UNAVAILABLE';
  return new GraphQLError(new HubError(code).message, {
    originalError: fault instanceof Error ? fault : undefined,
    extensions: { code, serviceName },
  });
}

/** Paths of errors in a fetch of fields: below each object that the fields are of. */
export function pathsBelow(found: readonly Found[]): PathOf {
  return (path) => found.map(({ place }) => [...pathTo(place), ...path]);
}

/** Paths of errors in a fetch of entities, which begin with `_entities` and the number of the representation. */
export function pathsOfEntities(standFor: readonly (readonly Found[])[]): PathOf {
  return ([, index, ...rest]) => {
    const found = typeof index === 'number' ? standFor[index] : undefined;
    return (found ?? []).map(({ place }) => [...pathTo(place), ...rest]);
  };
}
