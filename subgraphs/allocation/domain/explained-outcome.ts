import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { Intervention } from './intervention.ts';
import type { OfferStatus } from './offer-state.ts';
import type { ReactionStatus } from './reaction-state.ts';

export type ExplainedOutcome =
  | 'PLACED'
  | 'WAITS_FOR_DRAW'
  | 'EXCLUDED'
  | 'SUSPENDED'
  | 'WITHDRAWN'
  | 'PUT_FIRST'
  | 'PASSED_OVER'
  | 'OFFERED'
  | 'ACCEPTED'
  | 'REFUSED'
  | 'EXPIRED'
  | 'OFFER_WITHDRAWN'
  | 'HOUSED'
  | 'NOT_REACHED';

/** What happened to one reaction, as far as who asks may know. */
export interface Happened {
  readonly status: ReactionStatus;
  readonly exclusion: 'NOT_ADMITTED' | 'REGISTRATION_NOT_ACTIVE' | null;
  /** Whether the order inside the groups is known. */
  readonly drawn: boolean;
  readonly offer: { readonly status: OfferStatus; readonly reason: string | null } | null;
  /** How the offering of the home ended; null while it has not. */
  readonly ending: string | null;
  /** What was done to it by hand, the latest last; that one holds. */
  readonly byHand: readonly Intervention[];
  /** Why it was passed over without a judgement; null when it was not. */
  readonly passedOver: string | null;
}

export interface Explained {
  readonly outcome: ExplainedOutcome;
  readonly text: BilingualText;
  /** Code of the reason, where there is one. */
  readonly reason: string | null;
}

/** What came of a reaction, in words and with the code of the reason. */
export function explainedOutcome(happened: Happened): Explained {
  const outcome = outcomeOf(happened);
  const reason = reasonOf(outcome, happened);
  const why = reason === null ? undefined : REASONS[reason];
  const text = TEXTS[outcome];
  if (why === undefined) return { outcome, text: ended(text), reason };
  return { outcome, text: ended({ nl: `${text.nl}: ${why.nl}`, en: `${text.en}: ${why.en}` }), reason };
}

function outcomeOf({ status, drawn, offer, ending, byHand, passedOver }: Happened): ExplainedOutcome {
  if (status !== 'ACTIVE') return status;
  if (offer !== null) {
    if (offer.status === 'MADE') return 'OFFERED';
    if (offer.status === 'WITHDRAWN') return 'OFFER_WITHDRAWN';
    return offer.status === 'ACCEPTED' && ending === 'LET' ? 'HOUSED' : offer.status;
  }
  const hand = byHand.at(-1);
  if (passedOver !== null || hand === 'PASS_OVER') return 'PASSED_OVER';
  if (ending !== null) return 'NOT_REACHED';
  if (hand === 'PUT_FIRST') return 'PUT_FIRST';
  return drawn ? 'PLACED' : 'WAITS_FOR_DRAW';
}

function reasonOf(outcome: ExplainedOutcome, { offer, passedOver, exclusion, ending }: Happened) {
  switch (outcome) {
    case 'REFUSED':
    case 'OFFER_WITHDRAWN':
      return offer!.reason;
    case 'PASSED_OVER':
      return passedOver;
    case 'EXCLUDED':
    case 'SUSPENDED':
      return exclusion;
    case 'NOT_REACHED':
      return ending;
    default:
      return null;
  }
}

function ended({ nl, en }: BilingualText): BilingualText {
  return { nl: `${nl}.`, en: `${en}.` };
}

