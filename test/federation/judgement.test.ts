import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { exampleOf } from '../../demonstration/example.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import {
  allocatorOf,
  ANONYMOUS,
  AUDITOR,
  memberOf,
  officerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

const { municipality, registration, vacancy } = exampleOf('small');
const REASON = 'Toepassing van de regels treft dit huishouden onevenredig zwaar.';

interface Recorded {
  readonly __typename: string;
  readonly code?: string;
  readonly judgement?: { readonly id: string; readonly norm: string; readonly reason: string };
}

describe('a judgement of an open norm', () => {
  let test: TestHub;
  const officer = officerOf(municipality);
  const seeker = seekerOf(registration);

  beforeAll(async () => {
    test = await startTestHub();
  });
  afterAll(async () => {
    await test?.stop();
  });

  async function record(
    special: Readonly<Record<string, unknown>> = {},
    viewer: Viewer = officer,
  ): Promise<Recorded> {
    const input = {
      idempotencyKey: randomUUID(),
      registration,
      norm: 'HARDSHIP',
      met: true,
      reason: REASON,
      validFrom: '2026-11-02',
      validUntil: '2027-05-01',
      ...special,
    };
    const { data, codes } = await test.ask<{ recordJudgement: Recorded }>(
      'record-judgement',
      { input },
      viewer,
    );
    expect(codes).toEqual([]);
    return data!.recordJudgement;
  }

  it('takes effect: who was judged to meet it goes into the group of hardship, with its article', async () => {
    interface Opportunities {
      readonly opportunities: {
        readonly nodes: readonly {
          readonly vacancy: { readonly id: string };
          readonly group: { readonly code: string };
        }[];
      };
    }
    const groupNow = async () => {
      const { data } = await test.ask<Opportunities>('opportunities', { registration, first: 100 }, seeker);
      return data!.opportunities.nodes.find((each) => each.vacancy.id === vacancy)?.group.code;
    };
    expect(await groupNow()).not.toBe('HARDSHIP');
    expect(await record()).toMatchObject({
      __typename: 'JudgementRecorded',
      judgement: { norm: 'HARDSHIP', reason: REASON },
    });
    expect(await groupNow()).toBe('HARDSHIP');
    await record({ met: false });
    expect(await groupNow()).not.toBe('HARDSHIP');
  });

  it('is recorded once for one key', async () => {
    const idempotencyKey = randomUUID();
    const [one, other] = [await record({ idempotencyKey }), await record({ idempotencyKey })];
    expect(other.judgement?.id).toBe(one.judgement?.id);
    expect(await record({ idempotencyKey, met: false })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is refused for what is not open, unknown, unexplained or in the past', async () => {
    const codes = async (special: Readonly<Record<string, unknown>>, viewer?: Viewer) =>
      (await record(special, viewer)).code;
    expect(await codes({ norm: 'KINDNESS' })).toBe('UNKNOWN_NORM');
    expect(await codes({}, officerOf('GM0014'))).toBe('UNKNOWN_NORM');
    expect(await codes({ registration: 'R0001:00000000-0000-4000-8000-000000000000' })).toBe(
      'UNKNOWN_REGISTRATION',
    );
    expect(await codes({ reason: 'Daarom.' })).toBe('INVALID_INPUT');
    expect(await codes({ validFrom: '2026-11-01' })).toBe('INVALID_INPUT');
    expect(await codes({ validUntil: '2026-11-02' })).toBe('INVALID_INPUT');
    expect(await codes({}, { ...officer, person: null })).toBe('PERSON_NEEDED');
  });

  it('is read by the household and its municipality with the reason, by the auditor without it, and by nobody else', async () => {
    const { judgement } = await record();
    const text = (fields: string) =>
      `query ($id: ID!) { registration(id: $id) { id judgements { ${fields} } } }`;
    const seen = async (viewer: Viewer, fields: string) => {
      const answer = await test.ask<{ registration: { judgements: { id: string }[] | null } | null }>(
        text(fields),
        { id: registration },
        viewer,
      );
      return { ids: answer.data?.registration?.judgements?.map(({ id }) => id) ?? [], codes: answer.codes };
    };
    expect((await seen(seeker, 'id reason')).ids).toContain(judgement!.id);
    expect((await seen(AUDITOR, 'id judgedBy')).ids).toContain(judgement!.id);
    expect((await seen(AUDITOR, 'id reason')).codes).toContain('FORBIDDEN');
    for (const viewer of [
      ANONYMOUS,
      allocatorOf('L0002'),
      registrarOf('R0001'),
      memberOf('Z0001', 'CARE_PROVIDER'),
      memberOf('X', 'ANALYST'),
    ]) {
      expect((await seen(viewer, 'id')).ids, viewer.role).toEqual([]);
    }
  });

  it('leaves a record of who read it, for the person whom it is about', async () => {
    await test.ask(
      `query ($id: ID!) { registration(id: $id) { id judgements { id reason } } }`,
      { id: registration },
      AUDITOR,
    );
    const rows = await loadAsOwner(
      test.databases.of.urgencies,
      (transaction) => transaction<{ readerRole: string; fields: string[] }[]>`
      select reader_role, fields from platform.file_read where reader_role = 'HUB' and 'met' = any(fields)`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
});
