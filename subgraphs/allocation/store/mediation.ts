import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { ReactionRow, RuleSetRow, WrittenRanking } from '../tables.ts';
import type { LettingRow } from '../tables/lettings.ts';
import type { MediationRow } from '../tables/mediation.ts';

/** All SQL of who is proposed for a mediated home, and of leases that are handed over. */

/** Opens the record of a mediated home at its first proposal: it has no order that decides, so that it is frozen from the first. */
export async function openMediation(
  sql: Transaction,
  rules: RuleSetRow,
  home: Pick<
    WrittenRanking,
    'owner' | 'vacancy' | 'region' | 'vacancyFacts' | 'orderKind' | 'closesAt' | 'asOf'
  >,
): Promise<void> {
  await sql`
    /* recordRuleSet */
    insert into rule_set (hash, canonical) values (${rules.hash}, ${rules.canonical}) on conflict (hash) do nothing`;
  await sql`
    /* openMediation */
    insert into ranking (owner, vacancy, region, status, rule_set_hash, vacancy_facts, order_kind, drawn, closes_at, as_of, mediated)
    values (${home.owner}, ${home.vacancy}::uuid, ${home.region}, 'FROZEN', ${rules.hash},
            ${sql.json(home.vacancyFacts as never)}, ${home.orderKind}, true, ${home.closesAt}::timestamptz,
            ${home.asOf}::date, true)
    on conflict (owner, vacancy) do nothing`;
}

/** What a proposal writes of the household. */
export type ProposedReaction = Omit<
  ReactionRow,
  'id' | 'status' | 'exclusion' | 'lotId' | 'preference' | 'toFollow' | 'declaresUrgentNeed'
>;

/** Writes the household of a proposal; undefined when it was proposed for this home before. */
export async function insertProposed(sql: Transaction, row: ProposedReaction): Promise<string | undefined> {
  const [inserted] = await sql<{ readonly id: string }[]>`
    /* insertProposed */
    insert into reaction (owner, vacancy, registration, registrar, reacted_at, status, facts, facts_on, group_rank, order_key,
                          lot, position, salt, commitment)
    values (${row.owner}, ${row.vacancy}::uuid, ${row.registration}, ${row.registrar}, ${row.reactedAt}::timestamptz, 'ACTIVE',
            ${sql.json(row.facts as never)}, ${row.factsOn}::date, ${row.groupRank}, ${row.orderKey}::bigint, ${row.lot},
            ${row.position}, ${row.salt}, ${row.commitment})
    on conflict do nothing
    returning id`;
  return inserted?.id;
}

export async function insertMediation(sql: Transaction, row: MediationRow): Promise<void> {
  await sql`
    /* insertMediation */
    insert into mediation (owner, reaction, vacancy, registration, urgency, category, care_provider, waiting_days, waiting_place,
                           reason, why_not_longest, proposed_at, proposed_for, proposed_by)
    values (${row.owner}, ${row.reaction}::uuid, ${row.vacancy}::uuid, ${row.registration}, ${row.urgency}, ${row.category},
            ${row.careProvider}, ${row.waitingDays}, ${row.waitingPlace}, ${row.reason}, ${row.whyNotLongest},
            ${row.proposedAt}::timestamptz, ${row.proposedFor}, ${row.proposedBy})`;
}

/** Of these registrations, those for whom an offer of mediation stands, or who accepted a home. */
export async function spokenFor(
  sql: Transaction,
  registrations: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ readonly registration: string }[]>`
    /* spokenFor */
    select registration from spoken_for(${registrations as string[]}::text[])`;
  return new Set(rows.map(({ registration }) => registration));
}

/** Of these homes, those of which an offer stands, by number. */
export async function homesOffered(sql: Transaction, ids: readonly GlobalId[]): Promise<ReadonlySet<string>> {
  const rows = await sql<{ readonly vacancy: string }[]>`
    /* homesOffered */
    select vacancy from homes_offered(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[])`;
  return new Set(rows.map(({ vacancy }) => vacancy));
}

export function mediationsOfReactions(sql: Transaction, ids: readonly GlobalId[]): Promise<MediationRow[]> {
  return sql`
    /* mediationsOfReactions */
    select mediation.*
      from unnest(${ids.map(({ owner }) => owner)}::text[], ${ids.map(({ id }) => id)}::uuid[]) as wanted (owner, reaction)
      join mediation using (owner, reaction)`;
}

/** A letting with the candidate whose it is, locked until the transaction ends. */
export async function lockLetting(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<(LettingRow & { readonly reaction: string }) | undefined> {
  const [row] = await sql<(LettingRow & { readonly reaction: string })[]>`
    /* lockLetting */
    select letting.*, offer.reaction
      from letting join offer on offer.owner = letting.owner and offer.id = letting.offer
     where letting.owner = ${owner} and letting.id = ${id}::uuid for update of letting`;
  return row;
}

export async function handOver(
  sql: Transaction,
  { owner, id }: GlobalId,
  handed: Pick<LettingRow, 'handedOverOn' | 'watchUntil' | 'handedOverAt' | 'handedOverBy'>,
): Promise<void> {
  await sql`
    /* handOver */
    update letting set handed_over_on = ${handed.handedOverOn}::date, watch_until = ${handed.watchUntil}::date,
           handed_over_at = ${handed.handedOverAt}::timestamptz, handed_over_by = ${handed.handedOverBy}
     where owner = ${owner} and id = ${id}::uuid`;
}
