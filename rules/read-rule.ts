import { ok, failed, type Outcome } from '../platform/primitives/outcome.ts';
import { ALWAYS, looksAtVacancyOnly, readCondition, type Condition } from './condition.ts';
import { describeRule } from './describe-rule.ts';
import { ALLOCATION_MODELS, VACANCY_LABELS } from './facts.ts';
import type { Finding } from './finding.ts';
import {
  GOVERNING_DATES,
  PRIORITY_GROUNDS,
  RULE_LAYERS,
  RULE_STAGES,
  SANCTIONED_CONDUCT,
  type GoverningDate,
  type Order,
  type PointsComponent,
  type QuotaLimit,
  type QuotaRule,
  type QuotaSubject,
  type Rule,
  type RuleStage,
} from './rule.ts';
import { readCitation } from './read-citation.ts';
import { pathText, startReading, SourceReader } from './source-reader.ts';

/** The rule that a complete source states (canonical form: with id, layer and citation), or every finding. Never throws. */
export function parseRule(source: unknown): Outcome<Rule, readonly Finding[]> {
  const reading = startReading();
  const rule = readRule(new SourceReader(source, [], reading));
  return reading.findings.length === 0 ? ok(rule) : failed(reading.findings);
}

/**
 * Reads a rule key by key; what is wrong becomes findings of the reader's reading. A sentence may be left out:
 * then it is generated from the content, so that it can never say something else than the rule does.
 */
export function readRule(reader: SourceReader): Rule {
  const stage = reader.oneOf('stage', RULE_STAGES);
  const base = {
    id: reader.text('id'),
    code: reader.code('code'),
    layer: reader.oneOf('layer', RULE_LAYERS),
    citation: readCitation(reader.object('citation')),
    governedBy: readGoverningDate(reader, stage),
    argument: reader.optionalText('argument'),
    appliesTo: readAppliesTo(reader),
  };
  const own = readStage(stage, reader);
  const given = reader.has('sentence') ? reader.bilingual('sentence') : (reader.take('sentence'), null);
  reader.finish();
  const draft = { ...base, ...own, sentence: given ?? { nl: '', en: '' } } as Rule;
  return given === null ? { ...draft, sentence: describeRule(draft) } : draft;
}

/** An assessment knows the day of publication and the day it is made on (at the end: closing); no other day governs it. */
function readGoverningDate(reader: SourceReader, stage: RuleStage): GoverningDate {
  const assessed =
    stage === 'SCOPE' || stage === 'SELECT' || stage === 'SORT' || stage === 'ORDER' || stage === 'RESTRICT';
  // What a household has open is looked at when it reacts, and at no other time.
  if (stage === 'REACTION_LIMIT') return reader.oneOf('governedBy', ['REACTION'], 'REACTION');
  return assessed
    ? reader.oneOf('governedBy', ['PUBLICATION', 'CLOSING'], 'CLOSING')
    : reader.oneOf('governedBy', GOVERNING_DATES, 'PUBLICATION');
}

function readAppliesTo(reader: SourceReader): Condition {
  const source = reader.take('appliesTo');
  if (source === undefined || source === null) return ALWAYS;
  const condition = readCondition(source, [...reader.path, 'appliesTo'], reader.reading);
  if (!looksAtVacancyOnly(condition)) {
    reader.report(
      'CONTRADICTION',
      'dit mag alleen over de woning gaan',
      'this may look at the home only',
      'appliesTo',
    );
  }
  return condition;
}

