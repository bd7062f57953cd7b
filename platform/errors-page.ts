import { ERROR_CATALOGUE } from './errors.ts';
import { runGoldenScript } from './golden.ts';

/** `docs/errors.md`, from the catalogue. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CATALOGUE).map(
    ([code, { nl, en, since }]) => `| \`${code}\` | ${en} | ${nl} | ${since} |`,
  );
  return `# Errors

Every code that the hub answers with, as \`extensions.code\` of an error or as \`code\` of a refusal. A message states a
fact; it never holds a stack, SQL, a host name or a personal value. An error that an owner answers names that owner in
\`extensions.subgraph\`; an unexpected one carries the \`traceId\` under which it was logged.

Made from \`platform/error-catalogue/\` by \`npm run errors\`.

| code | meaning | betekenis | since |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

if (import.meta.main) {
  runGoldenScript(
    [{ file: new URL('../docs/errors.md', import.meta.url), text: errorsPage() }],
    'npm run errors',
  );
}
