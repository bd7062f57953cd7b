import { oneById } from '../../../platform/batch.ts';
import type { DataAccess } from '../../../platform/serve-subgraph.ts';
import { drawLots, type DrawnLot } from '../../../rules/draw.ts';
import { transcriptText } from '../../../rules/draw-transcript.ts';
import {
  participantTree,
  type InclusionProof,
  type ParticipantTree,
} from '../../../rules/participant-tree.ts';
import { drawId } from '../draws.ts';
import * as store from '../store/draws.ts';
import type { DrawRow } from '../tables.ts';

/** A part of a transcript. */
export interface TranscriptPart {
  readonly text: string;
  readonly next: number | null;
}

/** What one who takes part can hold against the public root, and against the transcript when there is one. */
export interface DrawProof extends InclusionProof {
  readonly drawId: string;
  readonly lotId: string;
  readonly participantRoot: string;
  readonly lot: string | null;
  readonly place: number | null;
}

interface KnownDraw {
  readonly tree: ParticipantTree;
  readonly drawn: readonly DrawnLot[];
  readonly places: ReadonlyMap<string, number>;
  readonly transcript: string | null;
}

const PART_CHARACTERS = 500_000;
/** Of the largest draws one takes some tens of megabytes. */
const DRAWS_KEPT = 8;
/** Worked out once for all who ask after a closing: what is known under a root, or a seed, never changes. */
const known = new Map<string, Promise<KnownDraw>>();

/** Draws, their transcripts and proofs: public rows all of them. */
export function drawsIn({ publicDatabase }: DataAccess) {
  function knownDraw(row: DrawRow): Promise<KnownDraw> {
    const key = `${drawId(row)} ${row.participantRoot} ${row.seed}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const worked = store.lotsOf(publicDatabase, { owner: row.owner, id: row.vacancy }).then((lots) =>
      workOut(
        row,
        lots.map(({ lotId }) => lotId),
      ),
    );
    if (known.size >= DRAWS_KEPT) known.delete(known.keys().next().value!);
    known.set(key, worked);
    worked.catch(() => known.delete(key));
    return worked;
  }
  return {
    draws: oneById(async (ids) =>
      (await store.drawsOf(publicDatabase, ids)).map((row) => ({ ...row, id: row.vacancy })),
    ),
    /** The transcript from a character on; null before the draw is revealed. */
    async transcriptOf(row: DrawRow, from: number): Promise<TranscriptPart | null> {
      if (row.status !== 'REVEALED') return null;
      const { transcript } = await knownDraw(row);
      const until = from + PART_CHARACTERS;
      return {
        text: transcript!.slice(from, until),
        next: until < transcript!.length ? until : null,
      };
    },
    /** The proof of a lot id; null before closing, and for one that did not take part. */
    async proofIn(row: DrawRow, lotId: string): Promise<DrawProof | null> {
      if (row.participantRoot === null) return null;
      const { tree, drawn, places } = await knownDraw(row);
      const proof = tree.proofOf(lotId);
      if (proof === undefined) return null;
      const place = places.get(lotId) ?? null;
      const lot = place === null ? null : drawn[place - 1]!.lot;
      return { ...proof, drawId: drawId(row), lotId, participantRoot: row.participantRoot, lot, place };
    },
  };
}

function workOut(row: DrawRow, lotIds: readonly string[]): KnownDraw {
  const tree = participantTree(lotIds);
  if (tree.root !== row.participantRoot) throw new TypeError('lots that are not those of the root');
  const drawn = row.seed === null ? [] : drawLots(row.seed, lotIds);
  const places = new Map(drawn.map(({ lotId }, index) => [lotId, index + 1]));
  return { tree, drawn, places, transcript: row.seed === null ? null : textOf(row, row.seed, drawn) };
}

function textOf(row: DrawRow, seed: string, drawn: readonly DrawnLot[]): string {
  const { beaconAnnounced: announced, beacon: value } = row;
  return transcriptText({
    drawId: drawId(row),
    commitment: row.commitment,
    committedAt: isoMoment(row.committedAt),
    closedAt: isoMoment(row.closedAt!),
    participantRoot: row.participantRoot!,
    participantCount: row.participantCount!,
    beacon: announced === null || value === null ? null : { announced, value },
    secret: row.secret!,
    seed,
    revealedAt: isoMoment(row.revealedAt!),
    order: drawn.map(({ lotId }) => lotId),
  });
}

function isoMoment(moment: string): string {
  return new Date(moment).toISOString();
}
