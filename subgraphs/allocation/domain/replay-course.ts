import { bodyOf } from './decision.ts';
import { interventionAfter, type Intervention, type StandingIntervention } from './intervention.ts';
import { stands, type OfferStatus } from './offer-state.ts';
import type { Receipt } from './receipt.ts';
import { differs, type ReplayDifference } from './replay-decision.ts';

/** An offer as it is stored. */
export interface StoredOffer {
  readonly id: string;
  readonly reaction: string;
  readonly position: number;
  readonly status: OfferStatus;
}

/** What is stored of what happened to a home after its ranking was frozen. */
export interface StoredCourse {
  /** Places of the frozen ranking, by number of the reaction. */
  readonly places: ReadonlyMap<string, number>;
  readonly offers: readonly StoredOffer[];
  /** What holds of candidates by hand, by number of the reaction. */
  readonly interventions: ReadonlyMap<string, StandingIntervention>;
  /** The offer that became a letting; null while none did. */
  readonly letOffer: string | null;
}

/** A difference, with the number of the receipt that it shows at; null when it shows in none. */
export interface CourseDifference extends ReplayDifference {
  readonly seq: number | null;
}

/**
 * Repeats what happened to a home: of each offer that it went to who was next by the frozen places, or that somebody departed
 * from them before it with a reason; of a letting that nobody offered earlier still stood; and that the stored offers are
 * what was recorded. `receipts` are those of the home, in the order of the chain. Undefined when all of it is so.
 */
export function replayCourse(
  receipts: readonly Receipt[],
  stored: StoredCourse,
): CourseDifference | undefined {
  const course = new Course(stored.places);
  for (const receipt of receipts) {
    const difference = course.follow(receipt);
    if (difference !== undefined) return { ...difference, seq: receipt.seq };
  }
  const difference = course.against(stored);
  return difference === undefined ? undefined : { ...difference, seq: null };
}

interface RecordedOffer {
  readonly reaction: string;
  readonly position: number;
  status: OfferStatus;
}

/** What is known of a home's course as its receipts are read. */
class Course {
  /** Reactions from the top. */
  readonly #order: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  /** Who is passed over without a judgement of the rules. */
  readonly #passed = new Set<string>();
  /** What holds by hand, in the order in which it was decided. */
  readonly #byHand = new Map<string, StandingIntervention>();
  /** In the order in which they were made. */
  readonly #offers = new Map<string, RecordedOffer>();
  #letOffer: string | null = null;

  constructor(places: ReadonlyMap<string, number>) {
    this.#places = places;
    this.#order = [...places].sort(([, one], [, other]) => one - other).map(([reaction]) => reaction);
  }

  follow(receipt: Receipt): ReplayDifference | undefined {
    const { kind, reaction, subject } = receipt;
    switch (kind) {
      case 'INTERVENTION':
        return this.#intervene(reaction!, bodyOf(receipt, kind)!.intervention);
      case 'CANDIDATE_PASSED_OVER':
        this.#passed.add(reaction!);
        return undefined;
      case 'OFFER_MADE':
        return this.#make(subject!, reaction!, bodyOf(receipt, kind)!.position);
      case 'OFFER_ANSWERED':
        return this.#move(subject!, reaction, bodyOf(receipt, kind)!.answer);
      case 'OFFER_EXPIRED':
        return this.#move(subject!, reaction, 'EXPIRED');
      case 'OFFER_WITHDRAWN':
        return this.#move(subject!, reaction, 'WITHDRAWN');
      case 'LETTING':
        return this.#let(subject!, reaction);
      default:
        return undefined;
    }
  }

  #intervene(reaction: string, intervention: Intervention): ReplayDifference | undefined {
    const held = this.#byHand.get(reaction) ?? null;
    const outcome = interventionAfter(held, intervention);
    if (outcome.kind === 'REFUSED')
      return differs('INTERVENTION_CHANGED', intervention, held ?? 'nothing by hand', reaction);
    this.#byHand.delete(reaction);
    if (outcome.standing !== null) this.#byHand.set(reaction, outcome.standing);
    return undefined;
  }

  #make(offer: string, reaction: string, position: number): ReplayDifference | undefined {
    const offered = new Set([...this.#offers.values()].map((one) => one.reaction));
    const waits = (one: string) =>
      !offered.has(one) && !this.#passed.has(one) && this.#byHand.get(one) !== 'PASS_OVER';
    const first = [...this.#byHand].filter(([, held]) => held === 'PUT_FIRST').map(([one]) => one);
    const next = first.find(waits) ?? this.#order.find(waits);
    if (reaction !== next) return differs('NOT_NEXT', reaction, next ?? 'nobody', reaction);
    const place = this.#places.get(reaction);
    if (place !== position) return differs('PLACE_CHANGED', String(position), String(place), reaction);
    this.#offers.set(offer, { reaction, position, status: 'MADE' });
    return undefined;
  }

  #move(offer: string, reaction: string | null, status: OfferStatus): ReplayDifference | undefined {
    const made = this.#offers.get(offer);
    if (made === undefined || made.reaction !== reaction || !stands(made))
      return differs('NOT_OFFERED', status, made?.status ?? 'no offer', reaction);
    made.status = status;
    return undefined;
  }

  #let(offer: string, reaction: string | null): ReplayDifference | undefined {
    const made = this.#offers.get(offer);
    if (made?.status !== 'ACCEPTED' || made.reaction !== reaction)
      return differs('NOT_OFFERED', 'LETTING', made?.status ?? 'no offer', reaction);
    // Offers are made in the order that counts, interventions included.
    for (const [id, earlier] of this.#offers) {
      if (id === offer) break;
      if (stands(earlier)) return differs('HIGHER_CANDIDATE', reaction!, earlier.reaction, reaction);
    }
    this.#letOffer = offer;
    return undefined;
  }

  against({ offers, interventions, letOffer }: StoredCourse): ReplayDifference | undefined {
    for (const reaction of new Set([...this.#byHand.keys(), ...interventions.keys()])) {
      const [recorded, stored] = [this.#byHand.get(reaction), interventions.get(reaction)];
      if (recorded !== stored)
        return differs('INTERVENTION_CHANGED', recorded ?? 'nothing', stored ?? 'nothing', reaction);
    }
    for (const { id, reaction, position, status } of offers) {
      const recorded = this.#offers.get(id);
      if (recorded === undefined) return differs('NOT_RECORDED', 'nothing', `offer ${status}`, reaction);
      const texts = [recorded, { reaction, position, status }].map(
        (one) => `${one.reaction}, place ${one.position}, ${one.status}`,
      );
      if (texts[0] !== texts[1]) return differs('OFFER_CHANGED', texts[0]!, texts[1]!, recorded.reaction);
      this.#offers.delete(id);
    }
    const [gone] = this.#offers.values();
    if (gone !== undefined) return differs('OFFER_CHANGED', `offer ${gone.status}`, 'nothing', gone.reaction);
    if (letOffer === this.#letOffer) return undefined;
    return differs('NOT_RECORDED', this.#letOffer ?? 'no letting', letOffer ?? 'no letting');
  }
}
