import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANONYMOUS } from '../../platform/viewer.ts';
import { vacanciesSubgraph } from '../../subgraphs/vacancies/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { NOW, numbered, storeVacancies, type VacancyCase } from '../support/vacancies.ts';

const PAGE = `query ($filter: VacancyFilter, $first: Int!, $after: String) {
  vacancies(filter: $filter, first: $first, after: $after) {
    nodes { id }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Small ranges, so that filters meet and moments coincide; a third has closed before the moment of the suite. */
const CASES: readonly Required<Omit<VacancyCase, 'careProvider'>>[] = Array.from(
  { length: 90 },
  (_, index) => ({
    index,
    owner: index % 2 === 0 ? 'L0001' : 'L0002',
    status: ['PUBLISHED', 'PUBLISHED', 'CLOSED', 'DRAFT', 'WITHDRAWN'][index % 5]!,
    closesAt: index % 15 === 3 ? null : `2026-09-0${1 + (index % 3)}T0${index % 10}:00:00.000Z`,
    model: index % 4 === 0 ? 'LOTTERY' : 'OFFER',
    region: index % 7 < 5 ? 'GOOI' : 'AMSTERDAM',
    municipality: index % 7 < 3 ? 'GM0402' : index % 7 < 5 ? 'GM0406' : 'GM0363',
    rentCents: 50_000 + (index % 6) * 5_000,
    rooms: 1 + (index % 5),
  }),
);

interface Filter {
  readonly municipality?: string;
  readonly region?: string;
  readonly corporation?: string;
  readonly status?: string;
  readonly model?: string;
  readonly maximumRentCents?: number;
  readonly minimumRooms?: number;
}

const filters: fc.Arbitrary<Filter> = fc.record(
  {
    municipality: fc.constantFrom('GM0402', 'GM0406', 'GM0363', 'GM9999'),
    region: fc.constantFrom('GOOI', 'AMSTERDAM'),
    corporation: fc.constantFrom('L0001', 'L0002'),
    status: fc.constantFrom('PUBLISHED', 'CLOSED', 'DRAFT', 'WITHDRAWN'),
    model: fc.constantFrom('OFFER', 'LOTTERY'),
    maximumRentCents: fc.integer({ min: 45_000, max: 80_000 }),
    minimumRooms: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: [] },
);

/** The list as the contract describes it, worked out without a database. */
function expected(
  filter: Filter,
  sees: (one: Required<Omit<VacancyCase, 'careProvider'>>) => boolean,
): readonly string[] {
  const status = filter.status ?? 'PUBLISHED';
  return CASES.filter(
    (one) =>
      sees(one) &&
      one.status === status &&
      (status !== 'PUBLISHED' || (one.closesAt ?? '') > NOW) &&
      (filter.municipality ?? one.municipality) === one.municipality &&
      (filter.region ?? one.region) === one.region &&
      (filter.corporation ?? one.owner) === one.owner &&
      (filter.model ?? one.model) === one.model &&
      one.rentCents <= (filter.maximumRentCents ?? Infinity) &&
      one.rooms >= (filter.minimumRooms ?? 0),
  )
    .map(({ index, owner, closesAt }) => ({
      closesAt: closesAt ?? '9999',
      id: `${owner}:${numbered('vacancy', index)}`,
    }))
    .sort((one, other) => (one.closesAt + one.id < other.closesAt + other.id ? -1 : 1))
    .map(({ id }) => id);
}

describe('the list of vacancies', () => {
  let databases: TestDatabases<'vacancies'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    databases = await databasesFor(['vacancies']);
    await storeVacancies(databases.of.vacancies, CASES);
    ({ ask, stop } = subgraphOn(vacanciesSubgraph, databases.of.vacancies, NOW));
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  /** All pages of a list, one after the other. */
  async function listed(
    viewer: Parameters<AskSubgraph>[0],
    filter: Filter,
    first: number,
  ): Promise<string[]> {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data, codes } = await ask(viewer, PAGE, { filter, first, after });
      expect(codes).toEqual([]);
      const { nodes, pageInfo } = data.vacancies;
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    return ids;
  }

  it('holds exactly what every given member of the filter allows, first closing first, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 30 }), async (filter, first) => {
        const isPublic = ({ status }: VacancyCase) => status === 'PUBLISHED' || status === 'CLOSED';
        expect(await listed(ANONYMOUS, filter, first)).toEqual(expected(filter, isPublic));
      }),
      {
        numRuns: 60,
        examples: [
          [{}, 2],
          [{ status: 'CLOSED' }, 1],
        ],
      },
    );
  });

  it('shows a corporation its own drafts and withdrawn vacancies too, those without a closing time last', async () => {
    const sees = ({ owner, status }: VacancyCase) =>
      owner === 'L0002' || status === 'PUBLISHED' || status === 'CLOSED';
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 5 }), async (filter, first) => {
        expect(await listed(viewerAs('ALLOCATOR', 'L0002'), filter, first)).toEqual(expected(filter, sees));
      }),
      {
        numRuns: 40,
        examples: [
          [{ status: 'DRAFT' }, 1],
          [{ status: 'WITHDRAWN' }, 2],
        ],
      },
    );
  });

  it('refuses a cursor that it did not make and a page of no size', async () => {
    const made = Buffer.from('["2026-09-01T10:00:00.000Z","L0001"]').toString('base64url');
    expect((await ask(ANONYMOUS, PAGE, { first: 5, after: made })).codes).toEqual(['INVALID_CURSOR']);
    expect((await ask(ANONYMOUS, PAGE, { first: 0 })).codes).toEqual(['INVALID_PAGE_SIZE']);
  });
});
