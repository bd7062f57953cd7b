/** One rule, as an officer would write it. */
const CORE_BINDING_RULE = `code: CORE_BINDING
stage: SORT
article: 4.2a
argument: In de kleine kernen komen te weinig woningen vrij om met lokale binding alleen de kern te dienen.
appliesTo:
  kind: all
  of:
    - { kind: model, models: [ OFFER ] }
    - { kind: label, label: CORE_BINDING }
rank: 90
grounds: [ CORE_BINDING ]
condition: { kind: binding, level: CORE, basis: SOCIAL, residence: true, unbrokenYears: 6, withinYears: 10 }
`;

/** A whole regulation with that rule. */
const CORE_BINDING_REGULATION = `code: huisvestingsverordening-gm0402
title: Huisvestingsverordening Hilversum 2027
layer: MUNICIPAL
owner: GM0402
validity: { from: 2027-01-01, until: 2028-01-01 }
argument: Woningzoekenden in de kleine kernen vinden nu geen woning in hun eigen kern.
adopts: gooi-model
articles:
  - article: 4.2a
    text: Met het label kernbinding gaan huishoudens met binding aan de kern voor.
rules:
${CORE_BINDING_RULE.replaceAll(/^/gm, '    ').replace('    code', '  - code').trimEnd()}
`;

/** The path of a regulation, from a draft of `regulation` to a version that is withdrawn: see docs/publishing.md. */
export function publishingVariables(
  regulation: string,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const draft = 'the id that draft-regulation gave';
  return {
    'regulation-yaml': { id: regulation },
    'draft-regulation': {
      input: {
        idempotencyKey: 'my-first-amendment',
        amends: regulation,
        validFrom: '2027-01-01',
        validUntil: '2028-01-01',
      },
    },
    'import-regulation': { input: { idempotencyKey: 'my-first-import', yaml: CORE_BINDING_REGULATION } },
    'edit-regulation': {
      input: {
        idempotencyKey: 'my-first-edit',
        draft,
        expectedRevision: 1,
        title: 'Huisvestingsverordening Hilversum 2027',
        putArticles: [
          {
            number: '4.2a',
            text: 'Met het label kernbinding gaan huishoudens met binding aan de kern voor.',
          },
        ],
      },
    },
    'edit-rule': {
      input: { idempotencyKey: 'my-first-rule', draft, expectedRevision: 2, yaml: CORE_BINDING_RULE },
    },
    'validate-regulation': { draft },
    'preview-regulation': { input: { idempotencyKey: 'my-first-preview', draft } },
    preview: { id: 'the id that preview-regulation gave' },
    'cancel-preview': {
      input: { idempotencyKey: 'my-first-cancellation', preview: 'the id that preview-regulation gave' },
    },
    'submit-regulation': { input: { idempotencyKey: 'my-first-submission', draft, expectedRevision: 3 } },
    'approve-regulation': { input: { idempotencyKey: 'my-first-approval', draft, expectedRevision: 4 } },
    'withdraw-regulation': {
      input: {
        idempotencyKey: 'my-first-withdrawal-of-a-regulation',
        regulation: 'the id that approve-regulation gave',
        reason: 'De raad heeft het besluit herroepen.',
      },
    },
  };
}
