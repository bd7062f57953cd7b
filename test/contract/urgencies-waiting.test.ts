import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { connect, type Database } from '../../platform/database/connect.ts';
import { loadAsOwner } from '../../platform/database/load-as-owner.ts';
import { addDays, calendarDate } from '../../platform/primitives/calendar-date.ts';
import {
  ACCESSIBILITY_LEVELS,
  DWELLING_TYPES,
  MEDIATION_CATEGORIES,
  type VacancyFacts,
} from '../../rules/facts.ts';
import { profileFits } from '../../rules/kinds/urgency-fits.ts';
import { isMediatedIn } from '../../rules/mediation-category.ts';
import type { MediatedHomeInput } from '../../schema/generated/urgencies.ts';
import { waitingSince } from '../../subgraphs/urgencies/domain/waiting-since.ts';
import type { UrgencyRow } from '../../subgraphs/urgencies/subgraph.ts';
import { waitingPage, waitingPlace } from '../../subgraphs/urgencies/waiting.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import { storeUrgencies, urgencyRow } from '../support/urgencies.ts';
import { HUB } from '../support/viewers.ts';

const ON = calendarDate('2026-11-02');
const NUMBER = 240;

/** Urgencies of every kind, each a little different from the one before; spread by numbers without a common divisor. */
const ROWS: readonly UrgencyRow[] = Array.from({ length: NUMBER }, (_, index) => {
  const decidedOn = addDays(calendarDate('2026-03-01'), (index * 37) % 200);
  return urgencyRow(index + 1, {
    owner: ['GM0402', 'GM0406', 'GM0363'][index % 3]!,
    registration: `R0001:a0000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    category: ['MEDICAL', 'PERMIT_HOLDER', 'SHELTERED_LIVING', 'SOCIAL'][index % 4]!,
    careProvider: index % 4 === 2 ? ['Z0001', 'Z0002'][(index >> 2) % 2]! : null,
    status: index % 23 === 0 ? 'ENDED' : 'GRANTED',
    directMediation: index % 11 !== 0,
    decidedOn,
    validFrom: addDays(decidedOn, index % 5),
    validUntil: index % 13 === 0 ? addDays(ON, -1) : index % 7 === 0 ? null : addDays(ON, 1 + (index % 90)),
    profileDwellingTypes: index % 3 === 0 ? [DWELLING_TYPES[index % 5]!] : [],
    profileMinimumRooms: index % 4 === 0 ? 1 + (index % 3) : null,
    profileMaximumRooms: index % 7 === 1 ? 3 : null,
    profileMaximumRentCents: index % 6 === 0 ? 60_000 : null,
    profileMinimumAreaM2: index % 7 === 0 ? 50 : null,
    profileAccessibility: ACCESSIBILITY_LEVELS[index % 9 === 0 ? 3 : index % 3]!,
    profileMunicipalities: index % 8 === 0 ? ['GM0406'] : [],
  });
});
/** Whom the municipality of the homes judged a case of hardship. */
const isHardship = (index: number): boolean => index % 10 === 4;

const HOMES: readonly MediatedHomeInput[] = MEDIATION_CATEGORIES.flatMap((category, index) =>
  ACCESSIBILITY_LEVELS.map((accessibility, level) => ({
    category,
    careProvider: category === 'CARE_OUTFLOW' && level > 0 ? 'Z0001' : null,
    dwellingType: DWELLING_TYPES[(index + level) % 5]!,
    rooms: 4 - level,
    areaM2: 40 + level * 5,
    rentCents: 55_000 + index * 3_000,
    accessibility,
    municipality: 'GM0406',
    regionMunicipalities: ['GM0402', 'GM0406'],
  })),
);

/** Who waits for a home by the domain, in its order. */
function byDomain(home: MediatedHomeInput): readonly string[] {
  const facts: VacancyFacts = {
    ...home,
    id: 'L0001:home',
    model: 'DIRECT_MEDIATION',
    segment: 'SOCIAL_RENT',
    labels: [],
    place: {
      region: 'GOOI',
      municipality: home.municipality,
      core: null,
      regionMunicipalities: home.regionMunicipalities,
    },
    publishedOn: ON,
    complex: null,
    offeredSince: ON,
    closesOn: ON,
  };
  const later = (row: UrgencyRow) => Number(row.profileAccessibility !== 'WHEELCHAIR');
  return ROWS.filter((row, index) => {
    const { category, careProvider } = row;
    const isValid = row.validFrom! <= ON && (row.validUntil === null || ON < row.validUntil);
    if (row.status !== 'GRANTED' || !row.directMediation || !isValid) return false;
    const as = { category: home.category, careProvider: home.careProvider ?? null };
    if (!isMediatedIn(as, { category, careProvider, hardship: isHardship(index) })) return false;
    return profileFits(
      {
        category,
        statutoryGroup: null,
        municipality: row.owner,
        validity: { from: row.validFrom!, until: row.validUntil },
        decidedOn: row.decidedOn!,
        directMediation: true,
        searchProfile: {
          dwellingTypes: row.profileDwellingTypes,
          minimumRooms: row.profileMinimumRooms,
          maximumRooms: row.profileMaximumRooms,
          maximumRentCents: row.profileMaximumRentCents,
          minimumAreaM2: row.profileMinimumAreaM2,
          accessibility: row.profileAccessibility,
          municipalities: row.profileMunicipalities,
        },
      },
      facts,
    );
  })
    .toSorted((one, other) => {
      const keys = [one, other].map((row) => `${later(row)} ${waitingSince(row)!} ${row.owner} ${row.id}`);
      return keys[0]! < keys[1]! ? -1 : 1;
    })
    .map(({ id }) => id);
}

describe('who waits for a mediated home', () => {
  let databases: TestDatabases<'urgencies'>;
  let app: Database;

  beforeAll(async () => {
    databases = await databasesFor(['urgencies']);
    await storeUrgencies(databases.of.urgencies, { urgencies: ROWS });
    await loadAsOwner(databases.of.urgencies, async (sql) => {
      for (const [index, { registration }] of ROWS.entries()) {
        // What was judged later decides; what another municipality judged does not count here.
        const judgements = isHardship(index) ? [false, true] : [true, false];
        for (const [later, met] of judgements.entries())
          await sql`
            insert into judgement (owner, registration, norm, met, reason, judged_on, judged_by, valid_from)
            values ('GM0406', ${registration}, 'HARDSHIP', ${met}, 'Wat hier is beoordeeld.', ${`2026-0${later + 1}-01`}, 'x', '2026-01-01')`;
        await sql`
          insert into judgement (owner, registration, norm, met, reason, judged_on, judged_by, valid_from)
          values ('GM0402', ${registration}, 'HARDSHIP', true, 'Wat daar is beoordeeld.', '2026-05-01', 'x', '2026-01-01')`;
      }
    });
    app = connect(databases.of.urgencies.appUrl, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await app.end();
    await databases.drop();
  });

  const asHub = <Result>(work: Parameters<typeof writeAsViewer<Result>>[3]) =>
    writeAsViewer(app, HUB, { traceId: '1'.repeat(32) }, work);

  it('is found in the database as the rules judge it, page by page in the order of waiting', async () => {
    let found = 0;
    for (const home of HOMES) {
      const expected = byDomain(home);
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page = await asHub((sql) => waitingPage(sql, home, ON, { first: 7, after }));
        seen.push(...page.nodes.map(({ id }) => id));
        after = page.pageInfo.endCursor;
        more = page.pageInfo.hasNextPage;
      }
      expect(seen, `${home.category} ${home.accessibility}`).toEqual(expected);
      found += seen.length;
    }
    expect(found).toBeGreaterThan(200);
  });

  it('has a place for each of them, and none for whom the home is not', async () => {
    const home = HOMES.find(
      ({ category, accessibility }) => category === 'OWN_DISCRETION' && accessibility === 'WHEELCHAIR',
    )!;
    const expected = byDomain(home);
    expect(expected.length).toBeGreaterThan(5);
    const placeOf = ({ owner, id }: UrgencyRow) => asHub((sql) => waitingPlace(sql, { owner, id }, home, ON));
    for (const row of ROWS) {
      const place = expected.indexOf(row.id);
      expect(await placeOf(row), row.id).toBe(place === -1 ? null : place + 1);
    }
  });

  it('puts who needs a home for a wheelchair first where the home is one', () => {
    const home = HOMES.find(
      ({ category, accessibility }) => category === 'OWN_DISCRETION' && accessibility === 'WHEELCHAIR',
    )!;
    const needs = byDomain(home).map(
      (id) => ROWS.find((row) => row.id === id)!.profileAccessibility === 'WHEELCHAIR',
    );
    expect(needs).toContain(true);
    expect(needs).toContain(false);
    expect(needs).toEqual(needs.toSorted((one, other) => Number(other) - Number(one)));
  });
});
