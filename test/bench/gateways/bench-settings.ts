import { parseArgs } from 'node:util';
import type { QuestionName } from './questions.ts';
import { VARIANT_NAMES, type VariantName } from './variants.ts';

/** How much is measured. */
export interface BenchSettings {
  readonly rounds: number;
  /** How long a variant is asked in one round, milliseconds. */
  readonly roundMs: number;
  readonly warmUpMs: number;
  /** The fewest requests of a round, however long they take. */
  readonly leastRequests: number;
  readonly connections: number;
  /** Reactions of one variant in one round. */
  readonly reactions: number;
  readonly openLoopSeconds: number;
  readonly variants: readonly VariantName[];
  /** Undefined for all. */
  readonly questions: ReadonlySet<QuestionName | 'react'> | undefined;
}

const FULL = {
  rounds: 5,
  roundMs: 600,
  warmUpMs: 1_000,
  leastRequests: 20,
  connections: 8,
  reactions: 60,
  openLoopSeconds: 2,
};
const QUICK = {
  rounds: 3,
  roundMs: 300,
  warmUpMs: 400,
  leastRequests: 10,
  connections: 8,
  reactions: 8,
  openLoopSeconds: 1,
};

/** Reads `--quick`, `--variants=hub,apollo` and `--questions=by-id,worst`. Throws for a variant that there is not. */
export function benchSettings(argv: readonly string[]): BenchSettings {
  const { values } = parseArgs({
    args: [...argv],
    options: { quick: { type: 'boolean' }, variants: { type: 'string' }, questions: { type: 'string' } },
  });
  const variants = values.variants?.split(',') ?? VARIANT_NAMES;
  const stranger = variants.find((name) => !VARIANT_NAMES.includes(name as VariantName));
  if (stranger !== undefined)
    throw new Error(`Nobody is called ${stranger}; there are ${VARIANT_NAMES.join(', ')}.`);
  return {
    ...(values.quick === true ? QUICK : FULL),
    variants: VARIANT_NAMES.filter((name) => name === 'hub' || variants.includes(name)),
    questions:
      values.questions === undefined ? undefined : new Set(values.questions.split(',') as QuestionName[]),
  };
}
