import { GraphQLError } from 'graphql';

/** One line of the catalogue. `http` is the status when the whole request is refused with it. */
interface CatalogueEntry {
  readonly nl: string;
  readonly en: string;
  readonly since: string;
  readonly http?: number;
}

/**
 * Every code that the hub answers with, what it means, and since which version. `docs/errors.md` is generated from it.
 * A message states a fact and never holds a stack, SQL, a host name or a personal value.
 */
export const ERROR_CATALOGUE = {
  UNAUTHENTICATED: entry('Voor dit veld is een geldig token nodig.', 'This field needs a valid token.', 401),
  INVALID_TOKEN: entry('Het token is ongeldig of verlopen.', 'The token is invalid or has expired.', 401),
  FORBIDDEN: entry(
    'Deze rol mag dit veld niet lezen of schrijven.',
    'This role may not read or write this field.',
  ),
  INVALID_ID: entry('Dit is geen id van dit soort.', 'This is not an id of this kind.'),
  INVALID_CURSOR: entry('Deze cursor is niet door de hub gemaakt.', 'This cursor was not made by the hub.'),
  INVALID_PAGE_SIZE: entry('Een pagina telt 1 tot en met 100 regels.', 'A page holds 1 to 100 entries.'),
  INVALID_DATE: entry('Deze dag bestaat niet.', 'There is no such day.'),
  INVALID_INPUT: entry(
    'De invoer heeft niet de gevraagde vorm.',
    'The input does not have the form asked for.',
  ),
  QUERY_TOO_LARGE: entry('De vraag is groter dan 256 kB.', 'The request is larger than 256 kB.', 413),
  QUERY_TOO_COSTLY: entry(
    'De vraag is te diep, te breed of herhaalt te veel.',
    'The query is too deep, too wide or repeats too much.',
    400,
  ),
  QUERY_INVALID: entry(
    'De vraag is geen geldige GraphQL voor dit schema.',
    'The query is not valid GraphQL for this schema.',
    400,
  ),
  SUBGRAPH_UNAVAILABLE: entry(
    'De eigenaar van deze gegevens is nu niet bereikbaar.',
    'The owner of this data cannot be reached at the moment.',
  ),
  SUBGRAPH_TIMEOUT: entry(
    'De eigenaar van deze gegevens antwoordde niet op tijd.',
    'The owner of this data did not answer in time.',
  ),
  INCOMPLETE_ANSWER: entry(
    'Hier ontbreekt een gegeven dat er altijd moet zijn.',
    'A value that must always be here is missing.',
  ),
  INTERNAL: entry(
    'Er ging iets mis; het is vastgelegd onder het trace-id.',
    'Something went wrong; it is recorded under the trace id.',
  ),
  IDEMPOTENCY_CONFLICT: entry(
    'Deze idempotentiesleutel is al gebruikt voor andere invoer.',
    'This idempotency key was used for other input already.',
  ),
  UNKNOWN_REGISTRATION: entry(
    'Er is geen inschrijving met dit id die u mag gebruiken.',
    'There is no registration with this id that you may use.',
  ),
  UNKNOWN_DWELLING: entry(
    'Deze woning is niet van deze corporatie.',
    'This dwelling is not of this corporation.',
  ),
  DWELLING_OFFERED: entry(
    'Deze woning wordt al aangeboden of voorbereid.',
    'This dwelling is offered or prepared already.',
  ),
  NO_RULES: entry(
    'Voor deze gemeente gelden vandaag geen regels.',
    'No rules are in force in this municipality today.',
  ),
  RULES_UNAVAILABLE: entry(
    'De geldende regels zijn nu niet op te vragen; probeer het later.',
    'The rules in force cannot be asked for now; try again later.',
  ),
  OUT_OF_SCOPE: entry(
    'De regeling laat niet toe dat deze woning zo wordt aangeboden.',
    'The regulation does not let this home be offered so.',
  ),
  QUOTA_EXHAUSTED: entry(
    'Een quotum laat geen ruimte voor deze publicatie.',
    'A quota leaves no room for this publication.',
  ),
  UNKNOWN_NORM: entry(
    'De regeling van deze gemeente laat deze norm niet open.',
    'The regulation of this municipality does not leave this norm open.',
  ),
  UNKNOWN_VACANCY: entry(
    'Er is geen vacature met dit id die u mag gebruiken.',
    'There is no vacancy with this id that you may use.',
  ),
  UNKNOWN_URGENCY: entry(
    'Er is geen urgentie met dit id die u mag gebruiken.',
    'There is no urgency with this id that you may use.',
  ),
  UNKNOWN_REACTION: entry(
    'Er is geen reactie met dit id die u mag gebruiken.',
    'There is no reaction with this id that you may use.',
  ),
  INVALID_SEARCH_PROFILE: entry(
    'Het zoekprofiel spreekt zichzelf tegen of valt buiten de grenzen.',
    'The search profile contradicts itself or is out of bounds.',
  ),
  VACANCY_STATE: entry(
    'De status van de vacature laat dit niet toe.',
    'The state of the vacancy does not allow this.',
  ),
  VACANCY_STILL_OPEN: entry(
    'De reactieperiode van de vacature is nog niet voorbij.',
    'The reaction period of the vacancy is not over yet.',
  ),
  UNKNOWN_OFFER: entry(
    'Er is geen aanbieding met dit id die u mag gebruiken.',
    'There is no offer with this id that you may use.',
  ),
  NOT_FROZEN: entry(
    'De rangorde van deze woning is niet vastgesteld, of het aanbieden is voorbij.',
    'The ranking of this home is not frozen, or its offering has ended.',
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
  DRAW_UNAVAILABLE: entry(
    'Voor deze woning is geen loting vastgelegd; zonder loting is er geen rangorde.',
    'No draw was committed for this home; without a draw there is no ranking.',
  ),
  URGENCY_STATE: entry(
    'De status van de urgentie laat dit niet toe.',
    'The state of the urgency does not allow this.',
  ),
  VACANCY_NOT_OPEN: entry(
    'De vacature staat niet open voor reacties.',
    'The vacancy is not open for reactions.',
  ),
  REGISTRATION_NOT_ACTIVE: entry(
    'De inschrijving mag nu niet reageren.',
    'The registration may not react now.',
  ),
  ALREADY_REACTED: entry(
    'Op deze vacature is al gereageerd.',
    'There is a reaction to this vacancy already.',
  ),
  NOT_ADMITTED: entry(
    'De regels sluiten deze inschrijving voor deze woning uit.',
    'The rules exclude this registration for this home.',
  ),
  UNKNOWN_DRAFT: entry(
    'Er is geen concept met dit id dat u mag gebruiken.',
    'There is no draft with this id that you may use.',
  ),
  UNKNOWN_REGULATION: entry(
    'Er is geen regeling met dit id die u mag gebruiken.',
    'There is no regulation with this id that you may use.',
  ),
  UNKNOWN_RULE: entry('Het concept heeft geen regel met deze code.', 'The draft has no rule with this code.'),
  PERSON_NEEDED: entry(
    'Dit doet een persoon; het token noemt er geen.',
    'A person does this, and the token names none.',
  ),
  NO_REGULATION_OF_YOURS: entry(
    'Uw organisatie stelt deze regeling niet vast.',
    'Your organisation does not make this regulation.',
  ),
  REGULATION_UNREADABLE: entry(
    'De tekst kan niet als regeling worden gelezen.',
    'The text cannot be read as a regulation.',
  ),
  REGULATION_NOT_VALID: entry(
    'De regeling kan zo niet bekend worden gemaakt; de bevindingen zeggen waarom.',
    'The regulation cannot be published like this; the findings say why.',
  ),
  REGULATION_STATE: entry(
    'Alleen een bekendgemaakte versie die nog niet geldt kan worden ingetrokken.',
    'Only a published version that is not yet in force can be withdrawn.',
  ),
  DRAFT_CONFLICT: entry(
    'Het concept is intussen gewijzigd; er is niets geschreven.',
    'The draft was changed meanwhile; nothing was written.',
  ),
  DRAFT_STATE: entry(
    'De status van het concept laat dit niet toe.',
    'The state of the draft does not allow this.',
  ),
  SAME_PERSON: entry(
    'Een ander dan wie het indiende of het laatst wijzigde keurt een regeling goed.',
    'A regulation is approved by another person than who submitted or last edited it.',
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
  UNKNOWN_PREVIEW: entry(
    'Er is geen doorrekening met dit id die u mag gebruiken.',
    'There is no preview with this id that you may use.',
  ),
  PREVIEW_PERIOD: entry(
    'Een doorrekening gaat over hele halve jaren die voorbij zijn, ten hoogste twee jaar.',
    'A preview looks at whole half-years that have ended, two years at most.',
  ),
  PREVIEW_RULES: entry(
    'Het concept leidt nergens tot regels die voor alle woningen van een gemeente beslissen.',
    'The draft leads nowhere to rules that decide for all homes of a municipality.',
  ),
  PREVIEW_LIMIT: entry(
    'Er wachten al drie doorrekeningen van uw organisatie, of er zijn er vandaag al vijftig gevraagd.',
    'Three previews of your organisation are waiting already, or fifty were asked for today.',
  ),
  PREVIEW_ENDED: entry('Deze doorrekening is al geëindigd.', 'This preview has ended already.'),
  PREVIEW_FAILED: entry(
    'De doorrekening is door een storing mislukt; vraag een nieuwe.',
    'The preview failed by a fault; ask for a new one.',
  ),
  PREVIEW_INTERRUPTED: entry(
    'De doorrekening is te vaak onderbroken; vraag een nieuwe.',
    'The preview was interrupted too often; ask for a new one.',
  ),
  FACTS_UNAVAILABLE: entry(
    'De gegevens waarop de regels beslissen zijn nu niet volledig op te vragen; probeer het later opnieuw.',
    'The facts that the rules decide on cannot all be read at the moment; try again later.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** An error whose code and message come from the catalogue, safe to show to anyone. */
export class HubError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail?: string) {
    const { en, http } = catalogueEntry(code);
    super(detail === undefined ? en : `${en} ${detail}`, {
      extensions: { code, ...(http === undefined ? {} : { http: { status: http } }) },
    });
    this.code = code;
  }
}

/** An expected refusal, as member of a mutation's result union. */
export interface RefusalData {
  readonly code: ErrorCode;
  readonly message: { readonly nl: string; readonly en: string };
}

/** The catalogue's words for an expected refusal. */
export function refusal(code: ErrorCode): RefusalData {
  const { nl, en } = catalogueEntry(code);
  return { code, message: { nl, en } };
}

/** Whether `code` stands in the catalogue. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CATALOGUE, code);
}

function catalogueEntry(code: ErrorCode): CatalogueEntry {
  return ERROR_CATALOGUE[code];
}

function entry(nl: string, en: string, http?: number): CatalogueEntry {
  return { nl, en, since: '0.1.0', ...(http === undefined ? {} : { http }) };
}
