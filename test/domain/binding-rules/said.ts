import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { Finding } from '../../../rules/finding.ts';
import type { RegulationChange } from '../../../subgraphs/binding-rules/domain/regulation-change.ts';
import type { Deviation } from '../../../subgraphs/binding-rules/domain/deviations.ts';

/** How findings, changes and deviations stand in the golden files that hold their words: all of each, a line per language. */

const both = (text: BilingualText | null | undefined): string =>
  text === null || text === undefined ? '-' : `${text.nl} | ${text.en}`;

export function saidOfFinding({ severity, code, path, article, message, example }: Finding): string {
  const lines = [`${severity} ${code} ${path} [${article ?? '-'}]`, `  ${both(message)}`];
  return [...lines, ...(example === undefined ? [] : [`  ${both(example)}`])].join('\n');
}

export function saidOfChange({ code, path, article, before, after, text }: RegulationChange): string {
  return [
    `${code} ${path} [${article ?? '-'}]`,
    `  ${both(text)}`,
    `  before ${both(before)}`,
    `  after ${both(after)}`,
  ].join('\n');
}

export function saidOfDeviation({
  municipality,
  aspect,
  code,
  model,
  own,
  article,
  argument,
  text,
}: Deviation): string {
  return [
    `${municipality} ${aspect} ${code} [${article ?? '-'}]`,
    `  ${both(text)}`,
    `  model ${both(model)}`,
    `  own ${both(own)}`,
    `  argument ${argument ?? '-'}`,
  ].join('\n');
}

/** Titled parts of a golden text. */
export function sections(parts: readonly (readonly [title: string, lines: readonly string[]])[]): string {
  return `${parts.map(([title, lines]) => [`== ${title}`, ...lines].join('\n')).join('\n\n')}\n`;
}
