import graphql from '@graphql-eslint/eslint-plugin';
import prettier from 'eslint-config-prettier';
import typescript from 'typescript-eslint';

/**
 * The dependency law, as lint errors. `test/architecture/` states the same law as promises and reads the real imports.
 * Each layer lists what it may not import; the message says where the thing belongs instead.
 */
function mayNotImport(files, forbidden) {
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: forbidden.map(([regex, message]) => ({ regex, message })) },
      ],
    },
  };
}

const NODE_IO = ['^node:(?!crypto$)', 'Pure: no I/O. Dates, seeds and texts are arguments.'];
const PACKAGES = ['^(?!node:)[a-z@]', 'Pure: no packages, only node:crypto where a hash is computed.'];
const SUBGRAPHS = ['subgraphs/', 'Subgraphs meet in the supergraph, never in an import.'];
const SIBLING_SUBGRAPH = [
  '^\\.\\./(registrations|vacancies|urgencies|binding-rules|allocation)/',
  'A subgraph never imports a subgraph.',
];
const UPWARDS = [
  '(^|/)(resolvers|commands|loaders|store|tables|subgraph)\\.ts$',
  'The domain knows nothing of how it is stored or asked.',
];

/** One for both kinds of document: the plugin keeps the first that it reads. */
const GRAPHQL = { schema: './schema/api.graphql', documents: './schema/operations/**/*.graphql' };

export default typescript.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'data/',
      'populations/',
      'coverage/',
      'schema/generated/',
      'test/**/*.golden.*',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...typescript.configs.strict, prettier],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'A draw is repeatable: rules/draw.ts.' },
        { object: 'Date', property: 'now', message: 'Only platform/clock.ts tells the time.' },
        { object: 'process', property: 'env', message: 'Only platform/config.ts reads the environment.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Only platform/clock.ts tells the time.',
        },
        {
          selector: 'CallExpression[callee.property.name=/^toLocale/]',
          message: 'A decision knows no locale.',
        },
      ],
      'prefer-const': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // The test runner's and the bundler's configuration have to be default exports.
    files: ['*.config.ts', 'test/mutation/*.config.ts', 'gateway/explorer/**/vite.config.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  { files: ['platform/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['platform/clock.ts'],
    rules: { 'no-restricted-syntax': 'off', 'no-restricted-properties': 'off' },
  },
  {
    // A suite is one list of promises.
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['test/**', 'gateway/explorer/client/**'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
  mayNotImport(['platform/primitives/**'], [NODE_IO, PACKAGES, ['^\\.\\./', 'Primitives stand on nothing.']]),
  mayNotImport(
    ['rules/**'],
    [
      NODE_IO,
      PACKAGES,
      SUBGRAPHS,
      ['platform/(?!primitives/)', 'rules/ imports only platform/primitives.'],
      ['gateway/', 'rules/ imports only platform/primitives.'],
    ],
  ),
  mayNotImport(
    ['subgraphs/*/domain/**'],
    [
      NODE_IO,
      PACKAGES,
      UPWARDS,
      ['platform/(?!primitives/)', 'domain/ imports its own domain, rules/ and platform/primitives.'],
      ['gateway/', 'domain/ imports its own domain, rules/ and platform/primitives.'],
    ],
  ),
  mayNotImport(
    ['subgraphs/*/*.ts', 'subgraphs/*/{resolvers,commands,loaders,store}/**'],
    [
      SIBLING_SUBGRAPH,
      ['gateway/', 'A subgraph does not know the door.'],
      ['demonstration/', 'A subgraph does not know the demonstration.'],
    ],
  ),
  mayNotImport(
    ['subgraphs/*/resolvers.ts', 'subgraphs/*/resolvers/**'],
    [
      SIBLING_SUBGRAPH,
      ['(^|/)store(/|\\.ts)', 'Resolvers call commands and loaders.'],
      ['gateway/', 'A subgraph does not know the door.'],
      ['/rules/(?!facts|area)', 'Resolvers hold no rules.'],
    ],
  ),
  mayNotImport(
    ['platform/**/*.ts'],
    [
      SUBGRAPHS,
      ['(^|/)rules/', 'platform/ knows nothing of housing.'],
      ['gateway/', 'platform/ does not know the door.'],
      ['demonstration/', 'platform/ knows nothing of housing.'],
    ],
  ),
  mayNotImport(
    ['gateway/**'],
    [['subgraphs/[^/]+/(?!subgraph\\.ts)', 'The gateway sees only subgraph.ts files.']],
  ),
  {
    files: ['schema/*.graphql'],
    ignores: ['schema/supergraph.graphql', 'schema/api.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: GRAPHQL },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          FieldDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: false,
          rootField: true,
        },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          allowLeadingUnderscore: false,
        },
      ],
      '@graphql-eslint/no-duplicate-fields': 'off',
      '@graphql-eslint/description-style': 'off',
    },
  },
  {
    files: ['schema/operations/**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: GRAPHQL },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/no-anonymous-operations': 'error',
      '@graphql-eslint/no-deprecated': 'error',
      '@graphql-eslint/no-unused-fragments': 'off',
      '@graphql-eslint/no-unused-variables': 'error',
      '@graphql-eslint/no-duplicate-fields': 'error',
      '@graphql-eslint/one-field-subscriptions': 'error',
      '@graphql-eslint/naming-convention': [
        'error',
        { OperationDefinition: 'PascalCase', FragmentDefinition: 'PascalCase' },
      ],
    },
  },
);
