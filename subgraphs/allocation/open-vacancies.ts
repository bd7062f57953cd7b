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
 * How long a list is good, milliseconds of the machine's counter and not of the hub's clock, which may stand still: then the list
 * would never be asked for anew. It is public and the same for everyone; a vacancy that closed meanwhile is left out by its closing
 * time, and reacting looks at the vacancy itself.
 */
const KEPT_MS = 10_000;
/** How long it may still be shown while it is looked at whether it changed, so that nobody waits for that where many ask. */
const SHOWN_MS = 20_000;

interface KeptList {
  readonly askedAt: number;
  readonly list: Promise<readonly OpenVacancy[]>;
}

/** A list per region, and one of all: of each hub its own, for several run in one process only in tests. */
const kept = new WeakMap<Context['askSupergraph'], Map<string, KeptList>>();
/** Of all regions. */
const EVERYWHERE = '';
/** More lists than there are regions are of codes that are none: then the one that was asked longest ago goes. */
const LISTS_KEPT = 500;

/**
 * Every vacancy that is open now in some regions, or in every connected region where `regions` is null. What it costs follows from
 * what is open in these regions alone. Throws FACTS_UNAVAILABLE when an owner is away.
 */
export async function openVacancies(
  regions: readonly string[] | null,
  context: Context,
): Promise<readonly OpenVacancy[]> {
  const lists = await Promise.all([...new Set(regions ?? [EVERYWHERE])].map((each) => listOf(each, context)));
  const now = Date.parse(context.clock.now());
  return lists.flat().filter(({ closesAt }) => Date.parse(closesAt) > now);
}

/** One vacancy that is open now; null where there is no such. Throws FACTS_UNAVAILABLE when an owner is away. */
export async function openVacancy(
  id: string,
  { askSupergraph, clock, trace }: Context,
): Promise<OpenVacancy | null> {
  const { data, errors } = await askSupergraph(
    'VacancyRules',
    { vacancy: id },
    hubOnBehalfOf(ANONYMOUS, 'look at an open vacancy'),
    trace,
  );
  if ((errors?.length ?? 0) > 0 || !data) throw new HubError('FACTS_UNAVAILABLE');
  const vacancy = data['vacancy'] as VacancyCase | null;
  const open = vacancy?.status === 'PUBLISHED' ? openOf(vacancy) : undefined;
  return open === undefined || Date.parse(open.closesAt) <= Date.parse(clock.now()) ? null : open;
}

async function listOf(region: string, context: Context): Promise<readonly OpenVacancy[]> {
  const lists = kept.get(context.askSupergraph) ?? new Map<string, KeptList>();
  kept.set(context.askSupergraph, lists);
  const known = lists.get(region);
  const age = known === undefined ? Infinity : monotonicMs() - known.askedAt;
  if (age < KEPT_MS) return known!.list;
  const list = known === undefined ? askAll(region, context) : renewed(known, region, context);
  // Behind all others, so that the first is the one that was asked longest ago.
  lists.delete(region);
  lists.set(region, { askedAt: monotonicMs(), list });
  if (lists.size > LISTS_KEPT) lists.delete(lists.keys().next().value!);
  list.catch(() => {
    if (lists.get(region)?.list === list) lists.delete(region);
  });
  return age < SHOWN_MS ? known!.list : list;
}

/** The list as it was where nothing was published, closed or withdrawn since, which ids and closing times tell; else it is asked for anew. */
async function renewed(known: KeptList, region: string, context: Context): Promise<readonly OpenVacancy[]> {
  const [before, open] = await Promise.all([known.list, pagesOf<Named>('OpenVacancyIds', region, context)]);
  const same =
    open.length === before.length &&
    open.every(
      ({ id, closesAt }, index) => id === before[index]!.facts.id && closesAt === before[index]!.closesAt,
    );
  return same ? before : askAll(region, context);
}

async function askAll(region: string, context: Context): Promise<readonly OpenVacancy[]> {
  return (await pagesOf<VacancyCase>('OpenVacancies', region, context)).flatMap((node) => openOf(node) ?? []);
}

/** The vacancy as rules may look at it; undefined where something of it is not known. */
function openOf(vacancy: VacancyCase): OpenVacancy | undefined {
  const { closesAt, ruleSet } = vacancy;
  const facts = assembleVacancy(vacancy);
  if (facts.kind === 'FAILED' || closesAt === null || ruleSet === null) return undefined;
  return { facts: facts.value, closesAt, ruleSetHash: ruleSet.hash };
}

interface Named {
  readonly id: string;
  readonly closesAt: string | null;
}

async function pagesOf<Node>(
  operation: string,
  region: string,
  { askSupergraph, trace }: Context,
): Promise<readonly Node[]> {
  const all: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors } = await askSupergraph(
      operation,
      { region: region === EVERYWHERE ? null : region, first: PAGE, after },
      hubOnBehalfOf(ANONYMOUS, 'list open vacancies'),
      trace,
    );
    if ((errors?.length ?? 0) > 0 || !data) throw new HubError('FACTS_UNAVAILABLE');
    const { nodes, pageInfo } = data['vacancies'] as {
      readonly nodes: readonly Node[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
    all.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    if (after === null) return all;
  }
}
