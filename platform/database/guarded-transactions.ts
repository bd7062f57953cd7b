import type postgres from 'postgres';

type Work = (transaction: postgres.TransactionSql) => unknown;

/**
 * Keeps what is left of a broken transaction from every other one. When a connection breaks, the driver gives the failure at
 * once and connects again for whoever waits, while the work of the broken transaction may still be running: its next
 * statement, or the rollback that the driver sends for it, would then run inside somebody else's transaction, as that viewer.
 * So from the moment that a transaction is over its statements are refused, and its end is not told to the driver any more.
 */
export function guardTransactions(sql: postgres.Sql): void {
  const begin = sql.begin.bind(sql) as (...words: readonly unknown[]) => Promise<unknown>;
  const guarded = (...words: readonly unknown[]): Promise<unknown> => {
    const work = words.at(-1) as Work;
    let isOver = false;
    const act = (transaction: postgres.TransactionSql): Promise<unknown> =>
      new Promise((resolve, reject) => {
        void settled(() => work(refusingWhen(transaction, () => isOver))).then((outcome) => {
          if (isOver) return;
          if (outcome.status === 'fulfilled') resolve(outcome.value);
          else reject(outcome.reason as Error);
        });
      });
    const done = begin(...words.slice(0, -1), act);
    const end = (): void => void (isOver = true);
    done.then(end, end);
    return done;
  };
  Object.assign(sql, { begin: guarded });
}

async function settled(work: () => unknown): Promise<PromiseSettledResult<unknown>> {
  const [outcome] = await Promise.allSettled([(async () => await work())()]);
  return outcome;
}

function refusingWhen(transaction: postgres.TransactionSql, isOver: () => boolean): postgres.TransactionSql {
  const refuse = (): void => {
    if (isOver()) throw Object.assign(new Error('The transaction is over.'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(transaction, {
    apply(target, self, words) {
      refuse();
      return Reflect.apply(target as never, self, words) as unknown;
    },
    get(target, name) {
      if (name === 'unsafe') refuse();
      return Reflect.get(target, name) as unknown;
    },
  });
}
