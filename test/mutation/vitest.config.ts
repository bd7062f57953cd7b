import { defineConfig } from 'vitest/config';

/**
 * The suites that hold the domain of binding-rules to its promises and are quick enough to be run against thousands of
 * mutants: without a database, and without the properties that publish the whole corpus many times over; the rest of the properties is
 * tried a tenth as often as in the suites.
 */
export default defineConfig({
  test: {
    include: [
      'test/domain/rules-regulation/**/*.test.ts',
      'test/domain/binding-rules/**/*.test.ts',
      'test/properties/binding-rules-{comparison,drafts}.test.ts',
    ],
    env: { PROPERTY_RUNS: '0.1' },
    setupFiles: ['test/mutation/setup.ts'],
    testTimeout: 20_000,
  },
});
