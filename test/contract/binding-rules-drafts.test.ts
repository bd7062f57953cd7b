import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { bindingRulesSubgraph, publishAreas } from '../../subgraphs/binding-rules/subgraph.ts';
import { readCorpusTexts } from '../scenarios/corpus.ts';
import { subgraphOn, type AskSubgraph } from '../support/ask-subgraph.ts';
import { loadCorpus, NOW } from '../support/corpus-database.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { change, done, newKey, officer, type DraftRead, type MutationName } from '../support/drafts.ts';

const ANNA = officer('anna', 'PUBLISHER');
const BEN = officer('ben', 'APPROVER');
const RULE = `code: LOCAL
stage: SORT
article: '1'
rank: 15
grounds: [LOCAL_BINDING]
condition: { kind: binding, level: MUNICIPALITY, basis: SOCIAL, residence: true, unbrokenYears: 6, withinYears: 10 }
`;

describe('the life of a regulation', () => {
  let databases: TestDatabases<'binding-rules'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;
  /** Hilversum's version of 2024, which holds until 2028. */
  let published: string;

  beforeAll(async () => {
    databases = await databasesFor(['binding-rules']);
    await loadCorpus(databases.of['binding-rules']);
    ({ ask, stop } = subgraphOn(bindingRulesSubgraph, databases.of['binding-rules'], NOW));
    const { data } = await ask(
      ANONYMOUS,
      '{ regulations(owner: "GM0402", first: 100) { nodes { id version } } }',
    );
    published = data.regulations.nodes.find(
      ({ version }: { version: string }) => version === '2024-01-01',
    ).id;
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  const anna = (name: MutationName, input: Readonly<Record<string, unknown>>) =>
    change(ask, ANNA, name, input);
  const ben = (name: MutationName, input: Readonly<Record<string, unknown>>) => change(ask, BEN, name, input);
  const at = ({ id, revision }: DraftRead) => ({ draft: id, expectedRevision: revision });
  const hashOn = async (on: string) =>
    (
      await ask(
        ANONYMOUS,
        `{ rulesInForce(municipality: "GM0402", on: "${on}") { hash sources { owner version } } }`,
      )
    ).data.rulesInForce;
  const amend = (validFrom: string, validUntil = '2028-01-01') =>
    done(ask, ANNA, 'draftRegulation', { amends: published, validFrom, validUntil });

  it('goes from an amendment to rules in force, by two people, and back before its first day', async () => {
    const before = await hashOn('2027-03-01');
    const begun = await amend('2027-01-01');
    expect(begun).toMatchObject({
      status: 'DRAFT',
      revision: 1,
      validFrom: '2027-01-01',
      amends: { id: published },
      createdBy: 'anna',
    });
    const edited = await done(ask, ANNA, 'editRegulation', {
      ...at(begun),
      fills: [{ term: 'FRUITLESS_WEEKS', value: 4 }],
    });
    expect(edited.findings).toEqual([]);
    const submitted = await done(ask, ANNA, 'submitRegulation', at(edited));
    expect(submitted).toMatchObject({ status: 'SUBMITTED', submittedBy: 'anna', revision: 3 });

    const approved = await ben('approveRegulation', at(submitted));
    expect(approved).toMatchObject({
      __typename: 'RegulationApproved',
      draft: { status: 'PUBLISHED', approvedBy: 'ben', revision: 4 },
      regulation: {
        status: 'PUBLISHED',
        version: '2027-01-01',
        validUntil: '2028-01-01',
        yaml: submitted.yaml,
      },
    });
    const changed = await hashOn('2027-03-01');
    expect(changed.hash).not.toBe(before.hash);
    expect(changed.sources).toContainEqual({ owner: 'GM0402', version: '2027-01-01' });
    expect((await hashOn('2026-12-31')).hash).toBe(before.hash);

    const id = approved.regulation!.id;
    expect(await ben('withdrawRegulation', { regulation: id, reason: 'besluit herroepen' })).toMatchObject({
      __typename: 'RegulationWithdrawn',
      regulation: { status: 'WITHDRAWN', withdrawnAt: NOW, withdrawalReason: 'besluit herroepen' },
      findings: [],
    });
    expect((await hashOn('2027-03-01')).hash).toBe(before.hash);
    const shown = await ask(
      ANONYMOUS,
      `query ($id: ID!, $earlier: ID!, $hash: ID!) { regulation(id: $id) { status yaml }
        earlier: regulation(id: $earlier) { validUntil } ruleSet(hash: $hash) { sources { id status } } }`,
      { id, earlier: published, hash: changed.hash },
    );
    expect(shown.data).toMatchObject({
      regulation: { status: 'WITHDRAWN', yaml: submitted.yaml },
      earlier: { validUntil: '2028-01-01' },
    });
    expect(shown.data.ruleSet.sources).toContainEqual({ id, status: 'WITHDRAWN' });
    expect(await ben('withdrawRegulation', { regulation: id, reason: 'nog eens' })).toMatchObject({
      code: 'REGULATION_STATE',
    });
  });

  it('keeps everything that was done, who did it and to what', async () => {
    const begun = await amend('2027-02-01');
    const rule = await done(ask, ANNA, 'editRule', { ...at(begun), yaml: RULE });
    const removed = await done(ask, ANNA, 'removeRule', { ...at(rule), code: 'LOCAL' });
    const submitted = await done(ask, ANNA, 'submitRegulation', at(removed));
    const returned = await done(ask, BEN, 'returnRegulation', {
      ...at(submitted),
      reason: 'onderbouwing van 2025',
    });
    expect(returned).toMatchObject({
      status: 'DRAFT',
      returnReason: 'onderbouwing van 2025',
      submittedBy: null,
    });
    await done(ask, ANNA, 'withdrawDraft', { ...at(returned), reason: 'vervallen' });
    const { data } = await ask(
      BEN,
      `query ($id: ID!, $after: String) { regulationDraft(id: $id) { status
         events(first: 4, after: $after) { nodes { action about person role revisionBefore revision } pageInfo { hasNextPage endCursor } } } }`,
      { id: begun.id },
    );
    expect(data.regulationDraft.status).toBe('WITHDRAWN');
    expect(data.regulationDraft.events.pageInfo.hasNextPage).toBe(true);
    const next = await ask(
      BEN,
      `query ($id: ID!, $after: String) { regulationDraft(id: $id) { events(after: $after) { nodes { action about person role revisionBefore revision } } } }`,
      { id: begun.id, after: data.regulationDraft.events.pageInfo.endCursor },
    );
    const events = [...data.regulationDraft.events.nodes, ...next.data.regulationDraft.events.nodes];
    expect(events.map((event) => Object.values(event).join(' '))).toEqual([
      'CREATED  anna PUBLISHER  1',
      'RULE_PUT LOCAL anna PUBLISHER 1 2',
      'RULE_REMOVED LOCAL anna PUBLISHER 2 3',
      'SUBMITTED  anna PUBLISHER 3 4',
      'RETURNED onderbouwing van 2025 ben APPROVER 4 5',
      'WITHDRAWN vervallen anna PUBLISHER 5 6',
    ]);
  });

  it('keeps what is wrong with its findings, and refuses to hand that in', async () => {
    const begun = await done(ask, ANNA, 'draftRegulation', { instrument: 'parkeren', title: 'Nog niets' });
    expect(begun.findings).toMatchObject([{ severity: 'ERROR', code: 'MISSING', path: 'validity.from' }]);
    const wrong = await done(ask, ANNA, 'editRule', {
      ...at(begun),
      yaml: 'code: ODD\nstage: SORT\nranck: 3\n',
    });
    expect((wrong.findings as { code: string }[]).map(({ code }) => code)).toContain('UNKNOWN_KEY');
    expect(wrong.rules).toEqual([
      { code: 'ODD', stage: null, text: null, citation: null, source: 'code: ODD\nstage: SORT\nranck: 3\n' },
    ]);
    const refused = await anna('submitRegulation', at(wrong));
    expect(refused.code).toBe('REGULATION_NOT_VALID');
    expect(refused.findings).toEqual(wrong.findings);
    const withArticle = await done(ask, ANNA, 'editRegulation', {
      ...at(wrong),
      validFrom: '2027-01-01',
      putArticles: [{ number: '1', text: 'Lokale binding.' }],
    });
    const right = await done(ask, ANNA, 'editRule', { ...at(withArticle), yaml: RULE });
    // One rule cannot be read and the other can: it says what it says, whatever stands beside it.
    expect(right.rules).toMatchObject([
      { code: 'ODD', stage: null },
      { code: 'LOCAL', stage: 'SORT', citation: { article: '1' } },
    ]);
  });

  it('refuses what is no YAML, too long, a bomb, or another’s, and writes nothing', async () => {
    const begun = await amend('2027-04-01');
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(9)}x]`)
      .join('\n')}`;
    const inputs: [Readonly<Record<string, unknown>>, string][] = [
      [{ yaml: 'a: [' }, 'REGULATION_UNREADABLE'],
      [{ yaml: 'just a text' }, 'REGULATION_UNREADABLE'],
      [{ yaml: `note: ${'x'.repeat(257 * 1024)}` }, 'REGULATION_UNREADABLE'],
      [{ yaml: bomb }, 'REGULATION_UNREADABLE'],
      [{ yaml: 'note: "\\0"' }, 'REGULATION_UNREADABLE'],
      [{ yaml: begun.yaml.replace('GM0402\n', 'GM0406\n') }, 'NO_REGULATION_OF_YOURS'],
      [{ yaml: begun.yaml.replace('MUNICIPAL', 'FRAMEWORK') }, 'NO_REGULATION_OF_YOURS'],
      [
        { yaml: begun.yaml.replace(/^code: .*/, 'code: iets-anders'), ...at(begun) },
        'NO_REGULATION_OF_YOURS',
      ],
      [{ yaml: begun.yaml, draft: begun.id }, 'INVALID_INPUT'],
    ];
    const count = async () =>
      (await ask(ANNA, '{ regulationDrafts(first: 100) { nodes { id revision } } }')).data.regulationDrafts
        .nodes;
    const before = await count();
    for (const [input, code] of inputs) {
      expect(await anna('importRegulation', input), JSON.stringify(input).slice(0, 60)).toMatchObject({
        code,
      });
    }
    expect(await anna('editRule', { ...at(begun), yaml: 'a: [' })).toMatchObject({
      code: 'REGULATION_UNREADABLE',
    });
    expect(await anna('editRule', { ...at(begun), yaml: 'stage: SORT' })).toMatchObject({
      code: 'REGULATION_UNREADABLE',
    });
    expect(await anna('removeRule', { ...at(begun), code: 'NONE' })).toMatchObject({ code: 'UNKNOWN_RULE' });
    expect(await anna('editRegulation', at(begun))).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await count()).toEqual(before);
    // What is the own is taken over.
    expect((await done(ask, ANNA, 'importRegulation', { yaml: begun.yaml })).yaml).toBe(begun.yaml);
  });

  it('is made once for a key, and a key is not used for something else', async () => {
    const idempotencyKey = newKey();
    const input = { idempotencyKey, amends: published, validFrom: '2027-05-01' };
    const first = await done(ask, ANNA, 'draftRegulation', input);
    expect((await done(ask, ANNA, 'draftRegulation', input)).id).toBe(first.id);
    expect(await anna('draftRegulation', { ...input, validFrom: '2027-05-02' })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    const edit = { ...at(first), idempotencyKey: newKey(), title: 'Eenmaal' };
    expect((await done(ask, ANNA, 'editRegulation', edit)).revision).toBe(2);
    expect((await done(ask, ANNA, 'editRegulation', edit)).revision).toBe(2);
  });

  it('tells who was first when two edit the same revision, and loses neither', async () => {
    const begun = await amend('2027-06-01');
    const carl = officer('carl', 'PUBLISHER');
    await done(ask, carl, 'editRegulation', { ...at(begun), title: 'Van Carl' });
    expect(await anna('editRegulation', { ...at(begun), title: 'Van Anna' })).toMatchObject({
      __typename: 'DraftConflict',
      code: 'DRAFT_CONFLICT',
      revision: 2,
      lastChange: { action: 'HEAD_EDITED', about: 'title', person: 'carl', role: 'PUBLISHER', revision: 2 },
      draft: { id: begun.id, revision: 2 },
    });
  });

  it('takes another person than who handed it in or edited it last, in whichever role they come', async () => {
    const begun = await amend('2027-07-01');
    const edited = await done(ask, officer('carl', 'PUBLISHER'), 'editRegulation', {
      ...at(begun),
      title: 'Anders',
    });
    const submitted = await done(ask, ANNA, 'submitRegulation', at(edited));
    for (const person of ['anna', 'carl']) {
      expect(
        await change(ask, officer(person, 'APPROVER'), 'approveRegulation', at(submitted)),
        person,
      ).toMatchObject({
        code: 'SAME_PERSON',
      });
    }
    const nobody = { ...BEN, person: null };
    expect(await change(ask, nobody, 'approveRegulation', at(submitted))).toMatchObject({
      code: 'PERSON_NEEDED',
    });
    expect(await ben('approveRegulation', { ...at(submitted), expectedRevision: 2 })).toMatchObject({
      code: 'DRAFT_CONFLICT',
    });
    expect(await ben('approveRegulation', at(submitted))).toMatchObject({ __typename: 'RegulationApproved' });
    // Nothing can be done to it any more.
    for (const name of ['submitRegulation', 'withdrawDraft', 'removeRule'] as const) {
      const input = { draft: begun.id, expectedRevision: 4, ...(name === 'removeRule' ? { code: 'X' } : {}) };
      const expected = name === 'removeRule' ? 'UNKNOWN_RULE' : 'DRAFT_STATE';
      expect(await anna(name, input), name).toMatchObject({ code: expected });
    }
  });

  it('is held against what was published meanwhile, and warns of days that are past', async () => {
    const early = await done(ask, ANNA, 'submitRegulation', at(await amend('2027-08-01')));
    const same = await done(ask, ANNA, 'submitRegulation', at(await amend('2027-08-01')));
    expect(await ben('approveRegulation', at(early))).toMatchObject({ __typename: 'RegulationApproved' });
    expect(await ben('approveRegulation', at(same))).toMatchObject({
      code: 'REGULATION_NOT_VALID',
      findings: [{ severity: 'ERROR', code: 'DUPLICATE' }],
    });
    const past = await amend('2026-08-01', '2026-12-01');
    expect(past.findings).toContainEqual(
      expect.objectContaining({ severity: 'WARNING', code: 'RETROACTIVE' }),
    );
  });

  it('shows beforehand which rules it would put in force', async () => {
    const begun = await amend('2026-11-01', '2027-07-01');
    const edited = await done(ask, ANNA, 'editRegulation', {
      ...at(begun),
      argument: null,
      fills: [{ term: 'FRUITLESS_WEEKS', value: 3 }],
    });
    expect(edited.findings).toMatchObject([{ code: 'ARGUMENT_MISSING' }]);
    const question = `query ($id: ID!) { regulationDraft(id: $id) { proposedRuleSets {
      municipality { code } ruleSet { hash canonical } current { hash } } } }`;
    const hub = { ...ANNA, role: 'HUB' as const };
    const { data } = await ask(hub, question, { id: begun.id });
    const [proposed, ...others] = data.regulationDraft.proposedRuleSets;
    expect(others).toEqual([]);
    expect(proposed).toMatchObject({
      municipality: { code: 'GM0402' },
      current: { hash: (await hashOn('2026-10-31')).hash },
    });
    const argued = await done(ask, ANNA, 'editRegulation', {
      ...at(edited),
      argument: 'Omdat het nodig is.',
    });
    const submitted = await done(ask, ANNA, 'submitRegulation', at(argued));
    await ben('approveRegulation', at(submitted));
    expect((await hashOn('2026-11-01')).hash).toBe(proposed.ruleSet.hash);
  });

  it('comes out as it went in: every version of the corpus, through drafts, byte for byte', async () => {
    const texts = readCorpusTexts();
    const fresh = await databasesFor(['binding-rules']);
    await loadAsOwner(fresh.of['binding-rules'], (transaction) => publishAreas(transaction));
    const other = subgraphOn(bindingRulesSubgraph, fresh.of['binding-rules'], NOW);
    try {
      // Higher layers first, and younger versions before older ones: the order makes no difference.
      for (const { owner, yaml } of [...texts]
        .reverse()
        .sort((one, two) => depth(one.owner) - depth(two.owner))) {
        const maker = officer('anna', 'PUBLISHER', owner);
        const draft = await done(other.ask, maker, 'importRegulation', { yaml });
        expect(draft.yaml).toBe(yaml);
        const submitted = await done(other.ask, maker, 'submitRegulation', at(draft));
        const approved = await change(
          other.ask,
          officer('ben', 'APPROVER', owner),
          'approveRegulation',
          at(submitted),
        );
        expect(approved.regulation?.['yaml'], `${owner} ${JSON.stringify(approved.findings)}`).toBe(yaml);
      }
      const inForce = `{ rulesInForce(municipality: "GM0402", on: "2026-08-01") { hash } }`;
      expect((await other.ask(ANONYMOUS, inForce)).data.rulesInForce.hash).toBe(
        (await hashOn('2026-08-01')).hash,
      );
    } finally {
      await other.stop();
      await fresh.drop();
    }
  });
});

function depth(owner: string): number {
  return owner === 'RIJK' ? 0 : owner.startsWith('GM') ? 2 : 1;
}
