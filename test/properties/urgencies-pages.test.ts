import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { urgenciesSubgraph, type UrgencyRow } from '../../subgraphs/urgencies/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationId } from '../support/registrations.ts';
import { requestedUrgencyRow, storeUrgencies, urgencyRow } from '../support/urgencies.ts';

const PAGE = `query ($status: UrgencyStatus, $first: Int!, $after: String) {
  urgencies(status: $status, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;
const OF_REGISTRATION = `query ($representations: [_Any!]!, $first: Int!, $after: String) {
  _entities(representations: $representations) { ... on Registration {
    urgencies(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
  } }
}`;

/** Three municipalities and four registrations, with many decisions on one day and requests without a decision. */
const ROWS: readonly UrgencyRow[] = Array.from({ length: 48 }, (_, index) => {
  const said = {
    owner: ['GM0402', 'GM0406', 'GM1942'][index % 3]!,
    registration: registrationId('R0001', index % 4),
    careProvider: index % 5 === 0 ? null : index % 2 === 0 ? 'Z0001' : 'Z0002',
  };
  const number = (index * 29) % 48;
  if (index % 6 === 1) return requestedUrgencyRow(number, said);
  return urgencyRow(number, { ...said, decidedOn: addDays(calendarDate('2026-05-01'), index % 4) });
});

/** Newest decision first, requests last; then by municipality and number, downwards. */
function inOrder(rows: readonly UrgencyRow[]): readonly string[] {
  return rows
    .map(({ decidedOn, owner, id }) => ({
      key: `${decidedOn ?? '0001-01-01'} ${owner} ${id}`,
      id: `${owner}:${id}`,
    }))
    .sort((one, other) => (one.key > other.key ? -1 : 1))
    .map(({ id }) => id);
}

interface AnsweredPage {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('the lists of urgencies', () => {
  let databases: TestDatabases<'urgencies'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    databases = await databasesFor(['urgencies']);
    await storeUrgencies(databases.of.urgencies, { urgencies: ROWS });
    ({ ask, stop } = subgraphOn(urgenciesSubgraph, databases.of.urgencies, '2026-09-01T10:00:00.000Z'));
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  /** All pages, one after the other. */
  async function pages(
    first: number,
    turn: (after: string | null) => Promise<AnsweredPage>,
  ): Promise<string[]> {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = await turn(after);
      expect(nodes.length).toBeLessThanOrEqual(first);
      ids.push(...nodes.map(({ id }) => id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    return ids;
  }

  const sizes = fc.integer({ min: 1, max: 20 });
  const viewers: fc.Arbitrary<readonly [Viewer, (row: UrgencyRow) => boolean]> = fc.constantFrom(
    [viewerAs('URGENCY_OFFICER', 'GM0402'), ({ owner }: UrgencyRow) => owner === 'GM0402'],
    [viewerAs('CARE_PROVIDER', 'Z0002'), ({ careProvider }: UrgencyRow) => careProvider === 'Z0002'],
    [viewerAs('AUDITOR', 'AUDIT'), () => true],
  );

  it('hold every urgency once, newest decision first, whatever the page size', async () => {
    const statuses = fc.option(fc.constantFrom('GRANTED' as const, 'REQUESTED' as const));
    await fc.assert(
      fc.asyncProperty(viewers, statuses, sizes, async ([viewer, sees], status, first) => {
        const expected = ROWS.filter((row) => sees(row) && (status === null || row.status === status));
        const listed = await pages(first, async (after) => {
          const { data } = await ask(viewer, PAGE, { status, first, after });
          return data.urgencies as AnsweredPage;
        });
        expect(listed).toEqual(inOrder(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('hold those of one registration in the same way, as far as someone may see them', async () => {
    await fc.assert(
      fc.asyncProperty(
        viewers,
        fc.integer({ min: 0, max: 4 }),
        sizes,
        async ([viewer, sees], index, first) => {
          const id = registrationId('R0001', index);
          const listed = await pages(first, async (after) => {
            const representations = [{ __typename: 'Registration', id }];
            const { data } = await ask(viewer, OF_REGISTRATION, { representations, first, after });
            return data._entities[0].urgencies as AnsweredPage;
          });
          expect(listed).toEqual(inOrder(ROWS.filter((row) => sees(row) && row.registration === id)));
        },
      ),
      { numRuns: 40 },
    );
  });
});
