import { GraphQLError } from 'graphql';
import { ALLOCATING } from './error-catalogue/allocating.ts';
import type { CatalogueEntry } from './error-catalogue/entry.ts';
import { OWNERS } from './error-catalogue/owners.ts';
import { QUESTIONS } from './error-catalogue/questions.ts';
import { REGULATING } from './error-catalogue/regulating.ts';

/**
 * Every code that the hub answers with, what it means, and since which version. `docs/errors.md` is generated from it.
 * A message states a fact and never holds a stack, SQL, a host name or a personal value.
 */
export const ERROR_CATALOGUE = {
  ...QUESTIONS,
  ...OWNERS,
  ...ALLOCATING,
  ...REGULATING,
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** An error whose code and message come from the catalogue, safe to show to anyone. */
export class HubError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail?: string) {
    const { en, http } = catalogueEntry(code);
    super(detail === undefined ? en : `${en} ${detail}`, {
      extensions: { code, ...(http === undefined ? {} : { http: { status: http } }) },
    });
    this.code = code;
  }
}

/** An expected refusal, as member of a mutation's result union. */
export interface RefusalData {
  readonly code: ErrorCode;
  readonly message: { readonly nl: string; readonly en: string };
}

/** The catalogue's words for an expected refusal. */
export function refusal(code: ErrorCode): RefusalData {
  const { nl, en } = catalogueEntry(code);
  return { code, message: { nl, en } };
}

/** Whether `code` stands in the catalogue. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CATALOGUE, code);
}

function catalogueEntry(code: ErrorCode): CatalogueEntry {
  return ERROR_CATALOGUE[code];
}
