import { fixedClock } from '../../platform/clock.ts';
import { connect } from '../../platform/database/connect.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import {
  createSubgraph,
  type AskSupergraph,
  type SubgraphDefinition,
} from '../../platform/serve-subgraph.ts';
import type { Role, Viewer } from '../../platform/viewer.ts';

/** What a subgraph answered, in a form that a test can look into. */
export interface Answer {
  // The shape is that of the query, which only the test knows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  /** Codes of the errors; empty when there are none. */
  readonly codes: readonly unknown[];
}

export type AskSubgraph = (
  viewer: Viewer,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<Answer>;

/** A subgraph on a database of a test, at a moment that stands still; asked directly, not through the gateway. */
export function subgraphOn<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  prepared: PreparedDatabase,
  now: string,
  askSupergraph: AskSupergraph = () => Promise.reject(new TypeError('this test has no supergraph')),
): { readonly ask: AskSubgraph; readonly stop: () => Promise<void> } {
  const database = connect(prepared.appUrl, { applicationName: 'test', max: 4 });
  const publicDatabase = connect(prepared.publicUrl, { applicationName: 'test', max: 2 });
  const faults: unknown[] = [];
  const subgraph = createSubgraph(definition, {
    database,
    publicDatabase,
    clock: fixedClock(now),
    log: (event) => faults.push(event),
    askSupergraph,
  });
  return {
    async ask(viewer, query, variables = {}) {
      const result = await subgraph.execute({ query, variables, viewer, trace: { traceId: '1'.repeat(32) } });
      const codes = (result.errors ?? []).map(({ extensions, message }) => extensions['code'] ?? message);
      if (codes.includes('INTERNAL')) throw new Error(JSON.stringify(faults));
      // Answers have no prototype, which a comparison with a literal would call a difference.
      return { data: JSON.parse(JSON.stringify(result.data ?? null)) as unknown, codes };
    },
    async stop() {
      await subgraph.stop();
      await database.end();
      await publicDatabase.end();
    },
  };
}

/** Someone in a role, of an organisation if any. */
export function viewerAs(role: Role, organisation: string | null = null): Viewer {
  return { role, person: 'P1', organisation, registration: null, purpose: 'test' };
}
