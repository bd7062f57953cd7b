import { drawLots, drawSeed, lotIdIn } from '../../rules/draw.ts';
import { participantTree } from '../../rules/participant-tree.ts';
import { measure, rowOf } from './measure.ts';
import { figure, report } from './result.ts';

/** Measures a draw of 100,000 lots, the most that one may have: the tree of participants, the order, and one proof. */
const LOTS = 100_000;
const DRAW = 'L0001:f0000000-0000-7000-8000-000000000001';

const runs = process.argv.includes('--quick') ? 3 : 15;
const lotIds = Array.from({ length: LOTS }, (_lot, index) => lotIdIn(DRAW, `${index}`));
const tree = participantTree(lotIds);
const seed = drawSeed({ drawId: DRAW, participantRoot: tree.root, secret: 'a secret of the measurement' });

const drawing = 'a draw of 100,000 lots';
const atClosing = await measure(() => participantTree(lotIds), runs);
const atRevealing = await measure(() => drawLots(seed, lotIds), runs);
const together = atClosing.median + atRevealing.median;
report({
  family: 'draw',
  configuration: { lots: LOTS, runs },
  rows: [
    rowOf(drawing, 'tree and root, at closing', atClosing),
    rowOf(drawing, 'order, at revealing', atRevealing),
    rowOf(drawing, 'a proof', await measure(() => tree.proofOf(lotIds[77]!), runs)),
  ],
  goals: [
    {
      goal: 'a draw of 100,000 lots, tree and order together',
      bound: 'at most 1,000 ms',
      measured: `${figure(together)} ms`,
      met: together <= 1000,
    },
  ],
});
