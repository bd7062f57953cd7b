import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { DEVELOPMENT_ISSUER, developmentKey } from './development-issuer.ts';
import { parseGlobalId } from './global-id.ts';
import { ORGANISATION_ROLES, PERSON_ROLES } from './identity.ts';
import { failed, ok, type Outcome } from './primitives/outcome.ts';
import { signToken } from './sign-token.ts';
import type { Role, Viewer } from './viewer.ts';

const USAGE = `Prints a development token.
  npm run -s token -- --org L0001 --role allocator
  npm run -s token -- --registration R0001:<uuid>
Roles: ${[...PERSON_ROLES]
  .filter((role) => role !== 'SEEKER')
  .map((role) => role.toLowerCase().replaceAll('_', '-'))
  .join(', ')}.`;

const HOURS_8 = 8 * 3600;

/** Who the arguments speak of, or a sentence that says what is missing. */
export function viewerOfArguments(argv: readonly string[]): Outcome<Viewer, string> {
  const { org, role: roleName, registration, purpose } = readArguments(argv);
  if (registration !== undefined) {
    if (parseGlobalId(registration) === undefined)
      return failed(`--registration takes an id such as R0001:<uuid>.\n${USAGE}`);
    return ok({
      role: 'SEEKER',
      person: `seeker ${registration}`,
      organisation: null,
      registration,
      purpose: purpose ?? 'own file',
    });
  }
  const role = roleName?.toUpperCase().replaceAll('-', '_') as Role | undefined;
  if (role === undefined || !PERSON_ROLES.has(role) || role === 'SEEKER') return failed(USAGE);
  if (ORGANISATION_ROLES.has(role) && org === undefined)
    return failed(`--role ${roleName} speaks for an organisation: add --org.\n${USAGE}`);
  return ok({
    role,
    person: `developer as ${roleName}`,
    organisation: org ?? null,
    registration: null,
    purpose: purpose ?? 'development',
  });
}

function readArguments(argv: readonly string[]) {
  const options = {
    org: { type: 'string' },
    role: { type: 'string' },
    registration: { type: 'string' },
    purpose: { type: 'string' },
  } as const;
  return parseArgs({ args: [...argv], options, strict: false }).values as Partial<
    Record<keyof typeof options, string>
  >;
}

if (import.meta.main) {
  const viewer = viewerOfArguments(process.argv.slice(2));
  const config = readConfig(undefined, []);
  if (viewer.kind === 'FAILED' || config.kind === 'FAILED') {
    console.error(
      viewer.kind === 'FAILED' ? viewer.failure : config.kind === 'FAILED' ? config.failure.message : '',
    );
    process.exitCode = 1;
  } else {
    const key = await developmentKey(config.value.dataFolder, config.value.production);
    if (key.kind === 'FAILED') {
      console.error(key.failure);
      process.exitCode = 1;
    } else {
      console.log(await signToken(key.value, DEVELOPMENT_ISSUER, viewer.value, HOURS_8));
    }
  }
}
