import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { bindingRulesSubgraph } from '../../subgraphs/binding-rules/subgraph.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { change, done, newKey, officer, type DraftAnswer, type DraftRead } from '../support/drafts.ts';

const ANNA = officer('anna', 'PUBLISHER');
const BEN = officer('ben', 'APPROVER');

describe('drafts that several people change at one moment', () => {
  let databases: TestDatabases<'binding-rules'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  let owner: Database;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
    owner = connect(databases.of['binding-rules'].adminUrl, { applicationName: 'test', max: 2 });
  });
  afterAll(async () => {
    await stop();
    await owner.end();
    await databases.drop();
  });

  async function begin(validFrom: string, organisation = 'GM0402'): Promise<DraftRead> {
    const { data } = await ask(
      ANONYMOUS,
      `{ regulations(owner: "${organisation}", first: 100) { nodes { id version } } }`,
    );
    const amends = data.regulations.nodes.find(
      ({ version }: { version: string }) => version === '2024-01-01',
    ).id;
    return done(ask, officer('anna', 'PUBLISHER', organisation), 'draftRegulation', {
      amends,
      validFrom,
      validUntil: '2028-01-01',
    });
  }
  async function submit(
    draft: DraftRead,
    organisation = 'GM0402',
  ): Promise<{ draft: string; expectedRevision: number }> {
    const input = { draft: draft.id, expectedRevision: draft.revision };
    const { revision } = await done(
      ask,
      officer('anna', 'PUBLISHER', organisation),
      'submitRegulation',
      input,
    );
    return { draft: draft.id, expectedRevision: revision };
  }
  const kinds = (answers: readonly DraftAnswer[]) =>
    answers.map(({ __typename, code }) => code ?? __typename).sort();

  it('of many edits of one revision exactly one is kept, and the others are told', async () => {
    const draft = await begin('2027-01-01');
    const titles = Array.from({ length: 12 }, (_, index) => `Titel ${index}`);
    const answers = await Promise.all(
      titles.map((title) =>
        change(ask, ANNA, 'editRegulation', { draft: draft.id, expectedRevision: 1, title }),
      ),
    );
    expect(kinds(answers)).toEqual([...Array.from({ length: 11 }, () => 'DRAFT_CONFLICT'), 'DraftSaved']);
    const kept = answers.findIndex(({ __typename }) => __typename === 'DraftSaved');
    const { data } = await ask(
      ANNA,
      'query ($id: ID!) { regulationDraft(id: $id) { title revision events { nodes { revision } } } }',
      { id: draft.id },
    );
    expect(data.regulationDraft).toEqual({
      title: titles[kept],
      revision: 2,
      events: { nodes: [{ revision: 1 }, { revision: 2 }] },
    });
  });

  it('whoever keeps trying on what they read loses nothing: every edit ends up in the draft', async () => {
    const draft = await begin('2027-02-01');
    const articles = Array.from({ length: 8 }, (_, index) => `9.${index}`);
    await Promise.all(
      articles.map(async (number) => {
        for (let revision = 1; ;) {
          const input = {
            draft: draft.id,
            expectedRevision: revision,
            putArticles: [{ number, text: `Tekst ${number}.` }],
          };
          const answer = await change(ask, ANNA, 'editRegulation', input);
          if (answer.__typename === 'DraftSaved') return;
          expect(answer.code).toBe('DRAFT_CONFLICT');
          revision = answer.revision!;
        }
      }),
    );
    const { data } = await ask(
      ANNA,
      'query ($id: ID!) { regulationDraft(id: $id) { revision articles { number } } }',
      { id: draft.id },
    );
    expect(data.regulationDraft.revision).toBe(9);
    expect(data.regulationDraft.articles.map(({ number }: { number: string }) => number).sort()).toEqual(
      articles,
    );
  });

  it('one request sent twice at one moment is one change', async () => {
    const draft = await begin('2027-03-01');
    const input = { idempotencyKey: newKey(), draft: draft.id, expectedRevision: 1, title: 'Eenmaal' };
    const answers = await Promise.all([1, 2, 3].map(() => change(ask, ANNA, 'editRegulation', input)));
    expect(answers.map((answer) => answer.draft?.revision)).toEqual([2, 2, 2]);
  });

  it('of two approvals of one draft one publishes, and it is published once', async () => {
    const input = await submit(await begin('2027-04-01'));
    const answers = await Promise.all(
      ['ben', 'dora', 'els'].map((person) =>
        change(ask, officer(person, 'APPROVER'), 'approveRegulation', input),
      ),
    );
    expect(kinds(answers)).toEqual(['DRAFT_CONFLICT', 'DRAFT_CONFLICT', 'RegulationApproved']);
    const rows = await owner`select 1 from regulation where owner = 'GM0402' and version = '2027-04-01'`;
    expect(rows.length).toBe(1);
  });

  it('of two drafts of one version one is published, the other is told that it was', async () => {
    const inputs = [await submit(await begin('2027-05-01')), await submit(await begin('2027-05-01'))];
    const answers = await Promise.all(inputs.map((input) => change(ask, BEN, 'approveRegulation', input)));
    expect(kinds(answers)).toEqual(['REGULATION_NOT_VALID', 'RegulationApproved']);
    const refused = answers.find(({ code }) => code !== undefined)!;
    expect(refused.findings).toMatchObject([{ code: 'DUPLICATE' }]);
  });

  it('approvals of neighbours wait for each other and all come about', async () => {
    const neighbours = ['GM0406', 'GM1696', 'GM1942'];
    const inputs = await Promise.all(
      neighbours.map(async (code) => submit(await begin('2027-05-01', code), code)),
    );
    const answers = await Promise.all(
      inputs.map((input, index) =>
        change(ask, officer('ben', 'APPROVER', neighbours[index]!), 'approveRegulation', input),
      ),
    );
    expect(kinds(answers)).toEqual(neighbours.map(() => 'RegulationApproved'));
    for (const code of neighbours) {
      const { data } = await ask(
        ANONYMOUS,
        `{ rulesInForce(municipality: "${code}", on: "2027-05-01") { sources { owner version } } }`,
      );
      expect(data.rulesInForce.sources, code).toContainEqual({ owner: code, version: '2027-05-01' });
    }
  });

  it('what is approved is what was read: an approval and a return with an edit exclude each other', async () => {
    for (let round = 0; round < 6; round += 1) {
      const input = await submit(await begin(`2027-06-0${round + 1}`));
      const edit = async () => {
        const returned = await change(ask, officer('dora', 'APPROVER'), 'returnRegulation', {
          ...input,
          reason: 'anders',
        });
        if (returned.draft?.status !== 'DRAFT') return returned;
        return change(ask, ANNA, 'editRegulation', {
          draft: input.draft,
          expectedRevision: 3,
          title: 'Na het lezen',
        });
      };
      const approve = () => change(ask, BEN, 'approveRegulation', input);
      const [edited, approved] =
        round % 2 === 0
          ? await Promise.all([edit(), approve()])
          : (await Promise.all([approve(), edit()])).reverse();
      const [draft] = await owner<{ status: string; title: string }[]>`
        select status, source ->> 'title' as title from regulation_draft where id = ${input.draft.slice(7)}::uuid`;
      if (approved!.__typename === 'RegulationApproved') {
        expect(edited!.code).toBe('DRAFT_CONFLICT');
        expect(draft).toEqual({ status: 'PUBLISHED', title: 'Huisvestingsverordening Hilversum' });
      } else {
        expect(approved!.code).toBe('DRAFT_CONFLICT');
        expect(draft).toEqual({ status: 'DRAFT', title: 'Na het lezen' });
      }
    }
  });

  it('a publication that cannot be finished leaves the draft as it was', async () => {
    const draft = await begin('2027-09-01');
    const input = await submit(draft);
    // Somebody takes the place of what the publication is going to write, in a way that no check can foresee.
    await owner.unsafe(
      `alter table rule_set_in_force add constraint broken check (lower(validity) <> '2027-09-01') not valid`,
    );
    await expect(change(ask, BEN, 'approveRegulation', input)).rejects.toThrow(/INTERNAL|broken/);
    await owner.unsafe('alter table rule_set_in_force drop constraint broken');
    const [row] = await owner<{ status: string; revision: number }[]>`
      select status, revision from regulation_draft where id = ${draft.id.slice(7)}::uuid`;
    expect(row).toEqual({ status: 'SUBMITTED', revision: 2 });
    expect((await owner`select 1 from regulation where version = '2027-09-01'`).length).toBe(0);
    expect(await change(ask, BEN, 'approveRegulation', input)).toMatchObject({
      __typename: 'RegulationApproved',
    });
  });

  it('two withdrawals and an approval of one instrument leave the periods that one after the other would', async () => {
    const approved: string[] = [];
    // One after the other: an earlier version may not run past the first day of a later one.
    for (const day of ['2027-10-01', '2027-11-01']) {
      const answer = await change(ask, BEN, 'approveRegulation', await submit(await begin(day)));
      approved.push(answer.regulation!.id);
    }
    const later = await submit(await begin('2027-12-01'));
    const answers = await Promise.all([
      change(ask, BEN, 'withdrawRegulation', { regulation: approved[0]!, reason: 'een' }),
      change(ask, BEN, 'approveRegulation', later),
      change(ask, BEN, 'withdrawRegulation', { regulation: approved[1]!, reason: 'twee' }),
    ]);
    expect(kinds(answers)).toEqual(['RegulationApproved', 'RegulationWithdrawn', 'RegulationWithdrawn']);
    const rows = await owner<{ version: string; until: string }[]>`
      select version::text, valid_until::text as until from regulation
       where owner = 'GM0402' and status = 'PUBLISHED' and version >= '2027-09-01' order by version`;
    expect(rows.map(({ version, until }) => `${version} ${until}`)).toEqual([
      '2027-09-01 2027-12-01',
      '2027-12-01 2028-01-01',
    ]);
  });
});
