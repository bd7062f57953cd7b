import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readManifest } from '../../gateway/trusted-documents/manifest.ts';
import { type Browser, startBrowser } from '../support/browser.ts';
import { barriers } from './accessibility.ts';
import { ANSWER, type Site, startSite } from './site.ts';

const QUESTIONS = readdirSync(new URL('../../schema/operations', import.meta.url))
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.slice(0, -'.graphql'.length));

let site: Site;
let browser: Browser;
let page: Page;
let urls: string[];
let complaints: string[];

beforeAll(async () => {
  site = await startSite();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.stop();
  await site?.stop();
});

beforeEach(async () => {
  urls = [];
  complaints = [];
  site.asked.length = 0;
  browser.context.removeAllListeners('request');
  browser.context.on('request', (request) => urls.push(request.url()));
  page = await openExplorer();
});

afterEach(async () => {
  await page.close();
});

async function openExplorer(): Promise<Page> {
  const opened = await browser.context.newPage();
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(error.message));
  await opened.goto(`${site.origin}/explorer/`);
  await opened.getByRole('button', { name: /Execute query/ }).waitFor();
  await opened.locator('.graphiql-query-editor .view-line').first().waitFor();
  return opened;
}

/** The button of a saved question, by the name of its file. */
function questionButton(name: string): ReturnType<Page['locator']> {
  return page.locator('.questions li button', { has: page.getByText(name, { exact: true }) });
}

async function ask(): Promise<void> {
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.locator('.graphiql-response').getByText(ANSWER).waitFor();
}

function tokenWith(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256' })}.${part(claims)}.c2lnbmF0dXJl`;
}

describe('the explorer', () => {
  test('asks no other host for anything and has nothing to complain about', async () => {
    await questionButton('vacancies').click();
    await ask();
    expect(urls).toContain(`${site.origin}/graphql`);
    expect(urls.some((url) => url.includes('worker'))).toBe(true);
    expect(urls.filter((url) => !/^data:/.test(url) && !url.startsWith(`${site.origin}/`))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('may not ask another host even if it tried', async () => {
    const other = await startSite();
    try {
      const attempt =
        await page.evaluate(`fetch('${other.origin}/graphql', { method: 'POST', mode: 'no-cors', body: '{"query":"{ stolen }"}' })
        .then(() => 'sent', () => 'refused')`);
      expect(attempt).toBe('refused');
      expect(other.asked).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  test('offers every named operation as a saved question', async () => {
    expect(QUESTIONS).toContain('vacancies');
    const offered = await page.locator('.questions .question-name code').allInnerTexts();
    expect([...offered].sort()).toEqual([...QUESTIONS].sort());
    const inDutch = page.locator('.questions .question-title');
    expect(await inDutch.count()).toBe(QUESTIONS.length);
  });

  test('opens a saved question with its example variables, asks it and shows the answer', async () => {
    await questionButton('ranking').click();
    await ask();
    const [asked] = site.asked;
    expect(asked?.document).toContain('query Ranking(');
    expect(asked?.variables).toHaveProperty('vacancy');
    await page.getByText('Antwoord ontvangen, anoniem').waitFor();
  });

  test('sends a saved question by its id as long as nobody changed it, and in words from then on', async () => {
    await questionButton('vacancies').click();
    await ask();
    const editor = page.locator('.graphiql-query-editor textarea').first();
    await editor.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# mine ');
    await ask();
    await vi.waitFor(() => expect(site.asked.length).toBe(2));
    const [saved, changed] = site.asked;
    expect(saved?.documentId).toBe(readManifest().public['vacancies']);
    expect(changed?.documentId).toBeUndefined();
    expect(changed?.document).toMatch(/^# mine /);
  });

  test('keeps one tab per question', async () => {
    const tabs = page.locator('.graphiql-tab');
    await questionButton('vacancies').click();
    await questionButton('ranking').click();
    await page.locator('.graphiql-tab', { hasText: /ranking/i }).waitFor();
    const count = await tabs.count();
    await questionButton('vacancies').click();
    await page.locator('.graphiql-tab-active', { hasText: /vacancies/i }).waitFor();
    expect(await tabs.count()).toBe(count);
  });

  test('opens the question that the address names', async () => {
    await page.goto(`${site.origin}/explorer/#ranking`);
    await page.locator('.graphiql-tab-active', { hasText: /ranking/i }).waitFor();
  });

  test('sends the token as bearer, and never in an address', async () => {
    const token = tokenWith({ role: 'ALLOCATOR', org: 'L0001', exp: 4102444800 });
    await page.getByLabel(/Toegangstoken/).fill(`  Bearer ${token}\n`);
    await questionButton('ranking').click();
    await ask();
    expect(site.asked.at(-1)?.headers['authorization']).toBe(`Bearer ${token}`);
    expect(urls.filter((url) => url.includes(token))).toEqual([]);
    expect(page.url()).not.toContain(token);
  });

  test('forgets the token when its tab closes', async () => {
    const token = tokenWith({ role: 'ALLOCATOR', org: 'L0001', exp: 4102444800 });
    await page.getByLabel(/Toegangstoken/).fill(token);
    await questionButton('ranking').click();
    await ask();
    await page.reload();
    // The positive control: within the tab it is kept.
    expect(await page.getByLabel(/Toegangstoken/).inputValue()).toBe(token);
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(token);
    expect(JSON.stringify(await browser.context.storageState({ indexedDB: true }))).not.toContain(token);
    expect(await page.evaluate('localStorage.length')).toBe(0);

    await page.close();
    page = await openExplorer();
    expect(await page.getByLabel(/Toegangstoken/).inputValue()).toBe('');
    await questionButton('ranking').click();
    await ask();
    expect(site.asked.at(-1)?.headers['authorization']).toBeUndefined();
  });

  test('shows whose token it is, and hides the token itself until asked', async () => {
    const field = page.getByLabel(/Toegangstoken/);
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill(tokenWith({ role: 'ALLOCATOR', org: 'L0001', exp: 4102444800 }));
    const reading = page.locator('#token-reading');
    expect(await reading.innerText()).toMatch(/ALLOCATOR.*L0001.*geldig tot/s);
    await field.fill(tokenWith({ role: 'ALLOCATOR', org: 'L0001', exp: 946684800 }));
    expect(await reading.innerText()).toContain('verlopen');
    await field.fill('geen token');
    expect(await reading.innerText()).toContain('geen leesbaar token');
    await page.getByRole('button', { name: /Toon/ }).click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: /Wis/ }).click();
    expect(await reading.innerText()).toContain('Anoniem');
  });

  test('can be used with the keyboard alone', async () => {
    await questionButton('vacancies').focus();
    await page.keyboard.press('Enter');
    await page.locator('.graphiql-tab-active', { hasText: /vacancies/i }).waitFor();
    await page.locator('.graphiql-query-editor textarea').first().focus();
    await page.keyboard.press('Control+Enter');
    await page.locator('.graphiql-response').getByText(ANSWER).waitFor();
    // Tab leaves the editor instead of indenting in it.
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(`document.activeElement.closest('.graphiql-query-editor .monaco-editor') === null`),
    ).toBe(true);
  });

  test('shows where the focus is', async () => {
    await page.keyboard.press('Tab');
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        `getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.textContent`,
      );
    expect(await focused()).toMatch(/^solid Naar de vraag/);
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^solid Verdeelsleutel/);
  });

  test.each(['light', 'dark'] as const)('has no barrier of WCAG 2.2 AA in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.reload();
    await questionButton('ranking').click();
    await ask();
    expect(await barriers(page)).toEqual([]);
  });
});
