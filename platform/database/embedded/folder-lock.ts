import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { codeOf } from '../database-failure.ts';
import { EmbeddedError } from './embedded-failure.ts';

/** Gives the folder back; the operating system does the same when the process ends in any other way. */
export type Unlock = () => void;

/**
 * Claims a data folder for this process. Throws an EmbeddedError when another process holds it.
 *
 * Node cannot lock a file; SQLite, which is inside Node, can, and a lock of the operating system does not
 * outlive its process as a file with a process number in it would.
 */
export function lockFolder(folder: string): Unlock {
  const note = join(folder, 'hub.pid');
  const lock = new DatabaseSync(join(folder, 'hub.lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (
      codeOf(error) !== 'ERR_SQLITE_ERROR' ||
      !(error instanceof Error) ||
      !error.message.includes('locked')
    ) {
      throw error;
    }
    throw new EmbeddedError(
      'IN_USE',
      `Another hub${readNote(note)} uses the data folder ${folder}; stop it, or give this one a folder of its own in DATA_FOLDER.`,
    );
  }
  writeFileSync(note, `${process.pid}\n`);
  return () => {
    lock.close();
  };
}

function readNote(note: string): string {
  try {
    return ` (process ${readFileSync(note, 'utf8').trim()})`;
  } catch {
    // The other hub has only just claimed the folder.
    return '';
  }
}