/** The members that a stage has beyond the common ones. */
function readStage(stage: RuleStage, reader: SourceReader): object {
  const condition = (): Condition =>
    readCondition(reader.take('condition'), [...reader.path, 'condition'], reader.reading);
  switch (stage) {
    case 'SCOPE': {
      const scope = condition();
      if (!looksAtVacancyOnly(scope)) {
        reader.report(
          'CONTRADICTION',
          'dit mag alleen over de woning gaan',
          'this may look at the home only',
          'condition',
        );
      }
      return { stage, condition: scope };
    }
    case 'SELECT':
      return { stage, as: reader.oneOf('as', ['REQUIREMENT'], 'REQUIREMENT'), condition: condition() };
    case 'SORT':
      return {
        stage,
        rank: reader.integer('rank', 1, 1_000_000),
        grounds: reader.someOf('grounds', PRIORITY_GROUNDS),
        condition: condition(),
      };
    case 'ORDER':
      return { stage, models: readModels(reader), order: readOrder(reader.object('order')) };
    case 'QUOTA':
      return {
        stage,
        direction: reader.oneOf('direction', ['CAP', 'FLOOR'], 'CAP'),
        ...readQuotaNumerator(reader),
        limit: readQuotaLimit(reader.object('limit')),
        period: readQuotaPeriod(reader),
        per: reader.oneOf('per', ['MUNICIPALITY', 'REGION', 'CORE', 'CORPORATION']),
      };
    case 'THRESHOLD':
      return {
        stage,
        threshold: reader.code('threshold'),
        amountCents: reader.integer('amountCents', 0),
        validity: readValidity(reader.object('validity')),
      };
    case 'RESTRICT':
      return {
        stage,
        effect: reader.oneOf('effect', ['ONLY_WHEN', 'NOT_AGAINST']),
        grounds: reader.someOf('grounds', PRIORITY_GROUNDS),
        condition: condition(),
      };
    case 'SANCTION':
      return { stage, ...readSanction(reader) };
    case 'REACTION_LIMIT':
      return {
        stage,
        models: readModels(reader),
        reactions: reader.integer('reactions', 1, 100),
        per: reader.oneOf('per', ['MUNICIPALITY', 'REGION']),
      };
  }
}

function readSanction(reader: SourceReader): object {
  return {
    conduct: reader.oneOf('conduct', SANCTIONED_CONDUCT),
    models: readModels(reader),
    occurrences: reader.has('occurrences')
      ? reader.integer('occurrences', 1, 100)
      : (reader.take('occurrences'), 1),
    withinMonths: reader.optionalInteger('withinMonths', 1, 120),
    excludesFrom: readModels(reader, 'excludesFrom'),
    months: reader.integer('months', 1, 120),
  };
}

function readModels(reader: SourceReader, key = 'models'): readonly string[] {
  const models = reader.someOf(key, ALLOCATION_MODELS);
  if (models.length === 0) reader.report('MISSING', 'hier ontbreken de modellen', 'missing: the models', key);
  return models;
}

function readOrder(reader: SourceReader): Order {
  const kind = reader.oneOf('kind', ['REGISTRATION_TIME', 'SEARCH_VALUE', 'POINTS', 'DRAW']);
  let order: Order;
  if (kind === 'SEARCH_VALUE') {
    const retainedPercent = reader.integer('retainedPercent', 0, 100);
    order = { kind, retainedPercent, transitionalUntil: reader.optionalDate('transitionalUntil') };
  } else if (kind === 'POINTS') {
    order = { kind, components: reader.objects('components').map(readComponent) };
    if (order.components.length === 0)
      reader.report('MISSING', 'hier ontbreken de punten', 'missing: the components', 'components');
    if (new Set(order.components.map(({ component }) => component)).size < order.components.length) {
      reader.report('DUPLICATE', 'een onderdeel telt twee keer', 'a component counts twice', 'components');
    }
  } else order = { kind };
  reader.finish();
  return order;
}

function readComponent(reader: SourceReader): PointsComponent {
  const component = reader.oneOf('component', ['WAITING', 'SEARCHING', 'SITUATION', 'STARTER']);
  const thousandths = reader.integer('thousandths', 0, 1_000_000);
  const perDays = reader.has('perDays') ? reader.integer('perDays', 1, 100_000) : (reader.take('perDays'), 1);
  if (component !== 'WAITING' && perDays !== 1) {
    reader.report(
      'CONTRADICTION',
      'alleen wachttijd telt in dagen',
      'only waiting counts in days',
      'perDays',
    );
  }
  const maximumThousandths = reader.optionalInteger('maximumThousandths', 0, 1_000_000_000);
  reader.finish();
  return { component, thousandths, perDays, maximumThousandths };
}

/** Who a home is let to is known only when it is let, so a quota on people counts lettings. */
function readQuotaNumerator(reader: SourceReader): Pick<QuotaRule, 'subject' | 'counts'> {
  const subject = readQuotaSubject(reader.object('subject'));
  const counts = reader.oneOf('counts', [
    'PUBLICATIONS',
    'LETTINGS',
    'PERMITS_WITH_BINDING_PRIORITY',
    'SUITABLE_LETTINGS',
  ]);
  const ofPeople = subject.kind === 'GROUPS' || subject.kind === 'URGENCY_CATEGORIES';
  if (ofPeople && counts === 'PUBLICATIONS') {
    reader.report(
      'CONTRADICTION',
      'wie de woning krijgt is bij publicatie niet bekend: tel verhuringen',
      'who gets the home is not known when it is published: count lettings',
      'counts',
    );
  }
  return { subject, counts };
}

