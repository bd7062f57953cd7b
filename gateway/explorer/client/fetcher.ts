import type { FetcherParams } from '@graphiql/toolkit';
import { storedToken } from './token.ts';
import { sentAs } from './trusted-question.ts';

/** How the hub answered a question; for the line that tells it to people who do not see the answer appear. */
export interface Answer {
  readonly httpStatus: number;
  readonly errorCount: number;
  readonly withToken: boolean;
}

/**
 * Asks the hub of this origin. The token is read at each question, so a new token works without reloading,
 * and it travels in the `Authorization` header only.
 */
export async function ask(
  parameters: FetcherParams,
  onAnswer: (answer: Answer) => void,
): Promise<Record<string, unknown>> {
  const token = storedToken();
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'omit',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(await sentAs(parameters)),
  });
  const body = bodyOf(await response.text(), response.status);
  const { errors } = body;
  if (parameters.operationName !== 'IntrospectionQuery') {
    onAnswer({
      httpStatus: response.status,
      errorCount: Array.isArray(errors) ? errors.length : 0,
      withToken: token !== '',
    });
  }
  return body;
}

function bodyOf(text: string, httpStatus: number): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return { ...body };
  } catch {
    // Not JSON: something between the browser and the hub answered, and the reader should see that.
  }
  return { errors: [{ message: `HTTP ${httpStatus}: no GraphQL answer` }] };
}
