import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../platform/primitives/calendar-date.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { registrationsSubgraph, type RegistrationRow } from '../../subgraphs/registrations/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { registrationRow, storeRegistrations } from '../support/registrations.ts';

const PAGE = `query ($status: RegistrationStatus, $first: Int!, $after: String) {
  registrations(status: $status, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

const STATUSES = ['ACTIVE', 'DORMANT', 'ENDED'] as const;

/** Two registers with many registrations on one day, so that the number has to decide. */
const ROWS: readonly RegistrationRow[] = Array.from({ length: 60 }, (_, index) =>
  registrationRow((index * 37) % 60, {
    owner: index % 3 === 0 ? 'R0002' : 'R0001',
    registeredOn: addDays(calendarDate('2020-01-01'), index % 7),
    status: STATUSES[index % 5 === 0 ? 2 : index % 2]!,
  }),
);

describe('the list of registrations', () => {
  let databases: TestDatabases<'registrations'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    databases = await databasesFor(['registrations']);
    await storeRegistrations(databases.of.registrations, { registrations: ROWS });
    ({ ask, stop } = subgraphOn(
      registrationsSubgraph,
      databases.of.registrations,
      '2026-09-01T10:00:00.000Z',
    ));
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  /** All pages of a list, one after the other. */
  async function listed(viewer: Viewer, status: string | null, first: number): Promise<string[]> {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data, codes } = await ask(viewer, PAGE, { status, first, after });
      expect(codes).toEqual([]);
      const { nodes, pageInfo } = data.registrations;
      expect(nodes.length).toBeLessThanOrEqual(first);
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    return ids;
  }

  const viewers = fc.constantFrom(
    viewerAs('REGISTRAR', 'R0001'),
    viewerAs('REGISTRAR', 'R0002'),
    viewerAs('AUDITOR', 'AUDIT'),
  );

  it('holds every registration of the register once, oldest first, whatever the page size; for the auditor register after register', async () => {
    await fc.assert(
      fc.asyncProperty(
        viewers,
        fc.option(fc.constantFrom(...STATUSES)),
        fc.integer({ min: 1, max: 30 }),
        async (viewer, status, first) => {
          const expected = ROWS.filter(
            (row) => viewer.role === 'AUDITOR' || row.owner === viewer.organisation,
          )
            .filter((row) => status === null || row.status === status)
            .map(({ owner, registeredOn, id }) => ({
              key: `${owner} ${registeredOn} ${id}`,
              id: `${owner}:${id}`,
            }))
            .sort((one, other) => (one.key < other.key ? -1 : 1))
            .map(({ id }) => id);
          expect(await listed(viewer, status, first)).toEqual(expected);
        },
      ),
      { numRuns: 40, examples: [[viewerAs('AUDITOR', 'AUDIT'), null, 1]] },
    );
  });

  it('refuses a cursor that it did not make and a page of no size', async () => {
    const registrar = viewerAs('REGISTRAR', 'R0001');
    const made = Buffer.from('["R0001","2020-01-32","x"]').toString('base64url');
    expect((await ask(registrar, PAGE, { first: 5, after: made })).codes).toEqual(['INVALID_CURSOR']);
    expect((await ask(registrar, PAGE, { first: 101 })).codes).toEqual(['INVALID_PAGE_SIZE']);
  });
});
