import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { ensureExplorer } from '../../gateway/explorer/build.ts';
import { landingPage } from '../../gateway/landing/landing-page.ts';
import { createPages } from '../../gateway/pages.ts';
import { doorRequestHandler } from '../../gateway/server.ts';
import { DEVELOPMENT_ISSUER, developmentIssuer, developmentKey } from '../../platform/development-issuer.ts';
import { createIdentity } from '../../platform/identity.ts';
import { listen, type Listening } from '../../platform/listen.ts';
import { signToken } from '../../platform/sign-token.ts';
import { startBrowser, type Browser } from '../support/browser.ts';
import type { DocumentMode } from '../../platform/document-modes.ts';
import { everybody } from '../support/document-modes.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { allocatorOf } from '../support/viewers.ts';

const example = exampleOf('small');
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('a newcomer with the README', () => {
  let test: TestHub;
  let door: Listening;
  let closedDoor: Listening;
  let browser: Browser;
  let token: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verdeelsleutel-newcomer-'));
    const key = await developmentKey(folder, false);
    if (key.kind === 'FAILED') throw new Error(key.failure);
    token = await signToken(key.value, DEVELOPMENT_ISSUER, allocatorOf(example.corporation), 600);
    test = await startTestHub();
    const explorerFolder = await ensureExplorer();
    const open = async (mode: DocumentMode): Promise<Listening> => {
      const handle = doorRequestHandler({
        gateway: test.hub.gateway,
        identity: createIdentity([developmentIssuer(key.value)]),
        documentModes: everybody(mode),
        log: () => undefined,
        missing: test.hub.missing,
        pages: createPages({
          explorerFolder,
          landing: () => landingPage({ origin: door.origin, referenceDate: '2026-11-02', example }),
        }),
      });
      const listening = await listen(handle, { host: '127.0.0.1', port: 0 });
      if (listening.kind === 'FAILED') throw new Error(listening.failure);
      return listening.value;
    };
    door = await open('COSTED');
    closedDoor = await open('TRUSTED_ONLY');
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.stop();
    await door?.stop();
    await closedDoor?.stop();
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds in the README a question about a home that the demonstration has', () => {
    expect(README).toContain(exampleOf('full').vacancy);
    expect(README).toContain(exampleOf('full').registration);
    expect(README).toContain(`--org ${exampleOf('full').corporation} --role allocator`);
  });

  it('pastes it in the explorer and reads why the third candidate is third', async () => {
    const query = /```graphql\n([\s\S]+?)```/
      .exec(README)![1]!
      .replace(exampleOf('full').vacancy, example.vacancy);
    const page = await browser.context.newPage();
    await page.goto(`${door.origin}/`);
    await page.goto(`${door.origin}/explorer/`);
    await page.getByLabel(/Toegangstoken/).fill(token);
    const editor = page.locator('.graphiql-query-editor textarea').first();
    await editor.focus();
    await page.keyboard.press('Control+A');
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: door.origin });
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(query)})`);
    await page.keyboard.press('Control+V');
    // The tab takes the name of the question once the explorer has read it.
    await page.locator('.graphiql-tab-active', { hasText: 'ThirdCandidate' }).waitFor();
    await page.keyboard.press('Control+Enter');
    const answer = page.locator('.graphiql-response');
    await answer.getByText('"position"').first().waitFor();
    const { data } = await test.ask<{
      vacancy: {
        ranking: {
          candidates: { nodes: { position: number; reasons: { citation: { article: string } }[] }[] };
        };
      };
    }>(query, {}, allocatorOf(example.corporation));
    const third = data!.vacancy.ranking.candidates.nodes[2]!;
    expect(third.position).toBe(3);
    expect(third.reasons.at(-1)!.citation.article).toMatch(/\d/);
    await page.close();
  });

  it('asks a saved question where nothing else may be asked, and reads in words why another is refused', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${closedDoor.origin}/explorer/#vacancies`);
    await page.locator('.graphiql-tab-active', { hasText: /vacancies/i }).waitFor();
    const editor = page.locator('.graphiql-query-editor textarea').first();
    const answer = page.locator('.graphiql-response');
    await editor.focus();
    await page.keyboard.press('Control+Enter');
    await answer.getByText('"reactionCount"').first().waitFor();
    await editor.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('query Own { pulse');
    await page.keyboard.press('Control+Enter');
    await answer.getByText('DOCUMENT_NOT_TRUSTED').first().waitFor();
    expect((await answer.innerText()).replaceAll(/\s+/g, ' ')).toContain(
      'This role asks trusted documents only',
    );
    await page.close();
  });
});
