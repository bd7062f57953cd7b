import type { Transaction } from '../../../platform/database/connect.ts';
import type { GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { ACCESSIBILITY_LEVELS } from '../../../rules/facts.ts';
import { serves } from '../../../rules/kinds/accessibility-need.ts';
import { HARDSHIP_NORM, PERMIT_HOLDER } from '../../../rules/mediation-category.ts';
import type { CareContractParty, MediatedHomeInput } from '../../../schema/generated/urgencies.ts';
import type { UrgencyConditionRow, UrgencyRow } from '../tables.ts';

/** All SQL of who waits for mediation, and of care contracts. */

/** Where somebody stands among those who wait: who needs a wheelchair home first where the home is one, then by day, then by id. */
export type WaitingKey = readonly [later: number, since: CalendarDate, owner: string, id: string];

/** Whose need a home meets, and what is before or after a key in their order. */
export interface WaitingQuestion {
  readonly home: MediatedHomeInput;
  readonly on: CalendarDate;
  /** Those who need a wheelchair home, or the others. */
  readonly needsWheelchair: boolean;
}

/** A page of one part of those who wait, longest first. */
export function waitingUrgencies(
  sql: Transaction,
  question: WaitingQuestion,
  after: readonly [since: string, owner: string, id: string],
  limit: number,
): Promise<UrgencyRow[]> {
  const [since, owner, id] = after;
  return sql`
    /* waitingUrgencies */
    select * from urgency
     where ${waiting(sql, question)}
       and (waiting_since, owner, id) > (${since}::date, ${owner}::text, ${id}::uuid)
     order by waiting_since, owner, id limit ${limit}`;
}

/** How many of one part wait longer than a key, or stand at it. */
export async function countWaiting(
  sql: Transaction,
  question: WaitingQuestion,
  upTo: readonly [since: string, owner: string, id: string],
): Promise<number> {
  const [since, owner, id] = upTo;
  const [row] = await sql<{ readonly count: number }[]>`
    /* countWaiting */
    select count(*)::int as count from urgency
     where ${waiting(sql, question)}
       and (waiting_since, owner, id) <= (${since}::date, ${owner}::text, ${id}::uuid)`;
  return row!.count;
}

/**
 * Who waits in the category of a home and whom it fits: as the condition 'urgency fits' judges a search profile, asked here so
 * that nobody whom the home does not fit is read. A test holds the two against each other.
 */
function waiting(sql: Transaction, { home, on, needsWheelchair }: WaitingQuestion) {
  const { municipality } = home;
  const region = [...new Set([municipality, ...home.regionMunicipalities])];
  const served = ACCESSIBILITY_LEVELS.filter((need) => need === 'NONE' || serves(home.accessibility, need));
  return sql`
    direct_mediation and status = 'GRANTED' and decided_on <= ${on}::date and valid_from <= ${on}::date
    and (valid_until is null or valid_until > ${on}::date)
    and (profile_accessibility = 'WHEELCHAIR') = ${needsWheelchair}
    and profile_accessibility = any(${served as string[]}::text[])
    and (profile_minimum_rooms is null or profile_minimum_rooms <= ${home.rooms})
    and (profile_maximum_rooms is null or profile_maximum_rooms >= ${home.rooms})
    and (profile_maximum_rent_cents is null or profile_maximum_rent_cents >= ${home.rentCents})
    and (profile_minimum_area_m2 is null or profile_minimum_area_m2 <= ${home.areaM2})
    and (profile_dwelling_types = '{}' or ${home.dwellingType}::text = any(profile_dwelling_types))
    and case when profile_municipalities = '{}' then owner = any(${region}::text[])
             else ${municipality}::text = any(profile_municipalities) end
    and ${inCategory(sql, home, on)}`;
}

/** The households of a category: as `isMediatedIn` decides. */
function inCategory(
  sql: Transaction,
  { category, careProvider, municipality }: MediatedHomeInput,
  on: CalendarDate,
) {
  switch (category) {
    case 'PERMIT_HOLDER_TARGET':
      return sql`category = ${PERMIT_HOLDER}`;
    case 'OWN_DISCRETION':
      return sql`true`;
    case 'URGENT':
      return sql`category <> ${PERMIT_HOLDER} and care_provider is null`;
    case 'CARE_OUTFLOW':
      return careProvider === null || careProvider === undefined
        ? sql`care_provider is not null`
        : sql`care_provider = ${careProvider}`;
    case 'HARDSHIP':
      // The last one that was made and has begun decides, and holds while its validity does.
      return sql`(
        select judgement.met and (judgement.valid_until is null or judgement.valid_until > ${on}::date) from judgement
         where judgement.registration = urgency.registration and judgement.owner = ${municipality}
           and judgement.norm = ${HARDSHIP_NORM} and judgement.judged_on <= ${on}::date and judgement.valid_from <= ${on}::date
         order by judgement.judged_on desc, judgement.id desc limit 1)`;
  }
}

const SIGNED_BY = {
  SEEKER: 'seeker_signed_on',
  CARE_PROVIDER: 'provider_signed_on',
  MUNICIPALITY: 'municipality_signed_on',
} as const satisfies Record<CareContractParty, string>;

/** The care contract of an urgency, locked until the transaction ends. */
export async function lockContract(
  sql: Transaction,
  { owner, id }: GlobalId,
): Promise<UrgencyConditionRow | undefined> {
  const [row] = await sql<UrgencyConditionRow[]>`
    /* lockContract */
    select * from urgency_condition
     where owner = ${owner} and urgency = ${id}::uuid and kind = 'CARE_CONTRACT' for update`;
  return row;
}

/** Records a signature; that it is met by the last of them follows in the database. */
export async function signContract(
  sql: Transaction,
  { owner, id }: GlobalId,
  party: CareContractParty,
  on: CalendarDate,
): Promise<void> {
  await sql`
    /* signContract */
    update urgency_condition set ${sql(SIGNED_BY[party])} = ${on}::date
     where owner = ${owner} and urgency = ${id}::uuid and kind = 'CARE_CONTRACT'`;
}
