import { execSync } from 'node:child_process';
import { cpus } from 'node:os';
import { drawLots, drawSeed, lotIdIn } from '../../rules/draw.ts';
import { participantTree } from '../../rules/participant-tree.ts';
import { measure, row } from './measure.ts';

/** Measures a draw of 100,000 lots, the most that one may have: the tree of participants, the order, and one proof. */
const LOTS = 100_000;
const DRAW = 'L0001:f0000000-0000-7000-8000-000000000001';

const runs = process.argv.includes('--quick') ? 3 : 15;
const lotIds = Array.from({ length: LOTS }, (_lot, index) => lotIdIn(DRAW, `${index}`));
const tree = participantTree(lotIds);
const seed = drawSeed({ drawId: DRAW, participantRoot: tree.root, secret: 'a secret of the measurement' });

console.log(
  `Commit ${execSync('git rev-parse --short HEAD').toString().trim()}, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown'}, ${runs} runs.\n`,
);
console.log('| part of a draw of 100,000 lots | median ms | least to most | CPU ms |');
console.log('| --- | --- | --- | --- |');
console.log(row('tree and root, at closing', await measure(() => participantTree(lotIds), runs)));
console.log(row('order, at revealing', await measure(() => drawLots(seed, lotIds), runs)));
console.log(row('a proof', await measure(() => tree.proofOf(lotIds[77]!), runs)));
