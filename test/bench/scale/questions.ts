import { namedOperation } from '../../../gateway/named-operations.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { allocatorOf, ANONYMOUS, registrarOf, seekerOf } from '../../support/viewers.ts';
import type { Samples } from './samples.ts';

export interface Asking {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

/** What users ask all day, each as one round trip unless its title says more. */
export interface ScaleQuestion {
  readonly title: string;
  /** The asking of a turn. */
  readonly at: (samples: Samples, turn: number) => Asking;
}

const MY_REACTIONS = `query MyReactions($id: ID!) {
  registration(id: $id) {
    id
    reactions(first: 20) {
      nodes { id status reactedAt vacancy { id status closesAt dwelling { street municipality { name } } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const REGISTER = `query Register($status: RegistrationStatus) {
  registrations(first: 20, status: $status) { nodes { id status registeredOn } pageInfo { hasNextPage endCursor } }
}`;

export const SCALE_QUESTIONS: readonly ScaleQuestion[] = [
  {
    title: 'registration by id',
    at: ({ registrations }, turn) => own('registration', registrations, turn, (id) => ({ id })),
  },
  {
    title: 'my reactions, a page of 20',
    at({ registrations }, turn) {
      const id = nth(registrations, turn);
      return { query: MY_REACTIONS, variables: { id }, viewer: seekerOf(id) };
    },
  },
  {
    title: 'a page of 20 of a register',
    at({ registrations }, turn) {
      const registrar = nth(registrations, turn).slice(0, 5);
      return { query: REGISTER, variables: { status: 'ACTIVE' }, viewer: registrarOf(registrar) };
    },
  },
  {
    title: 'vacancies, a filtered page of 20 with corporation, rules and counts',
    at: ({ filters }, turn) => publicly('vacancies', { filter: nth(filters, turn), first: 20 }),
  },
  {
    title: 'vacancies of everywhere, a page of 20',
    at: () => publicly('vacancies', { first: 20 }),
  },
  {
    title: 'vacancies of everywhere that few are: five rooms below 700 euros',
    at: () => publicly('vacancies', { filter: { minimumRooms: 5, maximumRentCents: 70_000 }, first: 20 }),
  },
  {
    title: 'rules in force',
    at: ({ municipalities }, turn) =>
      publicly('rules-in-force', { municipality: nth(municipalities, turn * 31) }),
  },
  {
    title: 'ranking, a page of 50 with reasons',
    at({ rankings }, turn) {
      const { owner, vacancy } = nth(rankings, turn);
      return {
        query: namedOperation('ranking'),
        variables: { vacancy, first: 50 },
        viewer: allocatorOf(owner),
      };
    },
  },
  {
    title: 'my position among about 5,000',
    at({ standing }, turn) {
      const { vacancy, registration } = nth(standing, turn);
      return { query: namedOperation('my-position'), variables: { vacancy }, viewer: seekerOf(registration) };
    },
  },
  {
    title: 'my chance among about 5,000',
    at({ standing }, turn) {
      const { vacancy, registration } = nth(standing, turn);
      return {
        query: namedOperation('chance'),
        variables: { vacancy, registration },
        viewer: seekerOf(registration),
      };
    },
  },
  {
    title: 'opportunities in two regions',
    at({ seekers }, turn) {
      const { registration, regions } = nth(seekers, turn);
      const variables = { registration, regions, first: 20 };
      return { query: namedOperation('opportunities'), variables, viewer: seekerOf(registration) };
    },
  },
];

/** Asked with a key of its own each time; answers with the reaction to withdraw, or null when there is none to withdraw. */
export const REACT = 'react, and withdraw';

function own(
  operation: string,
  registrations: readonly string[],
  turn: number,
  variables: (id: string) => Readonly<Record<string, unknown>>,
): Asking {
  const id = nth(registrations, turn);
  return { query: namedOperation(operation), variables: variables(id), viewer: seekerOf(id) };
}

function publicly(operation: string, variables: Readonly<Record<string, unknown>>): Asking {
  return { query: namedOperation(operation), variables, viewer: ANONYMOUS };
}

function nth<Value>(list: readonly Value[], turn: number): Value {
  return list[turn % list.length]!;
}
