import { createHash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { dayInNetherlands, type Clock } from '../../platform/clock.ts';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect } from '../../platform/database/connect.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { createSubgraph, type AskSupergraph } from '../../platform/serve-subgraph.ts';
import type { Signer } from '../../platform/signer.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type {
  AnsweredDwelling,
  SeekerCase,
  VacancyCase,
} from '../../subgraphs/allocation/domain/assemble-facts.ts';
import { createFollowing, type Following } from '../../subgraphs/allocation/following/start-following.ts';
import { doWhatIsDue, type Clockwork } from '../../subgraphs/allocation/closing/start-closing.ts';
import { allocationSubgraph } from '../../subgraphs/allocation/subgraph.ts';
import type { AnsweredDraft } from '../../subgraphs/allocation/draft-rules.ts';
import { stepOn, type AllocationStep } from '../../subgraphs/vacancies/domain/vacancy-state.ts';
import { corpusRuleSet } from '../scenarios/corpus.ts';
import type { Answer, AskSubgraph } from './ask-subgraph.ts';
import { HUB } from './viewers.ts';
import { countingStatements } from './counted-statements.ts';

/** The moment at which the suites of allocation stand, unless they move it. */
export const NOW = '2026-11-02T10:00:00.000Z';
export const CLOSES_AT = '2026-11-05T19:00:00.000Z';

/** The rules of Hilversum: search value for an offered home, a draw for a lottery. */
export const RULES = corpusRuleSet('GM0402', '2026-11-02');

