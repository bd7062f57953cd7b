import type { Viewer } from '../../platform/viewer.ts';
import { parseRule } from '../../rules/read-rule.ts';
import { ruleSetOf, rulesOf, type RuleSet } from '../../rules/rule-set.ts';
import { RULES, type Allocation } from './allocation.ts';
import { allocatorOf, permitOfficerOf } from './viewers.ts';

/** What a change answered, in the shape that only the test knows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Changed = any;

const DOCUMENTS = {
  react: [
    'ReactInput',
    '... on Reacted { reaction { id } } ... on NotAdmitted { code } ... on ReactionRefused { code }',
  ],
  freezeRanking: [
    'FreezeRankingInput',
    '... on RankingFrozen { ranking { status } } ... on ClosingRefused { code }',
  ],
  makeOffer: [
    'MakeOfferInput',
    `... on OffersMade { offers { id position status reaction { id } } } ... on OfferRefusal { code }
     ... on LettingQuotaExhausted { code quota { code taken limit lettings room text { nl en } } }`,
  ],
  answerOffer: [
    'AnswerOfferInput',
    '... on OfferChanged { offer { id status } } ... on OfferRefusal { code }',
  ],
  withdrawOffer: [
    'WithdrawOfferInput',
    '... on OfferChanged { offer { id status } } ... on OfferRefusal { code }',
  ],
  verifyCandidate: [
    'VerifyCandidateInput',
    '... on OfferChanged { offer { id status } } ... on OfferRefusal { code }',
  ],
  askPermit: [
    'AskPermitInput',
    `... on PermitAsked { permit { id status } } ... on PermitRefusal { code }
     ... on LettingQuotaExhausted { code quota { code } }`,
  ],
  decidePermit: [
    'DecidePermitInput',
    '... on PermitDecided { permit { id status article reason } } ... on PermitRefusal { code }',
  ],
  recordLetting: [
    'RecordLettingInput',
    `... on LettingRecorded { letting { id groupCode segment labels grounds urgencyCategory permit { id status }
       leavesSelfContainedHome leftHome { id municipality ofCorporation dwelling { id } leftOn destiny } } }
     ... on OfferRefusal { code } ... on LettingQuotaExhausted { code quota { code taken limit lettings } }`,
  ],
  recordLeftHome: [
    'RecordLeftHomeInput',
    '... on LeftHomeRecorded { leftHome { id destiny destinedOn } } ... on LeftHomeRefusal { code }',
  ],
  endOffering: ['EndOfferingInput', '... on OfferingEnded { __typename } ... on OfferRefusal { code }'],
} as const;
export type Step = keyof typeof DOCUMENTS;

/** The steps of a home's course as allocation takes them, each with a key of its own. */
export function courseIn(allocation: Allocation, expiresAt: string) {
  let key = 0;
  async function take(
    step: Step,
    viewer: Viewer,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Changed> {
    const [type, selected] = DOCUMENTS[step];
    key += 1;
    const { data, codes } = await allocation.ask(
      viewer,
      `mutation ($input: ${type}!) { ${step}(input: $input) { __typename ${selected} } }`,
      { input: step === 'freezeRanking' ? input : { idempotencyKey: `course-${key}`, ...input } },
    );
    return data === null ? { code: codes[0] } : (Object.values(data as object)[0] as Changed);
  }
  const officeOf = (id: string) => allocatorOf(id.slice(0, 5));
  return {
    take,
    offer: (vacancy: string, candidates = 1) =>
      take('makeOffer', officeOf(vacancy), { vacancy, candidates, expiresAt }),
    /** From an offer to everything that a letting needs but the permit. */
    async accepted(offer: { readonly id: string }): Promise<void> {
      const office = officeOf(offer.id);
      await take('answerOffer', office, { offer: offer.id, accept: true });
      const checks = [{ document: 'INCOME', outcome: 'FOUND' }];
      await take('verifyCandidate', office, { offer: offer.id, checks });
    },
    askPermit: (offer: { readonly id: string }) => take('askPermit', officeOf(offer.id), { offer: offer.id }),
    decide: (permit: { readonly id: string }, grant: boolean, said: object = {}) =>
      take('decidePermit', permitOfficerOf(permit.id.slice(0, 6)), { permit: permit.id, grant, ...said }),
    let: (offer: { readonly id: string }, said: object = {}) =>
      take('recordLetting', officeOf(offer.id), {
        offer: offer.id,
        signedOn: '2026-11-06',
        startsOn: '2026-12-01',
        ...said,
      }),
  };
}

/** The rules of Hilversum with another rule. */
export function rulesWith(rule: Readonly<Record<string, unknown>>): RuleSet {
  const parsed = parseRule({
    id: `test@2026-01-01#${String(rule['code'])}`,
    layer: 'MUNICIPAL',
    citation: {
      instrument: 'test',
      title: 'Testverordening',
      article: '9.9',
      url: null,
      text: 'Een regel van een toets.',
      version: '2026-01-01',
    },
    governedBy: 'ALLOCATION',
    argument: null,
    sentence: { nl: 'Een grens.', en: 'A cap.' },
    appliesTo: { kind: 'always' },
    ...rule,
  });
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return ruleSetOf([...rulesOf(RULES), parsed.value], RULES.sources, RULES);
}
