import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { askPublicThrough } from '../../gateway/ask-public.ts';
import { createReading } from '../../gateway/reading/reading-pages.ts';
import { listen, type Listening } from '../../platform/listen.ts';
import { startBrowser, type Browser } from '../support/browser.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { seekerOf } from '../support/viewers.ts';
import { barriers } from './accessibility.ts';

const { drawn, drawnRegistration } = exampleOf('small');

describe('the page on which anyone verifies a draw', () => {
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

  const transcriptText = async () =>
    (await fetch(`${door.origin}/draws/${encodeURIComponent(drawn)}.json`)).text();
  const file = (text: string) => ({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });

  it('verifies the draw that it is asked for, step by step in the language of the page', async () => {
    const page = await browser.context.newPage();
    for (const [language, said] of [
      ['nl', 'De loting klopt.'],
      ['en', 'The draw holds.'],
    ] as const) {
      await page.goto(`${door.origin}/draws/verify?taal=${language}&loting=${encodeURIComponent(drawn)}`);
      await page.getByText(said, { exact: true }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('#steps > li.holds').count()).toBe(5);
    }
    await page.close();
  });

  it('verifies a file and a proof that never leave the browser, and says what does not hold', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${door.origin}/draws/verify?taal=nl`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('button', { name: 'Controleer' }).click();
    await page.getByText('Kies eerst een transcript').waitFor();
    const text = await transcriptText();
    const { data } = await test.ask('my-draw-proof', { vacancy: drawn }, seekerOf(drawnRegistration));
    await page.getByLabel('Transcript').setInputFiles(file(text));
    await page.getByLabel(/^Uw bewijs/).setInputFiles(file(JSON.stringify({ data })));
    await page.getByRole('button', { name: 'Controleer' }).click();
    await page.getByText('De loting klopt.', { exact: true }).waitFor();
    expect(await page.locator('#steps > li.holds').count()).toBe(7);
    await page.getByLabel(/^Wortel/).fill('a'.repeat(64));
    await page.getByRole('button', { name: 'Controleer' }).click();
    await page.getByText('De loting klopt niet.', { exact: true }).waitFor();
    expect(await page.locator('#steps > li.fails').innerText()).toContain('een andere dan u noteerde');
    expect(asked).toEqual([]);
    await page.close();
  });

  it('verifies what is dropped on it', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${door.origin}/draws/verify?taal=en`);
    const forged = (await transcriptText()).replace(/"secret":"./, '"secret":"z');
    const drop = async (text: string): Promise<void> => {
      const dataTransfer = await page.evaluateHandle(`(() => {
        const data = new DataTransfer();
        data.items.add(new File([${JSON.stringify(text)}], 'dropped.json', { type: 'application/json' }));
        return data;
      })()`);
      await page.dispatchEvent('main', 'drop', { dataTransfer });
    };
    await drop(await transcriptText());
    await page.getByText('The draw holds.', { exact: true }).waitFor();
    await drop(forged);
    await page.getByText('The draw does not hold.', { exact: true }).waitFor();
    await page.close();
  });

  it('runs the very file that is downloaded, and lets no other script, style or connection in', async () => {
    const response = await fetch(`${door.origin}/draws/verify`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    const served = await (await fetch(`${door.origin}/draws/verify-draw.mjs`)).text();
    expect(served).toBe(readFileSync(new URL('../../verifier/verify-draw.mjs', import.meta.url), 'utf8'));
    const hostile = await fetch(`${door.origin}/draws/verify?loting=${encodeURIComponent('"><script>')}`);
    expect(await hostile.text()).not.toContain('"><script>');
  });

  it.each(['light', 'dark'] as const)('has no barrier of WCAG 2.2 AA in %s', async (colorScheme) => {
    const page = await browser.context.newPage();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 900 });
    await page.goto(`${door.origin}/draws/verify?taal=nl&loting=${encodeURIComponent(drawn)}`);
    await page.getByText('De loting klopt.', { exact: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.evaluate(
      `document.querySelector('.holds').style.color = '#888'; document.querySelector('.holds').style.background = '#999'`,
    );
    expect((await barriers(page)).join()).toContain('color-contrast');
    await page.close();
  });
});
