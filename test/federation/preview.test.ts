import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../platform/viewer.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { closeEarlier } from '../support/previews.ts';
import { ANONYMOUS, AUDITOR, memberOf } from '../support/viewers.ts';

const PERIOD = { from: '2025-07-01', until: '2026-07-01' };

interface Preview {
  readonly id: string;
  readonly status: string;
  readonly homesDone: number;
  readonly homesTotal: number;
  readonly result: {
    readonly homes: number;
    readonly changed: number | null;
    readonly cells: readonly {
      dimension: string;
      code: string;
      before: number | null;
      after: number | null;
    }[];
    readonly quotas: readonly { code: string; before: number | null; after: number | null }[];
    readonly untestedThresholds: readonly string[];
  } | null;
}

describe('the preview of a draft', () => {
  let test: TestHub;
  const publisher = memberOf('GOOI', 'PUBLISHER');
  const approver = memberOf('GOOI', 'APPROVER');

  beforeAll(async () => {
    test = await startTestHub();
    await closeEarlier(test.databases.of.allocation);
  });
  afterAll(async () => {
    await test?.stop();
  });

  /** A draft that amends the model of the region, with one rule put by YAML; its id. */
  async function draft(rule?: string): Promise<string> {
    const { data } = await test.ask<{ regulations: { nodes: { id: string; instrument: string }[] } }>(
      `{ regulations(owner: "GOOI", inForceOn: "2026-11-02") { nodes { id instrument } } }`,
      {},
      ANONYMOUS,
    );
    const model = data!.regulations.nodes.find(({ instrument }) => instrument === 'gooi-model')!.id;
    const begun = await test.ask<{ draftRegulation: { draft: { id: string; revision: number } } }>(
      'draft-regulation',
      {
        input: {
          idempotencyKey: randomUUID(),
          amends: model,
          validFrom: '2027-01-01',
          validUntil: '2028-01-01',
        },
      },
      publisher,
    );
    const { id, revision } = begun.data!.draftRegulation.draft;
    if (rule !== undefined) {
      const edited = await test.ask<{ editRule: { __typename: string } }>(
        'edit-rule',
        { input: { idempotencyKey: randomUUID(), draft: id, expectedRevision: revision, yaml: rule } },
        publisher,
      );
      expect(edited.data!.editRule.__typename).toBe('DraftSaved');
    }
    return id;
  }

  async function start(
    id: string,
    viewer: Viewer = publisher,
    special: Readonly<Record<string, unknown>> = {},
  ) {
    const input = { idempotencyKey: randomUUID(), draft: id, ...PERIOD, ...special };
    return test.ask<{ startPreview: { __typename: string; code?: string; preview?: Preview } }>(
      'preview-regulation',
      { input },
      viewer,
    );
  }

  async function read(id: string, viewer: Viewer = publisher): Promise<Preview | null> {
    return (await test.ask<{ preview: Preview | null }>('preview', { id }, viewer)).data?.preview ?? null;
  }

  async function ended(id: string): Promise<Preview> {
    for (;;) {
      const preview = await read(id);
      if (preview === null || !['QUEUED', 'RUNNING'].includes(preview.status)) return preview!;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('finds that an amendment which changes nothing gives every home to who got it', async () => {
    const begun = await start(await draft());
    expect(begun.data!.startPreview).toMatchObject({ __typename: 'PreviewStarted' });
    const preview = await ended(begun.data!.startPreview.preview!.id);
    expect(preview).toMatchObject({ status: 'DONE', result: { homes: expect.any(Number) } });
    expect(preview.homesDone).toBe(preview.homesTotal);
    expect(preview.homesTotal).toBeGreaterThanOrEqual(20);
    for (const { before, after } of [...preview.result!.cells, ...preview.result!.quotas])
      expect(after).toBe(before);
    expect(JSON.stringify(preview)).not.toMatch(/R0001|L000|birth/);
  });

  it('finds how many homes would have gone to others, to whom, and what it does to a quota', async () => {
    const yaml = `code: STARTERS_FIRST
stage: SORT
article: '4.1'
rank: 12
grounds: [ MOVING_CHAIN ]
argument: Een voorbeeld.
condition: { kind: not, of: { kind: leaves-home } }
`;
    const preview = await ended((await start(await draft(yaml))).data!.startPreview.preview!.id);
    expect(preview.status).toBe('DONE');
    expect(preview.result!.changed).toBeGreaterThanOrEqual(5);
    const cell = (dimension: string, code: string) =>
      preview.result!.cells.find((each) => each.dimension === dimension && each.code === code);
    // On twenty homes most cells are too small to be shown; which group is new follows from the rules alone.
    expect(cell('GROUP', 'STARTERS_FIRST')).toMatchObject({ before: 0 });
    expect(cell('HOUSING', 'STARTER')).toBeDefined();
    expect(preview.result!.quotas.map(({ code }) => code)).toContain('LOCAL_BINDING_SHARE');
    for (const { before, after } of preview.result!.cells) {
      for (const number of [before, after]) if (number !== null) expect(number % 5).toBe(0);
    }
  });

  it('says which limits nobody was ever held against, instead of guessing', async () => {
    const yaml = `code: INCOME_LOCAL
stage: SELECT
article: '2.1'
condition: { kind: income-at-most, threshold: INCOME_LIMIT_SINGLE }
`;
    const preview = await ended((await start(await draft(yaml))).data!.startPreview.preview!.id);
    expect(preview.result!.untestedThresholds).toEqual(['INCOME_LIMIT_SINGLE']);
  });

  it('can be cancelled, and then has no result', async () => {
    const begun = await start(await draft());
    const { id } = begun.data!.startPreview.preview!;
    const cancelled = await test.ask<{ cancelPreview: { preview: Preview } }>(
      'cancel-preview',
      { input: { idempotencyKey: randomUUID(), preview: id } },
      approver,
    );
    expect(cancelled.data!.cancelPreview.preview).toMatchObject({ id, status: 'CANCELLED' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await read(id)).toMatchObject({ status: 'CANCELLED', result: null });
  });

  it('begins once for one key, and only over whole half-years of two years at most', async () => {
    const id = await draft();
    const idempotencyKey = randomUUID();
    const [one, other] = [
      await start(id, publisher, { idempotencyKey }),
      await start(id, publisher, { idempotencyKey }),
    ];
    expect(other.data!.startPreview.preview!.id).toBe(one.data!.startPreview.preview!.id);
    for (const period of [
      { from: '2026-01-02', until: '2026-07-01' },
      { from: '2026-01-01', until: '2026-06-30' },
      { from: '2026-07-01', until: '2026-01-01' },
      { from: '2024-01-01', until: '2026-07-01' },
    ]) {
      expect((await start(id, publisher, period)).data!.startPreview).toMatchObject({
        code: 'PREVIEW_PERIOD',
      });
    }
  });

  it('is for the two people of the own organisation, by whatever way', async () => {
    const id = await draft();
    const preview = (await start(id)).data!.startPreview.preview!.id;
    await ended(preview);
    const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on RegulationPreview { id status } } }`;
    for (const viewer of [memberOf('AMSTERDAM', 'PUBLISHER'), memberOf('GM0402', 'APPROVER')]) {
      expect(await read(preview, viewer)).toBeNull();
      expect((await start(id, viewer)).data!.startPreview).toMatchObject({ code: 'UNKNOWN_DRAFT' });
    }
    for (const viewer of [
      ANONYMOUS,
      AUDITOR,
      memberOf('GOOI', 'ANALYST'),
      memberOf('GOOI', 'HUB'),
      memberOf('GOOI', 'ALLOCATOR'),
    ]) {
      expect((await test.ask('preview', { id: preview }, viewer)).codes.length, viewer.role).toBeGreaterThan(
        0,
      );
    }
    expect(
      (
        await test.ask(
          entities,
          { representations: [{ __typename: 'RegulationPreview', id: preview }] },
          publisher,
        )
      ).data,
    ).toBeNull();
    expect(await read(preview, approver)).toMatchObject({ status: 'DONE' });
  });

  it('lets nobody who makes regulations read whom it read', async () => {
    const { data } = await test.ask<{ vacancies: { nodes: { id: string }[] } }>(
      `{ vacancies(first: 1, filter: { status: LET, region: "GOOI" }) { nodes { id } } }`,
      {},
      ANONYMOUS,
    );
    const answer = await test.ask('ranking', { vacancy: data!.vacancies.nodes[0]!.id, first: 3 }, publisher);
    expect(answer.codes).toContain('FORBIDDEN');
  });
});
