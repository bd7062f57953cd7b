import { hash } from 'node:crypto';
import { drawSeed, secretCommitment } from '../rules/draw.ts';
import { participantTree, type ParticipantTree } from '../rules/participant-tree.ts';
import { orderRuleFor, type RuleSet } from '../rules/rule-set.ts';
import type { AllocationModel } from '../rules/facts.ts';
import type { drawLot, DrawRow, drawSecret } from '../subgraphs/allocation/subgraph.ts';
import { momentInNetherlands } from './moments.ts';
import type { WrittenVacancy } from './offers.ts';
import type { Ranked } from './rankings.ts';
import { SEED } from './reference.ts';

/** New homes appear at this time of day, in minutes past midnight; their draws are committed to just before. */
const COMMITTED_AT = 20 * 60 - 1;

/** The secret of the draw of a vacancy; follows from the seed as everything does, and not from chance as it does with people. */
export function drawSecretOf(vacancy: string): string {
  return hash('sha256', `${SEED}/draw secret/${vacancy}`, 'hex');
}

/** What was committed to before a vacancy was published; null where no draw orders. */
export function drawCommitmentOf(vacancy: string, model: AllocationModel, ruleSet: RuleSet): string | null {
  return orderRuleFor(ruleSet, model)?.order.kind === 'DRAW' ? secretCommitment(drawSecretOf(vacancy)) : null;
}

/** A draw that was revealed when its vacancy closed. */
export interface ClosedDraw {
  readonly tree: ParticipantTree;
  readonly seed: string;
}

/** The draw of a closed vacancy (`L0001:<uuid>`), as rules/draw.ts prescribes. */
export function closedDraw(drawId: string, lotIds: readonly string[]): ClosedDraw {
  const tree = participantTree(lotIds);
  const secret = drawSecretOf(drawId.slice(drawId.indexOf(':') + 1));
  return { tree, seed: drawSeed({ drawId, participantRoot: tree.root, secret }) };
}

/** A draw for every vacancy that one was committed for: revealed where its ranking is frozen. */
export function* drawRows(
  vacancies: readonly WrittenVacancy[],
  rankings: readonly Ranked[],
): Generator<DrawRow> {
  const closed = new Map(rankings.map((ranked) => [ranked.offer.id, ranked.draw]));
  for (const { owner, id, drawCommitment, publishedOn, closesAt } of vacancies) {
    if (drawCommitment === null || publishedOn === null) continue;
    const draw = closed.get(`${owner}:${id}`) ?? null;
    yield {
      owner,
      vacancy: id,
      status: draw === null ? 'COMMITTED' : 'REVEALED',
      commitment: drawCommitment,
      committedAt: momentInNetherlands(publishedOn, COMMITTED_AT),
      beaconAnnounced: null,
      participantRoot: draw?.tree.root ?? null,
      participantCount: draw?.tree.lotIds.length ?? null,
      closedAt: draw === null ? null : closesAt,
      beacon: null,
      secret: draw === null ? null : drawSecretOf(id),
      seed: draw?.seed ?? null,
      revealedAt: draw === null ? null : closesAt,
    };
  }
}

export function* drawSecretRows(
  vacancies: readonly WrittenVacancy[],
): Generator<typeof drawSecret.$inferSelect> {
  for (const { owner, id, drawCommitment, publishedOn } of vacancies) {
    if (drawCommitment !== null && publishedOn !== null) {
      yield { owner, vacancy: id, secret: drawSecretOf(id) };
    }
  }
}

export function* drawLotRows(rankings: readonly Ranked[]): Generator<typeof drawLot.$inferSelect> {
  for (const { offer, draw } of rankings) {
    for (const [leaf, lotId] of (draw?.tree.lotIds ?? []).entries()) {
      yield { owner: offer.row.owner, vacancy: offer.row.id, leaf, lotId };
    }
  }
}
