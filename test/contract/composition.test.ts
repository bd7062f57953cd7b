import { composeServices } from '@apollo/composition';
import { buildSchema, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../gateway/compose.ts';
import { subgraphTypeDefs } from '../../platform/serve-subgraph.ts';
import { SUBGRAPH_NAMES } from '../../platform/subgraph-names.ts';

/** Every field with its type and arguments, as `Type.field(argument: Type): Type`. */
function fieldsOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && (isObjectType(type) || isInterfaceType(type)))
    .flatMap((type) =>
      Object.values(
        (
          type as {
            getFields(): Record<
              string,
              { name: string; type: unknown; args: readonly { name: string; type: unknown }[] }
            >;
          }
        ).getFields(),
      ).map(
        (field) =>
          `${type.name}.${field.name}(${field.args
            .map(({ name, type: of }) => `${name}: ${String(of)}`)
            .sort()
            .join(', ')}): ${String(field.type)}`,
      ),
    )
    .sort();
}

describe('composition', () => {
  it('gives the API that Apollo’s own composition gives, field by field', () => {
    const result = composeServices(
      SUBGRAPH_NAMES.map((name) => ({ name, typeDefs: subgraphTypeDefs(name), url: `http://${name}` })),
    );
    expect(result.errors ?? []).toEqual([]);
    const apollo = result.schema!.toAPISchema().toGraphQLJSSchema();
    const ours = fieldsOf(buildSchema(composeSupergraph().api));
    expect(ours.length).toBeGreaterThan(150);
    expect(ours).toEqual(fieldsOf(apollo));
  });
});
