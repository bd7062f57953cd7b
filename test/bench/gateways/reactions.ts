import { namedOperation } from '../../../gateway/named-operations.ts';
import { connect } from '../../../platform/database/connect.ts';
import { seekerOf } from '../../support/viewers.ts';
import type { Places } from './copied-databases.ts';
import type { Asked, Asker } from './http-asker.ts';

const ADMITTED = `query Admitted($registration: ID!) {
  opportunities(registration: $registration, first: 5) { nodes { reacted vacancy { id } } } }`;

interface Admitted {
  readonly opportunities: {
    readonly nodes: readonly { readonly reacted: boolean; readonly vacancy: { readonly id: string } }[];
  };
}

const ASKED_AT_ONCE = 4;

/**
 * Reactions that are still to be made, each of another seeker who has none open and on a home that admits this seeker, as many
 * as are wanted or fewer where the data ends.
 */
export async function openReactions(places: Places, hub: Asker, wanted: number): Promise<readonly Asked[]> {
  const seekers = await seekersWithoutReactions(places);
  const found: Asked[] = [];
  async function look(): Promise<void> {
    for (
      let seeker = seekers.shift();
      seeker !== undefined && found.length < wanted;
      seeker = seekers.shift()
    ) {
      const viewer = seekerOf(seeker);
      const { data } = await hub.ask({ query: ADMITTED, variables: { registration: seeker }, viewer });
      const nodes = (data as Admitted | null)?.opportunities.nodes ?? [];
      // Not everybody the same home: its ranking is written by one reaction at a time.
      const home = nodes.filter(({ reacted }) => !reacted).at(found.length % Math.max(1, nodes.length));
      if (home !== undefined) found.push(reaction(home.vacancy.id, seeker));
    }
  }
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, look));
  return found.slice(0, wanted);
}

function reaction(vacancy: string, registration: string): Asked {
  const idempotencyKey = `bench-${registration.slice(registration.indexOf(':') + 1)}`;
  return {
    query: namedOperation('react'),
    variables: { input: { idempotencyKey, vacancy, registration, declaresUrgentNeed: true } },
    viewer: seekerOf(registration),
  };
}

/** Reacts, and rejects unless it was admitted: a refusal is less work, and would look fast. */
export async function react(asker: Asker, asked: Asked): Promise<void> {
  const { data, errors } = await asker.ask(asked);
  const result = (data as { react?: { __typename: string; code?: string } } | null | undefined)?.react;
  if (result?.__typename !== 'Reacted')
    throw new Error(`reacting was answered ${result?.code ?? JSON.stringify(errors).slice(0, 300)}`);
}

async function seekersWithoutReactions(places: Places): Promise<string[]> {
  const seekers = connect(places.registrations.adminUrl, { applicationName: 'bench', max: 1 });
  const reactions = connect(places.allocation.adminUrl, { applicationName: 'bench', max: 1 });
  try {
    const active = await seekers<{ id: string }[]>`
      select owner || ':' || id as id from registration where status = 'ACTIVE' order by md5(id::text)`;
    const busy = await reactions<{ registration: string }[]>`
      select distinct registration from reaction join ranking using (owner, vacancy)
       where reaction.status = 'ACTIVE' and ranking.status = 'PROVISIONAL'`;
    const has = new Set(busy.map(({ registration }) => registration));
    return active.map(({ id }) => id).filter((id) => !has.has(id));
  } finally {
    await Promise.all([seekers.end(), reactions.end()]);
  }
}
