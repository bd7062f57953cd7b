import { describe, expect, it } from 'vitest';

import { readConfig, readGoldenConfig } from '../../../platform/config.ts';
import { modesOf } from '../../support/document-modes.ts';

describe('the settings of a hub', () => {
  it('has a value for everything that nobody set', () => {
    const config = readConfig({}, []);
    expect(config).toEqual({
      kind: 'OK',
      value: {
        port: 4000,
        host: '127.0.0.1',
        subgraphDatabaseUrls: {},
        databasePrefix: 'verdeelsleutel',
        subgraphPasswords: {},
        subgraphUrls: {},
        fresh: false,
        dataFolder: expect.stringMatching(/\/data$/) as string,
        production: false,
        demonstrationScale: 'full',
        identity: {},
        subgraphDeadlineMs: 5000,
        gatewayExecutor: 'own',
        workers: 1,
        documentModes: modesOf(undefined),
        factsKeptDays: 730,
      },
    });
  });

  it('takes every setting from its variable', () => {
    const config = readConfig(
      {
        PORT: '0',
        HOST: '0.0.0.0',
        DATABASE_URL: 'postgres://hub:secret@db.example:5433/postgres',
        BINDING_RULES_DATABASE_URL: 'postgresql://rules@rules.example/postgres',
        VACANCIES_DATABASE_PASSWORD: 'secret',
        DATABASE_SERVER: 'postgres://db.example:5433',
        REGISTRATIONS_URL: 'http://registrations.example:4001/graphql',
        GATEWAY_URL: 'https://hub.example',
        DATA_FOLDER: '/srv/hub',
        NODE_ENV: 'production',
        DEMONSTRATION_SCALE: 'none',
        JWKS_URL: 'https://login.example/keys',
        TOKEN_ISSUER: 'https://login.example',
        TOKEN_AUDIENCE: 'verdeelsleutel',
        HUB_KEY_FILE: '/run/secrets/hub.json',
        SUBGRAPH_DEADLINE_MS: '750',
        GATEWAY_EXECUTOR: 'stock',
        WORKERS: '4',
        TRUSTED_DOCUMENTS: 'ALL:COSTED,SEEKER:TRUSTED_ONLY',
        RECEIPT_SIGNING_KEY: 'a key',
        FACTS_KEPT_DAYS: '400',
      },
      ['--fresh'],
    );
    expect(config).toEqual({
      kind: 'OK',
      value: {
        port: 0,
        host: '0.0.0.0',
        databaseUrl: 'postgres://hub:secret@db.example:5433/postgres',
        subgraphDatabaseUrls: { 'binding-rules': 'postgresql://rules@rules.example/postgres' },
        databasePrefix: 'verdeelsleutel',
        subgraphPasswords: { vacancies: 'secret' },
        databaseServer: 'postgres://db.example:5433',
        subgraphUrls: { registrations: 'http://registrations.example:4001/graphql' },
        gatewayUrl: 'https://hub.example',
        fresh: true,
        dataFolder: '/srv/hub',
        production: true,
        demonstrationScale: 'none',
        identity: {
          jwksUrl: 'https://login.example/keys',
          issuer: 'https://login.example',
          audience: 'verdeelsleutel',
          hubKeyFile: '/run/secrets/hub.json',
        },
        subgraphDeadlineMs: 750,
        gatewayExecutor: 'stock',
        workers: 4,
        documentModes: modesOf('ALL:COSTED,SEEKER:TRUSTED_ONLY'),
        receiptSigningKey: 'a key',
        factsKeptDays: 400,
      },
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' }, [])).toEqual(readConfig({}, []));
  });

  it.each([
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '4e3', 'PORT must be a whole number from 0 to 65535.'],
    ['WORKERS', '0', 'WORKERS must be a whole number from 1 to 64.'],
    ['FACTS_KEPT_DAYS', '365', 'FACTS_KEPT_DAYS must be a whole number from 366 to 3660.'],
    ['SUBGRAPH_DEADLINE_MS', '0', 'SUBGRAPH_DEADLINE_MS must be a whole number from 1 to 600000.'],
    ['DEMONSTRATION_SCALE', 'huge', 'DEMONSTRATION_SCALE must be one of: full, small, none.'],
    ['JWKS_URL', 'ftp://keys', 'JWKS_URL must be an address such as https://host/path.'],
    [
      'ALLOCATION_DATABASE_URL',
      'mysql://user:secret@host',
      'ALLOCATION_DATABASE_URL must be an address such as postgres://user:password@host:5432/postgres.',
    ],
  ])('says what %s may be when it is %s, without repeating it', (setting, value, message) => {
    expect(readConfig({ [setting]: value }, [])).toEqual({ kind: 'FAILED', failure: { setting, message } });
  });

  it('refuses a flag that it does not know, and names those that it does', () => {
    expect(readConfig({}, ['--fersh'])).toMatchObject({
      failure: { message: 'The argument --fersh is not known; allowed: --fresh.' },
    });
    expect(readGoldenConfig(['--check'])).toEqual({ kind: 'OK', value: { check: true } });
  });
});
