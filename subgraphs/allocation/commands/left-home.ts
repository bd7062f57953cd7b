import { refusal, type RefusalData } from '../../../platform/errors.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../../platform/serve-subgraph.ts';
import type { RecordLeftHomeInput } from '../../../schema/generated/allocation.ts';
import type { Loaders } from '../loaders.ts';
import { appendReceipt } from '../receipts.ts';
import * as store from '../store/lettings.ts';
import type { LeftHomeRow } from '../tables/lettings.ts';
import { decideOnce, ownId } from './offers.ts';

type Context = SubgraphContext<Loaders>;

/**
 * Records what became of a home that a mover left, by the corporation that owns it (where none does, by the one that let to the
 * mover). What becomes of a home may change; each change is a link of the owner's chain.
 */
export async function recordLeftHome(
  input: RecordLeftHomeInput,
  context: Context,
): Promise<{ readonly leftHome: LeftHomeRow } | RefusalData> {
  const id = ownId(input.leftHome, context);
  if (id === undefined) return refusal('UNKNOWN_LEFT_HOME');
  const { person } = context.viewer;
  if (person === null) return refusal('PERSON_NEEDED');
  const { destiny } = input;
  const on = input.on as CalendarDate;
  if (destiny === 'UNKNOWN' || on > context.clock.today()) return refusal('INVALID_INPUT');
  const outcome = await decideOnce<'RECORDED'>('recordLeftHome', input, context, async (sql) => {
    const row = await store.lockLeftHome(sql, id);
    if (row === undefined) return { remember: false, effect: 'UNKNOWN_LEFT_HOME' };
    if (row.destinedOn !== null && on < row.destinedOn) return { remember: false, effect: 'INVALID_INPUT' };
    await store.destineLeftHome(sql, id, { destiny, on, by: person });
    await appendReceipt(sql, {
      kind: 'LEFT_HOME',
      owner: id.owner,
      vacancy: null,
      subject: id.id,
      at: context.clock.now(),
      by: context.viewer,
      body: { leftHome: id.id, destiny, on },
    });
    return { remember: true, effect: 'RECORDED' };
  });
  if (!('done' in outcome)) return outcome;
  const leftHome = await context.loaders.leftHomes.load(id);
  return leftHome === null ? refusal('UNKNOWN_LEFT_HOME') : { leftHome };
}
