import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import { joined, type BilingualText } from '../../../rules/bilingual-text.ts';
import { describeCondition } from '../../../rules/condition.ts';
import { modelName } from '../../../rules/kinds/model.ts';
import { describeRule } from '../../../rules/describe-rule.ts';
import type { Rule } from '../../../rules/rule.ts';
import { asWritten, type ChangeCode, type RegulationChange } from './regulation-change.ts';
import type { Regulation } from './regulation.ts';
import { sourceOfRule, type SourceObject } from './source-of-regulation.ts';

/**
 * Rules that came or went, and for those that stayed each member that says something else. A rule is known by its code; an
 * open number differs when it refers to another term, not when a default does.
 */
export function compareRules(before: Regulation, after: Regulation): readonly RegulationChange[] {
  const old = new Map(before.rules.map((rule) => [rule.code, rule]));
  const present = new Map(after.rules.map((rule) => [rule.code, rule]));
  const codes = [...new Set([...old.keys(), ...present.keys()])];
  return codes.flatMap((code) => {
    const [was, is] = [old.get(code), present.get(code)];
    if (was === undefined && is !== undefined) return [added(is)];
    if (is === undefined && was !== undefined) return [removed(was)];
    return was === undefined || is === undefined ? [] : memberChanges(was, before, is, after);
  });
}

function added(rule: Rule): RegulationChange {
  const { nl, en } = rule.sentence;
  const text = { nl: `Nieuw is ${rule.code}: ${nl}`, en: `New is ${rule.code}: ${en}` };
  return {
    code: 'RULE_ADDED',
    path: `rules.${rule.code}`,
    article: rule.citation.article,
    before: null,
    after: rule.sentence,
    text,
  };
}

function removed(rule: Rule): RegulationChange {
  const { nl, en } = rule.sentence;
  const text = { nl: `Vervallen is ${rule.code}: ${nl}`, en: `Gone is ${rule.code}: ${en}` };
  return {
    code: 'RULE_REMOVED',
    path: `rules.${rule.code}`,
    article: rule.citation.article,
    before: rule.sentence,
    after: null,
    text,
  };
}

/** What a member of a rule is about; all that is not named here is wording. */
const CODE_OF_MEMBER: Readonly<Record<string, ChangeCode>> = {
  rank: 'GROUP_RANK',
  condition: 'CONDITION',
  appliesTo: 'CONDITION',
  models: 'ORDER',
  order: 'ORDER',
  direction: 'QUOTA',
  subject: 'QUOTA',
  counts: 'QUOTA',
  limit: 'QUOTA',
  period: 'QUOTA',
  per: 'QUOTA',
  threshold: 'AMOUNT',
  amountCents: 'AMOUNT',
  validity: 'AMOUNT',
  conduct: 'SANCTION',
  occurrences: 'SANCTION',
  withinMonths: 'SANCTION',
  excludesFrom: 'SANCTION',
  months: 'SANCTION',
  reactions: 'REACTION_LIMIT',
};

function memberChanges(
  was: Rule,
  before: Regulation,
  is: Rule,
  after: Regulation,
): readonly RegulationChange[] {
  const [old, present] = [sourceOfRule(was, before), sourceOfRule(is, after)];
  const members = [...new Set([...Object.keys(old), ...Object.keys(present)])].filter(
    (member) => !same(old[member], present[member]),
  );
  // What a rule counts or orders is said in one sentence, however many of its members changed; a member that this
  // sentence leaves out, such as how a share is rounded, by itself.
  const isTold = !same(inWhole(was), inWhole(is));
  const inOne = (member: string): boolean => isTold && WHOLE.has(codeOf(member, is));
  const told = Map.groupBy(members, (member) => (inOne(member) ? codeOf(member, is) : member));
  return [...told.values()].map(([member = '']) => {
    const [from, to] = inOne(member)
      ? [inWhole(was), inWhole(is)]
      : [inWords(member, was, old), inWords(member, is, present)];
    const code = codeOf(member, is);
    return {
      code,
      path: `rules.${is.code}${inOne(member) ? '' : `.${member}`}`,
      article: is.citation.article,
      before: from,
      after: to,
      text: sentenceOf(member, is.code, from, to),
    };
  });
}

