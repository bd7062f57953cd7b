import { exampleOf } from '../../../demonstration/example.ts';
import { namedOperation } from '../../../gateway/named-operations.ts';
import type { DemonstrationScale } from '../../../platform/config.ts';
import { connect, type Database } from '../../../platform/database/connect.ts';
import type { DocumentId } from '../../../platform/document-id.ts';
import { hubOperation, hubOperationId } from '../../../platform/hub-operations.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { allocatorOf, ANONYMOUS, HUB, seekerOf } from '../../support/viewers.ts';
import type { Places } from './copied-databases.ts';

/** What goals are about, and what else is asked. */
export type QuestionName =
  | 'by-id'
  | 'file'
  | 'vacancies'
  | 'ranking'
  | 'ranking-reasons'
  | 'position'
  | 'position-reasons'
  | 'opportunities'
  | 'rules'
  | 'worst';

export interface Question {
  readonly name: QuestionName;
  readonly title: string;
  readonly query: string;
  /** Where it is one of the hub's own, which its door takes by id alone. */
  readonly documentId?: DocumentId;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

const BY_ID = `query RegistrationById($id: ID!) {
  registration(id: $id) { id status registeredOn registrationDays household { adults children } accessibility vitalProfession } }`;
const POSITION = `query Position($vacancy: ID!) { vacancy(id: $vacancy) { position { position candidateCount status } } }`;
const RANKING = `query RankingPage($vacancy: ID!) { vacancy(id: $vacancy) { ranking { candidates(first: 50) {
  nodes { position orderValue reaction { id reactedAt } } pageInfo { hasNextPage endCursor } } } } }`;

/** Most registrations that one of the hub's own questions is about here. */
const WORST = 500;

/**
 * The questions that are timed, about the home of the copied data that most reacted to. Rejects with a sentence when the
 * data holds no such home.
 */
export async function questionsOf(places: Places, scale: DemonstrationScale): Promise<readonly Question[]> {
  const sql = connect(places.allocation.adminUrl, { applicationName: 'bench', max: 1 });
  try {
    const home = await largestHome(sql);
    const { vacancy, registrations, on } = home;
    const office = allocatorOf(home.owner);
    const middle = registrations[registrations.length >> 1]!;
    const { registration } = exampleOf(scale);
    // Nobody else reads this file while it is asked for: an answer tells who did.
    const quiet = registrations.findLast((one) => one !== registration)!;
    const worst = registrations.filter((one) => one !== quiet).slice(0, WORST);
    return [
      {
        name: 'by-id',
        title: 'one registration by id',
        query: BY_ID,
        variables: { id: quiet },
        viewer: seekerOf(quiet),
      },
      {
        name: 'file',
        title: 'a registration with its history, reactions and readers',
        ...named('registration', { id: quiet }, seekerOf(quiet)),
      },
      {
        name: 'vacancies',
        title: 'a page of 20 vacancies with corporation, rules and number of reactions',
        ...named('vacancies', { first: 20 }, ANONYMOUS),
      },
      {
        name: 'ranking',
        title: `a page of 50 of a ranking of ${home.count}`,
        query: RANKING,
        variables: { vacancy },
        viewer: office,
      },
      {
        name: 'ranking-reasons',
        title: 'the same page with its explanations',
        ...named('ranking', { vacancy, first: 50 }, office),
      },
      {
        name: 'position',
        title: `my position on a home with ${home.count} reactions`,
        query: POSITION,
        variables: { vacancy },
        viewer: seekerOf(middle),
      },
      {
        name: 'position-reasons',
        title: 'the same with its explanation and what would have to be different',
        ...named('my-position', { vacancy }, seekerOf(middle)),
      },
      {
        name: 'opportunities',
        title: 'opportunities of one seeker over two regions',
        ...named('opportunities', { registration, first: 20 }, seekerOf(registration)),
      },
      {
        name: 'rules',
        title: 'rules in force of a municipality',
        ...named('rules-in-force', { municipality: exampleOf(scale).municipality }, ANONYMOUS),
      },
      {
        name: 'worst',
        title: `${worst.length} who reacted to one home, each with registration facts and urgency`,
        query: hubOperation('ClosingFacts'),
        documentId: hubOperationId('ClosingFacts'),
        variables: { registrations: worst, on },
        viewer: HUB,
      },
    ];
  } finally {
    await sql.end();
  }
}

function named(operation: string, variables: Question['variables'], viewer: Viewer) {
  return { query: namedOperation(operation), variables, viewer };
}

interface LargestHome {
  readonly owner: string;
  readonly vacancy: string;
  readonly count: number;
  /** The day that its places are judged on. */
  readonly on: string;
  /** Who stands on it, from the top. */
  readonly registrations: readonly string[];
}

async function largestHome(sql: Database): Promise<LargestHome> {
  const [largest] = await sql<{ owner: string; id: string; count: number; on: string }[]>`
    select owner, vacancy as id, reaction_count as count, as_of as on from ranking order by reaction_count desc limit 1`;
  if (largest === undefined || largest.count === 0)
    throw new Error('There is nothing to measure here: run `npm start` once before.');
  const { owner, id, count, on } = largest;
  const rows = await sql<{ registration: string }[]>`
    select registration from reaction where owner = ${owner} and vacancy = ${id}::uuid and status = 'ACTIVE'
     order by group_rank, order_key, lot`;
  return { owner, vacancy: `${owner}:${id}`, count, on, registrations: rows.map((row) => row.registration) };
}
