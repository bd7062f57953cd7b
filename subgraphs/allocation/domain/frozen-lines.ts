import { hash } from 'node:crypto';
import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import { merkleRoot } from '../../../rules/merkle-tree.ts';
import { ENGINE_VERSION } from '../../../rules/engine-version.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import type { DecisionBodies } from './decision.ts';

/** Everybody who stood when a ranking was frozen, one line each: the leaves of the root that its receipt holds. */
export type FrozenLine = PlacedLine | ExcludedLine;

interface Line {
  /** Number of the reaction. */
  readonly reaction: string;
  /** Commitment to the facts that decided. */
  readonly facts: string;
}

export interface PlacedLine extends Line {
  readonly position: number;
  readonly groupRank: number;
  readonly orderKey: number;
  readonly lot: string;
}

export interface ExcludedLine extends Line {
  readonly exclusion: 'NOT_ADMITTED' | 'REGISTRATION_NOT_ACTIVE';
}

/** What a stored reaction tells of the line that it had. */
export interface FrozenReaction {
  readonly id: string;
  readonly commitment: string | null;
  readonly position: number | null;
  readonly exclusion: 'NOT_ADMITTED' | 'REGISTRATION_NOT_ACTIVE' | null;
  readonly groupRank: number;
  readonly orderKey: number;
  readonly lot: string;
}

/** The line of a reaction that was placed or excluded. Throws a TypeError for one that was neither. */
export function lineOf(reaction: FrozenReaction): FrozenLine {
  const { id, commitment: facts, exclusion, position, groupRank, orderKey, lot } = reaction;
  if (facts === null || (position === null) === (exclusion === null))
    throw new TypeError('a reaction that no ranking was frozen with');
  return exclusion === null
    ? { reaction: id, facts, position: position!, groupRank, orderKey, lot }
    : { reaction: id, facts, exclusion };
}

/** Lines in the order of the leaves: from the top, then the excluded ones by number. */
export function inLeafOrder(lines: readonly FrozenLine[]): readonly FrozenLine[] {
  return lines.toSorted((one, other) => {
    if ('position' in one && 'position' in other) return one.position - other.position;
    if ('position' in one) return -1;
    if ('position' in other) return 1;
    return one.reaction < other.reaction ? -1 : 1;
  });
}

/** The text of a leaf. */
export function lineText(line: FrozenLine): string {
  return canonicalJson(line);
}

/** What the receipt of a frozen ranking says. */
export function frozenBody(
  {
    ruleSetHash,
    home,
    on,
  }: { readonly ruleSetHash: string; readonly home: VacancyFacts; readonly on: string },
  lines: readonly FrozenLine[],
): DecisionBodies['RANKING_FROZEN'] {
  const placed = lines.filter((line) => 'position' in line).length;
  return {
    engineVersion: ENGINE_VERSION,
    ruleSetHash,
    homeHash: homeHash(home),
    on,
    placed,
    excluded: lines.length - placed,
    root: linesRoot(lines),
  };
}

export function linesRoot(lines: readonly FrozenLine[]): string {
  return merkleRoot(inLeafOrder(lines).map(lineText));
}

/** SHA-256 in hex over the canonical facts of a home. */
export function homeHash(home: VacancyFacts): string {
  return hash('sha256', canonicalJson(home), 'hex');
}
