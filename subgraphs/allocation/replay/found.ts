import type { ReplayCode } from '../domain/replay-decision.ts';
import type { ChainDifference } from '../domain/receipt.ts';

export type FoundCode =
  ReplayCode | ChainDifference['code'] | 'CHECKPOINT_UNSIGNED' | 'CHECKPOINT_BROKEN' | 'UNKNOWN_DECISION';

/** The first thing that is not as it was recorded, and where. No fact about a person is in it. */
export interface Found {
  readonly code: FoundCode;
  readonly owner: string;
  /** Number of the receipt; null when it shows in none. */
  readonly seq: number | null;
  readonly vacancy: string | null;
  readonly reaction: string | null;
  readonly recorded: string;
  readonly found: string;
}

/** How much was repeated. */
export interface Repeated {
  receipts: number;
  rankings: number;
  candidates: number;
  /** Decisions that follow a frozen ranking. */
  decisions: number;
  checkpoints: number;
  /** Rankings whose facts were erased when their term was over, so that only their chain is held. */
  erased: number;
}

export function nothingRepeated(): Repeated {
  return { receipts: 0, rankings: 0, candidates: 0, decisions: 0, checkpoints: 0, erased: 0 };
}

export function found(owner: string, code: FoundCode, more: Partial<Found> = {}): Found {
  return { code, owner, seq: null, vacancy: null, reaction: null, recorded: '', found: '', ...more };
}

/** The difference in one sentence. */
export function inWords({ code, owner, seq, vacancy, reaction, recorded, found: is }: Found): string {
  const places = [
    seq === null ? `owner ${owner}` : `receipt ${owner}:${seq}`,
    vacancy === null ? undefined : `vacancy ${owner}:${vacancy}`,
    reaction === null ? undefined : `reaction ${owner}:${reaction}`,
  ].filter((place) => place !== undefined);
  const values =
    recorded === '' && is === '' ? '' : ` Recorded: ${recorded || 'nothing'}; found: ${is || 'nothing'}.`;
  return `${code}: ${places.join(', ')}. ${MEANING[code]}${values}`;
}

const MEANING: Readonly<Record<FoundCode, string>> = {
  MISSING: 'A receipt is missing here.',
  CHANGED: 'This receipt is not what its hash says.',
  NOT_LINKED: 'This receipt does not follow the one before it.',
  ENGINE_VERSION: 'This decision was taken by another version of the engine, which must repeat it.',
  RULES_CHANGED: 'The rules are not those of the decision.',
  HOME_CHANGED: 'What is known of the home is not what it was.',
  CANDIDATES_CHANGED: 'Not as many candidates stand as stood.',
  FACTS_MISSING: 'The facts are gone, and no erasure says so.',
  FACTS_CHANGED: 'The facts are not those that decided.',
  LOT_CHANGED: 'This lot is not the one that the draw gave.',
  PLACE_CHANGED: 'This place does not follow from the rules and the facts.',
  ROOT_CHANGED: 'The places together are not those that were recorded.',
  NOT_RECORDED: 'There is no receipt of this.',
  NOT_NEXT: 'Somebody else was next, and nobody departed from the order with a reason.',
  NOT_OFFERED: 'There was no offer that this could follow.',
  OFFER_CHANGED: 'This offer is not what was recorded.',
  INTERVENTION_CHANGED: 'What was done by hand is not what was recorded.',
  HIGHER_CANDIDATE: 'An offer to somebody higher still stood.',
  CHECKPOINT_UNSIGNED: 'This checkpoint was not signed with the key that it names.',
  CHECKPOINT_BROKEN: 'The chain is not the one of this checkpoint: it was written anew or cut off.',
  UNKNOWN_DECISION: 'There is no such decision.',
};
