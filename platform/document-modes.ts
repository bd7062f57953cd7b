import { failed, ok, type Outcome } from './primitives/outcome.ts';
import { ROLES, type Role } from './viewer.ts';

/**
 * What somebody in a role may ask at the door: OPEN any document, with ten times the room of the limits; COSTED any document
 * within them; TRUSTED_ONLY a document of the manifest, by its id.
 */
export const DOCUMENT_MODES = ['OPEN', 'COSTED', 'TRUSTED_ONLY'] as const;
export type DocumentMode = (typeof DOCUMENT_MODES)[number];
export type DocumentModes = Readonly<Record<Role, DocumentMode>>;

/** Who looks for what nobody thought of; the other roles work with a front-end, whose questions are known. */
const FREE_IN_PRODUCTION: ReadonlySet<Role> = new Set(['ANALYST', 'AUDITOR']);
const EVERYBODY = 'ALL';

/**
 * The modes as a setting such as `ALL:COSTED,SEEKER:TRUSTED_ONLY` states them; a role goes before ALL, and what it does not
 * name stays: COSTED for everybody, in production TRUSTED_ONLY for all but analysts and auditors. The hub's own services ask
 * nothing that is not in the manifest, so for HUB nothing can be set. Fails with what is allowed.
 */
export function readDocumentModes(
  setting: string | undefined,
  production: boolean,
): Outcome<DocumentModes, string> {
  const set = new Map<string, DocumentMode>();
  for (const part of setting?.split(',') ?? []) {
    const [who = '', word, ...rest] = part.trim().split(':');
    const mode = DOCUMENT_MODES.find((one) => one === word);
    const settable = who !== 'HUB' && [EVERYBODY, ...ROLES].includes(who);
    if (mode === undefined || !settable || set.has(who) || rest.length > 0) return failed(ALLOWED);
    set.set(who, mode);
  }
  const modeOf = (role: Role): DocumentMode => {
    if (role === 'HUB') return 'TRUSTED_ONLY';
    const unset = production && !FREE_IN_PRODUCTION.has(role) ? 'TRUSTED_ONLY' : 'COSTED';
    return set.get(role) ?? set.get(EVERYBODY) ?? unset;
  };
  return ok(Object.fromEntries(ROLES.map((role) => [role, modeOf(role)])) as DocumentModes);
}

const ALLOWED =
  'must be a list such as ALL:COSTED,SEEKER:TRUSTED_ONLY: each role once, ALL for the others, not HUB, with one of ' +
  DOCUMENT_MODES.join(', ');