const TEXTS: Readonly<Record<ExplainedOutcome, BilingualText>> = {
  PLACED: { nl: 'Op volgorde geplaatst', en: 'Placed in the order' },
  WAITS_FOR_DRAW: { nl: 'De loting is nog niet geweest', en: 'The draw has not been yet' },
  EXCLUDED: { nl: 'Uitgesloten op de sluitingsdag', en: 'Excluded on the closing day' },
  SUSPENDED: { nl: 'Telt nu niet mee', en: 'Does not count now' },
  WITHDRAWN: { nl: 'Ingetrokken door de woningzoekende', en: 'Withdrawn by the seeker' },
  PUT_FIRST: { nl: 'Door een medewerker naar voren gehaald', en: 'Put first by a person' },
  PASSED_OVER: { nl: 'Overgeslagen', en: 'Passed over' },
  OFFERED: { nl: 'De woning is aangeboden', en: 'The home is offered' },
  ACCEPTED: { nl: 'De woning is geaccepteerd', en: 'The home is accepted' },
  REFUSED: { nl: 'De woning is geweigerd', en: 'The home was refused' },
  EXPIRED: { nl: 'Het aanbod is niet op tijd beantwoord', en: 'The offer was not answered in time' },
  OFFER_WITHDRAWN: { nl: 'Het aanbod is ingetrokken', en: 'The offer was withdrawn' },
  HOUSED: { nl: 'De woning is verhuurd aan deze kandidaat', en: 'The home was let to this candidate' },
  NOT_REACHED: { nl: 'Niet aan de beurt gekomen', en: 'Not reached' },
};

/** The codes of `OfferRefusalReason`, `OfferWithdrawalReason` and `OfferingEnding`, and those of what is no judgement, in words. */
const REASONS: Readonly<Partial<Record<string, BilingualText>>> = {
  NO_LONGER_INTERESTED: { nl: 'geen belangstelling meer', en: 'no longer interested' },
  RENT_TOO_HIGH: { nl: 'huurprijs te hoog', en: 'rent too high' },
  HOME: { nl: 'woning bevalt niet', en: 'does not like the home' },
  QUALITY: { nl: 'woningkwaliteit bevalt niet', en: 'does not like its quality' },
  NEIGHBOURHOOD: { nl: 'woonomgeving bevalt niet', en: 'does not like the neighbourhood' },
  OUTDOOR_SPACE: { nl: 'buitenruimte bevalt niet', en: 'does not like the outdoor space' },
  PARKING_OR_STORAGE: { nl: 'parkeer- of bergruimte onvoldoende', en: 'not enough parking or storage' },
  PERSONAL_CIRCUMSTANCES: { nl: 'persoonlijke omstandigheden', en: 'personal circumstances' },
  OTHER_HOME_ACCEPTED: { nl: 'andere woning geaccepteerd', en: 'another home was accepted' },
  DOCUMENTS_MISSING: { nl: 'documenten niet aangeleverd', en: 'documents were not handed in' },
  DOCUMENTS_REJECTED: { nl: 'documenten niet akkoord', en: 'documents did not bear out the facts' },
  FACTS_INCORRECT: { nl: 'gegevens onjuist', en: 'facts were not right' },
  APPOINTMENT_MISSED: { nl: 'niet verschenen bij afspraak', en: 'an appointment was missed' },
  OFFERED_WRONGLY: { nl: 'onterecht aangeboden', en: 'it was offered wrongly' },
  LET_TO_ANOTHER: { nl: 'verhuurd aan wie voorging', en: 'let to somebody who went before' },
  NOT_ADMITTED: { nl: 'de regels laten deze reactie niet toe', en: 'the rules do not admit this reaction' },
  REGISTRATION_NOT_ACTIVE: {
    nl: 'de inschrijving was niet meer actief',
    en: 'the registration was no longer active',
  },
  LET: { nl: 'de woning ging naar wie voorging', en: 'the home went to somebody who went before' },
  NO_CANDIDATE: { nl: 'er was geen kandidaat meer', en: 'no candidate was left' },
  TERMINATION_REVOKED: { nl: 'de huuropzegging is ingetrokken', en: 'the lease before was not ended' },
  INCORRECT_DATA: { nl: 'de publicatie had onjuiste gegevens', en: 'the publication had wrong data' },
  OTHER_USE: { nl: 'de woning kreeg een andere bestemming', en: 'the home got another use' },
  RENOVATION: { nl: 'de woning wordt gerenoveerd', en: 'the home is renovated' },
};
