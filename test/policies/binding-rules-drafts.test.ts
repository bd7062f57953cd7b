import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database, type Transaction } from '../../platform/database/connect.ts';
import { ROLES, type Role, type Viewer } from '../../platform/viewer.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import {
  change,
  done,
  mutationText,
  MUTATIONS,
  newKey,
  officer,
  type DraftRead,
  type MutationName,
} from '../support/drafts.ts';

const MAKERS: readonly Role[] = ['PUBLISHER', 'APPROVER'];
const READERS: readonly Role[] = [...MAKERS, 'HUB'];
const ANNA = officer('anna', 'PUBLISHER');
const BEN = officer('ben', 'APPROVER');

const BY_ID = `query ($id: ID!) { regulationDraft(id: $id) { id revision findings { code } proposedRuleSets { ruleSet { hash } } } }`;
const ENTITY = `query ($id: ID!) {
  _entities(representations: [{ __typename: "RegulationDraft", id: $id }]) { __typename ... on RegulationDraft { id } }
}`;
const PERSONS = `query ($id: ID!) { regulationDraft(id: $id) { createdBy editedBy submittedBy approvedBy events { nodes { person } } } }`;
const NOTHING = 'GM0402:00000000-0000-7000-8000-000000000000';

describe('who sees and changes a draft', () => {
  let databases: TestDatabases<'binding-rules'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let app: Database;
  let open: Database;
  let published: string;
  let draft: DraftRead;
  let submitted: DraftRead;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
    app = connect(databases.of['binding-rules'].appUrl, { applicationName: 'test', max: 1 });
    open = connect(databases.of['binding-rules'].publicUrl, { applicationName: 'test', max: 1 });
    const { data } = await ask(ANNA, '{ regulations(owner: "GM0402", first: 100) { nodes { id version } } }');
    published = data.regulations.nodes.find(
      ({ version }: { version: string }) => version === '2024-01-01',
    ).id;
    draft = await begin('2027-01-01');
    const other = await begin('2027-06-01');
    submitted = await done(ask, ANNA, 'submitRegulation', { draft: other.id, expectedRevision: 1 });
  });
  afterAll(async () => {
    await stop();
    await Promise.all([app.end(), open.end()]);
    await databases.drop();
  });

  const begin = (validFrom: string) => done(ask, ANNA, 'draftRegulation', { amends: published, validFrom });

  /** Runs statements on a connection of the application that speaks for somebody, and takes them back. */
  async function as<Result>(viewer: Viewer, work: (sql: Transaction) => Promise<Result>): Promise<Result> {
    let result: { readonly value: Result } | undefined;
    await app
      .begin(async (sql) => {
        await sql`
          select set_config('hub.role', ${viewer.role}, true), set_config('hub.person', ${viewer.person ?? ''}, true),
                 set_config('hub.organisation', ${viewer.organisation ?? ''}, true)`;
        result = { value: await work(sql) };
        throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
    return result!.value;
  }

  it('the publisher, the approver and the hub for them see it; nobody else does, in any way', async () => {
    for (const role of ROLES) {
      for (const organisation of ['GM0402', 'GM0406', 'GOOI', 'RIJK', null]) {
        const viewer = viewerAs(role, organisation);
        const sees = READERS.includes(role) && organisation === 'GM0402';
        const name = `${role} of ${organisation}`;
        const byId = await ask(viewer, BY_ID, { id: draft.id });
        if (sees)
          expect(byId, name).toMatchObject({
            data: { regulationDraft: { id: draft.id, revision: 1 } },
            codes: [],
          });
        else expect(byId, name).toEqual(await ask(viewer, BY_ID, { id: NOTHING }));
        const entity = await ask(viewer, ENTITY, { id: draft.id });
        if (sees)
          expect(entity.data, name).toEqual({ _entities: [{ __typename: 'RegulationDraft', id: draft.id }] });
        else expect(entity, name).toEqual({ data: { _entities: [null] }, codes: [] });
      }
    }
  });

  it('a list holds the own drafts alone, and counts nobody else’s', async () => {
    for (const role of ROLES) {
      const list = `{ regulationDrafts(first: 100) { nodes { id } pageInfo { hasNextPage } } }`;
      const own = await ask(viewerAs(role, 'GM0402'), list);
      if (!MAKERS.includes(role)) {
        expect(own.codes, role).toEqual([role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
        continue;
      }
      expect(
        own.data.regulationDrafts.nodes.map(({ id }: DraftRead) => id),
        role,
      ).toEqual([submitted.id, draft.id]);
      expect((await ask(viewerAs(role, 'GM0406'), list)).data.regulationDrafts.nodes, role).toEqual([]);
    }
  });

  it('who made it is for its makers, not for the hub', async () => {
    const seen = await ask(BEN, PERSONS, { id: draft.id });
    expect(seen.data.regulationDraft).toMatchObject({
      createdBy: 'anna',
      editedBy: 'anna',
      events: { nodes: [{ person: 'anna' }] },
    });
    expect(new Set((await ask(viewerAs('HUB', 'GM0402'), PERSONS, { id: draft.id })).codes)).toEqual(
      new Set(['FORBIDDEN']),
    );
  });

  it('each change is for its role, and for another owner the draft is not there', async () => {
    const allowed: Readonly<Record<MutationName, readonly Role[]>> = {
      draftRegulation: ['PUBLISHER'],
      importRegulation: ['PUBLISHER'],
      editRegulation: ['PUBLISHER'],
      editRule: ['PUBLISHER'],
      removeRule: ['PUBLISHER'],
      submitRegulation: ['PUBLISHER'],
      returnRegulation: ['APPROVER'],
      approveRegulation: ['APPROVER'],
      withdrawDraft: MAKERS,
      withdrawRegulation: ['APPROVER'],
    };
    const one = { draft: submitted.id, expectedRevision: submitted.revision };
    const inputs: Readonly<Record<MutationName, object>> = {
      draftRegulation: { amends: published },
      importRegulation: { ...one, yaml: submitted.yaml },
      editRegulation: { ...one, title: 'x' },
      editRule: { ...one, yaml: 'code: X' },
      removeRule: { ...one, code: 'X' },
      submitRegulation: one,
      returnRegulation: { ...one, reason: 'x' },
      approveRegulation: one,
      withdrawDraft: one,
      withdrawRegulation: { regulation: published, reason: 'x' },
    };
    for (const name of Object.keys(MUTATIONS) as MutationName[]) {
      for (const role of ROLES) {
        if (allowed[name].includes(role)) continue;
        const input = { idempotencyKey: newKey(), ...inputs[name] };
        const { codes } = await ask(viewerAs(role, 'GM0402'), mutationText(name), { input });
        expect(codes, `${name} as ${role}`).toEqual([role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
      }
      const foreign = await change(ask, { ...viewerAs(allowed[name][0]!, 'GM0406'), person: 'eve' }, name, {
        ...inputs[name],
      });
      expect(foreign.code, name).toMatch(/^UNKNOWN_(DRAFT|REGULATION)$/);
      const nobody = await change(ask, { ...viewerAs(allowed[name][0]!, 'GM0402'), person: null }, name, {
        ...inputs[name],
      });
      expect(nobody.code, name).toBe('PERSON_NEEDED');
    }
    const { data } = await ask(ANNA, BY_ID, { id: submitted.id });
    expect(data.regulationDraft.revision).toBe(submitted.revision);
  });

  it('an organisation that makes no regulations drafts none, and none of another layer', async () => {
    const input = { instrument: 'eigen-regels', title: 'Eigen regels' };
    const layer = async (organisation: string, asked?: string) =>
      (
        await change(ask, officer('x', 'PUBLISHER', organisation), 'draftRegulation', {
          ...input,
          ...(asked === undefined ? {} : { layer: asked }),
        })
      ).code ?? 'made';
    for (const organisation of ['L0001', 'GM9999', 'UNIV'])
      expect(await layer(organisation)).toBe('NO_REGULATION_OF_YOURS');
    expect(await layer('GM0402', 'FRAMEWORK')).toBe('NO_REGULATION_OF_YOURS');
    expect(await layer('GOOI', 'MUNICIPAL')).toBe('NO_REGULATION_OF_YOURS');
    for (const organisation of ['GOOI', 'RIJK', 'GM0402']) expect(await layer(organisation)).toBe('made');
  });

  it('the database shows rows to the same people, and to the public none', async () => {
    for (const table of ['regulation_draft', 'draft_event']) {
      await expect(open`select 1 from ${open(table)}`).rejects.toMatchObject({ code: '42501' });
      expect((await app`select 1 from ${app(table)}`).length).toBe(0);
      for (const role of ROLES) {
        const own = await as(viewerAs(role, 'GM0402'), (sql) => sql`select 1 from ${sql(table)}`);
        const other = await as(viewerAs(role, 'GM0406'), (sql) => sql`select 1 from ${sql(table)}`);
        const sees = MAKERS.includes(role) || (role === 'HUB' && table === 'regulation_draft');
        expect([own.length > 0, other.length], `${table} ${role}`).toEqual([sees, 0]);
      }
    }
  });

  it('the database itself lets nobody write history, skip a step, a revision or a person', async () => {
    const refused = async (viewer: Viewer, statement: (sql: Transaction) => Promise<unknown>) =>
      as(viewer, statement).then(
        () => 'written',
        ({ code }: { code: string }) => code,
      );
    const id = submitted.id.slice(7);
    const update =
      (change: string, number = id) =>
      (sql: Transaction) =>
        sql.unsafe(`update regulation_draft set ${change} where id = '${number}'`);
    const publish = update(`revision = 3, status = 'PUBLISHED', action = 'APPROVED', regulation = uuidv7()`);
    expect(await refused(BEN, publish)).toBe('written');
    expect(await refused(officer('anna', 'APPROVER'), publish)).toBe('42501');
    expect(await refused({ ...BEN, person: null }, publish)).toBe('written'); // no row is there to be changed
    expect(
      (await as({ ...BEN, person: null }, (sql) => publish(sql) as never as Promise<{ count: number }>))
        .count,
    ).toBe(0);
    expect(await refused(ANNA, publish)).toBe('42501');
    expect(await refused(BEN, update(`revision = 5, status = 'DRAFT', action = 'RETURNED'`))).toBe('23514');
    expect(await refused(ANNA, update(`revision = 3, action = 'HEAD_EDITED', source = '{}'`))).toBe('42501');
    expect(
      await refused(BEN, update(`revision = 3, status = 'DRAFT', action = 'RETURNED', source = '{}'`)),
    ).toBe('42501');
    expect(await refused(BEN, update(`approved_by = 'carl'`))).toBe('42501');
    expect(await refused(BEN, update(`submitted_by = 'carl'`))).toBe('42501');
    expect(await refused(ANNA, (sql) => sql`insert into draft_event (owner) values ('GM0402')`)).toBe(
      '42501',
    );
    expect(await refused(ANNA, (sql) => sql`update draft_event set person = 'carl'`)).toBe('42501');
    expect(await refused(ANNA, (sql) => sql`delete from draft_event`)).toBe('42501');
    expect(await refused(ANNA, (sql) => sql`delete from regulation_draft`)).toBe('42501');
    // A table of one's own could stand in for the history while a trigger looks for it.
    expect(await refused(ANNA, (sql) => sql`create temp table draft_event (owner text)`)).toBe('42501');
    expect(
      await refused(
        officer('eve', 'PUBLISHER', 'GM0406'),
        (sql) => sql`
        insert into regulation_draft (owner, instrument, source, action, changed_at) values ('GM0402', 'xx', '{}', 'CREATED', now())`,
      ),
    ).toBe('42501');
  });

  it('the database lets a regulation in only with its approved draft, and rules only where that owner has a say', async () => {
    const refused = (viewer: Viewer, statement: (sql: Transaction) => Promise<unknown>) =>
      as(viewer, statement).then(
        (value) => (value as { count?: number }).count ?? 'written',
        ({ code }: { code: string }) => code,
      );
    const id = submitted.id.slice(7);
    const approve = (sql: Transaction) => sql`
      update regulation_draft set revision = 3, status = 'PUBLISHED', action = 'APPROVED', changed_at = now(),
             regulation = uuidv7() where id = ${id}::uuid`;
    const insert = (sql: Transaction, owner = 'GM0402') => sql`
      insert into regulation (owner, id, instrument, title, layer, version, valid_from, valid_until, status, argument, canonical, hash, published_on)
      select ${owner}, draft.regulation, draft.instrument, title, layer, '2030-01-01', '2030-01-01', null, 'PUBLISHED', argument,
             text.canonical, encode(sha256(convert_to(text.canonical, 'UTF8')), 'hex'), published_on
        from regulation_draft as draft, regulation as model,
             lateral (select (model.canonical::jsonb || '{"version": "2030-01-01"}')::text) as text (canonical)
       where draft.id = ${id}::uuid and model.owner = 'GM0402' and model.version = '2024-01-01'`;
    const forget = (place: string) => (sql: Transaction) =>
      sql`delete from rule_set_in_force where municipality = ${place}`;
    const keep = (sql: Transaction) => sql`
      insert into rule_set (hash, canonical)
      select encode(sha256(convert_to(text, 'UTF8')), 'hex'), text
        from (values ('{"sources":[],"admission":[],"groups":[],"quotas":[],"restrictions":[]}')) as made (text)`;
    const end = (sql: Transaction) =>
      sql`update regulation set valid_until = '2027-12-31' where owner = 'GM0402' and version = '2024-01-01'`;

    // Without an approval in the same transaction: nothing.
    expect(await refused(BEN, insert)).toBe('42501');
    expect(await refused(BEN, forget('GM0402'))).toBe(0);
    expect(await refused(BEN, keep)).toBe('42501');
    expect(await refused(BEN, end)).toBe('42501');
    // With it: the one regulation, the own versions, the own places.
    const approved = (work: (sql: Transaction) => Promise<unknown>) => async (sql: Transaction) => {
      await approve(sql);
      return work(sql);
    };
    expect(await refused(BEN, approved(insert))).toBe(1);
    expect(await refused(BEN, approved(end))).toBe(1);
    expect(await refused(BEN, approved(keep))).toBe(1);
    expect(await refused(BEN, approved(forget('GM0402')))).toBeGreaterThan(0);
    expect(await refused(BEN, approved(forget('GM0406')))).toBe(0);
    expect(
      await refused(
        BEN,
        approved((sql) => insert(sql, 'GM0406')),
      ),
    ).toBe('42501');
    const agree = (place: string) => (sql: Transaction) => sql`
      insert into complex_rule_set_in_force (municipality, complex, validity, hash)
      select ${place}, 'L0001:00000000-0000-7000-8000-000000000001', '[2027-01-01,)', min(hash) from rule_set`;
    expect(await refused(BEN, agree('GM0402'))).toBe('42501');
    expect(await refused(BEN, approved(agree('GM0402')))).toBe(1);
    expect(await refused(BEN, approved(agree('GM0406')))).toBe('42501');
    // An approval of before is none of now, also of the same person.
    await done(ask, BEN, 'approveRegulation', { draft: submitted.id, expectedRevision: 2 });
    expect(await refused(BEN, end)).toBe('42501');
    expect(await refused(BEN, forget('GM0402'))).toBe(0);
    // What is published is withdrawn by an approver of its owner, and only before its first day.
    const withdraw = (version: string) => (sql: Transaction) => sql`
      update regulation set status = 'WITHDRAWN', withdrawn_at = ${NOW}, withdrawal_reason = 'x'
       where owner = 'GM0402' and version = ${version}::date`;
    expect(await refused(BEN, withdraw('2027-06-01'))).toBe(1);
    expect(await refused(BEN, withdraw('2024-01-01'))).toBe('23514');
    expect(await refused(officer('eve', 'APPROVER', 'GM0406'), withdraw('2027-06-01'))).toBe(0);
    expect(await refused(ANNA, withdraw('2027-06-01'))).toBe(0);
  });
});

class Undone extends Error {}
