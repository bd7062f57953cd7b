import type { Transaction } from '../../../platform/database/connect.ts';
import { parseGlobalId } from '../../../platform/global-id.ts';
import type { SignedCheckpoint } from '../domain/checkpoint.ts';
import { parseReceiptId } from '../domain/receipt-id.ts';
import type { Receipt } from '../domain/receipt.ts';
import * as store from '../store/receipts.ts';
import * as replayStore from '../store/replay-receipts.ts';
import { found, nothingRepeated, type Found, type Repeated } from './found.ts';
import { erasedOf, verifyChainOf, whyBroken } from './verify-chain-of.ts';
import { judgesOnce, receiptsOf, verifyHome, type JudgeOfHash } from './verify-home.ts';

/** What came of replaying an owner. */
export interface ReplayedOwner {
  readonly owner: string;
  readonly repeated: Repeated;
  readonly difference: Found | undefined;
}

/** Runs one look at the database: all of `work` sees one and the same state. */
export type Look = <Result>(work: (sql: Transaction) => Promise<Result>) => Promise<Result>;

const HOMES_AT_ONCE = 100;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Replays all decisions of one owner after another, by code: the chain, then every home, up to the first difference. */
export async function* replayAll(look: Look): AsyncGenerator<ReplayedOwner> {
  const judges = judgesOnce();
  let owner = await look((sql) => nextOwner(sql, ''));
  while (owner !== undefined) {
    const of: string = owner;
    yield await look((sql) => replayOwner(sql, of, judges));
    owner = await look((sql) => nextOwner(sql, of));
  }
}

/** The next one that has receipts, or frozen rankings without any. */
async function nextOwner(sql: Transaction, after: string): Promise<string | undefined> {
  const candidates = [await store.ownerAfter(sql, after), await replayStore.ownerOfFrozenAfter(sql, after)];
  return candidates.filter((owner) => owner !== undefined).sort()[0];
}

async function replayOwner(sql: Transaction, owner: string, judges: JudgeOfHash): Promise<ReplayedOwner> {
  const repeated = nothingRepeated();
  const erased = await erasedOf(sql, owner);
  let difference = await verifyChainOf(sql, owner, erased, repeated);
  let after = BEFORE_ALL;
  for (let more = true; more && difference === undefined;) {
    const homes = await replayStore.frozenHomes(sql, owner, after, HOMES_AT_ONCE);
    for (const { vacancy } of homes) {
      difference ??= await verifyHome(sql, { owner, id: vacancy }, { erased, judges, repeated });
      after = vacancy;
    }
    more = homes.length === HOMES_AT_ONCE;
  }
  return { owner, repeated, difference };
}

/** What came of replaying one decision, with the receipts of its home. */
export interface ReplayedDecision extends ReplayedOwner {
  readonly receipts: readonly Receipt[];
}

/**
 * Replays the decisions about one home, with the chain of its owner around them. `id` is that of a receipt (`L0001:17`), a
 * vacancy, a reaction, an offer or a letting.
 */
export async function replayOne(sql: Transaction, id: string): Promise<ReplayedDecision> {
  const number = parseReceiptId(id);
  const named = parseGlobalId(id);
  const owner = number?.owner ?? named?.owner ?? id;
  const repeated = nothingRepeated();
  const unknown = { owner, repeated, receipts: [], difference: found(owner, 'UNKNOWN_DECISION') };
  let vacancy: string | null | undefined;
  if (number !== undefined) vacancy = (await store.receiptsByNumber(sql, [number]))[0]?.vacancy;
  else if (named !== undefined) vacancy = await replayStore.homeOf(sql, named);
  if (vacancy === undefined) return unknown;
  const erased = await erasedOf(sql, owner);
  const broken = await verifyChainOf(sql, owner, erased, repeated);
  // What concerns no home is held by the chain alone.
  if (broken !== undefined || vacancy === null) return { owner, repeated, receipts: [], difference: broken };
  const home = { owner, id: vacancy };
  const difference = await verifyHome(sql, home, { erased, judges: judgesOnce(), repeated });
  return { owner, repeated, receipts: await receiptsOf(sql, home), difference };
}

/**
 * Holds checkpoints that somebody kept against the chains as they are now, as another organisation would: the key is the one
 * that it kept as well, else the one that the hub names.
 */
export async function verifyHeld(
  sql: Transaction,
  checkpoints: readonly SignedCheckpoint[],
  keys: ReadonlyMap<string, string>,
): Promise<Found | undefined> {
  for (const checkpoint of checkpoints) {
    const { owner, seq, keyId } = checkpoint;
    const key = keys.get(keyId) ?? (await replayStore.publicKeyOf(sql, keyId));
    const [receipt] = await store.receiptsByNumber(sql, [{ owner, seq }]);
    const broken = whyBroken(checkpoint, key, receipt);
    if (broken !== undefined) return broken;
    // That receipt is what it was; that all before it are, the chain shows.
    const chain = await verifyChainOf(sql, owner, await erasedOf(sql, owner), nothingRepeated());
    if (chain !== undefined) return chain;
  }
  return undefined;
}
