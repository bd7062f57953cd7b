import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { parseRegulation } from '../../../subgraphs/binding-rules/domain/parse-regulation.ts';
import type { Regulation } from '../../../subgraphs/binding-rules/domain/regulation.ts';
import { corpusRegulations } from '../../scenarios/corpus.ts';

/** The regulations of the corpus, read once. */
export const CORPUS = corpusRegulations();

/** The version of an instrument of the corpus. Throws when there is none. */
export function fromCorpus(code: string, version: string): Regulation {
  const found = CORPUS.find(
    (regulation) => regulation.code === code && regulation.version === calendarDate(version),
  );
  if (found === undefined) throw new Error(`not in the corpus: ${code} ${version}`);
  return found;
}

/** The source of a municipal regulation of Hilversum that adopts the model and may be published as it stands. */
export function source(special: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    code: 'huisvestingsverordening-gm0402',
    title: 'Huisvestingsverordening Hilversum',
    layer: 'MUNICIPAL',
    owner: 'GM0402',
    status: 'PUBLISHED',
    validity: { from: '2024-01-01', until: '2028-01-01' },
    argument: 'Schaarste.',
    adopts: 'gooi-model',
    articles: [{ article: '1', text: 'Tekst.' }],
    ...special,
  };
}

/** The regulation that such a source states. Throws with the findings when it states none. */
export function regulation(special: Readonly<Record<string, unknown>> = {}): Regulation {
  const parsed = parseRegulation(source(special));
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return parsed.value;
}
