import { defineConfig } from 'vitest/config';

/** The suites that hold the domain of binding-rules to its promises, without databases: what mutants are run against. */
export default defineConfig({
  test: {
    include: [
      'test/domain/rules-regulation/**/*.test.ts',
      'test/domain/binding-rules/**/*.test.ts',
      'test/properties/binding-rules-{comparison,publication,validation}.test.ts',
      'test/properties/rules-resolve.test.ts',
    ],
    testTimeout: 20_000,
  },
});
