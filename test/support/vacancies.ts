import type { Database } from '../../platform/database/connect.ts';
import { connect } from '../../platform/database/connect.ts';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import { quoteName } from '../../platform/database/roles.ts';

/** The moment at which the suites of vacancies stand. */
export const NOW = '2026-09-01T10:00:00.000Z';

/** A number that reads as what it numbers. */
export function numbered(kind: 'complex' | 'dwelling' | 'vacancy', index: number): string {
  const first = { complex: 'c', dwelling: 'd', vacancy: 'f' }[kind];
  return `${first}0000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/** What a test says of a vacancy; the rest is ordinary. */
export interface VacancyCase {
  readonly index: number;
  readonly owner?: string;
  readonly status?: string;
  readonly closesAt?: string | null;
  readonly model?: string;
  readonly region?: string;
  readonly municipality?: string;
  readonly rentCents?: number;
  readonly rooms?: number;
  /** The home is mediated by this care provider. */
  readonly careProvider?: string;
}

/** Stores vacancies, each with a dwelling in a complex of its own, as the owner of the tables. */
export async function storeVacancies(
  prepared: PreparedDatabase,
  cases: readonly VacancyCase[],
): Promise<void> {
  const sql = connect(prepared.adminUrl, { applicationName: 'test', max: 1 });
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(`set local role ${quoteName(prepared.roles.owner)}`);
      await transaction`
        insert into corporation (owner, name) values ('L0001', 'Eerste'), ('L0002', 'Tweede') on conflict do nothing`;
      for (const one of cases) await storeVacancy(transaction as unknown as Database, one);
    });
  } finally {
    await sql.end();
  }
}

async function storeVacancy(sql: Database, one: VacancyCase): Promise<void> {
  const { index, owner = 'L0001', status = 'PUBLISHED', region = 'GOOI', municipality = 'GM0402' } = one;
  const closesAt = one.closesAt === undefined ? '2026-09-10T18:00:00.000Z' : one.closesAt;
  const rentCents = one.rentCents ?? 60_000;
  const rooms = one.rooms ?? 3;
  const [complex, dwelling] = [numbered('complex', index), numbered('dwelling', index)];
  await sql`insert into complex (owner, id, name) values (${owner}, ${complex}, ${`Complex ${index}`})`;
  await sql`
    insert into dwelling (owner, id, complex, region, municipality, core, district, neighbourhood, street, house_number,
                          dwelling_type, rooms, area_m2, accessibility, energy_label, rent_cents, segment)
    values (${owner}, ${dwelling}, ${complex}, ${region}, ${municipality}, null, 'Centrum', 'Kerkbuurt', 'Kerkstraat',
            ${index + 1}, 'APARTMENT', ${rooms}, 60, 'NONE', 'B', ${rentCents}, 'SOCIAL_RENT')`;
  await sql`
    insert into vacancy (owner, id, dwelling, model, labels, status, published_on, closes_at, closes_on, rule_set_hash,
                         withdrawal_reason, region, municipality, rent_cents, rooms, offered_since, mediation_category,
                         care_provider)
    values (${owner}, ${numbered('vacancy', index)}, ${dwelling}, ${one.careProvider === undefined ? (one.model ?? 'OFFER') : 'DIRECT_MEDIATION'}, '{LOCAL_BINDING}', ${status},
            '2026-08-20', ${closesAt}, ${closesAt === null ? null : '2026-09-10'}, ${'a'.repeat(64)},
            ${status === 'WITHDRAWN' ? 'RENOVATION' : null}, ${region}, ${municipality}, ${rentCents}, ${rooms}, '2026-08-20',
            ${one.careProvider === undefined ? null : 'CARE_OUTFLOW'}, ${one.careProvider ?? null})`;
}
