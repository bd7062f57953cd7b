import { Kind, parse, print, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import { QUESTIONS_IN_DUTCH } from './questions-in-dutch.ts';

/** A named operation of the hub's contract, offered as a question that is ready to ask. */
export interface Question {
  /** File name without its ending; `#name` in the address of this page opens it. */
  readonly name: string;
  /** The question in Dutch, where it has one. */
  readonly inDutch: string | undefined;
  /** First line of the comment that opens the file, in English. */
  readonly title: string;
  /** The rest of that comment: who may ask it, and what it answers. */
  readonly explanation: string;
  readonly document: string;
  /** The file to the letter, by whose hash the hub knows it. */
  readonly text: string;
  /** JSON text: the example beside the file, else what must be filled in; empty when that is nothing. */
  readonly variables: string;
  readonly kind: 'query' | 'mutation';
}

/** The saved questions, by name. They are the files of `schema/operations`, so the list cannot drift from the contract. */
export const QUESTIONS: readonly Question[] = readQuestions(
  import.meta.glob<string>('../../../schema/operations/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  import.meta.glob<string>('../../../schema/operations/*.variables.json', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

/** The question that the address names (`/explorer/#ranking`), if there is one. */
export function questionOf(hash: string): Question | undefined {
  return QUESTIONS.find((question) => `#${question.name}` === hash);
}

function readQuestions(
  documents: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): readonly Question[] {
  return Object.entries(documents)
    .map(([path, document]) =>
      readQuestion(path, document, variables[path.replace(/\.graphql$/, '.variables.json')] ?? ''),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function readQuestion(path: string, document: string, variables: string): Question {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.graphql'.length);
  const comment: string[] = [];
  for (const line of document.split('\n')) {
    if (!line.startsWith('#')) break;
    comment.push(line.replace(/^#\s?/, '').trim());
  }
  const [title = name, ...rest] = comment.filter((line) => line !== '');
  const operation = parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return {
    name,
    inDutch: QUESTIONS_IN_DUTCH[name],
    title,
    explanation: rest.join(' '),
    document: document.trim(),
    text: document,
    variables: variables.trim() || blankVariables(operation),
    kind: operation?.operation === 'mutation' ? 'mutation' : 'query',
  };
}

/** Every variable that may not be null, so that the editor marks nothing as missing: a default as it is, the rest empty. */
function blankVariables(operation: OperationDefinitionNode | undefined): string {
  const blanks: Record<string, unknown> = {};
  for (const { variable, type, defaultValue } of operation?.variableDefinitions ?? []) {
    if (type.kind !== Kind.NON_NULL_TYPE) continue;
    const empty = /Input!$/.test(print(type)) ? {} : '';
    blanks[variable.name.value] = defaultValue === undefined ? empty : valueFromASTUntyped(defaultValue);
  }
  return Object.keys(blanks).length === 0 ? '' : JSON.stringify(blanks, null, 2);
}
