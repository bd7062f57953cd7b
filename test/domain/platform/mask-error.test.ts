import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatError } from '../../../gateway/format-error.ts';
import { ERROR_CATALOGUE, HubError } from '../../../platform/errors.ts';
import { maskError } from '../../../platform/mask-error.ts';

describe('what anyone may see of an error', () => {
  const logged: Readonly<Record<string, unknown>>[] = [];
  const place = {
    log: (event: Readonly<Record<string, unknown>>) => void logged.push(event),
    trace: { traceId: 'a'.repeat(32) },
    subgraph: 'registrations',
  };
  const located = (originalError: Error) =>
    new GraphQLError(originalError.message, { originalError, path: ['registration'] });

  it('an error of the catalogue keeps its code, its words and its place', () => {
    expect(maskError(located(new HubError('INVALID_ID')), place).toJSON()).toEqual({
      message: ERROR_CATALOGUE.INVALID_ID.en,
      path: ['registration'],
      extensions: { code: 'INVALID_ID' },
    });
    expect(logged).toEqual([]);
  });

  it('anything else is INTERNAL with the trace id, and the whole of it is logged', () => {
    const masked = maskError(located(new Error('select secret from person at 10.0.0.5')), place);
    expect(JSON.stringify(masked)).not.toMatch(/secret|10\.0\.0\.5/);
    expect(masked.extensions).toEqual({ code: 'INTERNAL', traceId: 'a'.repeat(32) });
    expect(JSON.stringify(logged)).toMatch(/select secret/);
  });

  it.each([
    ['ECONNREFUSED', 'SUBGRAPH_UNAVAILABLE'],
    ['57P01', 'SUBGRAPH_UNAVAILABLE'],
    ['57014', 'SUBGRAPH_TIMEOUT'],
    ['23505', 'INTERNAL'],
  ])('a database that says %s is %s', (code, expected) => {
    expect(
      maskError(located(Object.assign(new Error('db.internal:5432'), { code })), place).extensions['code'],
    ).toBe(expected);
  });

  it('at the door what has no code of the catalogue is INTERNAL in the catalogue’s words', () => {
    expect(
      formatError({
        message: 'http://10.0.0.5:4001 refused',
        extensions: { code: 'SOMETHING', stacktrace: ['at x'] },
      }),
    ).toEqual({
      message: ERROR_CATALOGUE.INTERNAL.en,
      extensions: { code: 'INTERNAL' },
    });
    expect(
      formatError({ message: 'm', extensions: { code: 'FORBIDDEN', serviceName: 'urgencies', secret: 1 } })
        .extensions,
    ).toEqual({ code: 'FORBIDDEN', subgraph: 'urgencies' });
  });
});
