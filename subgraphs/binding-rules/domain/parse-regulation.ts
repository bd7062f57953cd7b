import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import type { Finding } from '../../../rules/finding.ts';
import { readRule, readValidity } from '../../../rules/read-rule.ts';
import { isComplexId } from '../../../rules/kinds/complex.ts';
import { STATUTORY_GROUPS } from '../../../rules/kinds/urgency-fits.ts';
import { readOpenNorm } from '../../../rules/open-norm.ts';
import { RULE_LAYERS, type Rule } from '../../../rules/rule.ts';
import { SourceReader, startReading, type PathStep } from '../../../rules/source-reader.ts';
import { readUrgencyCategory } from '../../../rules/urgency-scheme.ts';
import type {
  Article,
  ExemptedGroup,
  Exemptions,
  OpenTerm,
  Regulation,
  RuleOpenField,
  UrgencyMandate,
  UrgencyScheme,
} from './regulation.ts';
import { REGULATION_STATUSES } from './state-machine.ts';

/**
 * The regulation that a parsed YAML value states, or every finding of form. A rule cites by article number; what the
 * article says, the instrument and its version are filled in from the regulation around it. Never throws.
 */
export function parseRegulation(source: unknown): Outcome<Regulation, readonly Finding[]> {
  const terms = new Map<string, number>();
  const reading = startReading(terms);
  const reader = new SourceReader(source, [], reading);
  const head = {
    code: reader.text('code'),
    title: reader.text('title'),
    layer: reader.oneOf('layer', RULE_LAYERS),
    owner: reader.text('owner'),
    status: reader.oneOf('status', REGULATION_STATUSES, 'DRAFT'),
    validity: readValidity(reader.object('validity')),
    url: reader.optionalText('url'),
    argument: reader.optionalText('argument') ?? '',
    adopts: reader.optionalText('adopts'),
    complex: reader.optionalText('complex'),
    proposedBy: reader.optionalText('proposedBy'),
    note: reader.optionalText('note'),
    articles: reader.objects('articles').map(readArticle),
    terms: reader.objects('terms').map(readTerm),
    fills: readFills(reader),
  };
  const version = head.validity.from;
  reportLayer(head, reader);
  for (const term of head.terms) terms.set(term.code, term.default ?? term.minimum);
  const around = { ...head, version };
  const beside = {
    exemptions: reader.has('exemptions')
      ? readExemptions(around, reader.object('exemptions'))
      : (reader.take('exemptions'), null),
    urgencyScheme: reader.has('urgencyScheme')
      ? readUrgencyScheme(around, reader.object('urgencyScheme'))
      : (reader.take('urgencyScheme'), null),
    urgencyMandate: reader.has('urgencyMandate')
      ? readUrgencyMandate(around, reader.object('urgencyMandate'))
      : (reader.take('urgencyMandate'), null),
    openNorms: reader
      .list('openNorms')
      .map((item, index) => readOpenNorm(citing(around, item, [...reader.path, 'openNorms', index], reader))),
  };
  const openFields: RuleOpenField[] = [];
  const rules = reader.list('rules').map((item, index) => {
    const before = reading.openFields.length;
    const rule = readRuleOf(around, item, index, reader);
    for (const field of reading.openFields.slice(before)) {
      openFields.push({ rule: rule.code, term: field.term, path: field.path.slice(2) });
    }
    return rule;
  });
  reportDuplicates(
    rules.map(({ code }) => code),
    'rules',
    reader,
  );
  reportDuplicates(
    head.articles.map(({ article }) => article),
    'articles',
    reader,
  );
  reportDuplicates(
    head.terms.map(({ code }) => code),
    'terms',
    reader,
  );
  reader.finish();
  return reading.findings.length === 0
    ? ok({ ...around, ...beside, rules, openFields })
    : failed(reading.findings);
}

function readArticle(reader: SourceReader): Article {
  const article = { article: reader.text('article'), text: reader.text('text') };
  reader.finish();
  return article;
}

function readTerm(reader: SourceReader): OpenTerm {
  const minimum = reader.integer('minimum', 0);
  const maximum = reader.integer('maximum', minimum);
  const term: OpenTerm = {
    code: reader.code('code'),
    article: reader.text('article'),
    unit: reader.oneOf('unit', ['BASIS_POINTS', 'CENTS', 'COUNT', 'WEEKS', 'MONTHS', 'YEARS']),
    minimum,
    maximum,
    default: reader.optionalInteger('default', minimum, maximum),
    name: reader.bilingual('name'),
  };
  reader.finish();
  return term;
}

function readFills(reader: SourceReader): Readonly<Record<string, number>> {
  if (!reader.has('fills')) return (reader.take('fills'), {});
  const fills = reader.object('fills');
  const source = reader.take('fills');
  const codes =
    typeof source === 'object' && source !== null && !Array.isArray(source) ? Object.keys(source) : [];
  return Object.fromEntries(codes.map((code) => [code, fills.integer(code, 0)]));
}

/** What stands around a part that cites an article. */
type Around = Pick<Regulation, 'code' | 'title' | 'layer' | 'url' | 'version' | 'articles'>;

