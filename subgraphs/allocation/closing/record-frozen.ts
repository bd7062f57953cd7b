import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { CandidateFacts, VacancyFacts } from '../../../rules/facts.ts';
import type { Excluded, Placed } from '../domain/freeze.ts';
import { frozenBody, lineOf } from '../domain/frozen-lines.ts';
import { commitment } from '../domain/receipt.ts';
import { appendReceipt, BY_TIME, newSalt } from '../receipts.ts';
import type { Committed } from '../store/closing.ts';
import { drawOf } from '../store/draws.ts';

/** Facts with what they are committed to by. */
export function committed<Judged extends { readonly facts: CandidateFacts }>(
  one: Judged,
): Judged & Committed {
  const salt = newSalt();
  return { ...one, salt, commitment: commitment(salt, one.facts) };
}

/** Who is excluded has no place in the order. */
const NOWHERE = { position: null, groupRank: 0, orderKey: 0, lot: '' };

/** Records a ranking that was frozen in this transaction: by whoever asked for it, who was placed where follows from the rules. */
export async function recordFrozen(
  transaction: Transaction,
  vacancy: GlobalId,
  at: string,
  {
    placed,
    excluded,
    ...frozen
  }: {
    readonly ruleSetHash: string;
    readonly home: VacancyFacts;
    readonly on: CalendarDate;
    readonly placed: readonly (Placed & Committed)[];
    readonly excluded: readonly (Excluded & Committed)[];
  },
): Promise<void> {
  const lines = [
    ...placed.map((one) => lineOf({ ...one, exclusion: null })),
    ...excluded.map((one) => lineOf({ ...one, ...NOWHERE })),
  ];
  const { owner, id } = vacancy;
  const body = frozenBody(frozen, lines);
  await appendReceipt(transaction, { kind: 'RANKING_FROZEN', owner, vacancy: id, at, by: BY_TIME, body });
}

/** Records the draw that gave the lots of a ranking: everybody can verify it from its transcript. */
export async function recordDraw(transaction: Transaction, vacancy: GlobalId, at: string): Promise<void> {
  const draw = await drawOf(transaction, vacancy);
  if (draw === undefined || draw.seed === null)
    throw new TypeError('a drawn ranking without a revealed draw');
  const { owner, id } = vacancy;
  await appendReceipt(transaction, {
    kind: 'DRAW_REVEALED',
    owner,
    vacancy: id,
    at,
    by: BY_TIME,
    body: {
      commitment: draw.commitment,
      participantRoot: draw.participantRoot!,
      participants: draw.participantCount!,
      seed: draw.seed,
      beacon: draw.beacon,
    },
  });
}
