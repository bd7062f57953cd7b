import { request } from 'undici';
import type { ExecutionResult } from 'graphql';
import type { HubIdentity } from '../../../platform/identity-from-config.ts';
import { hubOperation } from '../../../platform/hub-operations.ts';
import type { AskSupergraph } from '../../../platform/serve-subgraph.ts';
import { signHubToken } from '../../../platform/sign-token.ts';
import { traceParent } from '../../../platform/telemetry.ts';
import { textIn } from './fragments-in-place.ts';
import type { Manner } from './variants.ts';

/** As `askOverHttp`, at gateways that know no documents by their ids. */
export function askTextOverHttp(url: URL, { hubKey }: HubIdentity, manner: Manner): AskSupergraph {
  const texts = new Map<string, string>();
  const textOf = (operation: string): string => {
    let text = texts.get(operation);
    if (text === undefined) texts.set(operation, (text = textIn(manner, hubOperation(operation))));
    return text;
  };
  return async (operation, variables, viewer, trace) => {
    const response = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await signHubToken(hubKey, viewer)}`,
        traceparent: traceParent(trace),
      },
      body: JSON.stringify({ query: textOf(operation), variables, operationName: operation }),
    });
    return (await response.body.json()) as ExecutionResult;
  };
}
