import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';

import { failed, ok, type Outcome } from '../primitives/outcome.ts';
import type { DatabaseFailure } from './database-failure.ts';
import { quoteName, type DatabaseRoles } from './roles.ts';

/** One numbered step from an empty database to the present one. */
export interface Migration {
  readonly number: number;
  /** The file's name, such as `0001-registration.sql`. */
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const FOUNDATION = new URL('./foundation.sql', import.meta.url);

/**
 * The platform's foundation as number 0, then the files of `folder` by number.
 * Fails when a file is not named `0001-noun.sql` or two files share a number.
 */
export async function readMigrations(folder: URL): Promise<Outcome<readonly Migration[], DatabaseFailure>> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const names = (await readdir(base)).filter((name) => !name.startsWith('.')).sort();
  const migrations = [await readOne(0, '0000-foundation.sql', FOUNDATION)];
  for (const name of names) {
    const digits = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/.exec(name)?.[1];
    const number = Number(digits);
    if (digits === undefined || number === 0) {
      return misnamed(`The migration ${name} must be named like 0001-noun.sql, counting from 0001.`);
    }
    const twin = migrations.find((other) => other.number === number);
    if (twin !== undefined) return misnamed(`The migrations ${twin.name} and ${name} have the same number.`);
    migrations.push(await readOne(number, name, new URL(name, base)));
  }
  return ok(migrations);
}

/** The text with `:owner`, `:app` and `:public` replaced by the quoted names of those roles; a cast `::app` stays. */
export function withRoles(text: string, roles: DatabaseRoles): string {
  return text.replace(/(?<![:\w]):(owner|app|public)\b/g, (_, role: keyof DatabaseRoles) =>
    quoteName(roles[role]),
  );
}

async function readOne(number: number, name: string, file: URL): Promise<Migration> {
  // A checkout on another system may end its lines differently; that is no edit.
  const text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  return { number, name, text, sha256: createHash('sha256').update(text).digest('hex') };
}

function misnamed(message: string): Outcome<never, DatabaseFailure> {
  return failed({ code: 'MIGRATION_MISNAMED', message });
}
