import { randomBytes } from 'node:crypto';

/** Identity of one request across services: W3C trace context, trace-id part. */
export interface Trace {
  readonly traceId: string;
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const NO_TRACE = '0'.repeat(32);

/** The trace that a `traceparent` header continues, or a new one. */
export function traceFrom(traceParent: string | undefined): Trace {
  const traceId = TRACE_PARENT.exec(traceParent ?? '')?.[1];
  return {
    traceId: traceId === undefined || traceId === NO_TRACE ? randomBytes(16).toString('hex') : traceId,
  };
}

/** The `traceparent` header for a next hop. */
export function traceParent({ traceId }: Trace): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}

/** Where operators read what happened. One JSON object a line on standard error; tests inject their own. */
export type Log = (event: Readonly<Record<string, string | number | boolean | null>>) => void;

export const logToStandardError: Log = (event) => {
  process.stderr.write(`${JSON.stringify(event)}\n`);
};

/** A fault as a log may hold it: name, message and place, for the operator only. */
export function describeFault(fault: unknown): { readonly name: string; readonly detail: string } {
  if (fault instanceof Error) return { name: fault.name, detail: fault.stack ?? fault.message };
  return { name: typeof fault, detail: String(fault) };
}