function readQuotaSubject(reader: SourceReader): QuotaSubject {
  const kind = reader.oneOf('kind', ['LABELS', 'MODELS', 'SUITABLE_RENT', 'GROUPS', 'URGENCY_CATEGORIES']);
  let subject: QuotaSubject;
  if (kind === 'LABELS') {
    subject = { kind, labels: reader.someOf('labels', VACANCY_LABELS) };
    if (subject.labels.length === 0)
      reader.report('MISSING', 'hier ontbreken de labels', 'missing: the labels', 'labels');
  } else if (kind === 'MODELS')
    subject = { kind, models: readModels(reader) as (typeof ALLOCATION_MODELS)[number][] };
  else if (kind === 'GROUPS') subject = { kind, groups: readCodes(reader, 'groups') };
  else if (kind === 'URGENCY_CATEGORIES') subject = { kind, categories: readCodes(reader, 'categories') };
  else subject = { kind };
  reader.finish();
  return subject;
}

function readCodes(reader: SourceReader, key: string): readonly string[] {
  const codes = [...new Set(reader.codes(key))].sort();
  if (codes.length === 0) reader.report('MISSING', 'hier ontbreken de codes', 'missing: the codes', key);
  return codes;
}

const QUOTA_DENOMINATORS = [
  'PUBLICATIONS',
  'LETTINGS',
  'PERMITS_IN_DESIGNATED_CATEGORIES',
  'LETTINGS_WITH_RENT_BENEFIT',
] as const;

/** The law fixes neither denominator nor period nor rounding of a share: a regulation that is silent has no quota that can be counted. */
function readQuotaLimit(reader: SourceReader): QuotaLimit {
  const kind = reader.oneOf('kind', ['SHARE', 'NUMBER']);
  let limit: QuotaLimit;
  if (kind === 'SHARE') {
    const basisPoints = reader.integer('basisPoints', 0, 10_000);
    for (const key of ['denominator', 'rounding'] as const)
      if (!reader.has(key)) reportIncomplete(reader, key);
    const denominator = reader.oneOf('denominator', QUOTA_DENOMINATORS, 'PUBLICATIONS');
    limit = {
      kind,
      basisPoints,
      denominator,
      rounding: reader.oneOf('rounding', ['DOWN', 'UP', 'NEAREST'], 'DOWN'),
    };
  } else limit = { kind, count: reader.integer('count', 0) };
  reader.finish();
  return limit;
}

function readQuotaPeriod(reader: SourceReader): 'HALF_YEAR' | 'CALENDAR_YEAR' | 'TWO_CALENDAR_YEARS' {
  if (!reader.has('period')) reportIncomplete(reader, 'period');
  return reader.oneOf('period', ['HALF_YEAR', 'CALENDAR_YEAR', 'TWO_CALENDAR_YEARS'], 'CALENDAR_YEAR');
}

/** Huisvestingswet 2014 art. 14(2) leaves these three to the regulation. */
function reportIncomplete(reader: SourceReader, key: string): void {
  reader.reading.findings.push({
    severity: 'ERROR',
    path: pathText([...reader.path, key]),
    code: 'QUOTA_INCOMPLETE',
    message: {
      nl: `een quotum noemt noemer, periode en afronding; hier ontbreekt ${key}`,
      en: `a quota states denominator, period and rounding; missing: ${key}`,
    },
    article: 'huisvestingswet-2014 14(2)',
  });
}

/** Reads a half-open period of days. */
export function readValidity(reader: SourceReader): {
  readonly from: ReturnType<SourceReader['date']>;
  readonly until: ReturnType<SourceReader['optionalDate']>;
} {
  const validity = { from: reader.date('from'), until: reader.optionalDate('until') };
  if (validity.until !== null && validity.until <= validity.from) {
    reader.report(
      'CONTRADICTION',
      'het einde ligt niet na het begin',
      'the end is not after the beginning',
      'until',
    );
  }
  reader.finish();
  return validity;
}
