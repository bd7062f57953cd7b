import { entry } from './entry.ts';

/** Codes about seekers, homes and urgencies, each with its owner. */
export const OWNERS = {
  UNKNOWN_REGISTRATION: entry(
    'Er is geen inschrijving met dit id die u mag gebruiken.',
    'There is no registration with this id that you may use.',
  ),
  REGISTRATION_NOT_ACTIVE: entry(
    'De inschrijving mag nu niet reageren.',
    'The registration may not react now.',
  ),
  INVALID_SEARCH_PROFILE: entry(
    'Het zoekprofiel spreekt zichzelf tegen of valt buiten de grenzen.',
    'The search profile contradicts itself or is out of bounds.',
  ),
  UNKNOWN_DWELLING: entry(
    'Deze woning is niet van deze corporatie.',
    'This dwelling is not of this corporation.',
  ),
  DWELLING_OFFERED: entry(
    'Deze woning wordt al aangeboden of voorbereid.',
    'This dwelling is offered or prepared already.',
  ),
  UNKNOWN_VACANCY: entry(
    'Er is geen vacature met dit id die u mag gebruiken.',
    'There is no vacancy with this id that you may use.',
  ),
  VACANCY_STATE: entry(
    'De status van de vacature laat dit niet toe.',
    'The state of the vacancy does not allow this.',
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
  UNKNOWN_URGENCY: entry(
    'Er is geen urgentie met dit id die u mag gebruiken.',
    'There is no urgency with this id that you may use.',
  ),
  URGENCY_STATE: entry(
    'De status van de urgentie laat dit niet toe.',
    'The state of the urgency does not allow this.',
  ),
  UNKNOWN_NORM: entry(
    'De regeling van deze gemeente laat deze norm niet open.',
    'The regulation of this municipality does not leave this norm open.',
  ),
} as const;
