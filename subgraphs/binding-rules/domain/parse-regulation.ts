import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import type { Finding } from '../../../rules/finding.ts';
import { readRule, readValidity } from '../../../rules/read-rule.ts';
import { RULE_LAYERS, type Rule } from '../../../rules/rule.ts';
import { SourceReader, startReading } from '../../../rules/source-reader.ts';
import type { Article, OpenTerm, Regulation, RuleOpenField } from './regulation.ts';
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
    articles: reader.objects('articles').map(readArticle),
    terms: reader.objects('terms').map(readTerm),
    fills: readFills(reader),
  };
  const version = head.validity.from;
  for (const term of head.terms) terms.set(term.code, term.default ?? term.minimum);
  const around = { ...head, version };
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
  return reading.findings.length === 0 ? ok({ ...around, rules, openFields }) : failed(reading.findings);
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
    unit: reader.oneOf('unit', ['BASIS_POINTS', 'CENTS', 'COUNT', 'WEEKS', 'YEARS']),
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

/** Completes the source of a rule with what stands around it, so that one reader serves corpus and canonical text. */
function readRuleOf(
  around: Pick<Regulation, 'code' | 'title' | 'layer' | 'url' | 'version' | 'articles'>,
  item: unknown,
  index: number,
  reader: SourceReader,
): Rule {
  const path = [...reader.path, 'rules', index];
  const source =
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? (item as Record<string, unknown>)
      : null;
  if (source === null) return readRule(new SourceReader(item, path, reader.reading));
  const { article, ...rest } = source;
  const cited = around.articles.find((candidate) => candidate.article === article);
  if (cited === undefined) {
    const number = String(article ?? '');
    const ruleReader = new SourceReader(item, path, reader.reading);
    ruleReader.report(
      'UNKNOWN_ARTICLE',
      `artikel ${number} staat niet in de regeling`,
      `no such article: ${number}`,
      'article',
    );
  }
  const complete = {
    ...rest,
    id: `${around.code}@${around.version}#${String(source['code'] ?? '')}`,
    layer: around.layer,
    citation: {
      instrument: around.code,
      title: around.title,
      article: cited?.article ?? '?',
      url: around.url,
      text: cited?.text ?? '?',
      version: around.version,
    },
  };
  return readRule(new SourceReader(complete, path, reader.reading));
}

function reportDuplicates(codes: readonly string[], key: string, reader: SourceReader): void {
  const seen = new Set<string>();
  for (const code of codes) {
    if (seen.has(code))
      reader.report('DUPLICATE', `komt twee keer voor: ${code}`, `stands here twice: ${code}`, key);
    seen.add(code);
  }
}
