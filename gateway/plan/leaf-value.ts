import { isEnumType, type GraphQLLeafType } from 'graphql';

const WHOLE = /^-?\d+$/;

const BUILT_IN: Readonly<Record<string, (value: unknown) => boolean>> = {
  Boolean: (value) => typeof value === 'boolean',
  Int: isWhole,
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string' || isWhole(value),
};

/**
 * Whether a value can be one of a type as clients know it. A scalar of the schema's own is its owner's to judge; an enum
 * value may be one that an owner has and clients may not see.
 */
export function leafTest(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  return BUILT_IN[type.name] ?? (() => true);
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' && (Number.isInteger(value) ? WHOLE.test(String(value)) : false);
}
