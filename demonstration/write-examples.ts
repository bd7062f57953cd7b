import { runGoldenScript } from '../platform/golden.ts';
import { exampleOf, regulationId, type Example } from './example.ts';

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

/** Variables of each named operation that exist in the demonstration, for the explorer's saved questions. */
export function exampleVariables(
  example: Example,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { vacancy, registration, municipality, urgency, dwelling, prepared, drawn, regulation } = example;
  return {
    vacancies: { first: 10, filter: { municipality } },
    vacancy: { id: vacancy },
    ranking: { vacancy, first: 10 },
    'my-position': { vacancy },
    opportunities: { registration, first: 20 },
    react: { input: { idempotencyKey: 'my-first-reaction', vacancy, registration } },
    'withdraw-reaction': {
      input: { idempotencyKey: 'my-first-withdrawal', reaction: 'the id that react gave' },
    },
    'prefer-reactions': {
      input: {
        idempotencyKey: 'my-first-order',
        registration,
        reactions: ['the id that react gave', 'the id of another reaction'],
      },
    },
    registration: { id: registration },
    urgency: { id: urgency },
    'draft-vacancy': {
      input: { idempotencyKey: 'my-first-draft', dwelling, model: 'OFFER', labels: ['REGIONAL_BINDING'] },
    },
    'draw-transcript': { vacancy: drawn },
    'my-draw-proof': { vacancy: drawn },
    'reveal-draw': {
      input: { idempotencyKey: 'my-first-reveal', vacancy: drawn, beacon: 'what the beacon came to' },
    },
    'publish-vacancy': {
      input: {
        idempotencyKey: 'my-first-publication',
        vacancy: prepared,
        closesAt: '2026-11-09T19:00:00.000Z',
      },
    },
    'quota-room': { municipality, on: '2026-11-02' },
    'vacancy-explanation': { id: vacancy },
    'compare-regulations': {
      from: regulationId('GOOI', 'gooi-model', '2020-01-01'),
      to: regulationId('GOOI', 'gooi-model', '2024-01-01'),
    },
    deviations: { region: 'GOOI', on: '2026-11-02', first: 50 },
    'regulation-history': { owner: 'GOOI', instrument: 'gooi-model', first: 10 },
    'regulation-changes': { municipality, latestFirst: true, first: 10 },
    'rule-set': { hash: 'the hash that rules-in-force gave' },
    'record-judgement': {
      input: {
        idempotencyKey: 'my-first-judgement',
        registration,
        norm: 'HARDSHIP',
        met: true,
        reason: 'Toepassing van de regels treft dit huishouden onevenredig zwaar.',
        validFrom: '2026-11-02',
        validUntil: '2027-05-01',
      },
    },
    'exempted-groups': { municipality: 'GM0308', on: '2026-11-02', naming: 'eik' },
    'rules-in-force': { municipality, on: '2026-08-01' },
    ...publishingVariables(regulation),
    ...offeringVariables(vacancy),
    ...receiptVariables(example),
  };
}

/** From a home whose reaction period is over to a letting. */
function offeringVariables(vacancy: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const offer = 'the id that make-offer gave';
  return {
    'close-vacancy': { input: { vacancy } },
    'freeze-ranking': { input: { vacancy } },
    'make-offer': {
      input: {
        idempotencyKey: 'my-first-offer',
        vacancy,
        candidates: 3,
        viewingAt: '2026-11-04T09:00:00.000Z',
        expiresAt: '2026-11-06T17:00:00.000Z',
      },
    },
    intervene: {
      input: {
        idempotencyKey: 'my-first-intervention',
        reaction: 'the reaction of a candidate that ranking gave',
        kind: 'PUT_FIRST',
        instrument: 'gooi-model',
        article: '8.1',
        reason: 'De woning is aangepast voor een huishouden met deze zorgvraag.',
      },
    },
    'answer-offer': { input: { idempotencyKey: 'my-first-answer', offer, accept: true } },
    'withdraw-offer': { input: { idempotencyKey: 'my-first-return', offer, reason: 'OFFERED_WRONGLY' } },
    'verify-candidate': {
      input: {
        idempotencyKey: 'my-first-check',
        offer,
        checks: [{ document: 'INCOME', outcome: 'FOUND' }],
      },
    },
    'record-letting': {
      input: { idempotencyKey: 'my-first-letting', offer, signedOn: '2026-11-02', startsOn: '2026-12-01' },
    },
    'end-offering': { input: { idempotencyKey: 'my-first-ending', vacancy, reason: 'NO_CANDIDATE' } },
  };
}

/** What was decided about a home of the past, and how far the chain is. */
function receiptVariables({
  corporation,
  frozen,
  frozenReaction,
}: Example): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    receipt: { id: `${corporation}:1` },
    'my-receipts': { reaction: frozenReaction, first: 10 },
    'vacancy-receipts': { vacancy: frozen, first: 50 },
    'receipt-checkpoints': { owner: corporation, first: 10 },
    'receipt-keys': { first: 20 },
    'sign-receipts': { input: { idempotencyKey: 'my-first-signature', owner: corporation } },
  };
}

/** The path of a regulation, from a draft of `regulation` to a version that is withdrawn: see docs/publishing.md. */
function publishingVariables(
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

if (import.meta.main) {
  runGoldenScript(
    Object.entries(exampleVariables(exampleOf('full'))).map(([name, variables]) => ({
      file: new URL(`../schema/operations/${name}.variables.json`, import.meta.url),
      text: `${JSON.stringify(variables, null, 2)}\n`,
    })),
    'npm run examples',
  );
}
