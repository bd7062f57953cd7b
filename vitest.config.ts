import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Suffix and folder decide the runner: every folder under `test/` that holds promises is one project. */
const FOLDERS = [
  'domain',
  'properties',
  'scenarios',
  'contract',
  'architecture',
  'policies',
  'federation',
  'faults',
  'browser',
];

/** Folders whose suites start a database, processes or a browser, and so get longer to do it. */
const STARTS_SOMETHING = new Set(['contract', 'policies', 'federation', 'faults', 'browser']);

/** As Node resolves it: schemas of two copies of graphql-js do not know each other. */
const ONE_GRAPHQL = [
  {
    find: /^graphql$/,
    replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)),
  },
];

export default defineConfig({
  test: {
    // One database server for the whole run, started when the first file asks for it.
    globalSetup: ['test/support/global-database.ts'],
    projects: FOLDERS.map((name) => ({
      resolve: { alias: ONE_GRAPHQL },
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: STARTS_SOMETHING.has(name) ? 60_000 : 20_000,
        hookTimeout: 120_000,
      },
    })),
  },
});
