import { codeOf } from '../database-failure.ts';

/** What kept the hub's own database from starting, as a code and one sentence for whoever starts the hub. */
export interface EmbeddedFailure {
  readonly code:
    | 'DISK_FULL'
    | 'FOLDER_NOT_WRITABLE'
    | 'OTHER_MAJOR_VERSION'
    | 'IN_USE'
    | 'NO_BINARIES'
    | 'NO_ACCOUNT'
    | 'DID_NOT_START';
  readonly message: string;
}

const OWN_SERVER = 'or name a PostgreSQL 18 server in DATABASE_URL';

/** Thrown inside the embedded database's own files, and turned into an outcome by `startEmbedded`. */
export class EmbeddedError extends Error {
  readonly failure: EmbeddedFailure;

  constructor(code: EmbeddedFailure['code'], message: string) {
    super(message);
    this.failure = { code, message };
  }
}

/** The sentence for an error of the file system or for what the database's programs wrote; undefined for a defect. */
export function explainEmbedded(error: unknown, folder: string): EmbeddedFailure | undefined {
  if (error instanceof EmbeddedError) return error.failure;
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return {
        code: 'FOLDER_NOT_WRITABLE',
        message: `The data folder ${folder} cannot be written; make it writable, name another in DATA_FOLDER, ${OWN_SERVER}.`,
      };
    default:
      return undefined;
  }
}

/** The error for a program that ended without doing its work, after what it wrote. */
export function explainProgram(program: string, output: string, folder: string): EmbeddedError {
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    const { code, message } = diskFull(folder);
    return new EmbeddedError(code, message);
  }
  if (/Read-only file system/.test(output)) {
    return new EmbeddedError(
      'FOLDER_NOT_WRITABLE',
      `The data folder ${folder} lies on a read-only disk; name another in DATA_FOLDER, ${OWN_SERVER}.`,
    );
  }
  const reason = output.split('\n').findLast((line) => /(?:FATAL|PANIC|error):/.test(line)) ?? output.trim();
  return new EmbeddedError(
    'DID_NOT_START',
    `The database in ${folder} did not start (${program}: ${reason.replace(/^.*?(?:FATAL|PANIC|error):\s*/, '').trim() || 'no reason given'}).`,
  );
}

function diskFull(folder: string): EmbeddedFailure {
  return {
    code: 'DISK_FULL',
    message: `The disk that holds ${folder} is full; make room or name another in DATA_FOLDER.`,
  };
}
