import { HubError } from '../../platform/errors.ts';
import { globalId } from '../../platform/global-id.ts';
import { decodeCursor, pageSize, toPage, type PageArguments } from '../../platform/page.ts';
import { compareText } from '../../platform/primitives/compare-text.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { hubOnBehalfOf } from '../../platform/viewer.ts';
import { lotIdIn } from '../../rules/draw.ts';
import type { CandidateFacts } from '../../rules/facts.ts';
import { assembleCandidate, type SeekerCase } from './domain/assemble-facts.ts';
import { isDrawn, type Admitted, type Judge } from './domain/judge.ts';
import { judgeOf, type Loaders } from './loaders.ts';
import { openVacancies, type OpenVacancy } from './open-vacancies.ts';
import type { PlaceKey } from './store.ts';

type Context = SubgraphContext<Loaders>;

export interface OpportunityQuestion {
  readonly registration: string;
  /** Null for every connected region. */
  readonly regions: readonly string[] | null;
  readonly page: PageArguments;
}

/** Regions that may be asked at once. */
const REGIONS_MAXIMUM = 10;

/** The regions that a question names, once each; null where it names none. Throws INVALID_INPUT for more than ten, or for what is no code. */
export function regionsAsked(
  region: string | null | undefined,
  regions: readonly string[] | null | undefined,
): readonly string[] | null {
  const all = [
    ...new Set([...(regions ?? []), ...(region === null || region === undefined ? [] : [region])]),
  ];
  if (all.length > REGIONS_MAXIMUM || !all.every((code) => /^[A-Z][A-Z0-9-]{1,15}$/.test(code)))
    throw new HubError('INVALID_INPUT');
  return all.length === 0 && !regions ? null : all;
}

interface Chance {
  readonly open: OpenVacancy;
  readonly judge: Judge;
  readonly groupRank: number;
  readonly orderValue: number;
}

/**
 * Open vacancies in some regions or all on which a registration would be admitted, each judged by its own pinned
 * rules, with the place it would take among the reactions that stand. Facts of the seeker are asked once, the public
 * list of vacancies is shared, and the places of a page are one statement.
 */
export async function listOpportunities(
  { registration, regions, page }: OpportunityQuestion,
  context: Context,
) {
  const size = pageSize(page);
  const after = decodeCursor(page.after, ['moment', 'string']);
  const [{ facts, lotKey }, open] = await Promise.all([
    seekerFacts(registration, context),
    openVacancies(regions, context),
  ]);
  const chances = await admittedTo(facts, open, context);
  const rest =
    after === undefined
      ? chances
      : chances.filter(
          ({
            open: {
              closesAt,
              facts: { id },
            },
          }) => closesAt > after[0] || (closesAt === after[0] && id > after[1]),
        );
  const shown = rest.slice(0, size + 1);
  const nodes = await describe(shown, facts, { registration, lotKey }, context);
  return {
    ...toPage(
      nodes,
      size,
      (node) => node,
      ({ closesAt, vacancy }) => [closesAt, vacancy.id],
    ),
    totalCount: chances.length,
  };
}

interface Seeking {
  readonly facts: CandidateFacts;
  readonly lotKey: string;
}

/** What is known of a seeker today. Throws when it may not react, and when an owner is away. */
export async function seekerFacts(
  registration: string,
  { askSupergraph, clock, viewer, trace }: Context,
): Promise<Seeking> {
  const { data, errors } = await askSupergraph(
    'SeekerFacts',
    { registration, on: clock.today() },
    hubOnBehalfOf(viewer, 'list opportunities'),
    trace,
  );
  if ((errors?.length ?? 0) > 0 || !data) throw new HubError('FACTS_UNAVAILABLE');
  const seeker = data['registration'] as SeekerCase | null;
  if (seeker === null) throw new HubError('UNKNOWN_REGISTRATION');
  if (seeker.facts?.active !== true) throw new HubError('REGISTRATION_NOT_ACTIVE');
  const facts = assembleCandidate(seeker);
  if (facts.kind === 'FAILED' || seeker.lotKey === null) throw new HubError('FACTS_UNAVAILABLE');
  return { facts: facts.value, lotKey: seeker.lotKey };
}

async function admittedTo(
  facts: CandidateFacts,
  open: readonly OpenVacancy[],
  context: Context,
): Promise<readonly Chance[]> {
  const hashes = [...new Set(open.map(({ ruleSetHash }) => ruleSetHash))];
  const judges = new Map(
    await Promise.all(hashes.map(async (hash) => [hash, await judgeFor(hash, context)] as const)),
  );
  return open
    .flatMap((vacancy): readonly Chance[] => {
      const judge = judges.get(vacancy.ruleSetHash)!;
      const { admitted, groupRank, orderValue } = judge.quick(facts, vacancy.facts, facts.on);
      return admitted ? [{ open: vacancy, judge, groupRank, orderValue }] : [];
    })
    .sort(
      (one, other) =>
        compareText(one.open.closesAt, other.open.closesAt) ||
        compareText(one.open.facts.id, other.open.facts.id),
    );
}

/** The judge of a rule set that a ranking uses already, else of the text that its owner publishes. */
export async function judgeFor(
  hash: string,
  { loaders, askSupergraph, viewer, trace }: Context,
): Promise<Judge> {
  const known = await loaders.judgeIfKnown(hash);
  if (known !== null) return known;
  const { data } = await askSupergraph('RuleSetText', { hash }, hubOnBehalfOf(viewer, 'read rules'), trace);
  const text = (data?.['ruleSet'] as { readonly canonical: string } | null | undefined)?.canonical;
  if (text === undefined) throw new HubError('FACTS_UNAVAILABLE');
  return judgeOf(hash, text);
}

async function describe(
  chances: readonly Chance[],
  facts: CandidateFacts,
  { registration, lotKey }: { readonly registration: string; readonly lotKey: string },
  { loaders }: Context,
) {
  const ids = chances.map(({ open }) => globalId(open.facts.id));
  const keys = chances.map(({ open, judge, groupRank, orderValue }, index): PlaceKey => ({
    vacancy: ids[index]!,
    ...judge.sortKey(
      { group: { rank: groupRank }, orderValue },
      open.facts.id,
      lotIdIn(open.facts.id, lotKey),
    ),
  }));
  const [places, reacted, counts] = await Promise.all([
    loaders.placesOf(keys),
    loaders.reactedVacancies(registration, ids),
    loaders.reactionCounts.loadMany(ids),
  ]);
  return chances.map(({ open, judge, orderValue }, index) => {
    const orderedBy = judge.orderKind(open.facts.model);
    const drawn = isDrawn(orderedBy);
    const count = counts[index];
    // Admitted by the compiled rules means admitted by the traced ones; a property test holds them together.
    const { group } = judge.judge(facts, open.facts, facts.on) as Admitted;
    return {
      vacancy: { id: open.facts.id },
      closesAt: open.closesAt,
      region: open.facts.place.region,
      expectedPosition: drawn ? places[index]! : null,
      candidateCount:
        count instanceof Error || count === null || count === undefined ? 0 : count.reactionCount,
      group,
      orderValue: drawn && orderedBy !== 'REACTION_TIME' ? orderValue : null,
      orderedBy,
      reacted: reacted.has(open.facts.id),
    };
  });
}
