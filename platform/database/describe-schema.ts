import type { Database, Transaction } from './connect.ts';
import type { DatabaseRoles } from './roles.ts';

/** Objects that came with an extension are that extension's affair. */
const OWN = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
const SCHEMAS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/**
 * Everything that the migrations made of a database, as SQL to read and compare: extensions, schemas, types, tables
 * with their columns, constraints, indexes, policies and triggers, views, functions and grants. The same database
 * gives the same text, whatever its prefix: roles appear as `:owner`, `:app` and `:public`, as migrations write them.
 */
export async function describeSchema(sql: Database, roles: DatabaseRoles): Promise<string> {
  const parts = await sql.begin('read only', async (transaction) => {
    // Without a search path every name is written with its schema.
    await transaction`set local search_path = ''`;
    return [
      ...(await describeFrame(transaction)),
      ...(await describeTypes(transaction)),
      ...(await describeTables(transaction)),
      ...(await describeRoutines(transaction)),
    ];
  });
  const text = `${parts.join('\n\n')}\n`;
  return (['owner', 'public', 'app'] as const).reduce(
    (result, role) =>
      result.replaceAll(new RegExp(`"?\\b${escapePattern(roles[role])}\\b"?`, 'g'), `:${role}`),
    text,
  );
}

async function lines(sql: Transaction, query: string): Promise<readonly string[]> {
  const rows = await sql.unsafe<{ line: string }[]>(query);
  return rows.map(({ line }) => line);
}

async function describeFrame(sql: Transaction): Promise<readonly string[]> {
  const extensions = await lines(
    sql,
    `select format('create extension %I;', extname) as line from pg_extension where extname <> 'plpgsql' order by 1`,
  );
  const schemas = await lines(
    sql,
    `select format('create schema %I;', n.nspname) as line from pg_namespace n
     where ${SCHEMAS} and n.nspname <> 'public' order by 1`,
  );
  const grants = await lines(
    sql,
    `select format('grant %s on schema %I to %s;', string_agg(lower(a.privilege_type), ', ' order by a.privilege_type),
       n.nspname, coalesce(r.rolname, 'public')) as line
     from pg_namespace n cross join aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
     where ${SCHEMAS} and n.nspname <> 'public' and a.grantee <> n.nspowner
     group by n.nspname, r.rolname order by 1`,
  );
  const frame = [...extensions, ...schemas, ...grants];
  return frame.length === 0 ? [] : [frame.join('\n')];
}

function describeTypes(sql: Transaction): Promise<readonly string[]> {
  return lines(
    sql,
    `select case t.typtype
       when 'e' then format('create type %I.%I as enum (%s);', n.nspname, t.typname,
         (select string_agg(quote_literal(l.enumlabel), ', ' order by l.enumsortorder) from pg_enum l where l.enumtypid = t.oid))
       when 'd' then concat_ws(' ', format('create domain %I.%I as %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod)),
         (select string_agg(pg_get_constraintdef(d.oid), ' ' order by d.conname) from pg_constraint d where d.contypid = t.oid)) || ';'
       else format('create type %I.%I; -- kind %s', n.nspname, t.typname, t.typtype)
     end as line
     from pg_type t join pg_namespace n on n.oid = t.typnamespace
     where ${SCHEMAS} and t.typtype in ('e', 'd', 'r') and ${OWN('pg_type', 't.oid')} order by n.nspname, t.typname`,
  );
}

interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly partitioned: string;
  readonly partition: string;
  readonly view: string;
}

async function describeTables(sql: Transaction): Promise<readonly string[]> {
  const tables = await sql.unsafe<Relation[]>(
    `select c.oid::int as oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind::text as kind,
       concat(' partition by ' || pg_get_partkeydef(c.oid)) as partitioned,
       concat((select format(' -- partition of %s %s', i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
         from pg_inherits i where i.inhrelid = c.oid and c.relispartition)) as partition,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) else '' end as view
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${SCHEMAS} and c.relkind in ('r', 'p', 'v', 'm', 'S') and ${OWN('pg_class', 'c.oid')}
       and not (c.relkind = 'S' and exists (select from pg_depend s where s.objid = c.oid and s.deptype = 'i'))
     order by n.nspname, c.relname`,
  );
  const described: string[] = [];
  for (const table of tables) {
    described.push(
      [...(await describeBody(sql, table)), ...(await describeAround(sql, table.oid))].join('\n'),
    );
  }
  return described;
}

