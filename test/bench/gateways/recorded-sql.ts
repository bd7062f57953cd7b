import type { Database, Transaction } from '../../../platform/database/connect.ts';

/** A statement as it went to the database. */
export interface Statement {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  /** Numbers of what had been answered when it was sent; it may need any of that. */
  readonly after: readonly number[];
  /** Number of its transaction; none for a statement by itself. */
  readonly transaction: number | undefined;
  readonly database: string;
}

/** What one question sent: statements and ends of transactions, by numbers in the order in which they came. */
export interface Recording {
  readonly statements: ReadonlyMap<number, Statement>;
  /** When a transaction was begun: numbers of what had been answered then. */
  readonly begun: ReadonlyMap<number, readonly number[]>;
}

/** Notes what is sent through the databases that it wraps, until `take`. */
export interface Recorder {
  readonly recording: (database: Database, name: string) => Database;
  readonly take: () => Recording;
}

/** How postgres.js keeps a statement; `handle` is what sends it, once. A fragment of another statement is never sent. */
interface Sent {
  executed: boolean;
  handle: () => Promise<unknown>;
  readonly strings: readonly string[];
  readonly args: readonly unknown[];
}

/**
 * Records statements of the driver with their values and with what had been answered before each was sent, so that the same can be
 * sent again without what asked for it.
 */
export function statementRecorder(): Recorder {
  let statements = new Map<number, Statement>();
  let begun = new Map<number, readonly number[]>();
  let answered: number[] = [];
  let next = 0;
  const number = () => (next += 1);

  function noted<Query>(query: Query, database: string, transaction: number | undefined): Query {
    const sent = query as unknown as Sent & Promise<unknown>;
    if (typeof sent.handle !== 'function') return query;
    const send = sent.handle.bind(sent);
    sent.handle = () => {
      if (!sent.executed) {
        const mine = number();
        const after = [...answered];
        statements.set(mine, { strings: sent.strings, values: sent.args, after, transaction, database });
        const note = (): void => void answered.push(mine);
        // Not `then` of the statement itself, which would send it.
        Promise.prototype.then.call(sent, note, () => undefined);
      }
      return send();
    };
    return query;
  }

  function wrapped<Sql extends Database | Transaction>(
    sql: Sql,
    database: string,
    transaction: number | undefined,
  ): Sql {
    return new Proxy(sql, {
      apply: (target, _self, arguments_: unknown[]) =>
        noted(Reflect.apply(target as never, undefined, arguments_), database, transaction),
      get(target, member) {
        const value: unknown = Reflect.get(target, member);
        if (member !== 'begin') return value;
        return async (work: (transaction: Transaction) => unknown) => {
          const mine = number();
          begun.set(mine, [...answered]);
          const result: unknown = await (target as Database).begin((inner) =>
            work(wrapped(inner, database, mine)),
          );
          answered.push(mine);
          return result;
        };
      },
    });
  }

  return {
    recording: (database, name) => wrapped(database, name, undefined),
    take() {
      const taken = { statements, begun };
      statements = new Map();
      begun = new Map();
      answered = [];
      return taken;
    },
  };
}

const BECOME = '/* becomeViewer */';

/**
 * Sends what was recorded once more, each statement as soon as what it waited for is answered, transactions as they were. With
 * `policies` false nobody is told who asks, which fits a login that policies do not hold.
 */
export async function replaySql(
  { statements, begun }: Recording,
  databaseOf: (name: string) => Database,
  policies = true,
): Promise<void> {
  const answers = new Map(
    [...statements.keys(), ...begun.keys()].map((one) => [one, Promise.withResolvers()]),
  );
  const answersOf = (numbers: readonly number[]) =>
    Promise.all(numbers.map((one) => answers.get(one)?.promise));
  const isSent = ({ strings }: Statement) => policies || !strings[0]!.includes(BECOME);
  const inside = Map.groupBy(statements, ([, { transaction }]) => transaction);

  async function transactionOf(number: number): Promise<void> {
    const [first, ...rest] = inside.get(number) ?? [];
    if (first === undefined) return;
    const before = begun.get(number)!;
    await answersOf(before);
    await databaseOf(first[1].database).begin((sql) =>
      Promise.all(
        [first, ...rest].map(async ([mine, statement]) => {
          const waits = statement.after.filter((one) => !before.includes(one));
          if (waits.length > 0) await answersOf(waits);
          if (isSent(statement)) await send(sql, statement);
          answers.get(mine)!.resolve(undefined);
        }),
      ),
    );
  }

  const alone = (inside.get(undefined) ?? []).map(async ([number, statement]) => {
    await answersOf(statement.after);
    await send(databaseOf(statement.database), statement);
    answers.get(number)!.resolve(undefined);
  });
  const together = [...begun.keys()].map(async (number) => {
    await transactionOf(number);
    answers.get(number)!.resolve(undefined);
  });
  // Whoever waits for what failed waits for nothing: the first failure ends the replay.
  await Promise.all([...alone, ...together]);
}

function send(sql: Database | Transaction, { strings, values }: Statement): Promise<unknown> {
  const tagged = sql as unknown as (
    strings: readonly string[],
    ...values: readonly unknown[]
  ) => Promise<unknown>;
  return tagged(strings, ...values);
}
