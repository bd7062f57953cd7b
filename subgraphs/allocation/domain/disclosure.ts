import { createHmac } from 'node:crypto';

/**
 * What may be told of how many people. Pure; what it decides and why is in docs/decisions/0010.
 *
 * A count is shown when at least `minimumPersons` different people make it, after a small noise and rounded. The noise
 * follows from a secret and from exactly who is counted: asking the same again gives the same, so nothing is gained by
 * repeating, and two counts that differ by one person differ by noise of their own, so nothing is gained by subtracting.
 */
export const DISCLOSURE = {
  /** Fewer different people than this are not shown; nobody is fewer. */
  minimumPersons: 5,
  /** What is shown is a multiple of this. */
  roundedTo: 5,
  /** The most that noise adds or takes away. */
  noise: 2,
  /** On fewer homes than this nothing is told of people at all. */
  minimumHomes: 20,
} as const;

/** A count of homes or reactions, gathered one by one. */
export interface Cell {
  count: number;
  readonly persons: Set<string>;
  /** Follows from exactly what was counted, in whatever order: the sum of their marks. */
  mark: number;
}

const MARK_BITS = 2 ** 32;

/** A cell that counts nothing yet. */
export function emptyCell(): Cell {
  return { count: 0, persons: new Set(), mark: 0 };
}

/** Counts one thing about one person; `mark` is `markOf` that thing. */
export function countIn(cell: Cell, person: string, mark: number): void {
  cell.count += 1;
  cell.persons.add(person);
  cell.mark = (cell.mark + mark) % MARK_BITS;
}

/** Adds what `other` counted; the two must count different things. */
export function addTo(cell: Cell, other: Cell): void {
  cell.count += other.count;
  for (const person of other.persons) cell.persons.add(person);
  cell.mark = (cell.mark + other.mark) % MARK_BITS;
}

/** The mark of one thing: nobody without the secret can tell it, and it is the same each time. */
export function markOf(secret: string, thing: string): number {
  return createHmac('sha256', secret).update(thing, 'utf8').digest().readUInt32BE(0);
}

/** What is shown of a count by itself; null for fewer than five people. */
export function disclose(cell: Cell, secret: string): number | null {
  return isSmall(cell) ? null : shown(cell, secret);
}

/** A place in a column; null where the rules leave nothing to count, which says nothing of anybody. */
export type ColumnCell = Cell | null;

/**
 * What is shown of a column of counts, in its order. The sum of a column is known (the number of homes is public), so
 * where a count is hidden for being small, more are hidden until no hidden one follows from the others: at least two that
 * are not empty, of together no fewer than the minimum. `small` names more places that may not be shown.
 */
export function discloseColumn(
  cells: readonly ColumnCell[],
  secret: string,
  small: readonly boolean[] = [],
): readonly (number | null)[] {
  const counted = cells.filter((cell) => cell !== null);
  const hidden = new Set(counted.filter((cell) => isSmall(cell) || small[cells.indexOf(cell)] === true));
  const next = counted.filter((cell) => !hidden.has(cell)).sort(bySize);
  while (next.length > 0 && !isProtected([...hidden])) hidden.add(next.shift()!);
  return cells.map((cell) => {
    if (cell === null) return 0;
    return hidden.has(cell) ? null : shown(cell, secret);
  });
}

/** Whether no hidden count follows from the sum of the column and what is shown. */
function isProtected(hidden: readonly Cell[]): boolean {
  const cells = hidden.filter(({ count }) => count > 0);
  const sum = cells.reduce((total, { count }) => total + count, 0);
  return cells.length === 0 || (cells.length > 1 && sum >= DISCLOSURE.minimumPersons);
}

function isSmall({ persons }: Cell): boolean {
  return persons.size < DISCLOSURE.minimumPersons;
}

function shown({ count, mark }: Cell, secret: string): number {
  const { noise, roundedTo } = DISCLOSURE;
  const added = (markOf(secret, `noise of ${mark} ${count}`) % (2 * noise + 1)) - noise;
  return roundedTo * Math.round((count + added) / roundedTo);
}

/** By count, and between equal ones by mark, so that the order in which cells come leaves no trace. */
function bySize(one: Cell, other: Cell): number {
  return one.count - other.count || one.mark - other.mark;
}
