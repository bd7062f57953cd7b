import { Kind, parse, type OperationDefinitionNode } from 'graphql';
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
    variables: variables.trim() || blankVariables(operation),
    kind: operation?.operation === 'mutation' ? 'mutation' : 'query',
  };
}

function blankVariables(operation: OperationDefinitionNode | undefined): string {
  const required = (operation?.variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
  );
  if (required.length === 0) return '';
  return JSON.stringify(
    Object.fromEntries(required.map(({ variable }) => [variable.name.value, ''])),
    null,
    2,
  );
}
