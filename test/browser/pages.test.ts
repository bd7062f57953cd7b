import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPages } from '../../gateway/pages.ts';
import { type Site, startSite } from './site.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

afterAll(async () => {
  await site?.stop();
});

/** The status of a path sent as it is written: `fetch` would tidy it first. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(site.origin, { path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

async function pathOfScript(): Promise<string> {
  const html = await (await fetch(`${site.origin}/explorer/`)).text();
  const path = /src="(\/explorer\/assets\/[^"]+\.js)"/.exec(html)?.[1];
  if (path === undefined) throw new Error('the explorer names no script');
  return path;
}

describe('the pages', () => {
  test('send /explorer to /explorer/', async () => {
    const response = await fetch(`${site.origin}/explorer`, { redirect: 'manual' });
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe('/explorer/');
  });

  test('leave every other path alone', async () => {
    for (const path of ['/nothing', '/explorers', '/explorer.html', '//explorer/']) {
      const response = await fetch(site.origin + path);
      expect([path, response.status, await response.text()]).toEqual([path, 404, 'not a page']);
    }
  });

  test.each([
    '/explorer/../package.json',
    '/explorer/..%2fpackage.json',
    '/explorer/%2e%2e/%2e%2e/package.json',
    '/explorer/assets/../../../package.json',
    '/explorer//etc/passwd',
    '/explorer/..\\package.json',
    '/explorer/inputs.sha256',
  ])('do not reach outside the explorer: %s', async (path) => {
    expect(await statusOf('/explorer/index.html')).toBe(200);
    expect(await statusOf(path)).toBe(404);
  });

  test('have the mark that the landing page names', async () => {
    const html = await (await fetch(`${site.origin}/`)).text();
    const path = /rel="icon" href="([^"]+)"/.exec(html)?.[1] ?? '';
    const icon = await fetch(site.origin + path);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });

  test('tell browsers to keep hashed files for good and to ask again for the rest', async () => {
    const script = await fetch(site.origin + (await pathOfScript()));
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const html = await fetch(`${site.origin}/explorer/`);
    expect(html.headers.get('cache-control')).toBe('no-cache');
  });

  test.each(['/', '/explorer/'])('say that %s has not changed', async (path) => {
    const first = await fetch(site.origin + path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^".+"$/);
    const again = await fetch(site.origin + path, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    const other = await fetch(site.origin + path, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });

  test('are sent compressed to those who can read that, and are the same text', async () => {
    const path = await pathOfScript();
    const plain = await fetch(site.origin + path, { headers: { 'accept-encoding': 'identity' } });
    const text = await plain.text();
    expect(plain.headers.get('content-encoding')).toBeNull();
    for (const coding of ['br', 'gzip']) {
      const packed = await fetch(site.origin + path, { headers: { 'accept-encoding': coding } });
      expect(packed.headers.get('content-encoding')).toBe(coding);
      expect(packed.headers.get('vary')).toBe('accept-encoding');
      expect((await packed.text()) === text).toBe(true);
    }
    const refused = await fetch(site.origin + path, { headers: { 'accept-encoding': 'br;q=0, gzip;q=0' } });
    expect(refused.headers.get('content-encoding')).toBeNull();
  });

  test.each(['/', '/explorer', '/explorer/', '/explorer/nothing'])(
    'guard %s with strict headers',
    async (path) => {
      const { headers } = await fetch(site.origin + path, { redirect: 'manual' });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
      expect(/script-src [^;]*unsafe/.test(policy)).toBe(false);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  test('are for reading only', async () => {
    for (const path of ['/', '/explorer/']) {
      const response = await fetch(site.origin + path, { method: 'POST', body: 'x' });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
    }
    const head = await fetch(`${site.origin}/explorer/`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });

  test('go on without the explorer when it could not be built, and say so', async () => {
    const { createServer } = await import('node:http');
    const servePage = createPages({
      explorerFolder: Promise.reject(new Error('no Vite here')),
      landing: () => '<p>landing</p>',
    });
    const server = createServer((incoming, response) => void servePage(incoming, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    try {
      expect((await fetch(`${origin}/`)).status).toBe(200);
      const explorer = await fetch(`${origin}/explorer/`);
      expect(explorer.status).toBe(503);
      expect(await explorer.text()).toContain('npm run build:explorer');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
