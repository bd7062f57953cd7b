import type { Brand } from './brand.ts';

/** An amount of euro cents, a safe integer. Money is never a fraction and never a float of euros. */
export type Cents = Brand<number, 'Cents'>;

/** Throws a RangeError unless `amount` is a safe integer. */
export function cents(amount: number): Cents {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of cents: ${amount}`);
  return amount as Cents;
}
