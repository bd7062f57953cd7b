import { isObjectType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { completeElement, completeOf, elementPlace, type Complete, type CompletedField } from './complete.ts';
import { put } from './place.ts';

/** What `@apollo/subgraph` keeps with a type: how a reference becomes an object of it. */
interface Referenced {
  readonly apollo?: {
    readonly subgraph?: {
      readonly resolveReference?: (reference: object, context: unknown, info: unknown) => unknown;
    };
  };
}

/** Whether a field is the one by which other owners' entities are asked for. */
export function isEntitiesField(
  parent: GraphQLObjectType,
  { name, type }: GraphQLField<unknown, unknown>,
): boolean {
  return parent.name === 'Query' && name === '_entities' && String(type) === '[_Entity]!';
}

/**
 * Completes each representation as the type that it names, which is known without asking for it
 * (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec#resolve-requests-for-entities).
 */
export function completeEntities(field: CompletedField, schema: GraphQLSchema): Complete {
  const byName = new Map<string, Complete>();
  const entityOf = (name: string): Complete => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`there is no object type ${name} that could be asked for`);
    const complete = oneOf(field, type);
    byName.set(name, complete);
    return complete;
  };
  return (run, representations, place) => {
    const list: unknown[] = [];
    put(place.holder, place.key, list);
    for (const representation of representations as readonly { readonly __typename: string }[]) {
      const complete = entityOf(representation.__typename);
      const key = list.push(null) - 1;
      completeElement(run, representation, complete, field.nodes, elementPlace(place, list, key, true));
    }
  };
}

function oneOf(field: CompletedField, type: GraphQLObjectType): Complete {
  const resolve = (type.extensions as Referenced).apollo?.subgraph?.resolveReference;
  const complete = completeOf(field, type);
  return (run, representation, place) => {
    const entity =
      resolve === undefined
        ? representation
        : resolve(representation as object, run.context, field.infoAt(run, place));
    completeElement(run, entity, complete, field.nodes, place);
  };
}