/** Completes the source of a rule with what stands around it, so that one reader serves corpus and canonical text. */
function readRuleOf(around: Around, item: unknown, index: number, reader: SourceReader): Rule {
  const path = [...reader.path, 'rules', index];
  const code = isObject(item) ? item['code'] : '';
  // What is no text is a finding of the rule, and has no words here.
  const beside = {
    id: `${around.code}@${around.version}#${typeof code === 'string' ? code : ''}`,
    layer: around.layer,
  };
  return readRule(citing(around, item, path, reader, beside));
}

/** A reader of a part that names an article, with the article's text and the instrument's version filled in. */
function citing(
  around: Around,
  item: unknown,
  path: readonly PathStep[],
  reader: SourceReader,
  beside: Readonly<Record<string, unknown>> = {},
): SourceReader {
  if (!isObject(item)) return new SourceReader(item, path, reader.reading);
  const { article, ...rest } = item;
  const cited = articleOf(around, article, new SourceReader(item, path, reader.reading));
  const citation = {
    instrument: around.code,
    title: around.title,
    article: cited?.article ?? '?',
    url: around.url,
    text: cited?.text ?? '?',
    version: around.version,
  };
  return new SourceReader({ ...rest, ...beside, citation }, path, reader.reading);
}

/** The article of this regulation with a number; a finding when there is none. */
function articleOf({ articles }: Around, article: unknown, reader: SourceReader): Article | undefined {
  const cited = articles.find((candidate) => candidate.article === article);
  if (cited === undefined) {
    const number = typeof article === 'string' ? article.slice(0, 20) : '';
    const nl = `artikel ${number} staat niet in de regeling`;
    reader.report('UNKNOWN_ARTICLE', nl, `no such article: ${number}`, 'article');
  }
  return cited;
}

function readExemptions(around: Around, reader: SourceReader): Exemptions {
  const article = reader.text('article');
  articleOf(around, article, reader);
  const groups = reader.objects('groups').map(readExemptedGroup);
  reportDuplicates(
    groups.map(({ code }) => code),
    'groups',
    reader,
  );
  reader.finish();
  return { article, groups };
}

function readExemptedGroup(reader: SourceReader): ExemptedGroup {
  const group = {
    code: reader.code('code'),
    name: reader.text('name'),
    kind: reader.oneOf('kind', ['HOUSING_GROUP', 'COOPERATIVE']),
    building: reader.text('building'),
    complex: reader.optionalText('complex'),
  } as const;
  if (group.complex !== null && !isComplexId(group.complex)) reportComplex(reader);
  reader.finish();
  return group;
}

function readUrgencyScheme(around: Around, reader: SourceReader): UrgencyScheme {
  const mode = reader.oneOf('mode', ['EXTENDS', 'REPLACES'], 'EXTENDS');
  const categories = reader
    .list('categories')
    .map((item, index) =>
      readUrgencyCategory(citing(around, item, [...reader.path, 'categories', index], reader)),
    );
  reportDuplicates(
    categories.map(({ code }) => code),
    'categories',
    reader,
  );
  reader.finish();
  return { mode, categories };
}

function readUrgencyMandate(around: Around, reader: SourceReader): UrgencyMandate {
  const mandate = {
    article: reader.text('article'),
    schemeArticle: reader.optionalText('schemeArticle'),
    groups: reader.someOf('groups', STATUTORY_GROUPS),
  };
  articleOf(around, mandate.article, reader);
  reader.finish();
  return mandate;
}

/** What only one layer has: a complex and its corporation belong to an agreement for it, a mandate to the law. */
function reportLayer(head: Pick<Regulation, 'layer' | 'complex' | 'proposedBy'>, reader: SourceReader): void {
  const ofComplex = head.layer === 'COMPLEX';
  if (ofComplex !== (head.complex !== null)) {
    const nl = 'een afspraak voor een complex noemt het complex, en alleen die';
    reader.report(
      'CONTRADICTION',
      nl,
      'an agreement for a complex names it, and nothing else does',
      'complex',
    );
  } else if (head.complex !== null && !isComplexId(head.complex)) reportComplex(reader);
  if (ofComplex !== (head.proposedBy !== null)) {
    const nl = 'een afspraak voor een complex noemt de corporatie die haar voorstelt, en alleen die';
    const en = 'an agreement for a complex names the corporation that proposes it, and nothing else does';
    reader.report('CONTRADICTION', nl, en, 'proposedBy');
  }
  if (head.layer !== 'FRAMEWORK' && reader.has('urgencyMandate')) {
    reader.report('CONTRADICTION', 'dit staat alleen in de wet', 'only the law has this', 'urgencyMandate');
  }
}

function reportComplex(reader: SourceReader): void {
  reader.report('UNKNOWN_VALUE', 'dit is geen id van een complex', 'this is no id of a complex', 'complex');
}

function isObject(item: unknown): item is Readonly<Record<string, unknown>> {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

function reportDuplicates(codes: readonly string[], key: string, reader: SourceReader): void {
  const seen = new Set<string>();
  // What has no code has a finding of its own.
  for (const code of codes.filter((each) => each !== '')) {
    if (seen.has(code))
      reader.report('DUPLICATE', `komt twee keer voor: ${code}`, `stands here twice: ${code}`, key);
    seen.add(code);
  }
}