export function vacancyId(index: number, owner = 'L0001'): string {
  return `${owner}:f0000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/** A vacancy whose dwelling is seen by who asks. */
export type ShownVacancy = VacancyCase & { readonly dwelling: AnsweredDwelling };

/** A three-room home in Hilversum, offered to everybody; the test says what matters to it. */
export function vacancyCase(id: string, said: Partial<ShownVacancy> = {}): ShownVacancy {
  return {
    id,
    status: 'PUBLISHED',
    model: 'OFFER',
    labels: [],
    publishedOn: calendarDate('2026-10-26'),
    closesAt: CLOSES_AT,
    closesOn: calendarDate('2026-11-05'),
    offeredSince: calendarDate('2026-10-26'),
    ruleSet: { hash: RULES.hash, canonical: RULES.canonical },
    dwelling: {
      dwellingType: 'APARTMENT',
      rooms: 3,
      areaM2: 50,
      rentCents: 60_000,
      accessibility: 'NONE',
      segment: 'SOCIAL_RENT',
      complex: null,
      core: null,
      municipality: {
        code: 'GM0402',
        region: { code: 'GOOI', municipalities: { nodes: [{ code: 'GM0402' }, { code: 'GM0406' }] } },
      },
    },
    ...said,
  };
}

type SeekerFacts = NonNullable<SeekerCase['facts']>;

/** A seeker of 24 whom the rules admit everywhere; the test says what matters to it. */
export function seekerCase(id: string, said: Partial<SeekerFacts> = {}): SeekerCase {
  return {
    id,
    // Another for each; a test of registering anew gives one key to two.
    lotKey: createHash('sha256').update(id).digest('hex'),
    facts: {
      on: calendarDate('2026-11-02'),
      active: true,
      registeredOn: calendarDate('2020-01-01'),
      lawfulResidence: true,
      applicantBirthDates: [calendarDate('2002-05-05')],
      adults: 1,
      children: 0,
      residences: [],
      employments: [],
      leavesSelfContainedHome: false,
      presentAddressSince: null,
      lastMove: null,
      incomeTests: [{ threshold: 'INCOME_GOOI', atMost: true }],
      vitalProfession: null,
      accessibility: 'NONE',
      activeSearchMonths: 0,
      situationPoints: 0,
      exclusions: [],
      ...said,
    },
    judgementFacts: [],
    urgencyFacts: [],
  };
}

/** A question that allocation asked the other owners, and as whom. */
export interface Asked {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

/** What the other owners know, and what time it is. A test changes it as it goes. */
export interface World {
  now: string;
  readonly vacancies: Map<string, VacancyCase>;
  readonly seekers: Map<string, SeekerCase>;
  /** Drafts of regulations with the rules that they would put in place, by id. */
  readonly drafts: Map<string, AnsweredDraft>;
  /** Registrations about which something changed, in order, by feed. */
  readonly changes: { readonly REGISTRATIONS: string[]; readonly URGENCIES: string[] };
  /** Lines on a page of a feed. */
  changesOnPage: number;
  /** Answers in the place of the other owners; undefined leaves the question to them. */
  instead: (asked: Asked) => ExecutionResult | undefined;
  /** What happens after the hub's own question was answered, and before anything is done with it. */
  meanwhile: (asked: Asked) => Promise<void>;
}

export function worldOf(vacancies: readonly VacancyCase[], seekers: readonly SeekerCase[]): World {
  return {
    now: NOW,
    vacancies: new Map(vacancies.map((one) => [one.id, one])),
    seekers: new Map(seekers.map((one) => [one.id, one])),
    drafts: new Map(),
    changes: { REGISTRATIONS: [], URGENCIES: [] },
    changesOnPage: 100,
    instead: () => undefined,
    meanwhile: () => Promise.resolve(),
  };
}

export interface Allocation {
  readonly ask: AskSubgraph;
  /** What the hub does by itself because it is time. */
  readonly doWhatIsDue: () => Promise<void>;
  /** Follows what changed, until there is no more, as one process of several would. */
  readonly follow: (following?: Following) => Promise<void>;
  /** Another process that follows. */
  readonly anotherFollower: () => Following;
  /** What was logged, for the operator. */
  readonly logged: Readonly<Record<string, unknown>>[];
  /** Everything that was asked of the other owners, in order. */
  readonly asked: Asked[];
  /** Knows nothing of homes any more, as one that just started. */
  readonly forget: () => void;
  /** Names of the statements that ran, in order. */
  readonly statements: string[];
  readonly stop: () => Promise<void>;
}

/** Allocation alone on a database of a test, with a world by hand in the place of the other owners. */
export function allocationOn(prepared: PreparedDatabase, world: World, signer?: Signer): Allocation {
  const app = countingStatements(connect(prepared.appUrl, { applicationName: 'test', max: 8 }));
  const open = countingStatements(connect(prepared.publicUrl, { applicationName: 'test', max: 2 }));
  const asked: Asked[] = [];
  const statements: string[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const clock: Clock = { now: () => world.now, today: () => dayInNetherlands(world.now) };
  const services = {
    database: app.database,
    publicDatabase: open.database,
    clock,
    signer,
    log: () => undefined,
    askSupergraph: asking(),
  };
  function asking(): AskSupergraph {
    return async (operation, variables, viewer) => {
      const question = { operation, variables, viewer };
      asked.push(question);
      const answered = world.instead(question) ?? answer(world, question);
      await world.meanwhile(question);
      return answered;
    };
  }
  const subgraph = createSubgraph(allocationSubgraph, services);
  const workFor: Clockwork = (organisation) => ({
    clock,
    write: (act) => writeAsViewer(app.database, { ...HUB, organisation }, { traceId: '2'.repeat(32) }, act),
    async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
      const question = { operation, variables, viewer: { ...HUB, organisation } };
      asked.push(question);
      const { data, errors } = world.instead(question) ?? answer(world, question);
      await world.meanwhile(question);
      return errors === undefined && data ? (data as Data) : undefined;
    },
  });
  const anotherFollower = () =>
    createFollowing(
      workFor(null),
      (event) => logged.push(event),
      () => false,
    );
  const own = anotherFollower();
  return {
    asked,
    forget: () => void (services.askSupergraph = asking()),
    logged,
    anotherFollower,
    async follow(following = own) {
      while (await following.round());
    },
    doWhatIsDue: () =>
      doWhatIsDue(
        workFor,
        () => undefined,
        () => false,
      ),
    statements,
    async ask(viewer, query, variables = {}): Promise<Answer> {
      const trace = { traceId: '1'.repeat(32) };
      const result = await subgraph.execute({ query, variables, viewer, trace });
      statements.push(...app.names.splice(0), ...open.names.splice(0));
      const codes = (result.errors ?? []).map(({ extensions, message }) => extensions['code'] ?? message);
      // Answers have no prototype, which a comparison with a literal would call a difference.
      return { data: JSON.parse(JSON.stringify(result.data ?? null)) as unknown, codes };
    },
    async stop() {
      await app.database.end();
      await open.database.end();
    },
  };
}

interface StepInput {
  readonly vacancy: string;
  readonly step: AllocationStep;
  readonly early?: boolean;
}

/** The vacancy moves as its own subgraph would have it. */
function takeStep(world: World, { vacancy: id, step, early }: StepInput): unknown {
  const vacancy = world.vacancies.get(id);
  if (vacancy === undefined) return { __typename: 'VacancyStepRefused', code: 'UNKNOWN_VACANCY' };
  const outcome = stepOn(vacancy as never, step, world.now, early);
  if (outcome.kind === 'REFUSED') return { __typename: 'VacancyStepRefused', code: outcome.code };
  const status = outcome.kind === 'TAKE' ? outcome.status : vacancy.status;
  const closesAt = step === 'CLOSE' && early && outcome.kind === 'TAKE' ? world.now : vacancy.closesAt;
  world.vacancies.set(id, { ...vacancy, status, closesAt });
  return { __typename: 'VacancyStepTaken', vacancy: { id, status } };
}

/** A page of what changed, with the number of lines before its end as its cursor. */
function changesAfter(world: World, feed: keyof World['changes'], variables: Asked['variables']): unknown {
  const all = world.changes[feed];
  const from = variables['fromNow'] === true ? all.length : Number(variables['after'] ?? 0);
  const until = Math.min(all.length, from + world.changesOnPage);
  const nodes = all.slice(from, until).map((registration) => {
    return { kind: feed === 'URGENCIES' ? 'URGENCY' : 'HOUSEHOLD', registration, at: world.now };
  });
  return { nodes, pageInfo: { hasNextPage: until < all.length, endCursor: String(until) } };
}

function answer(world: World, { operation, variables }: Asked): ExecutionResult {
  const vacancy = world.vacancies.get(variables['vacancy'] as string) ?? null;
  const seeker = world.seekers.get(variables['registration'] as string);
  const facts = seeker?.facts && { ...seeker.facts, on: variables['on'] };
  const registration = seeker === undefined ? null : { ...seeker, facts: facts ?? null };
  switch (operation) {
    case 'ReactionFacts':
    case 'FurtherReactionFacts':
      return { data: { vacancy, registration } };
    case 'ClosingFacts': {
      const of = variables['registrations'] as readonly string[];
      const cases = of.map((id) => {
        const one = world.seekers.get(id);
        return one === undefined
          ? null
          : { ...one, facts: one.facts && { ...one.facts, on: variables['on'] } };
      });
      return { data: { registrationsById: cases } };
    }
    case 'RegistrationChanges':
      return { data: { registrationChanges: changesAfter(world, 'REGISTRATIONS', variables) } };
    case 'UrgencyChanges':
      return { data: { urgencyChanges: changesAfter(world, 'URGENCIES', variables) } };
    case 'VacancyRules':
      return { data: { vacancy } };
    case 'DueVacancies': {
      const due = [...world.vacancies.values()].filter(
        ({ status, closesAt }) =>
          status === 'PUBLISHED' && closesAt !== null && Date.parse(closesAt) <= Date.parse(world.now),
      );
      return { data: { dueVacancies: due.map(({ id }) => ({ id })) } };
    }
    case 'GrantFile':
      return { data: { grantFile: { __typename: 'ConsequenceRecorded' }, grantUrgencies: true } };
    case 'RecordMove':
      return { data: { recordMove: { __typename: 'ConsequenceRecorded' } } };
    case 'RecordExclusion':
      return { data: { recordExclusion: { __typename: 'ConsequenceRecorded' } } };
    case 'TakeVacancyStep':
      return { data: { takeVacancyStep: takeStep(world, variables['input'] as StepInput) } };
    case 'SeekerFacts':
      return { data: { registration } };
    case 'DraftRules':
      return { data: { regulationDraft: world.drafts.get(variables['draft'] as string) ?? null } };
    case 'RuleSetText':
      return { data: { ruleSet: variables['hash'] === RULES.hash ? RULES : null } };
    case 'OpenVacancies':
    case 'OpenVacancyIds': {
      const { region = null } = variables;
      const open = [...world.vacancies.values()].filter(
        ({ status, dwelling }) =>
          status === 'PUBLISHED' && (region === null || dwelling?.municipality?.region?.code === region),
      );
      const from = Number(variables['after'] ?? 0);
      const until = from + (variables['first'] as number);
      const pageInfo = { hasNextPage: until < open.length, endCursor: String(until) };
      return { data: { vacancies: { nodes: open.slice(from, until), pageInfo } } };
    }
    default:
      throw new TypeError(`nobody answers ${operation}`);
  }
}
