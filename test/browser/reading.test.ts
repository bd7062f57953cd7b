import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { askPublicThrough } from '../../gateway/ask-public.ts';
import { createReading } from '../../gateway/reading/reading-pages.ts';
import { listen, type Listening } from '../../platform/listen.ts';
import { startBrowser, type Browser } from '../support/browser.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { ANONYMOUS } from '../support/viewers.ts';
import { barriers } from './accessibility.ts';

const { vacancy, municipality } = exampleOf('small');

describe('the pages that everybody may read', () => {
  let test: TestHub;
  let door: Listening;
  let browser: Browser;

  beforeAll(async () => {
    test = await startTestHub();
    const reading = createReading({ ask: askPublicThrough(test.hub.gateway), origin: () => door.origin });
    const listening = await listen(
      (request, response) =>
        void reading(request, response).then((served) => served || response.writeHead(404).end('not a page')),
      { host: '127.0.0.1', port: 0 },
    );
    if (listening.kind === 'FAILED') throw new Error(listening.failure);
    door = listening.value;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.stop();
    await door?.stop();
    await test?.stop();
  });

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(door.origin + path, { headers });

  describe('on a home', () => {
    it('tell who goes first in the order and the words of the rules that are pinned to it', async () => {
      const { data } = await test.ask<{
        vacancy: { ruleSet: { groups: { text: { nl: string; en: string } }[] } };
      }>(
        `query ($id: ID!) { vacancy(id: $id) { ruleSet { groups { text { nl en } } } } }`,
        { id: vacancy },
        ANONYMOUS,
      );
      const page = await browser.context.newPage();
      for (const language of ['nl', 'en'] as const) {
        await page.goto(`${door.origin}/vacancies/${encodeURIComponent(vacancy)}?taal=${language}`);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        const told = await page.locator('ol.lines > li .says').allInnerTexts();
        const groups = data!.vacancy.ruleSet.groups.map(({ text }) => text[language]);
        expect(told.length).toBeGreaterThan(2);
        expect(groups.filter((text) => told.includes(text))).toEqual(told);
        expect(told.at(-1)).toBe(groups.at(-1));
        expect(await page.getByRole('heading', { level: 2 }).count()).toBeGreaterThanOrEqual(4);
      }
      await page.close();
    });

    it.each(['light', 'dark'] as const)(
      'have no barrier of WCAG 2.2 AA in %s, and no script',
      async (colorScheme) => {
        const page = await browser.context.newPage();
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: 320, height: 700 });
        await page.goto(`${door.origin}/vacancies/${encodeURIComponent(vacancy)}`);
        expect(await barriers(page)).toEqual([]);
        expect(await page.locator('script').count()).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
        await page.evaluate(
          `document.querySelector('.says').style.color = '#888'; document.querySelector('.says').style.background = '#999'`,
        );
        expect((await barriers(page)).join()).toContain('color-contrast');
        await page.close();
      },
    );

    it('come in the language that a browser prefers, and again only when they changed', async () => {
      const path = `/vacancies/${encodeURIComponent(vacancy)}`;
      const english = await get(path, { 'accept-language': 'en-GB,en;q=0.9,nl;q=0.5' });
      expect(english.headers.get('content-language')).toBe('en');
      expect((await get(path)).headers.get('content-language')).toBe('nl');
      const etag = english.headers.get('etag') ?? '';
      const again = await get(path, { 'accept-language': 'en', 'if-none-match': etag });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(english.headers.get('content-security-policy')).toContain("default-src 'none'");
    });

    it('are not there for a home that is not public, and say nothing of why', async () => {
      const answers: unknown[] = [];
      for (const id of [
        exampleOf('small').prepared,
        'L0001:00000000-0000-4000-8000-000000000000',
        'nonsense',
        '%zz',
        '<script>',
      ]) {
        const response = await get(`/vacancies/${id.startsWith('%') ? id : encodeURIComponent(id)}`);
        answers.push([response.status, await response.text()]);
      }
      expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
        new Set([JSON.stringify([404, 'Niet gevonden. / Not found.\n'])]),
      );
    });
  });

  describe('on what was published', () => {
    /** The feed as a browser's XML parser reads it. */
    async function parsed(path: string) {
      const response = await get(path);
      const page = await browser.context.newPage();
      const read = await page.evaluate(
        `((text) => {
          const feed = new DOMParser().parseFromString(text, 'application/xml');
          const of = (node, name) => [...node.children].filter((child) => child.localName === name);
          const text_ = (node, name) => of(node, name)[0]?.textContent ?? null;
          const root = feed.documentElement;
          return {
            error: feed.querySelector('parsererror')?.textContent ?? null,
            namespace: root.namespaceURI,
            id: text_(root, 'id'),
            updated: text_(root, 'updated'),
            links: of(root, 'link').map((link) => [link.getAttribute('rel'), link.getAttribute('href')]),
            entries: of(root, 'entry').map((entry) => ({
              id: text_(entry, 'id'), title: text_(entry, 'title'), updated: text_(entry, 'updated'),
              paragraphs: [...entry.getElementsByTagName('p')].map((p) => p.textContent),
            })),
          };
        })(${JSON.stringify(await response.text())})`,
      );
      await page.close();
      return {
        response,
        feed: read as {
          error: string | null;
          namespace: string;
          id: string;
          updated: string;
          links: string[][];
          entries: { id: string; title: string; updated: string; paragraphs: string[] }[];
        },
      };
    }

    it('are a feed that an XML parser reads, the latest on top, with what changed in sentences', async () => {
      const { response, feed } = await parsed(`/feeds/municipality/${municipality}.atom`);
      expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
      expect([feed.error, feed.namespace]).toEqual([null, 'http://www.w3.org/2005/Atom']);
      expect(feed.links).toContainEqual(['self', `${door.origin}/feeds/municipality/${municipality}.atom`]);
      const ids = feed.entries.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => id.startsWith('tag:verdeelsleutel.example,2026:'))).toBe(true);
      const model = feed.entries.find(
        ({ title }) => title.includes('Model-huisvestingsverordening') && title.includes('2024-01-01'),
      );
      expect(model?.paragraphs[0]).toBe('Geldt van 2024-01-01 tot 2028-01-01.');
      expect(model?.paragraphs).toContain(
        'Nieuw is VITAL_PROFESSION: Lokaal gebonden passende huishoudens met een vitaal beroep.',
      );
      const updates = feed.entries.map(({ updated }) => updated);
      expect(updates).toEqual([...updates].sort().reverse());
      expect(feed.updated).toBe(updates[0]);
    });

    it('hold for a region what holds for its municipalities', async () => {
      const { feed } = await parsed('/feeds/region/GOOI.atom');
      expect(feed.error).toBeNull();
      expect(feed.entries.some(({ title }) => title.includes('Hilversum'))).toBe(true);
      expect(feed.entries.some(({ title }) => title.includes('Amsterdam'))).toBe(false);
    });

    it('come again only when something was published', async () => {
      const path = `/feeds/municipality/${municipality}.atom`;
      const etag = (await get(path)).headers.get('etag') ?? '';
      expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
    });

    it('are not there for an area that does not exist, or after a cursor that is none', async () => {
      for (const path of [
        '/feeds/municipality/GM9999.atom',
        '/feeds/region/NOWHERE.atom',
        `/feeds/municipality/${municipality}.atom?after=x`,
      ]) {
        expect((await get(path)).status, path).toBe(404);
      }
      expect(await (await get('/feeds/region/gooi.atom')).text()).toBe('not a page');
    });
  });

  it('are read only', async () => {
    const response = await fetch(`${door.origin}/feeds/region/GOOI.atom`, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
