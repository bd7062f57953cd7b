import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { livingServer } from './orphan.ts';
import { placesOf } from './place.ts';

/**
 * The server that another process of this hub runs on a data folder, as its superuser; undefined when none runs there. For
 * who looks along: it ends when that process says so.
 */
export function runningServer(folder: string): string | undefined {
  for (const cluster of placesOf(folder)) {
    const port = livingServer(cluster);
    if (port === undefined) continue;
    const password = readFileSync(join(folder, 'admin-password'), 'utf8').trim();
    return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  }
  return undefined;
}