/** Changes that are told by what the whole rule says. */
const WHOLE: ReadonlySet<ChangeCode> = new Set<ChangeCode>([
  'ORDER',
  'QUOTA',
  'AMOUNT',
  'SANCTION',
  'REACTION_LIMIT',
]);

function codeOf(member: string, rule: Rule): ChangeCode {
  if (rule.stage === 'SANCTION' && member === 'models') return 'SANCTION';
  if (rule.stage === 'REACTION_LIMIT' && (member === 'models' || member === 'per')) return 'REACTION_LIMIT';
  return CODE_OF_MEMBER[member] ?? 'RULE_WORDING';
}

/** What a member says, in words; null where a rule lacks it. */
function inWords(member: string, rule: Rule, source: SourceObject): BilingualText | null {
  if (member === 'condition' && 'condition' in rule) return describeCondition(rule.condition);
  if (member === 'appliesTo') return describeCondition(rule.appliesTo);
  if (member === 'sentence') return rule.sentence;
  const value = source[member];
  if (value === undefined || value === null) return null;
  return asWritten(
    Array.isArray(value)
      ? value.join(', ')
      : typeof value === 'object'
        ? canonicalJson(value)
        : String(value),
  );
}

function inWhole(rule: Rule): BilingualText {
  const { nl, en } = describeRule(rule);
  if (rule.stage === 'ORDER') {
    const models = joined(rule.models.map(modelName), { nl: ', ', en: ', ' });
    return { nl: `${models.nl}: ${nl}`, en: `${models.en}: ${en}` };
  }
  if (rule.stage !== 'THRESHOLD') return { nl, en };
  const { from, until } = rule.validity;
  const period = until === null ? `${from} …` : `${from} … ${until}`;
  return { nl: `${nl.replace(/\.$/, '')} (${period})`, en: `${en.replace(/\.$/, '')} (${period})` };
}

const NAMES: Readonly<Record<string, BilingualText>> = {
  stage: { nl: 'de werking', en: 'what it does' },
  article: { nl: 'het artikel', en: 'the article' },
  governedBy: { nl: 'de peildag', en: 'the governing day' },
  argument: { nl: 'de onderbouwing', en: 'the argument' },
  sentence: { nl: 'de zin', en: 'the sentence' },
  appliesTo: { nl: 'voor welke woningen', en: 'for which homes' },
  condition: { nl: 'de voorwaarde', en: 'the condition' },
  rank: { nl: 'de rang', en: 'the rank' },
  grounds: { nl: 'de lijst van gronden', en: 'the list of grounds' },
  as: { nl: 'de vorm', en: 'the form' },
  effect: { nl: 'het gevolg', en: 'the effect' },
  order: { nl: 'de volgorde', en: 'the order' },
  limit: { nl: 'het aandeel of aantal', en: 'the share or number' },
};

function sentenceOf(
  member: string,
  code: string,
  from: BilingualText | null,
  to: BilingualText | null,
): BilingualText {
  const name = NAMES[member] ?? { nl: 'de inhoud', en: 'the content' };
  const [was, is] = [quoted(from), quoted(to)];
  return {
    nl: `Van ${code} wordt ${name.nl}: ${is.nl} (was: ${was.nl}).`,
    en: `Of ${code}, ${name.en} becomes: ${is.en} (was: ${was.en}).`,
  };
}

function quoted(text: BilingualText | null): BilingualText {
  if (text === null) return { nl: 'niets', en: 'nothing' };
  return { nl: text.nl.replace(/\.$/, ''), en: text.en.replace(/\.$/, '') };
}

function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
