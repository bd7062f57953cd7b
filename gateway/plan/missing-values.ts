import { GraphQLError } from 'graphql';
import { ERROR_CATALOGUE } from '../../platform/errors.ts';

type Path = readonly (string | number)[];

/**
 * An error for every place that had to hold a value and holds none, unless an owner already said why: with an error there,
 * above or below it, or with one about a whole fetch (GraphQL specification, 6.4.4: one error for one null).
 */
export function errorsOfMissing(
  broken: readonly Path[],
  told: readonly GraphQLError[],
): readonly GraphQLError[] {
  if (broken.length === 0 || told.some(({ path }) => path === undefined)) return [];
  const at = new Set<string>();
  const through = new Set<string>();
  for (const { path } of told) {
    at.add(JSON.stringify(path));
    path!.forEach((_key, index) => through.add(JSON.stringify(path!.slice(0, index + 1))));
  }
  const isTold = (path: Path): boolean =>
    through.has(JSON.stringify(path)) ||
    path.some((_key, index) => at.has(JSON.stringify(path.slice(0, index + 1))));
  return broken
    .filter((path) => !isTold(path))
    .map(
      (path) =>
        new GraphQLError(ERROR_CATALOGUE.INCOMPLETE_ANSWER.en, {
          path,
          extensions: { code: 'INCOMPLETE_ANSWER' },
        }),
    );
}
