import type { Transaction } from './database/connect.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from './page.ts';
import type { Role } from './viewer.ts';

/** One reading of a person's file, as the person and the owner may see it. */
export interface FileRead {
  readonly id: string;
  readonly readAt: string;
  readonly organisation: string;
  readonly role: Role;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly traceId: string;
}

const FIRST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Who read a file, newest first, as far as the viewer of the transaction may see it. */
export async function fileReadsPage(
  sql: Transaction,
  { owner, subject }: { readonly owner: string; readonly subject: string },
  page: PageArguments,
): Promise<Page<FileRead>> {
  const size = pageSize(page);
  const [before] = decodeCursor(page.after, ['uuid']) ?? [FIRST];
  const rows = await sql<FileRead[]>`
    /* fileReadsOf */
    select id, read_at, reader_organisation as organisation, reader_role as role, purpose, fields, trace_id
      from platform.file_read
     where owner = ${owner} and subject = ${subject} and id < ${before}::uuid
     order by owner desc, subject desc, id desc limit ${size + 1}`;
  return toPage(
    rows,
    size,
    (row) => row,
    (row) => [row.id],
  );
}
