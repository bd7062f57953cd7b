import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database, Transaction } from '../../platform/database/connect.ts';

/**
 * A database on which every statement of a store answers with its plan instead of its rows. Statements are known by
 * the comment that names them; the fragments that they are put together from pass through.
 */
export function explaining<Sql extends Database | Transaction>(sql: Sql): Sql {
  return new Proxy(sql, {
    apply(target, _self, [strings, ...values]: [TemplateStringsArray, ...never[]]) {
      if (!Array.isArray(strings) || !/^\s*\/\* \w+ \*\//.test(strings[0] ?? '')) {
        return Reflect.apply(target as never, undefined, [strings, ...values]);
      }
      const explained = [`explain (costs off) ${strings[0]}`, ...strings.slice(1)];
      return Reflect.apply(target as never, undefined, [
        Object.assign(explained, { raw: explained }),
        ...values,
      ]);
    },
  });
}

/** The plan of a statement that ran on an explaining database, as text without values: the same for all arguments. */
export async function planOf(statement: Promise<unknown>): Promise<string> {
  const rows = (await statement) as readonly Readonly<Record<string, string>>[];
  return rows
    .map((row) => Object.values(row)[0] ?? '')
    .join('\n')
    .replaceAll(/'[^']*'(::[a-z ]+(\[\])?)?/g, '?')
    .replaceAll(/\b\d+\b/g, '?');
}

/**
 * What a golden file holds, or what it holds from now on: run with UPDATE_GOLDENS=1 to take the new text over,
 * and review the difference.
 */
export function goldenText(file: URL, text: string): string {
  const path = fileURLToPath(file);
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
