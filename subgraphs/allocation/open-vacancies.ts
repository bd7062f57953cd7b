import { monotonicMs } from '../../platform/clock.ts';
import { HubError } from '../../platform/errors.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { ANONYMOUS, hubOnBehalfOf } from '../../platform/viewer.ts';
import type { VacancyFacts } from '../../rules/facts.ts';
import { assembleVacancy, type VacancyCase } from './domain/assemble-facts.ts';
import type { Loaders } from './loaders.ts';

/** A vacancy that is open for reactions, as rules may look at it. */
export interface OpenVacancy {
  readonly facts: VacancyFacts;
  readonly closesAt: string;
  readonly ruleSetHash: string;
}

type Context = SubgraphContext<Loaders>;

const PAGE = 100;
/**
 * How long a list may be used again, milliseconds of the machine's counter and not of the hub's clock, which may stand
 * still: then the list would never be asked for anew. It is public and the same for everyone; a vacancy that closed
 * meanwhile is left out by its closing time, and reacting looks at the vacancy itself.
 */
const KEPT_MS = 10_000;

interface KeptList {
  readonly until: number;
  readonly list: Promise<readonly OpenVacancy[]>;
}

/** One list per hub: several run in one process only in tests, each with its own way to ask. */
const kept = new WeakMap<Context['askSupergraph'], KeptList>();

/** Every vacancy that is open now, the ones that close first on top. Throws FACTS_UNAVAILABLE when an owner is away. */
export async function openVacancies(context: Context): Promise<readonly OpenVacancy[]> {
  let known = kept.get(context.askSupergraph);
  if (known === undefined || known.until < monotonicMs()) {
    const list = askAll(context);
    known = { until: monotonicMs() + KEPT_MS, list };
    kept.set(context.askSupergraph, known);
    list.catch(() => kept.delete(context.askSupergraph));
  }
  const now = Date.parse(context.clock.now());
  return (await known.list).filter(({ closesAt }) => Date.parse(closesAt) > now);
}

async function askAll({ askSupergraph, trace }: Context): Promise<readonly OpenVacancy[]> {
  const open: OpenVacancy[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors } = await askSupergraph(
      'OpenVacancies',
      { first: PAGE, after },
      hubOnBehalfOf(ANONYMOUS, 'list open vacancies'),
      trace,
    );
    if ((errors?.length ?? 0) > 0 || !data) throw new HubError('FACTS_UNAVAILABLE');
    const { nodes, pageInfo } = data['vacancies'] as {
      readonly nodes: readonly VacancyCase[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
    for (const node of nodes) {
      const facts = assembleVacancy(node);
      if (facts.kind === 'FAILED' || node.closesAt === null || node.ruleSet === null) continue;
      open.push({ facts: facts.value, closesAt: node.closesAt, ruleSetHash: node.ruleSet.hash });
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    if (after === null) return open;
  }
}
