import { entry } from './entry.ts';

/** Codes about what any question or write can come to, whatever it is about. */
export const QUESTIONS = {
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
  DOCUMENT_ID_INVALID: entry(
    'Een documentId is sha256: met 64 kleine hexadecimale cijfers, en komt zonder query.',
    'A documentId is sha256: with 64 small hexadecimal digits, and comes without a query.',
    400,
  ),
  DOCUMENT_UNKNOWN: entry(
    'Onder dit id kent de hub geen vastgestelde vraag; de ids staan in schema/trusted-documents.json.',
    'The hub knows no trusted document under this id; the ids are in schema/trusted-documents.json.',
    400,
  ),
  DOCUMENT_NOT_TRUSTED: entry(
    'In deze rol stelt u alleen vastgestelde vragen: stuur het documentId uit schema/trusted-documents.json in plaats van een query.',
    'This role asks trusted documents only: send the documentId from schema/trusted-documents.json instead of a query.',
    403,
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
  PERSON_NEEDED: entry(
    'Dit doet een persoon; het token noemt er geen.',
    'A person does this, and the token names none.',
  ),
} as const;
