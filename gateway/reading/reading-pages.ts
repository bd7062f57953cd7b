import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { atomFeed, type FeedLine } from './atom-feed.ts';
import { receiptKeysFile } from './receipt-keys.ts';
import { transcriptFile, verifierFile, verifyPage } from './draw-pages.ts';
import { READING_POLICY, vacancyPage, type ExplainedVacancy, type Language } from './vacancy-page.ts';

/** Asks a named operation of the hub as nobody in particular: these pages show what is public. */
export type AskPublic = (
  operation: string,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

export interface ReadingOptions {
  readonly ask: AskPublic;
  /** Where the hub is reached, without a slash at its end; asked at each request. */
  readonly origin: () => string;
}

/** Answers the request and promises true, or leaves it alone and promises false when the path is none of these pages. */
export type ReadingHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** What a page answers. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

const VACANCY = /^\/vacancies\/([^/]{1,120})$/;
const TRANSCRIPT = /^\/draws\/([^/]{1,120})\.json$/;
const VERIFY = '/draws/verify';
const RECEIPT_KEYS = '/.well-known/verdeelsleutel-receipts.json';
const FEED = /^\/feeds\/(region|municipality)\/([A-Z][A-Z0-9-]{1,15})\.atom$/;
const FEED_PAGE = 50;

const NOT_FOUND: Answer = { status: 404, contentType: 'text/plain', body: 'Niet gevonden. / Not found.\n' };
const UNAVAILABLE: Answer = {
  status: 503,
  contentType: 'text/plain',
  body: 'Nu niet op te vragen; probeer het later. / Cannot be asked for now; try again later.\n',
  headers: { 'retry-after': '5' },
};

/** The pages that everybody may read: who goes first on a home, what was published, and draws with what verifies them. */
export function createReading({ ask, origin }: ReadingOptions): ReadingHandler {
  /** What answers a path; undefined when it is none of these pages. */
  function answerOf(url: URL, request: IncomingMessage): (() => Promise<Answer> | Answer) | undefined {
    const vacancy = VACANCY.exec(url.pathname);
    if (vacancy !== null) return () => explain(ask, decoded(vacancy[1] ?? ''), languageOf(url, request));
    const feed = FEED.exec(url.pathname);
    if (feed !== null) return () => feedOf(ask, origin(), feed[1] ?? '', feed[2] ?? '', url);
    if (url.pathname === VERIFY)
      return () => verifyPage(languageOf(url, request), drawIn(url.searchParams.get('loting')));
    if (url.pathname === RECEIPT_KEYS) return async () => (await receiptKeysFile(ask)) ?? UNAVAILABLE;
    const transcript = TRANSCRIPT.exec(url.pathname);
    if (transcript !== null) return () => transcriptOf(ask, decoded(transcript[1] ?? ''));
    const file = verifierFile(url.pathname);
    return file === undefined ? undefined : () => file;
  }

  return async function serveReading(request, response) {
    const url = new URL(request.url ?? '/', 'http://hub');
    const answer = answerOf(url, request);
    if (answer === undefined) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(request, response, {
        status: 405,
        contentType: 'text/plain',
        body: 'Alleen lezen. / Read only.\n',
        headers: { allow: 'GET, HEAD' },
      });
    } else {
      send(request, response, await answer());
    }
    return true;
  };
}

async function explain(ask: AskPublic, id: string | undefined, language: Language): Promise<Answer> {
  if (id === undefined) return NOT_FOUND;
  const { data, errors } = await ask('vacancy-explanation', { id });
  const vacancy = (data as { readonly vacancy: ExplainedVacancy | null } | null | undefined)?.vacancy;
  if (errors?.some(({ extensions }) => extensions['code'] === 'INVALID_ID')) return NOT_FOUND;
  if ((errors?.length ?? 0) > 0) return UNAVAILABLE;
  if (vacancy === null || vacancy === undefined) return NOT_FOUND;
  return {
    status: 200,
    contentType: 'text/html',
    body: vacancyPage(vacancy, language),
    headers: {
      'content-security-policy': READING_POLICY,
      'content-language': language,
      vary: 'accept-language',
    },
  };
}

async function transcriptOf(ask: AskPublic, id: string | undefined): Promise<Answer> {
  const found = id === undefined ? undefined : await transcriptFile(ask, id);
  return found === 'UNAVAILABLE' ? UNAVAILABLE : (found ?? NOT_FOUND);
}

/** What may be the id of a home; null else. */
function drawIn(text: string | null): string | null {
  return text !== null && /^L\d{4}:[0-9a-f-]{36}$/.test(text) ? text : null;
}

interface FeedAnswer {
  readonly regulationChanges: {
    readonly nodes: readonly FeedLine[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

async function feedOf(ask: AskPublic, origin: string, kind: string, code: string, url: URL): Promise<Answer> {
  const after = url.searchParams.get('after');
  const { data, errors } = await ask('regulation-changes', {
    [kind]: code,
    latestFirst: true,
    first: FEED_PAGE,
    after,
  });
  if (errors?.some(({ extensions }) => extensions['code'] === 'INVALID_CURSOR')) return NOT_FOUND;
  if ((errors?.length ?? 0) > 0 || !data) return UNAVAILABLE;
  const { nodes, pageInfo } = (data as unknown as FeedAnswer).regulationChanges;
  // An area that does not exist has no law either.
  if (nodes.length === 0 && after === null) return NOT_FOUND;
  const queryOf = (cursor: string | null): string =>
    cursor === null ? '' : `?after=${encodeURIComponent(cursor)}`;
  const body = atomFeed(nodes, {
    origin,
    path: url.pathname,
    name: code,
    query: queryOf(after),
    next: pageInfo.hasNextPage ? queryOf(pageInfo.endCursor) : null,
  });
  return { status: 200, contentType: 'application/atom+xml', body };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body, headers }: Answer,
): void {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const fresh = status === 200 && request.headers['if-none-match'] === etag;
  response.writeHead(fresh ? 304 : status, {
    'content-type': `${contentType}; charset=utf-8`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache',
    ...(status === 200 ? { etag } : {}),
    ...headers,
    ...(fresh ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(fresh ? '' : body);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What is asked for, else what the browser prefers, else Dutch. */
function languageOf(url: URL, request: IncomingMessage): Language {
  const asked = url.searchParams.get('taal');
  if (asked === 'nl' || asked === 'en') return asked;
  const preferred = /\b(nl|en)\b/.exec(String(request.headers['accept-language'] ?? ''));
  return preferred?.[1] === 'en' ? 'en' : 'nl';
}
