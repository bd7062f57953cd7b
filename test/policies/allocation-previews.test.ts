import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { parseGlobalId } from '../../platform/global-id.ts';
import { ANONYMOUS, ROLES, type Viewer } from '../../platform/viewer.ts';
import { allocationOn, RULES, worldOf, type Allocation } from '../support/allocation.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { officer } from '../support/drafts.ts';
import { answeredDraft, DRAFT, drain, freeze, HILVERSUM, pastHomes, YEAR } from '../support/previews.ts';
import { AUDITOR, HUB, memberOf } from '../support/viewers.ts';

const START = `mutation ($input: StartPreviewInput!) { startPreview(input: $input) {
  ... on PreviewStarted { preview { id } } ... on PreviewRefused { code } } }`;
const CANCEL = `mutation ($input: CancelPreviewInput!) { cancelPreview(input: $input) {
  ... on PreviewCancelled { preview { id } } ... on PreviewRefused { code } } }`;
const BY_ID = 'query ($id: ID!) { preview(id: $id) { id status result { homes } } }';
const OF_DRAFT = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on RegulationDraft { id preview { id result { homes } } previews { nodes { id } } } } }`;
const READINGS = '{ previewReadings { nodes { preview person } } }';

const PUBLISHER = officer('an officer', 'PUBLISHER');
const APPROVER = officer('a second officer', 'APPROVER');
const STRANGER = officer('somebody else', 'PUBLISHER', 'GM0406');
/** The hub, on behalf of the officer and for a preview. */
const PREVIEWING: Viewer = {
  ...HUB,
  organisation: HILVERSUM,
  person: 'an officer',
  purpose: 'preview of a regulation',
};
const MAKERS: readonly string[] = ['PUBLISHER', 'APPROVER'];
/** Every other role, wrongly given the organisation of the draft. */
const OTHERS = ROLES.filter((role) => !MAKERS.includes(role)).map((role) => memberOf(HILVERSUM, role));

describe('who sees, begins and runs a preview', () => {
  let databases: TestDatabases<'allocation'>;
  let admin: Database;
  let app: Database;
  let open: Database;
  let allocation: Allocation;
  let preview: string;
  let key: { readonly owner: string; readonly id: string };

  beforeAll(async () => {
    databases = await databasesFor(['allocation']);
    const { adminUrl, appUrl, publicUrl } = databases.of.allocation;
    admin = connect(adminUrl, { applicationName: 'test', max: 1 });
    app = connect(appUrl, { applicationName: 'test', max: 1 });
    open = connect(publicUrl, { applicationName: 'test', max: 1 });
    const world = worldOf([], []);
    world.drafts.set(DRAFT, answeredDraft());
    allocation = allocationOn(databases.of.allocation, world);
    await freeze(admin, pastHomes(12));
    await freeze(admin, pastHomes(2, 'GM0406'));
    await freeze(admin, pastHomes(2, HILVERSUM, YEAR.until));
    const input = { idempotencyKey: 'preview-key', draft: DRAFT };
    preview = (await allocation.ask(PUBLISHER, START, { input })).data.startPreview.preview.id as string;
    key = parseGlobalId(preview)!;
    await drain(appUrl);
  });
  afterAll(async () => {
    await allocation.stop();
    await Promise.all([admin.end(), app.end(), open.end()]);
    await databases.drop();
  });

  const as = <Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>) =>
    writeAsViewer(app, viewer, { traceId: '1'.repeat(32) }, work);
  const refusedBy = (viewer: Viewer, work: (sql: Transaction) => Promise<unknown>) =>
    expect(as(viewer, work), viewer.role).rejects.toMatchObject({ code: '42501' });
  const rowsIn = async (viewer: Viewer, table: string) =>
    (await as(viewer, (sql) => sql`select from ${sql(table)}`)).length;
  const under = (status: string) => admin`
    update regulation_preview set status = ${status}, ended_at = null, result = null`;

  describe('in the database', () => {
    it('a preview is seen by the makers of its draft and by the hub for previews; by nobody else', async () => {
      for (const viewer of [PUBLISHER, APPROVER, PREVIEWING]) {
        expect(await rowsIn(viewer, 'regulation_preview'), viewer.role).toBe(1);
      }
      for (const viewer of [
        STRANGER,
        HUB,
        AUDITOR,
        ANONYMOUS,
        ...OTHERS,
        { ...PUBLISHER, organisation: null },
      ]) {
        expect(await rowsIn(viewer, 'regulation_preview'), viewer.role).toBe(0);
      }
      expect(await app`select from regulation_preview`).toHaveLength(0);
    });

    it('who read files is for the auditor and the hub for previews; the secret for the latter alone', async () => {
      for (const viewer of [AUDITOR, PREVIEWING]) expect(await rowsIn(viewer, 'preview_reading')).toBe(1);
      for (const viewer of [PUBLISHER, APPROVER, HUB, ANONYMOUS]) {
        expect(await rowsIn(viewer, 'preview_reading'), viewer.role).toBe(0);
      }
      expect(await rowsIn(PREVIEWING, 'disclosure_secret')).toBe(1);
      for (const viewer of [PUBLISHER, APPROVER, AUDITOR, HUB, ANONYMOUS, ...OTHERS]) {
        expect(await rowsIn(viewer, 'disclosure_secret'), viewer.role).toBe(0);
      }
    });

    it('the public sees nothing of previews', async () => {
      for (const table of ['regulation_preview', 'preview_rules', 'preview_reading', 'disclosure_secret']) {
        await expect(open`select from ${open(table)}`, table).rejects.toMatchObject({ code: '42501' });
      }
      await expect(
        open`select from frozen_facts(${key.owner}, ${key.id}::uuid, array['L0001'], array[${key.id}]::uuid[])`,
      ).rejects.toMatchObject({ code: '42501' });
    });

    describe('frozen facts', () => {
      const facts = async (viewer: Viewer, of = key) => {
        const rows = await as(
          viewer,
          (sql) => sql<{ registration: string }[]>`
            select registration from frozen_facts(${of.owner}, ${of.id}::uuid,
              (select array_agg(owner) from ranking), (select array_agg(vacancy) from ranking))`,
        );
        return rows.length;
      };

      it('are given for a running preview, of its places and its period alone', async () => {
        await under('RUNNING');
        // Twelve homes with five people each; those of another municipality and of a later year are left out.
        expect(await facts(PREVIEWING)).toBe(60);
        await admin`update ranking set status = 'PROVISIONAL' where vacancy = (select min(vacancy::text)::uuid from ranking where municipality = ${HILVERSUM})`;
        expect(await facts(PREVIEWING)).toBe(55);
        await admin`update ranking set status = 'FROZEN'`;
      });

      it('are given for no preview that waits, was cancelled or is of others, and to nobody else', async () => {
        await under('RUNNING');
        expect(await facts(PREVIEWING)).toBe(60);
        expect(await facts({ ...PREVIEWING, organisation: 'GM0406' })).toBe(0);
        expect(await facts({ ...PREVIEWING, organisation: null })).toBe(0);
        expect(await facts({ ...PREVIEWING, purpose: 'list opportunities' })).toBe(0);
        expect(await facts(PREVIEWING, { ...key, id: '00000000-0000-8000-8000-000000000000' })).toBe(0);
        // Whoever says that it is for a preview, and is not the hub.
        for (const role of ROLES.filter((one) => one !== 'HUB')) {
          expect(await facts({ ...PREVIEWING, role }), role).toBe(0);
        }
        await under('QUEUED');
        expect(await facts(PREVIEWING)).toBe(0);
      });

      it('are the only way in: for a preview the hub sees no reaction in the tables themselves', async () => {
        expect(await rowsIn({ ...PREVIEWING, purpose: 'another task' }, 'reaction')).toBe(80);
        expect(await rowsIn(PREVIEWING, 'reaction')).toBe(0);
        expect(await rowsIn(PREVIEWING, 'consideration')).toBe(0);
        for (const viewer of [PUBLISHER, APPROVER]) expect(await rowsIn(viewer, 'reaction')).toBe(0);
      });
    });

    it('nobody begins one for another organisation, for another person, or begins with anything but waiting', async () => {
      const begin = (owner: string, person: string, status: string) => (sql: Transaction) => sql`
        insert into regulation_preview (owner, draft, revision, period_from, period_until, municipalities, left_out, status, asked_by, asked_at, trace_id)
        values (${owner}, ${key.id}::uuid, 1, '2025-07-01', '2026-07-01', '{GM0402}', '{}', ${status}, ${person}, now(), 'trace')`;
      const undone = new Error('undone');
      for (const viewer of [PUBLISHER, APPROVER]) {
        await expect(
          as(viewer, async (sql) => {
            await begin(HILVERSUM, viewer.person!, 'QUEUED')(sql);
            throw undone;
          }),
        ).rejects.toBe(undone);
      }
      await refusedBy(STRANGER, begin(HILVERSUM, 'somebody else', 'QUEUED'));
      await refusedBy(PUBLISHER, begin(HILVERSUM, 'another person', 'QUEUED'));
      await refusedBy(PUBLISHER, begin(HILVERSUM, 'an officer', 'RUNNING'));
      for (const viewer of [PREVIEWING, ...OTHERS])
        await refusedBy(viewer, begin(HILVERSUM, viewer.person!, 'QUEUED'));
    });

    it('an officer cancels and changes nothing else; a result comes from the hub, and stays', async () => {
      await under('RUNNING');
      const update = (viewer: Viewer, change: (sql: Transaction) => Promise<{ readonly count: number }>) =>
        as(viewer, change).then(({ count }) => count);
      const finish = (sql: Transaction) =>
        sql`update regulation_preview set status = 'DONE', result = '{"homes": 12}', ended_at = now()`;
      await refusedBy(PUBLISHER, finish);
      await refusedBy(PUBLISHER, (sql) => sql`update regulation_preview set homes_done = 1`);
      await refusedBy(PREVIEWING, (sql) => sql`update regulation_preview set municipalities = '{GM0406}'`);
      await refusedBy(PREVIEWING, (sql) => sql`update regulation_preview set period_from = '2020-01-01'`);
      await refusedBy(PREVIEWING, (sql) => sql`update regulation_preview set asked_by = 'nobody'`);
      for (const viewer of [STRANGER, HUB, AUDITOR, ...OTHERS]) {
        expect(await update(viewer, finish), viewer.role).toBe(0);
        expect(
          await update(
            viewer,
            (sql) => sql`update regulation_preview set status = 'CANCELLED', ended_at = now()`,
          ),
          viewer.role,
        ).toBe(0);
      }
      expect(await update(PREVIEWING, finish)).toBe(1);
      expect(
        await update(PREVIEWING, (sql) => sql`update regulation_preview set result = '{"homes": 1}'`),
      ).toBe(0);
      expect(
        await update(
          PUBLISHER,
          (sql) => sql`update regulation_preview set status = 'CANCELLED', result = null`,
        ),
      ).toBe(0);
      for (const table of ['regulation_preview', 'preview_reading', 'disclosure_secret']) {
        for (const viewer of [PUBLISHER, PREVIEWING])
          await refusedBy(viewer, (sql) => sql`delete from ${sql(table)}`);
      }
    });

    it('what was read is recorded by the hub for previews, for the owner that it asks for', async () => {
      const record = (owner: string) => (sql: Transaction) => sql`
        insert into preview_reading (owner, preview, attempt, person, purpose, homes, files, trace_id)
        values (${owner}, ${key.id}::uuid, 9, 'an officer', 'preview of a regulation', 1, 1, 'trace')`;
      await refusedBy({ ...PREVIEWING, organisation: 'GM0406' }, record(HILVERSUM));
      for (const viewer of [PUBLISHER, AUDITOR, HUB]) await refusedBy(viewer, record(HILVERSUM));
      await refusedBy(PREVIEWING, (sql) => sql`update preview_reading set person = 'nobody'`);
      await as(PREVIEWING, record(HILVERSUM));
    });
  });

  describe('at the subgraph', () => {
    const byId = async (viewer: Viewer) => {
      const { data, codes } = await allocation.ask(viewer, BY_ID, { id: preview });
      return codes.length > 0 ? codes : (data.preview?.id ?? null);
    };
    const ofDraft = async (viewer: Viewer) => {
      const of = [{ __typename: 'RegulationDraft', id: DRAFT }];
      const { data, codes } = await allocation.ask(viewer, OF_DRAFT, { of });
      return codes.length > 0 ? [...new Set(codes)] : data._entities[0];
    };

    it('a preview is shown to the makers of its draft, by id and through its draft', async () => {
      for (const viewer of [PUBLISHER, APPROVER]) {
        expect(await byId(viewer)).toBe(preview);
        expect(await ofDraft(viewer)).toMatchObject({
          preview: { id: preview },
          previews: { nodes: [{ id: preview }] },
        });
      }
    });

    it('to another municipality one that is there and one that is not are the same', async () => {
      expect(await byId(STRANGER)).toBeNull();
      expect(await ofDraft(STRANGER)).toEqual({ id: DRAFT, preview: null, previews: { nodes: [] } });
      const input = { idempotencyKey: 'cancel-key', preview };
      expect((await allocation.ask(STRANGER, CANCEL, { input })).data.cancelPreview.code).toBe(
        'UNKNOWN_PREVIEW',
      );
      const start = { idempotencyKey: 'start-key', draft: DRAFT };
      expect((await allocation.ask(STRANGER, START, { input: start })).data.startPreview.code).toBe(
        'UNKNOWN_DRAFT',
      );
    });

    it('for every other role there is none to see, begin or cancel, through entities neither', async () => {
      for (const viewer of OTHERS) {
        const code = viewer.role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        expect(await byId(viewer), viewer.role).toEqual([code]);
        expect(await ofDraft(viewer), viewer.role).toEqual([code]);
        const start = { idempotencyKey: 'start-key', draft: DRAFT };
        expect((await allocation.ask(viewer, START, { input: start })).codes, viewer.role).toEqual([code]);
        const cancel = { idempotencyKey: 'cancel-key', preview };
        expect((await allocation.ask(viewer, CANCEL, { input: cancel })).codes, viewer.role).toEqual([code]);
      }
    });

    it('the record of readings is for the auditor', async () => {
      const { data } = await allocation.ask(AUDITOR, READINGS);
      expect(data.previewReadings.nodes).toContainEqual({ preview, person: 'an officer' });
      for (const role of ROLES.filter((one) => one !== 'AUDITOR')) {
        const code = role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        expect((await allocation.ask(memberOf(HILVERSUM, role), READINGS)).codes, role).toEqual([code]);
      }
    });

    it('the rules of a draft are kept under no hash that others can ask for', async () => {
      expect((await admin`select hash from rule_set`).map(({ hash }) => hash as string)).toEqual([
        RULES.hash,
      ]);
    });
  });
});
