import { Document, isCollection, isMap, parseDocument, visit, type Node } from 'yaml';
import { failed, ok, type Outcome } from '../../platform/primitives/outcome.ts';
import { formFinding, type Finding } from '../../rules/finding.ts';
import { parseRegulation } from './domain/parse-regulation.ts';
import type { Regulation } from './domain/regulation.ts';
import { sourceOfRegulation } from './domain/source-of-regulation.ts';

/** How much text may be handed in, in bytes: four times the longest regulation of the corpus would still pass. */
export const YAML_BYTES_MAXIMUM = 256 * 1024;

/** How often a text may refer back to what it said before; more is an attempt to make little text much. */
const ALIASES_MAXIMUM = 200;

/** A collection that fits on a line of this width is written on one. */
const LINE_WIDTH = 110;

const STYLE = { lineWidth: 116, singleQuote: true, flowCollectionPadding: true } as const;

/**
 * The value that a YAML text of a regulation, or of one rule, states. Dates stay text. Fails with one finding for a text
 * that is too long, is no YAML, or repeats itself too often. Never throws.
 */
export function readYaml(text: string): Outcome<unknown, readonly Finding[]> {
  if (Buffer.byteLength(text) > YAML_BYTES_MAXIMUM) {
    const kilobytes = YAML_BYTES_MAXIMUM / 1024;
    return wrong(`de tekst is langer dan ${kilobytes} KB`, `the text is longer than ${kilobytes} KB`);
  }
  const document = parseDocument(text, { schema: 'core', merge: false, logLevel: 'error' });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const line = fault.linePos?.[0].line ?? 1;
    return wrong(`regel ${line} is geen YAML`, `line ${line} is no YAML`);
  }
  try {
    return ok(document.toJS({ maxAliasCount: ALIASES_MAXIMUM }));
  } catch {
    return wrong('de tekst verwijst te vaak naar zichzelf', 'the text refers to itself too often');
  }
}

/** The regulation that a YAML text states, or every finding. Never throws. */
export function readRegulation(text: string): Outcome<Regulation, readonly Finding[]> {
  const source = readYaml(text);
  return source.kind === 'FAILED' ? source : parseRegulation(source.value);
}

/**
 * The one text of a regulation: the form of the corpus and of every export. `readRegulation` gives the same regulation
 * back, and writing that gives the same bytes.
 */
export function writeRegulation(regulation: Regulation): string {
  return writeYaml(sourceOfRegulation(regulation));
}

/** Plain data in the form of the corpus: what fits on a line is on one, except for the parts that a reader goes through one by one. */
export function writeYaml(source: unknown): string {
  const document = new Document(source, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_key, node, path) {
      const depth = path.filter(isCollection).length;
      if (depth > 0 && !holdsParts(node, depth) && widthOf(node) + depth * 2 <= LINE_WIDTH) node.flow = true;
    },
  });
  return document.toString(STYLE);
}

/** Articles, rules, categories and groups stand below each other, whatever their length. */
function holdsParts(node: Node, depth: number): boolean {
  if (isMap(node))
    return node.has('code') || node.has('article') || node.has('categories') || node.has('groups');
  return depth === 1 && isCollection(node) && isMap(node.items[0]);
}

function widthOf(node: Node): number {
  return new Document(node.toJSON(), { aliasDuplicateObjects: false }).toString({
    ...STYLE,
    lineWidth: 0,
    collectionStyle: 'flow',
  }).length;
}

function wrong(nl: string, en: string): Outcome<never, readonly Finding[]> {
  return failed([formFinding('', 'WRONG_TYPE', nl, en)]);
}
