import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import type { Database, Transaction } from '../../platform/database/connect.ts';
import { globalId } from '../../platform/global-id.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { closeDraw, revealDraw } from '../../subgraphs/allocation/draws.ts';
import type { Allocation } from './allocation.ts';
import { HUB } from './viewers.ts';

const COMMIT = `mutation ($input: CommitDrawInput!) {
  commitDraw(input: $input) { ... on DrawCommitted { draw { status commitment committedAt } } ... on DrawRefused { code } }
}`;
const REACT = `mutation ($input: ReactInput!) {
  react(input: $input) { __typename ... on Reacted { reaction { id } } ... on ReactionRefused { code } }
}`;

/** The hub, committing for the corporation of a vacancy. */
export function hubFor(vacancy: string): Viewer {
  return { ...HUB, organisation: globalId(vacancy).owner };
}

export async function commit(
  { ask }: Allocation,
  vacancy: string,
  beacon: string | null = null,
  viewer = hubFor(vacancy),
) {
  const { data, codes } = await ask(viewer, COMMIT, { input: { vacancy, beacon } });
  return codes.length > 0 ? { codes } : data.commitDraw;
}

export async function reactTo({ ask }: Allocation, vacancy: string, registration: string) {
  const viewer: Viewer = { role: 'SEEKER', person: null, organisation: null, registration, purpose: 'test' };
  const input = {
    idempotencyKey: `react-${vacancy.slice(-4)}-${registration.slice(-4)}`,
    vacancy,
    registration,
  };
  const { data, codes } = await ask(viewer, REACT, { input });
  return codes.length > 0 ? { codes } : data.react;
}

/** Lot ids of the reactions that stand, as closing reads them. */
export async function lotIdsIn(sql: Database | Transaction, vacancy: string): Promise<readonly string[]> {
  const { owner, id } = globalId(vacancy);
  const rows = await sql<{ lotId: string }[]>`
    select lot_id from reaction where owner = ${owner} and vacancy = ${id}::uuid and status = 'ACTIVE' order by lot_id`;
  return rows.map(({ lotId }) => lotId);
}

/** One transaction as a viewer, as the one that closes a home is. */
export function asViewer<Result>(
  app: Database,
  viewer: Viewer,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return writeAsViewer(app, viewer, { traceId: '1'.repeat(32) }, work);
}

/** Closes a draw with the reactions that stand. */
export function close(app: Database, viewer: Viewer, vacancy: string, at: string) {
  return asViewer(app, viewer, async (transaction) =>
    closeDraw(transaction, globalId(vacancy), await lotIdsIn(transaction, vacancy), at),
  );
}

export function reveal(app: Database, viewer: Viewer, vacancy: string, beacon: string | null, at: string) {
  return asViewer(app, viewer, (transaction) => revealDraw(transaction, globalId(vacancy), beacon, at));
}
