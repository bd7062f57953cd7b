import { HubError } from '../../platform/errors.ts';
import { globalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type Page, type PageArguments } from '../../platform/page.ts';
import { daysBetween, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import { MEDIATION_CATEGORIES, type MediationCategory } from '../../rules/facts.ts';
import { isMediatedIn } from '../../rules/mediation-category.ts';
import { assembleVacancy, type SeekerCase } from './domain/assemble-facts.ts';
import {
  fitComponents,
  inOrderFor,
  surroundingComponents,
  type Capacity,
  type MatchedHome,
  type MediationComponent,
  type Sparing,
} from './domain/mediation.ts';
import {
  matchedAs,
  meetsHardship,
  waitingUrgency,
  type MediatedHomeCase,
  type UrgencyCase,
} from './domain/mediation-case.ts';
import type { Loaders } from './loaders.ts';

type Context = SubgraphContext<Loaders>;

/** A household that waits for a home, without who it is. */
export interface MediationCandidate {
  readonly urgency: { readonly id: string };
  readonly category: string;
  readonly waitingSince: CalendarDate;
  readonly waitingDays: number;
  readonly components: readonly MediationComponent[];
  readonly conditions: readonly { readonly kind: string; readonly met: boolean }[];
  readonly offered: boolean;
}

/** A home that fits an urgency, with what is weighed. */
export interface MatchedForUrgency {
  readonly vacancy: { readonly id: string };
  readonly category: MediationCategory;
  readonly registeredOn: CalendarDate;
  readonly components: readonly MediationComponent[];
  readonly offered: boolean;
}

interface WaitingAnswer {
  readonly waitingForMediation: {
    readonly nodes: readonly UrgencyCase[];
    readonly pageInfo: Page<unknown>['pageInfo'];
  } | null;
}

/**
 * A page of the households that a mediated home fits, in its category, in the order in which they wait. Null for a home that is
 * not mediated, or that is not the asker's to mediate: there is nothing to see, whether or not it exists.
 */
export async function mediationCandidates(
  vacancy: string,
  page: PageArguments,
  context: Context,
): Promise<Page<MediationCandidate> | null> {
  const { viewer, clock, loaders } = context;
  const { owner } = globalId(vacancy);
  const first = pageSize(page);
  if (viewer.role === 'ALLOCATOR' && owner !== viewer.organisation) return null;
  const { vacancy: home } = await ask<{ readonly vacancy: MediatedHomeCase | null }>(
    'MediatedHome',
    { vacancy },
    context,
  );
  if (home === null || home.mediationCategory === null) return null;
  const careProvider = home.careProvider?.code ?? null;
  if (viewer.role === 'CARE_PROVIDER' && careProvider !== viewer.organisation) return null;
  // Before it is registered nothing is matched.
  const facts = assembleVacancy(home);
  if (facts.kind === 'FAILED') return null;
  const asked = matchedAs(facts.value, home.mediationCategory, careProvider);
  const variables = { home: asked, first, after: page.after ?? null };
  const { waitingForMediation: waiting } = await ask<WaitingAnswer>(
    'WaitingForMediation',
    variables,
    context,
  );
  if (waiting === null) throw new HubError('SUBGRAPH_UNAVAILABLE');
  const today = clock.today();
  const spokenFor = await loaders.spokenFor(
    waiting.nodes.flatMap(({ registration }) => registration?.id ?? []),
  );
  const nodes = waiting.nodes.flatMap((node): MediationCandidate[] => {
    const urgency = waitingUrgency(node, today);
    if (urgency === undefined || node.waitingSince === null) return [];
    return [
      {
        urgency: { id: node.id },
        category: node.category,
        waitingSince: node.waitingSince,
        waitingDays: daysBetween(node.waitingSince, today),
        components: fitComponents(urgency, facts.value),
        conditions: node.conditions.map(({ kind, metOn }) => ({ kind, met: metOn !== null })),
        offered: node.registration !== null && spokenFor.has(node.registration.id),
      },
    ];
  });
  return { nodes, pageInfo: waiting.pageInfo };
}

interface HomesAnswer {
  readonly mediatedHomes:
    | readonly (MediatedHomeCase & {
        readonly publishedOn: CalendarDate;
        readonly dwelling: MediatedHomeCase['dwelling'] & {
          readonly carryingCapacity: readonly Capacity[] | null;
          readonly complex: { readonly name: string; readonly sparing: Sparing | null } | null;
        };
      })[]
    | null;
}

interface HouseholdAnswer {
  readonly urgency:
    | (UrgencyCase & {
        readonly municipality: {
          readonly code: string;
          readonly region: { readonly code: string } | null;
        } | null;
        readonly registration: Pick<SeekerCase, 'judgementFacts'> | null;
      })
    | null;
}

/**
 * A page of the mediated homes that fit an urgency, in the order of what is weighed, part by part. Null for who does not mediate
 * the household: a care provider sees whom it mediates and the homes that are for it, an officer the urgencies of the own
 * municipality and the homes that are for no other provider.
 */
export async function mediationHomes(
  id: string,
  page: PageArguments,
  context: Context,
): Promise<Page<MatchedForUrgency> | null> {
  const { viewer, clock, loaders } = context;
  const { owner } = globalId(id);
  const size = pageSize(page);
  const after = decodeCursor(page.after, ['string']);
  if (viewer.role === 'URGENCY_OFFICER' && owner !== viewer.organisation) return null;
  const on = clock.today();
  const { urgency: node } = await ask<HouseholdAnswer>('MediatedHousehold', { urgency: id, on }, context);
  const careProvider = node?.careProvider?.code ?? null;
  if (node === null || (viewer.role === 'CARE_PROVIDER' && careProvider !== viewer.organisation)) return null;
  const urgency = waitingUrgency(node, on);
  const region = node.municipality?.region?.code;
  if (urgency === undefined || region === undefined) return { nodes: [], pageInfo: NO_MORE };
  const variables = { region, categories: MEDIATION_CATEGORIES };
  const { mediatedHomes } = await ask<HomesAnswer>('MediatedHomes', variables, context);
  if (mediatedHomes === null) throw new HubError('SUBGRAPH_UNAVAILABLE');
  const judgements = node.registration?.judgementFacts ?? [];
  const homes = mediatedHomes.flatMap((home): MatchedHome[] => {
    const facts = assembleVacancy(home);
    if (facts.kind === 'FAILED' || home.mediationCategory === null) return [];
    const { category } = node;
    const provider = home.careProvider?.code ?? null;
    if (viewer.role === 'CARE_PROVIDER' && provider !== viewer.organisation) return [];
    const hardship = meetsHardship(judgements, facts.value.place.municipality);
    const as = { category: home.mediationCategory, careProvider: provider };
    if (!isMediatedIn(as, { category, careProvider, hardship })) return [];
    return [
      {
        id: home.id,
        facts: facts.value,
        category: home.mediationCategory,
        registeredOn: home.publishedOn,
        capacity: home.dwelling.carryingCapacity ?? [],
        sparing: home.dwelling.complex?.sparing ?? null,
      },
    ];
  });
  const ordered = inOrderFor(urgency, homes);
  const from = after === undefined ? 0 : ordered.findIndex((home) => home.id === after[0]) + 1;
  const shown = ordered.slice(from, from + size + 1);
  const offered = await loaders.homesOffered(shown.map((home) => globalId(home.id)));
  return toPage(
    shown,
    size,
    (home) => ({
      vacancy: { id: home.id },
      category: home.category,
      registeredOn: home.registeredOn,
      components: [...fitComponents(urgency, home.facts), ...surroundingComponents(home)],
      offered: offered.has(home.id.slice(home.id.indexOf(':') + 1)),
    }),
    (home) => [home.id],
  );
}

const NO_MORE = { hasNextPage: false, endCursor: null } as const;

/** The data of an operation of the hub on behalf of who asks. Throws SUBGRAPH_UNAVAILABLE when any part of it failed. */
async function ask<Data>(
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  { askSupergraph, viewer, trace }: Context,
): Promise<Data> {
  const { data, errors } = await askSupergraph(
    operation,
    variables,
    hubOnBehalfOf(viewer, 'mediate a home'),
    trace,
  );
  if ((errors?.length ?? 0) > 0 || !data) throw new HubError('SUBGRAPH_UNAVAILABLE');
  return data as Data;
}
