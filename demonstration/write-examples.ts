import { runGoldenScript } from '../platform/golden.ts';
import { exampleOf, type Example } from './example.ts';

/** Variables of each named operation that exist in the demonstration, for the explorer's saved questions. */
export function exampleVariables(
  example: Example,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { vacancy, registration, municipality, urgency, dwelling, draft } = example;
  return {
    vacancies: { first: 10, filter: { municipality } },
    vacancy: { id: vacancy },
    ranking: { vacancy, first: 10 },
    'my-position': { vacancy },
    opportunities: { registration, first: 20 },
    react: { input: { idempotencyKey: 'my-first-reaction', vacancy, registration } },
    'withdraw-reaction': {
      input: { idempotencyKey: 'my-first-withdrawal', reaction: 'the id that react gave' },
    },
    registration: { id: registration },
    urgency: { id: urgency },
    'draft-vacancy': {
      input: { idempotencyKey: 'my-first-draft', dwelling, model: 'OFFER', labels: ['REGIONAL_BINDING'] },
    },
    'publish-vacancy': {
      input: { idempotencyKey: 'my-first-publication', vacancy: draft, closesAt: '2026-11-09T19:00:00.000Z' },
    },
    'quota-room': { municipality, on: '2026-11-02' },
    'rules-in-force': { municipality, on: '2026-08-01' },
  };
}

if (import.meta.main) {
  runGoldenScript(
    Object.entries(exampleVariables(exampleOf('full'))).map(([name, variables]) => ({
      file: new URL(`../schema/operations/${name}.variables.json`, import.meta.url),
      text: `${JSON.stringify(variables, null, 2)}\n`,
    })),
    'npm run examples',
  );
}
