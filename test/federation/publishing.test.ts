import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { exampleVariables } from '../../demonstration/write-examples.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { officer } from '../support/drafts.ts';
import { goldenText } from '../support/explained.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { closeEarlier } from '../support/previews.ts';
import { ANONYMOUS, memberOf } from '../support/viewers.ts';

const PAGE = new URL('../../docs/publishing.md', import.meta.url);
const EXAMPLES = exampleVariables(exampleOf('full'));
const ANNA = officer('a.jansen', 'PUBLISHER');
const BEN = officer('b.devries', 'APPROVER');
const REGION = memberOf('GOOI', 'PUBLISHER');

/** What a step of the page may change in the example variables. */
type Variables = Readonly<Record<string, unknown>>;

describe('the path of a regulation through the hub', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
    await closeEarlier(hub.databases.of.allocation);
  });
  afterAll(() => hub.stop());

  it('is what the page shows, question by question', async () => {
    const page: string[] = [HEAD];
    const names = new Map<string, string>();
    const hide = (text: string) =>
      [...names]
        .reduce((shown, [id, name]) => shown.replaceAll(id, name), text)
        .replaceAll(/(?<="hash": ")[0-9a-f]{64}/g, '…');
    const show = async (
      title: string,
      operation: string,
      viewer: Viewer,
      change: Variables = {},
    ): Promise<Record<string, unknown>> => {
      const example = EXAMPLES[operation] as { readonly input?: Variables };
      const variables =
        example.input === undefined ? { ...example, ...change } : { input: { ...example.input, ...change } };
      const { data, errors } = await hub.ask<Record<string, Record<string, unknown>>>(
        operation,
        variables,
        viewer,
      );
      expect(errors, operation).toEqual([]);
      const [answer] = Object.values(data!);
      for (const [member, name] of Object.entries(MADE)) {
        const id = (answer![member] as { readonly id?: string } | undefined)?.id;
        // Numbers that are made on the way differ from run to run; those of the corpus stay.
        if (id !== undefined && !names.has(id)) names.set(id, `${id.slice(0, id.indexOf(':'))}:${name}`);
      }
      const who =
        viewer.person === null
          ? 'anyone'
          : `${viewer.person}, ${viewer.role.toLowerCase()} of ${viewer.organisation}`;
      page.push(
        `## ${title}\n\n[\`${operation}\`](../schema/operations/${operation}.graphql), asked by ${who}:`,
        `\`\`\`json\n${hide(JSON.stringify(variables, null, 2))}\n\`\`\``,
        `\`\`\`json\n${hide(JSON.stringify(data, null, 2))}\n\`\`\``,
      );
      return answer!;
    };

    const begun = await show('Begin with the version that is in force', 'draft-regulation', ANNA);
    const draft = (begun['draft'] as { readonly id: string }).id;
    await show('Say what is different', 'edit-regulation', ANNA, { draft });
    await show('Add a rule, with a fault in it', 'edit-rule', ANNA, {
      draft,
      yaml: RULE.replace('grounds', 'ground'),
      idempotencyKey: 'my-first-fault',
    });
    await show('Somebody else was first', 'edit-rule', officer('c.bakker', 'PUBLISHER'), {
      draft,
      idempotencyKey: 'somebody-was-first',
    });
    await show('A submission with a fault is refused', 'submit-regulation', ANNA, {
      draft,
      idempotencyKey: 'a-refused-submission',
    });
    await show('Put the rule right', 'edit-rule', ANNA, { draft, expectedRevision: 3 });
    const validated = await show(
      'See what still stands in the way, and what it would put in force',
      'validate-regulation',
      BEN,
      { draft },
    );
    expect(
      (validated['findings'] as { severity: string }[]).filter(({ severity }) => severity === 'ERROR'),
    ).toEqual([]);
    await show('Hand it in', 'submit-regulation', ANNA, { draft, expectedRevision: 4 });
    await show(
      'The one who made it does not approve it',
      'approve-regulation',
      officer('a.jansen', 'APPROVER'),
      { draft, expectedRevision: 5, idempotencyKey: 'my-own-approval' },
    );
    const approved = await show('A second person does', 'approve-regulation', BEN, {
      draft,
      expectedRevision: 5,
    });
    const regulation = (approved['regulation'] as { readonly id: string }).id;
    const rules = await hub.ask<{ rulesInForce: { groups: { code: string }[] } }>(
      'rules-in-force',
      { municipality: 'GM0402', on: '2027-01-01' },
      ANONYMOUS,
    );
    expect(rules.data!.rulesInForce.groups.map(({ code }) => code)).toContain('CORE_BINDING');
    await show('See what it changed', 'compare-regulations', ANONYMOUS, {
      from: EXAMPLES['regulation-yaml']!['id'],
      to: regulation,
    });
    await show('Follow the instrument through time', 'regulation-history', ANONYMOUS, {
      owner: 'GM0402',
      instrument: 'huisvestingsverordening-gm0402',
      first: 2,
    });
    await show('Hold the municipalities against the model', 'deviations', ANONYMOUS, { on: '2027-01-01' });
    await show('See what is left of the quotas', 'quota-room', ANONYMOUS);
    const text = await show('Everybody can read it, and take it over', 'regulation-yaml', ANONYMOUS, {
      id: regulation,
    });
    const copied = await show('Its text is a draft again for whoever imports it', 'import-regulation', ANNA, {
      yaml: text['yaml'] as unknown,
    });
    expect((copied['draft'] as { readonly instrument: string }).instrument).toBe(
      'huisvestingsverordening-gm0402',
    );
    await show('Withdraw it before its first day', 'withdraw-regulation', BEN, { regulation });
    await show('A text that cannot be read is refused with the place', 'import-regulation', ANNA, {
      yaml: 'code: [',
      idempotencyKey: 'no-yaml-at-all',
    });

    const model = await show('Begin with the model of the region', 'draft-regulation', REGION, {
      idempotencyKey: 'the-model-of-the-region',
      amends: EXAMPLES['compare-regulations']!['to'],
    });
    await show('Put starters first', 'edit-rule', REGION, {
      draft: (model['draft'] as { readonly id: string }).id,
      idempotencyKey: 'starters-first',
      expectedRevision: 1,
      yaml: STARTERS_FIRST,
    });
    const begunPreview = await show('See what that would have changed', 'preview-regulation', REGION, {
      draft: (model['draft'] as { readonly id: string }).id,
      from: '2025-07-01',
    });
    const preview = (begunPreview['preview'] as { readonly id: string }).id;
    for (let status = 'QUEUED'; ['QUEUED', 'RUNNING'].includes(status);) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { data } = await hub.ask<{ preview: { status: string } }>('preview', { id: preview }, REGION);
      status = data!.preview.status;
    }
    const found = await show('Read what it found', 'preview', REGION, { id: preview });
    expect(found).toMatchObject({ status: 'DONE', result: { changed: expect.any(Number) as number } });

    const shown = `${page.join('\n\n')}\n`;
    expect(shown).toBe(goldenText(PAGE, shown));
  });
});

/** What is made on the way, by the member of the answer that holds it. */
const MADE = { draft: '<draft>', regulation: '<regulation>', preview: '<preview>' };

const STARTERS_FIRST = `code: STARTERS_FIRST
stage: SORT
article: '4.1'
rank: 12
grounds: [ MOVING_CHAIN ]
argument: Wie een woning achterlaat maakt er een vrij, wie er geen heeft wacht het langst.
condition: { kind: not, of: { kind: leaves-home } }
`;

const RULE = (EXAMPLES['edit-rule'] as { readonly input: { readonly yaml: string } }).input.yaml;

const HEAD = `# How a regulation is made

The questions below were asked to the hub over the demonstration, in this order, and these were its answers. This page is
written by \`test/federation/publishing.test.ts\`, which fails when an answer changes; \`UPDATE_GOLDENS=1\` takes the new ones
over. \`<draft>\` and \`<regulation>\` stand for numbers that differ each time.

A token for each of the two people:

\`\`\`sh
npm run -s token -- --org GM0402 --role publisher
npm run -s token -- --org GM0402 --role approver
\`\`\``;
