import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import { keyIdOf } from '../../../platform/signer.ts';
import type { SignedCheckpoint } from '../domain/checkpoint.ts';

/** Checkpoints as somebody kept them, and the keys that were kept with them, by id. */
export interface HeldCheckpoints {
  readonly checkpoints: readonly SignedCheckpoint[];
  readonly keys: ReadonlyMap<string, string>;
}

const FORM =
  'The file must hold a checkpoint, a list of them, or the answer of the operation receipt-checkpoints; `keys` may hold those of /.well-known/verdeelsleutel-receipts.json.';

/**
 * Reads a file that an organisation kept: one checkpoint, a list, or the whole answer of `receipt-checkpoints`, with or without
 * the `keys` of the well-known page beside it. Fails with a sentence.
 */
export function readCheckpoints(text: string): Outcome<HeldCheckpoints, string> {
  let source: unknown;
  try {
    source = JSON.parse(text);
  } catch {
    return failed(FORM);
  }
  const nodes =
    member(source, 'data', 'receiptCheckpoints', 'nodes') ?? member(source, 'checkpoints') ?? source;
  const list: readonly unknown[] = Array.isArray(nodes) ? nodes : [nodes];
  const checkpoints = list.map(checkpointOf);
  if (checkpoints.length === 0 || checkpoints.includes(undefined)) return failed(FORM);
  const keys = member(source, 'keys') ?? [];
  const publicKeys = (Array.isArray(keys) ? (keys as unknown[]) : [])
    .map((key) => member(key, 'x'))
    .filter((x) => typeof x === 'string');
  return ok({
    checkpoints: checkpoints as SignedCheckpoint[],
    keys: new Map(publicKeys.map((key) => [keyIdOf(key), key])),
  });
}

function checkpointOf(source: unknown): SignedCheckpoint | undefined {
  const [owner, hash, at, keyId, signature] = ['owner', 'hash', 'at', 'keyId', 'signature'].map((name) => {
    const value = member(source, name);
    return typeof value === 'string' ? value : undefined;
  });
  const seq = member(source, 'seq');
  if (!Number.isSafeInteger(seq) || !owner || !hash || !at || !keyId || !signature) return undefined;
  return { owner, seq: seq as number, hash, at, keyId, signature };
}

function member(source: unknown, ...path: readonly string[]): unknown {
  let value = source;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
