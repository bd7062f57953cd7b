import { connect, type Transaction } from '../platform/database/connect.ts';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
import { quoteName } from '../platform/database/roles.ts';
import { REFERENCE_MOMENT } from '../platform/reference-clock.ts';

/** Key of `platform.setting` under which a complete demonstration says what it is. */
const DEMONSTRATION = 'demonstration';

/** Tables of the foundation that speak of rows of the subgraph, and mean nothing without them. */
const FOUNDATION_TABLES = ['platform.idempotency', 'platform.file_read'];

/** What a database holds. */
export interface DemonstrationState {
  /** What the complete demonstration says it is; undefined where there is none. */
  readonly mark: string | undefined;
  readonly holdsRows: boolean;
}

/** Looks as the owner of the tables, whom every policy lets see all rows. */
export async function stateOf({ adminUrl, roles }: PreparedDatabase): Promise<DemonstrationState> {
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel load', max: 1 });
  try {
    const state = await sql.begin(async (transaction) => {
      await transaction.unsafe(`set local role ${quoteName(roles.owner)}`);
      const [setting] = await transaction<{ value: string }[]>`
        /* demonstrationMark */ select value from platform.setting where key = ${DEMONSTRATION}`;
      for (const table of await ownTables(transaction)) {
        const rows = await transaction.unsafe(`select from ${table} limit 1`);
        if (rows.length > 0) return { mark: setting?.value, holdsRows: true };
      }
      return { mark: setting?.value, holdsRows: false };
    });
    return state as DemonstrationState;
  } finally {
    await sql.end();
  }
}

/** Removes the demonstration and its mark, all or nothing, as the owner of the tables. */
export async function emptyTables(transaction: Transaction): Promise<void> {
  const tables = [...(await ownTables(transaction)), ...FOUNDATION_TABLES];
  await transaction.unsafe(`truncate ${tables.join(', ')}`);
  await transaction`
    /* removeMark */ delete from platform.setting where key in (${DEMONSTRATION}, ${REFERENCE_MOMENT})`;
}

/** Says that the demonstration is complete, in the transaction that completes it. */
export async function markDemonstration(
  transaction: Transaction,
  { mark, ...settings }: Readonly<Record<string, string>> & { readonly mark: string },
): Promise<void> {
  for (const [key, value] of Object.entries({ ...settings, [DEMONSTRATION]: mark })) {
    await transaction`
      /* keepSetting */
      insert into platform.setting (key, value) values (${key}, ${value})
      on conflict (key) do update set value = excluded.value`;
  }
}

async function ownTables(transaction: Transaction): Promise<readonly string[]> {
  const rows = await transaction<{ name: string }[]>`
    /* findOwnTables */
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
    order by 1`;
  return rows.map(({ name }) => name);
}
