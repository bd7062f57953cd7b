import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { connect } from '../../platform/database/connect.ts';
import { runningServer } from '../../platform/database/embedded/running-server.ts';
import { ROOT } from '../support/source-files.ts';
import { children, childrenOf, originOf, startHubProcess } from './started-hub.ts';

/** Runs `npm run replay` as somebody would, beside the hub or after it. */
async function replay(
  dataFolder: string,
  ...words: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['gateway/replay.ts', ...words], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', DATA_FOLDER: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => (output += piece));
  await once(child, 'close');
  return { code: child.exitCode, output };
}

/** Everything that the hub recorded is repeated while it runs; what a superuser changes is named, also by a kept checkpoint. */
async function holdReceipts(dataFolder: string, origin: string): Promise<void> {
  const whole = await replay(dataFolder);
  expect(whole.output).toMatch(/All of \d+ owners is as it was recorded/);
  expect(whole.code).toBe(0);

  const { frozen, corporation } = exampleOf('small');
  const one = await replay(dataFolder, '--decision', frozen);
  expect(one.output).toContain('RANKING_FROZEN');
  expect(one.code).toBe(0);

  // As another organisation keeps it: the answer of a public question, and the page with the keys.
  const query = await readFile(join(ROOT, 'schema/operations/receipt-checkpoints.graphql'), 'utf8');
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { owner: corporation, first: 1 } }),
  });
  const keys = (await (await fetch(`${origin}/.well-known/verdeelsleutel-receipts.json`)).json()) as object;
  const held = { ...((await answer.json()) as object), ...keys };
  const file = join(dataFolder, 'held.json');
  await writeFile(file, JSON.stringify(held));
  expect(await replay(dataFolder, '--checkpoint', file)).toMatchObject({ code: 0 });

  const url = new URL(runningServer(dataFolder)!);
  url.pathname = '/verdeelsleutel_allocation';
  const admin = connect(url.href, { applicationName: 'test', max: 1 });
  const [changed] = await admin<{ id: string }[]>`
    update reaction set position = 2 where owner = ${corporation} and vacancy = ${frozen.slice(6)}::uuid and position = 1
    returning id`;
  const broken = await replay(dataFolder);
  expect(broken.code).toBe(1);
  expect(broken.output).toContain(`reaction ${corporation}:${changed!.id}`);
  await admin`update reaction set position = 1 where id = ${changed!.id}::uuid`;
  await admin`set session_replication_role = replica`;
  await admin`update receipt set at = at - interval '1 day', hash = repeat('0', 64)
               where owner = ${corporation} and seq = (select max(seq) from receipt where owner = ${corporation})`;
  await admin.end();
  const rewritten = await replay(dataFolder, '--checkpoint', file);
  expect(rewritten).toMatchObject({ code: 1 });
  expect(rewritten.output).toContain('CHECKPOINT_BROKEN');
  expect(await replay(dataFolder, '--decision', 'x')).toMatchObject({ code: 1 });
  expect(await replay(dataFolder, '--nothing')).toMatchObject({ code: 1 });
}

describe('starting the hub', () => {
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'verdeelsleutel-start-'));
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('loads the region once, answers, prints a ready-made question with its first answers, and ends whole on Ctrl-C', async () => {
    const first = startHubProcess({ DATA_FOLDER: dataFolder });
    await first.ready;
    expect(first.output()).toMatch(/Who stands where on L\d{4}:/);
    expect(first.output()).toMatch(/ 3\. .+\n.+\[.+, art\. .+, version of \d{4}-\d{2}-\d{2}\]/);
    const origin = originOf(first);
    expect(await (await fetch(`${origin}/health/live`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${origin}/health/ready`)).json()).toEqual({ status: 'ready', missing: [] });
    expect((await fetch(`${origin}/`)).headers.get('content-type')).toMatch(/text\/html/);

    const busy = startHubProcess({ DATA_FOLDER: dataFolder });
    expect(await busy.ended).toBe(1);
    expect(busy.output().trim().split('\n').at(-1)).toMatch(/use|another|already/i);

    await holdReceipts(dataFolder, origin);

    const started = await childrenOf(first.child.pid!);
    expect(started.length).toBeGreaterThan(0);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    for (const pid of started) expect(existsSync(`/proc/${pid}`)).toBe(false);
    await expect(fetch(`${origin}/health/live`)).rejects.toThrow();

    const second = startHubProcess({ DATA_FOLDER: dataFolder });
    await second.ready;
    expect(second.output()).not.toMatch(/empty database/);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('says in one sentence that a port is taken, and leaves nothing running', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    try {
      const refused = startHubProcess({ DATA_FOLDER: dataFolder, PORT: String(port) });
      expect(await refused.ended).toBe(1);
      // One line: it is said before anything is made or loaded.
      expect(refused.output().trim().split('\n')).toHaveLength(1);
      expect(refused.output()).toMatch(new RegExp(`Port ${port} is taken by another program`));
      expect(refused.output()).not.toMatch(/\n\s+at /);
    } finally {
      holder.close();
    }
  });

  it.each([
    [
      'nothing listens there',
      'postgres://postgres:secret@127.0.0.1:9/postgres',
      /Nothing answers at 127\.0\.0\.1:9/,
    ],
    ['it is no address', 'nonsense', /DATABASE_URL must be an address/],
    [
      'the host is not known',
      'postgres://postgres:secret@no-such-host.invalid/postgres',
      /no-such-host\.invalid/,
    ],
  ])('says in one sentence what is wrong with DATABASE_URL: %s', async (_title, url, sentence) => {
    const refused = startHubProcess({ DATA_FOLDER: dataFolder, DATABASE_URL: url });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(sentence);
    expect(refused.output()).not.toMatch(/secret|\n\s+at /);
    expect(refused.output().trim().split('\n')).toHaveLength(1);
  });

  it('does not empty a server of somebody’s own', async () => {
    const url = 'postgres://postgres:secret@127.0.0.1:9/postgres';
    const refused = startHubProcess({ DATA_FOLDER: dataFolder, DATABASE_URL: url }, '--fresh');
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/--fresh empties the hub’s own database only/);
  });

  it('refuses to be its own issuer of tokens in production', async () => {
    const refused = startHubProcess({ DATA_FOLDER: dataFolder, NODE_ENV: 'production' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/development issuer does not run with NODE_ENV=production/);
  });

  it.each([
    ['without a key', '', /set RECEIPT_SIGNING_KEY/],
    ['with what is no key', 'nonsense', /RECEIPT_SIGNING_KEY must be an Ed25519 private key/],
  ])('does not sign receipts in production %s', async (_title, key, sentence) => {
    const hubKey = join(dataFolder, 'hub-key.json');
    await writeFile(
      hubKey,
      JSON.stringify(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)),
    );
    const refused = startHubProcess({
      DATA_FOLDER: dataFolder,
      NODE_ENV: 'production',
      JWKS_URL: 'https://login.invalid/keys',
      TOKEN_ISSUER: 'https://login.invalid',
      TOKEN_AUDIENCE: 'verdeelsleutel',
      HUB_KEY_FILE: hubKey,
      RECEIPT_SIGNING_KEY: key,
    });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(sentence);
    expect(refused.output().trim().split('\n')).toHaveLength(1);
  });

  it('refuses an argument that it does not know', async () => {
    const refused = startHubProcess({ DATA_FOLDER: dataFolder }, '--frsh');
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/--frsh is not known/);
  });
});
