import type { AllocationModel } from '../../../rules/facts.ts';
import type { Citation } from '../../../rules/rule.ts';
import type { Intervention } from './intervention.ts';

/** What a receipt can be of. The order is that of a home's course, with what may come in between last. */
export const RECEIPT_KINDS = [
  'RANKING_FROZEN',
  'DRAW_REVEALED',
  'OFFER_MADE',
  'OFFER_ANSWERED',
  'OFFER_EXPIRED',
  'OFFER_WITHDRAWN',
  'VERIFICATION',
  'CANDIDATE_PASSED_OVER',
  'LETTING',
  'PERMIT',
  'OFFERING_ENDED',
  'INTERVENTION',
  'CORRECTION',
  'ERASURE',
] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/**
 * What a decision was, in codes, hashes, numbers of rows and places: enough to repeat it, and nothing that is a fact about a
 * person. Those stand beside it (`DecisionFacts`) and end.
 */
export interface DecisionBodies {
  readonly RANKING_FROZEN: {
    readonly engineVersion: number;
    readonly ruleSetHash: string;
    /** SHA-256 of the canonical facts of the home. */
    readonly homeHash: string;
    /** The day whose facts decided. */
    readonly on: string;
    readonly placed: number;
    readonly excluded: number;
    /** Root over the lines of everybody who stood, from the top, the excluded ones after them. */
    readonly root: string;
  };
  readonly DRAW_REVEALED: {
    readonly commitment: string;
    readonly participantRoot: string;
    readonly participants: number;
    readonly seed: string;
    readonly beacon: string | null;
  };
  readonly OFFER_MADE: {
    readonly position: number;
    readonly expiresAt: string;
    readonly viewingAt: string | null;
  };
  readonly OFFER_ANSWERED: { readonly position: number; readonly answer: 'ACCEPTED' | 'REFUSED' };
  readonly OFFER_EXPIRED: { readonly position: number };
  readonly OFFER_WITHDRAWN: { readonly position: number };
  readonly VERIFICATION: { readonly position: number };
  /** Not offered because of something that is no judgement, such as another home that the household accepted meanwhile. */
  readonly CANDIDATE_PASSED_OVER: { readonly position: number; readonly reason: string };
  readonly LETTING: {
    readonly position: number;
    readonly candidates: number;
    readonly model: AllocationModel;
  };
  readonly PERMIT: { readonly permit: string; readonly outcome: 'GRANTED' | 'REFUSED' };
  readonly OFFERING_ENDED: { readonly ending: string };
  /** Somebody departs from the order, under an article that allows it. The reason is told to every candidate of the home. */
  readonly INTERVENTION: {
    readonly intervention: Intervention;
    readonly position: number;
    readonly citation: Pick<Citation, 'instrument' | 'title' | 'article' | 'version'>;
  };
  /** An earlier entry was wrong; what is right is in the entries that follow. */
  readonly CORRECTION: { readonly corrects: number };
  readonly ERASURE: {
    /** Facts of closing days before this day are gone. */
    readonly before: string;
    readonly homes: number;
    readonly reactions: number;
    readonly receipts: number;
  };
}
export type DecisionBody = DecisionBodies[ReceiptKind];

/** The personal facts of a decision about one candidate, which stand beside the chain until their term is over. */
export interface DecisionFacts {
  readonly OFFER_ANSWERED: { readonly reason: string };
  readonly OFFER_WITHDRAWN: { readonly reason: string };
  readonly VERIFICATION: {
    readonly checks: readonly {
      readonly document: string;
      readonly outcome: string;
      readonly reason: string | null;
    }[];
  };
  readonly LETTING: {
    readonly groupCode: string;
    readonly signedOn: string;
    readonly startsOn: string;
    readonly leavesSelfContainedHome: boolean;
  };
  readonly INTERVENTION: { readonly reason: string };
  readonly CORRECTION: { readonly reason: string };
}

/** A decision of one kind with what belongs to it. */
export type Decision = {
  readonly [Kind in ReceiptKind]: {
    readonly kind: Kind;
    readonly body: DecisionBodies[Kind];
    readonly facts?: Kind extends keyof DecisionFacts ? DecisionFacts[Kind] : never;
  };
}[ReceiptKind];

/** A decision that is known to be of one kind. */
export function bodyOf<Kind extends ReceiptKind>(
  { kind, body }: { readonly kind: ReceiptKind; readonly body: DecisionBody },
  wanted: Kind,
): DecisionBodies[Kind] | undefined {
  return kind === wanted ? (body as DecisionBodies[Kind]) : undefined;
}