async function describeBody(sql: Transaction, table: Relation): Promise<readonly string[]> {
  if (table.kind === 'S') return [`create sequence ${table.name};`];
  if (table.kind === 'v')
    return [`create view ${table.name} with (security_invoker = true) as${'\n'}${table.view}`];
  if (table.kind === 'm') return [`create materialized view ${table.name} as${'\n'}${table.view}`];
  const columns = await lines(
    sql,
    `select concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then 'not null' end,
       case a.attidentity when 'a' then 'generated always as identity' when 'd' then 'generated by default as identity' end,
       case a.attgenerated
         when 's' then format('generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
         when 'v' then format('generated always as (%s) virtual', pg_get_expr(d.adbin, d.adrelid))
         else 'default ' || pg_get_expr(d.adbin, d.adrelid) end) as line
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = ${table.oid} and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  );
  // Not null, kind n, is already said at the column.
  const constraints = await lines(
    sql,
    `select format('constraint %I %s', conname, pg_get_constraintdef(oid)) as line
     from pg_constraint where conrelid = ${table.oid} and contype in ('p', 'u', 'f', 'c', 'x')
     order by array_position('{p,u,f,c,x}', contype::text), conname`,
  );
  const members = [...columns, ...constraints].map((member) => `  ${member}`).join(',\n');
  return [`create table ${table.name} (\n${members}\n)${table.partitioned};${table.partition}`];
}

/** What is attached to a table: indexes besides those of its constraints, policies, triggers and grants. */
function describeAround(sql: Transaction, oid: number): Promise<readonly string[]> {
  return lines(
    sql,
    `select line from (
       select 1 as kind, pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i
       where i.indrelid = ${oid} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
       union all
       select 2, format('alter table %s %s row level security, %s row level security;', c.oid::regclass,
         case when c.relrowsecurity then 'enable' else 'disable' end, case when c.relforcerowsecurity then 'force' else 'no force' end)
       from pg_class c where c.oid = ${oid} and c.relkind in ('r', 'p')
       union all
       select 3, concat(format('create policy %I on %s', p.polname, p.polrelid::regclass),
         case when not p.polpermissive then ' as restrictive' end,
         case p.polcmd when 'r' then ' for select' when 'a' then ' for insert' when 'w' then ' for update' when 'd' then ' for delete' end,
         ' to ' || (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
           from unnest(p.polroles) as one(role) left join pg_roles r on r.oid = one.role),
         E'\\n  using ' || ${inBrackets('pg_get_expr(p.polqual, p.polrelid)')},
         E'\\n  with check ' || ${inBrackets('pg_get_expr(p.polwithcheck, p.polrelid)')}, ';')
       from pg_policy p where p.polrelid = ${oid}
       union all
       select 4, pg_get_triggerdef(t.oid) || ';' from pg_trigger t where t.tgrelid = ${oid} and not t.tgisinternal
       union all
       select 5, format('grant %s on %s to %s;', string_agg(lower(a.privilege_type), ', ' order by a.privilege_type),
         ${oid}::regclass, coalesce(r.rolname, 'public'))
       from pg_class c cross join aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
       where c.oid = ${oid} and a.grantee <> c.relowner group by r.rolname
       union all
       select 5, format('grant %s (%s) on %s to %s;', lower(a.privilege_type),
         string_agg(quote_ident(t.attname), ', ' order by t.attname), ${oid}::regclass, coalesce(r.rolname, 'public'))
       from pg_attribute t cross join aclexplode(t.attacl) a left join pg_roles r on r.oid = a.grantee
       where t.attrelid = ${oid} group by a.privilege_type, r.rolname
     ) as around order by kind, line`,
  );
}

function describeRoutines(sql: Transaction): Promise<readonly string[]> {
  return lines(
    sql,
    `select rtrim(pg_get_functiondef(p.oid), E'\\n') || E';' || coalesce((
         select string_agg(format(E'\\ngrant execute on function %s to %s;', p.oid::regprocedure, coalesce(r.rolname, 'public')), ''
           order by r.rolname)
         from aclexplode(p.proacl) a left join pg_roles r on r.oid = a.grantee where a.grantee <> p.proowner), '') as line
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where ${SCHEMAS} and p.prokind in ('f', 'p') and ${OWN('pg_proc', 'p.oid')} order by n.nspname, p.proname, p.oid::regprocedure::text`,
  );
}

/** PostgreSQL leaves the brackets away around a single word. */
function inBrackets(expression: string): string {
  return `regexp_replace(${expression}, '^(\\w+)$', '(\\1)')`;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
