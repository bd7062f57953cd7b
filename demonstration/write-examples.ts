import { runGoldenScript } from '../platform/golden.ts';
import { exampleOf, regulationId, type Example } from './example.ts';
import { publishingVariables } from './publishing-examples.ts';

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
    ...aroundLettings(municipality),
    ...mediationVariables(example),
    ...receiptVariables(example),
    ...explainingVariables(example),
  };
}

/** Why somebody stands where they do, and how those fared who stood there. */
function explainingVariables({
  vacancy,
  registration,
  municipality,
  frozenReaction,
}: Example): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'explain-candidate': { reaction: frozenReaction },
    chance: { vacancy, registration },
    'chance-by-kind': { of: { region: 'GOOI', municipality, dwellingType: 'APARTMENT', rooms: 3 } },
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
    'ask-permit': { input: { idempotencyKey: 'my-first-request', offer } },
    'permit-requests': { first: 20 },
    'decide-permit': {
      input: { idempotencyKey: 'my-first-permit', permit: 'the id that ask-permit gave', grant: true },
    },
    'end-offering': { input: { idempotencyKey: 'my-first-ending', vacancy, reason: 'NO_CANDIDATE' } },
  };
}

/** What is tried beside the rules, what letting leaves of quotas, and the homes that movers left. */
function aroundLettings(municipality: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    experiments: { region: 'GOOI', first: 20 },
    'register-experiment': {
      input: {
        idempotencyKey: 'my-first-experiment',
        name: 'Meer punten voor wie lang zoekt',
        purpose: 'Nagaan of wie lang en vaak zoekt eerder een woning vindt.',
        consultedOn: '2026-10-01',
        consultation: 'Besproken met corporaties en huurdersorganisaties van de regio, die instemden.',
        validFrom: '2026-11-02',
        validUntil: '2027-11-02',
      },
    },
    'letting-quotas': { municipality, on: '2026-11-02' },
    'left-homes': { destiny: 'UNKNOWN', first: 20 },
    'record-left-home': {
      input: {
        idempotencyKey: 'my-first-left-home',
        leftHome: 'the id that left-homes gave',
        destiny: 'RELET_SOCIAL',
        on: '2026-11-02',
      },
    },
  };
}

/** From a registered home to a lease in the resident's name. */
function mediationVariables({
  mediated,
  waiting,
  careProvider,
  complex,
  corporation,
  municipality,
}: Example): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'mediated-homes': { filter: { careProvider, model: 'DIRECT_MEDIATION', status: 'CLOSED' }, first: 20 },
    'mediation-candidates': { vacancy: mediated, first: 20 },
    'mediation-homes': { urgency: waiting, first: 20 },
    'mediation-figures': { municipality, first: 50 },
    'propose-mediation': {
      input: {
        idempotencyKey: 'my-first-proposal',
        vacancy: mediated,
        urgency: waiting,
        reason: 'Dicht bij de begeleiding, in een buurt die dit aankan.',
        expiresAt: '2026-11-09T17:00:00.000Z',
      },
    },
    'record-care-contract': {
      input: {
        idempotencyKey: 'my-first-contract',
        urgency: waiting,
        signatures: [
          { party: 'SEEKER', on: '2026-11-02' },
          { party: 'CARE_PROVIDER', on: '2026-11-02' },
        ],
      },
    },
    'hand-over-lease': {
      input: {
        idempotencyKey: 'my-first-handover',
        letting: 'the id that record-letting gave',
        on: '2026-11-02',
        watchUntil: '2027-11-01',
      },
    },
    'spare-complex': {
      input: {
        idempotencyKey: 'my-first-sparing',
        complex,
        reason: 'Hier zijn in korte tijd veel woningen bemiddeld; een jaar rust.',
        from: '2026-11-02',
        until: '2027-11-01',
      },
    },
    'end-sparing': {
      input: { idempotencyKey: 'my-first-end-of-sparing', sparing: 'the id that spare-complex gave' },
    },
    'spared-complexes': { corporation, first: 20 },
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

if (import.meta.main) {
  runGoldenScript(
    Object.entries(exampleVariables(exampleOf('full'))).map(([name, variables]) => ({
      file: new URL(`../schema/operations/${name}.variables.json`, import.meta.url),
      text: `${JSON.stringify(variables, null, 2)}\n`,
    })),
    'npm run examples',
  );
}
