import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';

/** A copy of Hilversum's version of 2024 under another name, put into the table past every command; its number. */
export function copyOfHilversum(
  prepared: PreparedDatabase,
  {
    instrument = 'huisvestingsverordening-gm0402',
    from,
    until,
    status = 'PUBLISHED',
  }: {
    readonly instrument?: string;
    readonly from: string;
    readonly until: string | null;
    readonly status?: 'PUBLISHED' | 'WITHDRAWN';
  },
): Promise<string> {
  return loadAsOwner(prepared, async (sql) => {
    // A version is withdrawn by a person.
    await sql`select set_config('hub.person', 'test', true)`;
    const [row] = await sql<{ id: string }[]>`
      insert into regulation (owner, instrument, title, layer, version, valid_from, valid_until, status, argument,
                              canonical, hash, published_on, withdrawn_at, withdrawal_reason)
      select owner, ${instrument}, title, layer, ${from}::date, ${from}::date, ${until}::date, ${status}, argument,
             copy.canonical, encode(sha256(convert_to(copy.canonical, 'UTF8')), 'hex'), published_on,
             case when ${status} = 'WITHDRAWN' then timestamptz '2023-01-01' end,
             case when ${status} = 'WITHDRAWN' then 'test' end
        from regulation as model,
             lateral (select (model.canonical::jsonb || jsonb_build_object('code', ${instrument}::text,
                                                                           'version', ${from}::text))::text) as copy (canonical)
       where owner = 'GM0402' and version = '2024-01-01' and status = 'PUBLISHED'
         and model.instrument = 'huisvestingsverordening-gm0402'
      returning id`;
    return `GM0402:${row!.id}`;
  });
}
