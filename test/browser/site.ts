import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphqlSync } from 'graphql';
import { ensureExplorer } from '../../gateway/explorer/build.ts';
import { landingPage } from '../../gateway/landing/landing-page.ts';
import { createPages } from '../../gateway/pages.ts';
import { readManifest } from '../../gateway/trusted-documents/manifest.ts';
import type { DocumentId } from '../../platform/document-id.ts';

/** A question that reached the hub. */
export interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The text of the question, also of one that was named by its id. */
  readonly document: string;
  readonly documentId: string | undefined;
  readonly variables: unknown;
}

export interface Site {
  readonly origin: string;
  /** Questions in the order in which they came; without those for the schema. */
  readonly asked: Asked[];
  stop(): Promise<void>;
}

export const EXAMPLE = {
  corporation: 'L0001',
  municipality: 'GM0402',
  vacancy: 'L0001:0198a1b2-0000-7000-8000-000000000001',
  registration: 'R01:0198a1b2-0000-7000-8000-000000000002',
};

/** What the hub of this site answers, so that a promise can look for it on the page. */
export const ANSWER = 'antwoord van de proefhub';

const { documents } = readManifest();
const SCHEMA = buildSchema('type Query { greeting: String }');

/** The real pages on a port that the system picks, with a hub behind them that gives one answer to everything. */
export async function startSite(): Promise<Site> {
  const asked: Asked[] = [];
  let origin = '';
  const servePage = createPages({
    explorerFolder: ensureExplorer(),
    landing: () => landingPage({ origin, referenceDate: '2026-03-02', example: EXAMPLE }),
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await servePage(request, response)) return;
    if (request.url === '/graphql') return answer(request, response, asked);
    response.writeHead(404).end('not a page');
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, asked: Asked[]): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const body: { readonly query?: string; readonly documentId?: string; readonly variables?: unknown } =
    JSON.parse(text);
  const document = body.query ?? documents[body.documentId as DocumentId]!.text;
  response.writeHead(200, { 'content-type': 'application/json' });
  if (document.includes('__schema')) {
    response.end(JSON.stringify(graphqlSync({ schema: SCHEMA, source: document })));
    return;
  }
  asked.push({
    url: request.url ?? '',
    headers: request.headers,
    document,
    documentId: body.documentId,
    variables: body.variables,
  });
  response.end(JSON.stringify({ data: { greeting: ANSWER } }));
}
