import type { Transaction } from '../../platform/database/connect.ts';
import { formatGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { failed, ok, type Outcome } from '../../platform/primitives/outcome.ts';
import { drawnLot, drawSeed } from '../../rules/draw.ts';
import { participantTree } from '../../rules/participant-tree.ts';
import { beaconFits } from './domain/draw-beacon.ts';
import * as store from './store/draws.ts';
import type { DrawRow } from './tables.ts';

/** Why a draw does not move on; nothing was written. */
export type DrawFailure = 'NO_DRAW' | 'DRAW_STATE' | 'DRAW_BEACON';

/** Who takes part is fixed. */
export interface ClosedDraw {
  readonly participantRoot: string;
  readonly participantCount: number;
  /** The words in which a beacon was announced: when there are any, the draw waits for its value. */
  readonly beaconAnnounced: string | null;
}

/** The order is known. */
export interface RevealedDraw {
  readonly seed: string;
  /** The drawn lot of a lot id, for `reaction.lot`: hex, smaller is earlier. */
  readonly lotOf: (lotId: string) => string;
}

/**
 * Fixes who takes part in the draw of a vacancy, in the transaction that closes it, as its corporation or as the hub.
 * `lotIds` are those of the reactions that stand, `at` the moment of closing (ISO 8601). Doing it again with the same lots
 * changes nothing; with others it fails with DRAW_STATE. Fails with NO_DRAW where none was committed to. Throws a TypeError
 * when a lot id comes twice.
 */
export async function closeDraw(
  transaction: Transaction,
  vacancy: GlobalId,
  lotIds: readonly string[],
  at: string,
): Promise<Outcome<ClosedDraw, DrawFailure>> {
  const draw = await store.lockDraw(transaction, vacancy);
  if (draw === undefined) return failed('NO_DRAW');
  const { root, lotIds: leaves } = participantTree(lotIds);
  if (draw.status === 'COMMITTED') await store.closeDraw(transaction, vacancy, leaves, root, at);
  else if (draw.participantRoot !== root) return failed('DRAW_STATE');
  const { beaconAnnounced } = draw;
  return ok({ participantRoot: root, participantCount: leaves.length, beaconAnnounced });
}

/**
 * Reveals a closed draw: secret, seed and with them the order. `beacon` is what the announced public value came to, null when
 * none was announced. A draw that was revealed gives the same again; with another beacon it fails with DRAW_STATE, for a
 * draw is never done again. Fails with NO_DRAW where none was committed to, with DRAW_STATE before closing, and with
 * DRAW_BEACON when the beacon is not what was announced.
 */
export async function revealDraw(
  transaction: Transaction,
  vacancy: GlobalId,
  beacon: string | null,
  at: string,
): Promise<Outcome<RevealedDraw, DrawFailure>> {
  const draw = await store.lockDraw(transaction, vacancy);
  if (draw === undefined) return failed('NO_DRAW');
  if (draw.status === 'REVEALED')
    return draw.beacon === beacon ? ok(revealed(draw.seed!)) : failed('DRAW_STATE');
  if (draw.status === 'COMMITTED') return failed('DRAW_STATE');
  if (!beaconFits(draw.beaconAnnounced, beacon)) return failed('DRAW_BEACON');
  if (beacon !== null) await store.setBeacon(transaction, vacancy, beacon);
  const [kept] = await store.secretsOf(transaction, vacancy);
  if (kept === undefined) throw new TypeError('a draw without its secret');
  const { secret } = kept;
  const seed = drawSeed({
    drawId: formatGlobalId(vacancy),
    participantRoot: draw.participantRoot!,
    secret,
    ...(beacon === null ? {} : { beacon }),
  });
  await store.revealDraw(transaction, vacancy, { secret, seed, at });
  return ok(revealed(seed));
}

/**
 * The order of a home that is being frozen, in the transaction that freezes it: fixes who takes part and, unless a beacon was
 * announced whose value nobody wrote down yet, reveals. DRAW_WAITS then: the participants are fixed all the same.
 */
export async function drawAtClosing(
  transaction: Transaction,
  vacancy: GlobalId,
  lotIds: readonly string[],
  at: string,
): Promise<Outcome<RevealedDraw, DrawFailure | 'DRAW_WAITS'>> {
  const closed = await closeDraw(transaction, vacancy, lotIds, at);
  if (closed.kind === 'FAILED') return closed;
  const draw = await store.lockDraw(transaction, vacancy);
  if (draw?.status === 'REVEALED') return ok(revealed(draw.seed!));
  return closed.value.beaconAnnounced === null
    ? revealDraw(transaction, vacancy, null, at)
    : failed('DRAW_WAITS');
}

function revealed(seed: string): RevealedDraw {
  return { seed, lotOf: (lotId) => drawnLot(seed, lotId) };
}

/** The id that a draw is known by: that of its vacancy. */
export function drawId({ owner, vacancy }: Pick<DrawRow, 'owner' | 'vacancy'>): string {
  return formatGlobalId({ owner, id: vacancy });
}
