import { randomBytes } from 'node:crypto';
import { refusal, type ErrorCode, type RefusalData } from '../../../platform/errors.ts';
import { parseGlobalId } from '../../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../../platform/idempotency.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import { secretCommitment } from '../../../rules/draw.ts';
import type { CommitDrawInput, RevealDrawInput } from '../../../schema/generated/allocation.ts';
import { isAnnouncement } from '../domain/draw-beacon.ts';
import { revealDraw as reveal } from '../draws.ts';
import type { Loaders } from '../loaders.ts';
import { drawOf, insertDraw } from '../store/draws.ts';
import type { DrawRow } from '../tables.ts';

type Context = SubgraphContext<Loaders>;
type DrawOutcome = { readonly draw: DrawRow } | RefusalData;

const SECRET_BYTES = 32;

/**
 * Commits to the draw of a vacancy, for the corporation that the hub asks for. Once and for ever: asking again gives the same
 * commitment, and refuses with DRAW_BEACON when another beacon is announced.
 */
export async function commitDraw(
  { vacancy, beacon: words }: CommitDrawInput,
  { viewer, clock, write }: Context,
): Promise<DrawOutcome> {
  const id = parseGlobalId(vacancy);
  const beacon = words ?? null;
  if (id === undefined || id.owner !== viewer.organisation) return refusal('UNKNOWN_VACANCY');
  if (beacon !== null && !isAnnouncement(beacon)) return refusal('INVALID_INPUT');
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const draw = await write(async (transaction) => {
    const committedAt = clock.now();
    const commitment = secretCommitment(secret);
    await insertDraw(transaction, id, { secret, commitment, committedAt, beaconAnnounced: beacon });
    return drawOf(transaction, id);
  });
  if (draw === undefined) throw new TypeError('a draw that was just committed to is gone');
  return draw.beaconAnnounced === beacon ? { draw } : refusal('DRAW_BEACON');
}

/**
 * Reveals the draw of a closed vacancy of the asking corporation with what the announced beacon came to. Its ranking waited for
 * it, and is frozen when next the hub looks what is due, or when it is asked to.
 */
export async function revealDraw(input: RevealDrawInput, context: Context): Promise<DrawOutcome> {
  const id = parseGlobalId(input.vacancy);
  const { viewer, clock, loaders } = context;
  if (id === undefined || id.owner !== viewer.organisation) return refusal('UNKNOWN_VACANCY');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const request = { viewer, key: input.idempotencyKey, operation: 'revealDraw', request: input };
  const outcome = await context.write((transaction) =>
    once<'REVEALED' | ErrorCode>(transaction, request, async () => {
      const drawn = await reveal(transaction, id, input.beacon, clock.now());
      if (drawn.kind === 'FAILED') return { remember: false, effect: drawn.failure };
      return { remember: true, effect: 'REVEALED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if (outcome.effect !== 'REVEALED') return refusal(outcome.effect);
  loaders.draws.clear(id);
  const draw = await loaders.draws.load(id);
  return draw === null ? refusal('NO_DRAW') : { draw };
}
