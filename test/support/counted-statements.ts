import type { Database } from '../../platform/database/connect.ts';

/** A database that notes the names of the statements that run on it, within a transaction and without. */
export function countingStatements(sql: Database): { readonly database: Database; readonly names: string[] } {
  const names: string[] = [];
  const noting = <Sql extends object>(inner: Sql): Sql =>
    new Proxy(inner, {
      apply(target, _self, arguments_: unknown[]) {
        const name = /^\s*\/\* (\w+) \*\//.exec((arguments_[0] as readonly string[])[0] ?? '')?.[1];
        if (name !== undefined) names.push(name);
        return Reflect.apply(target as never, undefined, arguments_);
      },
      get(target, member) {
        const value: unknown = Reflect.get(target, member);
        if (member !== 'begin') return value;
        return (work: (transaction: object) => unknown) =>
          (value as (work: (transaction: object) => unknown) => unknown)((transaction) =>
            work(noting(transaction)),
          );
      },
    });
  return { database: noting(sql as never), names };
}
