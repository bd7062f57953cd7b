import type { Database, Transaction } from './connect.ts';

/**
 * What in a database can be read past its policies, one sentence each, in order of name; empty when nothing can.
 *
 * Every table outside the system's schemas must have row-level security enabled and forced, with at least one
 * policy, and must not belong to the role that the application logs in as. A materialized view cannot have
 * policies, and a view without `security_invoker` reads as its owner, so neither is allowed.
 * See PostgreSQL 18, section 5.9, Row Security Policies.
 */
export async function findOpenTables(
  sql: Database | Transaction,
  appRole: string,
): Promise<readonly string[]> {
  const rows = await sql<{ table: string; reason: string }[]>`
    /* findOpenTables */
    select format('%I.%I', n.nspname, c.relname) as table,
      case
        when pg_get_userbyid(c.relowner) = ${appRole} then 'belongs to the role of the application'
        when c.relkind = 'm' then 'is a materialized view, which cannot have policies'
        when c.relkind = 'v' then 'is a view without security_invoker = true'
        when not c.relrowsecurity then 'has no row level security enabled'
        when not c.relforcerowsecurity then 'does not force row level security on its owner'
        else 'has no policy'
      end as reason
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm', 'v')
      and n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast')
      and n.nspname not like 'pg_temp_%'
      and not exists (select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      and (pg_get_userbyid(c.relowner) = ${appRole}
        or c.relkind = 'm'
        or (c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false))
        or (c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity
          and exists (select from pg_policy p where p.polrelid = c.oid))))
    order by 1`;
  return rows.map(({ table, reason }) => `${table} ${reason}`);
}
