import type { ExecutionResult } from 'graphql';
import { traceFrom } from '../platform/telemetry.ts';
import { ANONYMOUS } from '../platform/viewer.ts';
import type { Gateway } from './gateway.ts';
import { namedOperation } from './named-operations.ts';
import type { AskPublic } from './reading/reading-pages.ts';

/** Asks the hub's named operations as nobody in particular. */
export function askPublicThrough({ server }: Pick<Gateway, 'server'>): AskPublic {
  return async (operation, variables) => {
    const { body } = await server.executeOperation(
      { query: namedOperation(operation), variables: { ...variables } },
      { contextValue: { viewer: ANONYMOUS, trace: traceFrom(undefined), authorization: undefined } },
    );
    if (body.kind !== 'single') throw new TypeError('an answer comes in one piece');
    return body.singleResult as ExecutionResult;
  };
}
