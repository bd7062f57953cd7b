import { entry } from './entry.ts';

/** Codes about from a reaction to a recorded letting. */
export const ALLOCATING = {
  VACANCY_NOT_OPEN: entry(
    'De vacature staat niet open voor reacties.',
    'The vacancy is not open for reactions.',
  ),
  REACTION_LIMIT: entry(
    'Er zijn al zoveel reacties open als de regels van deze woning toestaan.',
    'As many reactions are open as the rules of this home allow.',
  ),
  ALREADY_REACTED: entry(
    'Op deze vacature is al gereageerd.',
    'There is a reaction to this vacancy already.',
  ),
  NOT_ADMITTED: entry(
    'De regels sluiten deze inschrijving voor deze woning uit.',
    'The rules exclude this registration for this home.',
  ),
  FACTS_UNAVAILABLE: entry(
    'De gegevens waarop de regels beslissen zijn nu niet volledig op te vragen; probeer het later opnieuw.',
    'The facts that the rules decide on cannot all be read at the moment; try again later.',
  ),
  UNKNOWN_REACTION: entry(
    'Er is geen reactie met dit id die u mag gebruiken.',
    'There is no reaction with this id that you may use.',
  ),
  VACANCY_STILL_OPEN: entry(
    'De reactieperiode van de vacature is nog niet voorbij.',
    'The reaction period of the vacancy is not over yet.',
  ),
  DRAW_UNAVAILABLE: entry(
    'Voor deze woning is geen loting vastgelegd; zonder loting is er geen rangorde.',
    'No draw was committed for this home; without a draw there is no ranking.',
  ),
  NO_DRAW: entry(
    'Voor deze vacature is geen loting vastgelegd.',
    'No draw was committed to for this vacancy.',
  ),
  DRAW_NOT_COMMITTED: entry(
    'De loting kan nu niet worden vastgelegd; er is niets gepubliceerd.',
    'The draw cannot be committed to now; nothing was published.',
  ),
  DRAW_WAITS: entry(
    'De loting wacht op het baken dat is aangekondigd.',
    'The draw waits for the beacon that was announced.',
  ),
  DRAW_STATE: entry(
    'De stand van de loting laat dit niet toe; een loting wordt nooit overgedaan.',
    'The state of the draw does not allow this; a draw is never done again.',
  ),
  DRAW_BEACON: entry(
    'Het baken is niet wat vooraf is aangekondigd, of heeft niet de gevraagde vorm.',
    'The beacon is not what was announced beforehand, or does not have the form asked for.',
  ),
  NOT_FROZEN: entry(
    'De rangorde van deze woning is niet vastgesteld, of het aanbieden is voorbij.',
    'The ranking of this home is not frozen, or its offering has ended.',
  ),
  INTERVENTION_STATE: entry(
    'Voor deze kandidaat kan dit niet: de woning is al aangeboden, of wat er met de hand geldt laat het niet toe.',
    'This cannot be done for this candidate: the home was offered already, or what holds by hand does not allow it.',
  ),
  UNKNOWN_INSTRUMENT: entry(
    'Deze regeling hoort niet bij de regels van de woning.',
    'This instrument is not among the rules of the home.',
  ),
  OFFERS_STAND: entry(
    'Er staan nog aanbiedingen van deze woning open; ten hoogste tien tegelijk.',
    'Offers of this home still stand; at most ten at a time.',
  ),
  NO_CANDIDATE: entry(
    'Er is geen kandidaat meer aan wie deze woning nog niet is aangeboden.',
    'There is no candidate left whom this home was not offered to.',
  ),
  CANDIDATES_LEFT: entry(
    'Er zijn nog kandidaten of aanbiedingen voor deze woning.',
    'There are still candidates or offers for this home.',
  ),
  UNKNOWN_OFFER: entry(
    'Er is geen aanbieding met dit id die u mag gebruiken.',
    'There is no offer with this id that you may use.',
  ),
  OFFER_STATE: entry(
    'De status van de aanbieding laat dit niet toe.',
    'The state of the offer does not allow this.',
  ),
  OFFER_EXPIRED: entry('De termijn van de aanbieding is verlopen.', 'The term of the offer has passed.'),
  HOUSEHOLD_HAS_ACCEPTED: entry(
    'Dit huishouden heeft een andere woning geaccepteerd.',
    'This household accepted another home.',
  ),
  NOT_ACCEPTED: entry(
    'De kandidaat heeft de woning niet geaccepteerd.',
    'The candidate did not accept the home.',
  ),
  NOT_VERIFIED: entry(
    'Niet alles wat van de kandidaat is gevraagd is akkoord.',
    'Not everything asked of the candidate was found in order.',
  ),
  HIGHER_CANDIDATE: entry(
    'Een kandidaat hoger in de rangorde heeft geaccepteerd of kan dat nog.',
    'A candidate higher in the ranking accepted, or still may.',
  ),
  FACTS_ERASED: entry(
    'De persoonsgegevens van dit besluit zijn na hun bewaartermijn gewist.',
    'The personal facts of this decision were erased when their term was over.',
  ),
  NO_RECEIPTS: entry('Deze eigenaar heeft nog niets vastgelegd.', 'This owner has recorded nothing yet.'),
  SIGNING_UNAVAILABLE: entry('Er kan nu niet worden ondertekend.', 'Nothing can be signed at the moment.'),
} as const;
