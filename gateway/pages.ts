import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { LANDING_POLICY } from './landing/landing-page.ts';

export interface PagesOptions {
  /** Folder of the built explorer, or the promise of one while it is being built. */
  readonly explorerFolder: string | Promise<string>;
  /** The landing page as HTML; asked at each request, so that its reference date follows the clock. */
  readonly landing: () => string;
}

/** Answers the request and promises true, or leaves it alone and promises false when the path is not a page. */
export type PagesHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

type Coding = 'br' | 'gzip' | 'identity';

interface Asset {
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string;
  /** File per content coding; `identity` is always there. */
  readonly files: ReadonlyMap<Coding, string>;
}

/** By path below `/explorer/`. What is not in it does not exist, so no path can climb out of the folder. */
type Assets = ReadonlyMap<string, Asset>;

const PREFIX = '/explorer/';
const SUFFIX_OF: ReadonlyMap<Coding, string> = new Map([
  ['br', '.br'],
  ['gzip', '.gz'],
]);

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Monaco, the editor, positions its lines with style attributes and writes its themes into style elements. */
const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SAFE_HEADERS: OutgoingHttpHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The pages for people: `/`, and the explorer under `/explorer/`. Everything is served from this origin. */
export function createPages({ explorerFolder, landing }: PagesOptions): PagesHandler {
  const assets = Promise.resolve(explorerFolder).then(readAssets);
  // A failed build costs the explorer only; each request to it says so, and the rest of the hub goes on.
  assets.catch(() => undefined);

  return async function servePage(request, response) {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (path !== '/' && path !== '/explorer' && !path.startsWith(PREFIX)) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      end(response, 405, { allow: 'GET, HEAD' }, 'Alleen lezen. / Read only.\n');
    } else if (path === '/') {
      serveLanding(request, response, landing());
    } else if (path === '/explorer') {
      end(response, 308, { location: PREFIX });
    } else {
      await serveAsset(request, response, assets, path.slice(PREFIX.length) || 'index.html');
    }
    return true;
  };
}

function serveLanding(request: IncomingMessage, response: ServerResponse, html: string): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': LANDING_POLICY,
    'cache-control': 'no-cache',
    etag: etagOf(html),
  };
  if (request.headers['if-none-match'] === headers.etag) end(response, 304, headers);
  else end(response, 200, headers, html);
}

async function serveAsset(
  request: IncomingMessage,
  response: ServerResponse,
  assets: Promise<Assets>,
  name: string,
): Promise<void> {
  const known = await assets.catch(() => undefined);
  if (known === undefined) {
    const text =
      'De verkenner is nog niet gebouwd: npm run build:explorer\nThe explorer has not been built yet: npm run build:explorer\n';
    return end(response, 503, { 'content-type': 'text/plain; charset=utf-8' }, text);
  }
  const asset = known.get(name);
  if (asset === undefined) return notFound(response);
  const coding = codingFor(request, asset);
  const headers: OutgoingHttpHeaders = {
    'content-type': asset.contentType,
    'content-security-policy': EXPLORER_POLICY,
    'cache-control': asset.cacheControl,
    // One tag per coding, as the bytes differ.
    etag: asset.etag.replace(/"$/, `-${coding}"`),
    vary: 'accept-encoding',
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  };
  if (request.headers['if-none-match'] === headers['etag']) return end(response, 304, headers);
  // A file is gone when a newer explorer was built beside this process.
  const body = await readFile(asset.files.get(coding) ?? '').catch(() => undefined);
  if (body === undefined) notFound(response);
  else end(response, 200, headers, body);
}

function notFound(response: ServerResponse): void {
  end(response, 404, {}, 'Niet gevonden. / Not found.\n');
}

function end(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: string | Buffer = '',
): void {
  const length = status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...SAFE_HEADERS,
    ...headers,
    ...length,
  });
  // Node leaves the body out of an answer to HEAD by itself.
  response.end(body);
}

/** The smallest coding that the client takes and the build made. */
function codingFor(request: IncomingMessage, asset: Asset): Coding {
  const accepted = new Set(
    String(request.headers['accept-encoding'] ?? '')
      .split(',')
      .filter((offer) => !/;\s*q=0(\.0*)?\s*$/.test(offer))
      .map((offer) => offer.split(';', 1)[0]?.trim()),
  );
  return (
    [...SUFFIX_OF.keys()].find((coding) => accepted.has(coding) && asset.files.has(coding)) ?? 'identity'
  );
}

async function readAssets(folder: string): Promise<Assets> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
  const assets = new Map<string, Asset>();
  for (const name of names) {
    const contentType = CONTENT_TYPES[extname(name)];
    // Compressed copies and the build's stamp have no type of their own: they are not assets.
    if (contentType === undefined) continue;
    const files = new Map<Coding, string>([['identity', join(folder, name)]]);
    for (const [coding, suffix] of SUFFIX_OF) {
      if (names.has(name + suffix)) files.set(coding, join(folder, name + suffix));
    }
    assets.set(name, {
      contentType,
      etag: etagOf(await readFile(join(folder, name))),
      cacheControl: name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      files,
    });
  }
  return assets;
}

function etagOf(content: string | Buffer): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
}
