import { expect, it } from 'vitest';

import { explainConnection } from '../../../platform/database/database-failure.ts';

const URL_WITH_PASSWORD = 'postgres://hub:hush-hush@db.example:5433/postgres';
const CODES = [
  '28P01',
  '28000',
  '3D000',
  '53300',
  '57P03',
  '42501',
  'ENOTFOUND',
  'ECONNREFUSED',
  'CONNECT_TIMEOUT',
];

it.each(CODES)('explains %s in one sentence that never holds the password', (code) => {
  const message = explainConnection({ code }, URL_WITH_PASSWORD)?.message;
  expect(message).toMatch(/^[A-Z].*[.?]$/);
  expect(message).toContain('db.example');
  expect(message).not.toContain('hush');
});

it('explains nothing that is not about reaching the server', () => {
  expect(explainConnection({ code: '23505' }, URL_WITH_PASSWORD)).toBeUndefined();
  expect(explainConnection(new TypeError('a defect'), URL_WITH_PASSWORD)).toBeUndefined();
});
