import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { resolveRuleSet } from '../../subgraphs/binding-rules/domain/resolve-rule-set.ts';
import { parseAreaTable, type AreaTable } from '../../subgraphs/binding-rules/domain/area-table.ts';
import { parseRegulation } from '../../subgraphs/binding-rules/domain/parse-regulation.ts';
import { writeRegulation } from '../../subgraphs/binding-rules/regulation-yaml.ts';
import type { Regulation } from '../../subgraphs/binding-rules/domain/regulation.ts';

const CORPUS = new URL('../../subgraphs/binding-rules/corpus/', import.meta.url);

/** One regulation of the corpus and where it was read. */
export interface CorpusFile {
  readonly path: string;
  readonly regulation: Regulation;
}

/** Every regulation of the corpus as it is published, in path order. Throws with the findings when one does not parse. */
export function readCorpus(): readonly CorpusFile[] {
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && path !== 'areas.yaml')
    .sort()
    .map((path) => {
      const parsed = parseRegulation(parse(readFileSync(new URL(path, CORPUS), 'utf8')));
      if (parsed.kind === 'FAILED') throw new Error(`${path}: ${JSON.stringify(parsed.failure, null, 2)}`);
      return { path, regulation: { ...parsed.value, status: 'PUBLISHED' } };
    });
}

/** The text of every regulation of the corpus, in the one form in which regulations are exported. */
export function readCorpusTexts(): readonly { readonly owner: string; readonly yaml: string }[] {
  return readCorpus().map(({ regulation }) => ({
    owner: regulation.owner,
    yaml: writeRegulation(regulation),
  }));
}

/** The regulations of the corpus. */
export function corpusRegulations(): readonly Regulation[] {
  return readCorpus().map(({ regulation }) => regulation);
}

/** Regions, municipalities and cores of the corpus. */
export function corpusAreas(): AreaTable {
  const parsed = parseAreaTable(parse(readFileSync(new URL('areas.yaml', CORPUS), 'utf8')));
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure, null, 2));
  return parsed.value;
}

/** The rule set of a place on a day as the corpus has it. Throws when there is not exactly one. */
export function corpusRuleSet(municipality: string, on: string, complex: string | null = null): RuleSet {
  const region = corpusAreas().municipalities.find(({ code }) => code === municipality)?.region ?? '';
  const request = { region, municipality, complex, on: calendarDate(on) };
  const resolved = resolveRuleSet(corpusRegulations(), request);
  if (resolved.kind === 'FAILED') throw new Error(JSON.stringify(resolved.failure));
  return resolved.value;
}
