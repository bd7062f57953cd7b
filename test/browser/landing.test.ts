import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { landingPage } from '../../gateway/landing/landing-page.ts';
import { type Browser, startBrowser } from '../support/browser.ts';
import { barriers } from './accessibility.ts';
import { EXAMPLE, type Site, startSite } from './site.ts';

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await startSite();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.stop();
  await site?.stop();
});

describe('the landing page', () => {
  test('names three doors, each with a way in', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${site.origin}/`);
    const doors = page.getByRole('article');
    expect(await doors.count()).toBe(3);
    for (const name of [/Corporaties/, /Gemeenten/, /Data-analisten/]) {
      const door = page.getByRole('article', { name });
      expect(await door.getByRole('link').count()).toBeGreaterThan(0);
    }
    await page.close();
  });

  test('tells where the hub is, how to get a token, and that the data are synthetic', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${site.origin}/`);
    const text = await page.locator('body').innerText();
    expect(text).toContain(`${site.origin}/graphql`);
    expect(text).toContain(`npm run -s token -- --org ${EXAMPLE.corporation} --role allocator`);
    expect(text).toContain(`npm run -s token -- --registration ${EXAMPLE.registration}`);
    expect(text).toContain(`${site.origin}/health/ready`);
    expect(text).toContain('Verzonnen gegevens');
    expect(text).toContain('2 maart 2026');
    await page.close();
  });

  test('asks no other host for anything, and works without script', async () => {
    const page = await browser.context.newPage();
    const urls: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${site.origin}/`, { waitUntil: 'networkidle' });
    expect(urls).toContain(`${site.origin}/`);
    expect(urls.filter((url) => !url.startsWith(`${site.origin}/`))).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.locator('script').count()).toBe(0);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('has no barrier of WCAG 2.2 AA in %s', async (colorScheme) => {
    const page = await browser.context.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(`${site.origin}/`);
    expect(await barriers(page)).toEqual([]);
    // The positive control: the same question does find the barrier that this makes.
    await page.evaluate(
      `document.querySelector('.lead').style.color = '#888'; document.querySelector('.lead').style.background = '#999'`,
    );
    expect((await barriers(page)).join()).toContain('color-contrast');
    await page.close();
  });

  test('fits a narrow screen without scrolling sideways', async () => {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(`${site.origin}/`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.close();
  });

  test('shows what it is given as text, never as markup', () => {
    const html = landingPage({
      origin: 'http://hub.example"><img src=x>',
      referenceDate: '2026-03-02',
      example: { ...EXAMPLE, vacancy: '<script>', registration: '&"\'', corporation: '<b>' },
    });
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script');
    expect(html).toContain('--org &lt;b&gt; --role');
    expect(html).toContain('--registration &amp;&quot;&#39;');
  });
});
