import { entry } from './entry.ts';

/** Codes about drafts, regulations and previews. */
export const REGULATING = {
  UNKNOWN_DRAFT: entry(
    'Er is geen concept met dit id dat u mag gebruiken.',
    'There is no draft with this id that you may use.',
  ),
  UNKNOWN_REGULATION: entry(
    'Er is geen regeling met dit id die u mag gebruiken.',
    'There is no regulation with this id that you may use.',
  ),
  UNKNOWN_RULE: entry('Het concept heeft geen regel met deze code.', 'The draft has no rule with this code.'),
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
} as const;
