import { HubError } from '../../platform/errors.ts';

/** `work`, or SUBGRAPH_TIMEOUT after `deadlineMs` milliseconds. The work itself is ended by its own limits. */
export async function withDeadline<Result>(work: Promise<Result>, deadlineMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HubError('SUBGRAPH_TIMEOUT')), deadlineMs);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
