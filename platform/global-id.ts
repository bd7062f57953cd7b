import { HubError } from './errors.ts';

/** A record's home and number. The GraphQL ID writes both, `L0001:<uuid>`, so that a record's owner is known from its id. */
export interface GlobalId {
  readonly owner: string;
  readonly id: string;
}

const PATTERN = /^([A-Z][A-Z0-9-]{1,15}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The record that `text` names, or undefined when it is no id. */
export function parseGlobalId(text: string): GlobalId | undefined {
  const match = PATTERN.exec(text);
  return match === null ? undefined : { owner: match[1]!, id: match[2]! };
}

/** The record that `text` names. Throws INVALID_ID, which is safe to show. */
export function globalId(text: string): GlobalId {
  const parsed = parseGlobalId(text);
  if (parsed === undefined) throw new HubError('INVALID_ID');
  return parsed;
}

/** The GraphQL ID of a record. */
export function formatGlobalId({ owner, id }: GlobalId): string {
  return `${owner}:${id}`;
}
