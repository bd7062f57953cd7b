import {
  defaultFieldResolver,
  isObjectType,
  type DirectiveNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { HubError } from './errors.ts';
import type { Role, Viewer } from './viewer.ts';

/** What every resolver's context holds at the least. */
export interface ViewerContext {
  readonly viewer: Viewer;
}

/**
 * Puts a guard before every field whose SDL, or whose type's SDL, carries `@access`. The guard runs for every way in,
 * `_entities` included, because it sits on the field and not on the route to it. Call once per schema.
 */
export function enforceAccess(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const roles = rolesFor(type, field);
      if (roles !== undefined) guard(field, roles);
    }
  }
  return schema;
}

/** The roles that the SDL states for a field: its own, else its type's; undefined when it is open to all. */
export function rolesFor(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): ReadonlySet<Role> | undefined {
  const own = accessRoles(field.astNode?.directives);
  if (own !== undefined) return own;
  for (const node of [type.astNode, ...type.extensionASTNodes]) {
    const ofType = accessRoles(node?.directives);
    if (ofType !== undefined) return ofType;
  }
  return undefined;
}

/** What stands before a field: who may pass, and what is behind it. */
export interface Guard {
  /** Throws UNAUTHENTICATED or FORBIDDEN for a viewer who may not pass. */
  readonly admit: (context: unknown) => void;
  /** How the field itself is resolved; undefined where an object simply has it. */
  readonly behind: Resolver | undefined;
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const guards = new WeakMap<Resolver, Guard>();

/** The guard of a field, for an executor that calls it before anything behind it; undefined where there is none. */
export function guardOf({ resolve }: GraphQLField<unknown, unknown>): Guard | undefined {
  return resolve === undefined ? undefined : guards.get(resolve);
}

function guard(field: GraphQLField<unknown, unknown>, roles: ReadonlySet<Role>): void {
  const behind = field.resolve;
  const resolve = behind ?? defaultFieldResolver;
  const admit = (context: unknown): void => {
    const { role } = (context as ViewerContext).viewer;
    if (!roles.has(role)) throw new HubError(role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  };
  field.resolve = (source, arguments_, context, info) => {
    admit(context);
    return resolve(source, arguments_, context, info);
  };
  guards.set(field.resolve, { admit, behind });
}

function accessRoles(directives: readonly DirectiveNode[] | undefined): ReadonlySet<Role> | undefined {
  const access = directives?.find((directive) => directive.name.value === 'access');
  const value = access?.arguments?.find((argument) => argument.name.value === 'roles')?.value;
  if (value?.kind !== 'ListValue') return undefined;
  return new Set(value.values.map((role) => (role.kind === 'EnumValue' ? (role.value as Role) : 'HUB')));
}
