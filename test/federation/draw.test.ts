import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { askPublicThrough } from '../../gateway/ask-public.ts';
import { createReading } from '../../gateway/reading/reading-pages.ts';
import { connect } from '../../platform/database/connect.ts';
import { listen, type Listening } from '../../platform/listen.ts';
import { asViewer, close, reveal } from '../support/draws.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { allocatorOf, ANONYMOUS, seekerOf } from '../support/viewers.ts';

const { drawn, drawnRegistration } = exampleOf('small');
const VERIFIER = fileURLToPath(new URL('../../verifier/verify-draw.mjs', import.meta.url));

interface Drawn {
  readonly vacancy: {
    readonly drawCommitment: string;
    readonly draw: {
      readonly status: string;
      readonly commitment: string;
      readonly participantRoot: string | null;
      readonly transcript: { readonly text: string; readonly next: number | null } | null;
    };
  };
}

describe('a draw, from the hub to who doubts it', () => {
  let test: TestHub;
  let door: Listening;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'draw-'));
    test = await startTestHub();
    const reading = createReading({ ask: askPublicThrough(test.hub.gateway), origin: () => door.origin });
    const listening = await listen(
      (request, response) =>
        void reading(request, response).then((served) => served || response.writeHead(404).end()),
      { host: '127.0.0.1', port: 0 },
    );
    if (listening.kind === 'FAILED') throw new Error(listening.failure);
    door = listening.value;
  });
  afterAll(async () => {
    await door?.stop();
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the verifier as anybody would, in a process and a folder of its own. */
  async function verify(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, text]) => {
        await writeFile(join(folder, name), text);
        return join(folder, name);
      }),
    );
    return new Promise<{ readonly exit: number; readonly told: string }>((resolve) => {
      execFile(
        process.execPath,
        [VERIFIER, ...paths, ...options],
        { cwd: folder, env: {} },
        (fault, stdout, stderr) =>
          resolve({ exit: fault === null ? 0 : Number(fault.code), told: stdout + stderr }),
      );
    });
  }
  const transcriptOf = async (vacancy: string) =>
    fetch(`${door.origin}/draws/${encodeURIComponent(vacancy)}.json`);

  it('is verified by a file that has none of the hub’s code, with the proof that the seeker was given', async () => {
    const response = await transcriptOf(drawn);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    const transcript = await response.text();
    const { data } = await test.ask<Drawn>('draw-transcript', { vacancy: drawn }, ANONYMOUS);
    const { draw, drawCommitment } = data!.vacancy;
    expect(`${draw.transcript!.text}\n`).toBe(transcript);
    expect(drawCommitment).toBe(draw.commitment);
    const proof = await test.ask('my-draw-proof', { vacancy: drawn }, seekerOf(drawnRegistration));
    expect(proof.codes).toEqual([]);
    const files = { 'transcript.json': transcript, 'proof.json': JSON.stringify({ data: proof.data }) };
    const noted = [`--commitment=${drawCommitment}`, `--root=${draw.participantRoot}`];
    const verified = await verify(files, ...noted);
    expect(verified).toEqual({
      exit: 0,
      told: expect.stringContaining('De loting klopt. / The draw holds.'),
    });
    expect(verified.told.match(/✓/g)).toHaveLength(7);
    const place = /Dit lot werd als nummer (\d+) van 7 getrokken/.exec(verified.told);
    expect(Number(place?.[1])).toBeGreaterThan(0);
    const forged = transcript.replace(/"order":\["(\w+)","(\w+)"/, '"order":["$2","$1"');
    expect(forged).not.toBe(transcript);
    expect(await verify({ 'forged.json': forged })).toEqual({
      exit: 1,
      told: expect.stringContaining('Plaats 2 hoort vóór plaats 1'),
    });
    expect((await verify(files, `--root=${'a'.repeat(64)}`)).exit).toBe(1);
    expect((await verify({})).exit).toBe(2);
  });

  it('is committed to when the home is published, and has no transcript before it is revealed', async () => {
    const sql = connect(test.databases.of.vacancies.adminUrl, { applicationName: 'test', max: 1 });
    const [home] = await sql<{ owner: string; id: string }[]>`
      select owner, id from dwelling
       where area_m2 <= 55 and region = 'GOOI' and segment = 'SOCIAL_RENT'
         and not exists (select from vacancy where vacancy.owner = dwelling.owner and vacancy.dwelling = dwelling.id
                            and status not in ('LET', 'WITHDRAWN'))
       order by id limit 1`;
    await sql.end();
    const corporation = allocatorOf(home!.owner);
    const dwelling = `${home!.owner}:${home!.id}`;
    const drafted = await test.ask<{ draftVacancy: { vacancy: { id: string } } }>(
      'draft-vacancy',
      { input: { idempotencyKey: 'draw-draft-1', dwelling, model: 'LOTTERY', labels: [] } },
      corporation,
    );
    const vacancy = drafted.data!.draftVacancy.vacancy.id;
    const published = await test.ask<{
      publishVacancy: { __typename: string; vacancy: { drawCommitment: string } };
    }>(
      'publish-vacancy',
      { input: { idempotencyKey: 'draw-publish-1', vacancy, closesAt: '2026-11-09T19:00:00.000Z' } },
      corporation,
    );
    expect(published.data!.publishVacancy.__typename).toBe('VacancyPublished');
    const { drawCommitment } = published.data!.publishVacancy.vacancy;
    expect(drawCommitment).toMatch(/^[0-9a-f]{64}$/);
    const before = await test.ask<Drawn>('draw-transcript', { vacancy }, ANONYMOUS);
    expect(before.data!.vacancy).toMatchObject({
      drawCommitment,
      draw: { status: 'COMMITTED', commitment: drawCommitment, transcript: null },
    });
    expect((await transcriptOf(vacancy)).status).toBe(404);
    const page = await fetch(`${door.origin}/vacancies/${encodeURIComponent(vacancy)}?taal=nl`);
    expect(await page.text()).toContain(drawCommitment);

    const app = connect(test.databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    expect(await close(app, corporation, vacancy, '2026-11-09T19:00:00.000Z')).toMatchObject({ kind: 'OK' });
    expect((await transcriptOf(vacancy)).status).toBe(404);
    expect(await reveal(app, corporation, vacancy, null, '2026-11-09T19:00:00.000Z')).toMatchObject({
      kind: 'OK',
    });
    const ofThisHome = vacancy.slice(6);
    expect(
      await asViewer(
        app,
        corporation,
        (own) => own`select vacancy from draw_secret where vacancy = ${ofThisHome}::uuid`,
      ),
    ).toEqual([{ vacancy: ofThisHome }]);
    await app.end();
    const { exit } = await verify(
      { 'transcript.json': await (await transcriptOf(vacancy)).text() },
      `--commitment=${drawCommitment}`,
    );
    expect(exit).toBe(0);
  });

  it('has no transcript of what is no draw, and serves the verifier as it is', async () => {
    const { vacancy } = exampleOf('small');
    for (const id of [vacancy, 'nonsense', 'L0001:00000000-0000-7000-8000-000000000000', '%'])
      expect((await fetch(`${door.origin}/draws/${id}.json`)).status, id).toBe(404);
    const file = await fetch(`${door.origin}/draws/verify-draw.mjs`);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    const told = await verify({ 'own.mjs': await file.text() });
    // A script is no transcript, which is the first thing that it says of itself.
    expect(told).toEqual({ exit: 1, told: expect.stringContaining('geen JSON') });
    expect((await fetch(`${door.origin}/draws/verify-page.mjs`)).status).toBe(200);
    expect((await fetch(`${door.origin}/draws/other.mjs`)).status).toBe(404);
  });
});
