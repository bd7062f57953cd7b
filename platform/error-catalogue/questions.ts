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
