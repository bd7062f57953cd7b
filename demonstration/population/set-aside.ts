import { connect, type Database } from '../../platform/database/connect.ts';

/** An index, key or reference, and the statements that remove it and make it anew. */
export interface SetAside {
  readonly name: string;
  readonly adminUrl: string;
  /** Keys before indexes before references. */
  readonly step: number;
  readonly remove: string;
  readonly make: string;
}

/**
 * Removes the indexes, keys and references of the tables of a database, for rows that come by the million are checked and put in
 * order far faster afterwards. Answers what is needed to put them back exactly as they were; the text comes from PostgreSQL itself.
 */
export async function setAside(adminUrl: string): Promise<readonly SetAside[]> {
  const sql = connect(adminUrl, { applicationName: 'verdeelsleutel population', max: 1 });
  try {
    const found = await sql<Omit<SetAside, 'adminUrl'>[]>`
      /* indexesAndKeys */
      select c.conname as name, format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as remove,
             format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as make,
             case c.contype when 'f' then 2 else 0 end as step
        from pg_constraint c
       where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f')
      union all
      select i.indexrelid::regclass::text, format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), 1
        from pg_index i join pg_class t on t.oid = i.indrelid
       where t.relnamespace = 'public'::regnamespace
         and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
       order by step, make`;
    // References first: they lean on the keys.
    await sql.begin(async (transaction) => {
      for (const { remove } of found.toSorted((one, other) => other.step - one.step))
        await transaction.unsafe(remove);
    });
    return found.map((each) => ({ adminUrl, ...each }));
  } finally {
    await sql.end();
  }
}

/**
 * Puts back what was set aside: keys, then indexes, then references, by `at` connections at the same time. Every row is held against
 * them; rejects with the server's error when one does not fit.
 */
export async function putBack(
  all: readonly SetAside[],
  at: number,
  onMade: (sentence: string) => void,
): Promise<void> {
  for (const step of [0, 1, 2]) {
    const waiting = all.filter((one) => one.step === step);
    // An index is made beside others of its table; a key or a reference takes the table for itself, so those of a table follow on each other.
    await Promise.all(Array.from({ length: at }, () => work(waiting, onMade)));
  }
}

/** Takes one after the other for as long as there are any. */
async function work(waiting: SetAside[], onMade: (sentence: string) => void): Promise<void> {
  const opened = new Map<string, Database>();
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { adminUrl, make, name } = next;
      const sql =
        opened.get(adminUrl) ?? connect(adminUrl, { applicationName: 'verdeelsleutel population', max: 1 });
      opened.set(adminUrl, sql);
      await sql.unsafe(make);
      onMade(`${name} is made.`);
    }
  } finally {
    await Promise.all(opened.values().map((sql) => sql.end()));
  }
}
