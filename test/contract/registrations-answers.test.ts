import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../platform/clock.ts';
import { connect } from '../../platform/database/connect.ts';
import { calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { createSubgraph } from '../../platform/serve-subgraph.ts';
import { registrationsSubgraph, type TieRow } from '../../subgraphs/registrations/subgraph.ts';
import { subgraphOn, viewerAs, type AskSubgraph } from '../support/ask-subgraph.ts';
import { countingStatements } from '../support/counted-statements.ts';
import { databasesFor, type TestDatabases } from '../support/database.ts';
import {
  registrationId,
  registrationNumber,
  registrationRow,
  storeRegistrations,
} from '../support/registrations.ts';

const NOW = '2026-09-01T10:00:00.000Z';
const HUB = viewerAs('HUB');

const TIES = 'municipality { code } core { code } from until';
const FACTS = `query ($id: ID!, $on: CalendarDate) {
  registration(id: $id) {
    facts(on: $on) {
      on registeredOn active lawfulResidence applicantBirthDates adults children
      residences { ${TIES} } employments { ${TIES} }
      leavesSelfContainedHome presentAddressSince lastMove { on searchValueDays }
      incomeTests { threshold atMost testedOn validUntil }
      vitalProfession accessibility activeSearchMonths situationPoints exclusions { model until reason }
    }
  }
}`;
const FILE = `query ($id: ID!, $on: CalendarDate) {
  registration(id: $id) {
    registrar { code name } region { code } registeredOn status origin
    household { applicantBirthDates adults children }
    residences { ${TIES} } employments { ${TIES} }
    presentHome { leavesSelfContainedHome since }
    searchProfile { dwellingTypes maximumRentCents accessibility municipalities }
    registrationDays(on: $on) searchValue(on: $on) { days waitingDays retainedDays transitionalDays }
  }
}`;

const day = (text: string): CalendarDate => calendarDate(text);
const tie = (said: Pick<TieRow, 'kind' | 'number' | 'fromDay' | 'untilDay'> & Partial<TieRow>): TieRow => ({
  owner: 'R0001',
  registration: registrationNumber(1),
  municipality: 'GM0402',
  core: null,
  ...said,
});

/** Registered in 2016, moved through the register in 2021, lived in Utrecht, then Hilversum, works in Huizen. */
const MOVER = registrationId('R0001', 1);
const SLEEPER = registrationId('R0001', 2);

describe('what registrations answers', () => {
  let databases: TestDatabases<'registrations'>;
  let ask: AskSubgraph;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    databases = await databasesFor(['registrations']);
    await storeRegistrations(databases.of.registrations, {
      registrations: [
        registrationRow(1, {
          registeredOn: day('2016-01-01'),
          lastMoveOn: day('2021-01-01'),
          lastMoveSearchValueDays: 1827,
          presentAddressSince: day('2021-01-01'),
          vitalProfession: 'EDUCATION',
          accessibility: 'STICK',
          situationPoints: 3,
          activeSearchMonths: 7,
          profileDwellingTypes: ['HOUSE'],
          profileMaximumRentCents: 72_012,
          profileMunicipalities: ['GM0402', 'GM0406'],
        }),
        registrationRow(2, { status: 'DORMANT' }),
      ],
      ties: [
        tie({
          kind: 'RESIDENCE',
          number: 1,
          municipality: 'GM0344',
          fromDay: day('2000-01-01'),
          untilDay: day('2021-01-01'),
        }),
        tie({ kind: 'RESIDENCE', number: 2, core: 'GM0402-C01', fromDay: day('2021-01-01'), untilDay: null }),
        tie({
          kind: 'EMPLOYMENT',
          number: 1,
          municipality: 'GM0406',
          fromDay: day('2022-01-01'),
          untilDay: null,
        }),
      ],
      incomeTests: [
        ...[
          {
            number: 1,
            threshold: 'SOCIAL',
            atMost: true,
            testedOn: day('2020-01-01'),
            validUntil: day('2026-01-01'),
          },
          { number: 2, threshold: 'SOCIAL', atMost: false, testedOn: day('2026-01-01'), validUntil: null },
        ].map((test) => ({ owner: 'R0001', registration: registrationNumber(1), ...test })),
      ],
      exclusions: [
        {
          owner: 'R0001',
          registration: registrationNumber(1),
          number: 1,
          model: 'URGENT_SEEKER_LOTTERY',
          untilDay: day('2026-10-01'),
          reason: 'REFUSED',
        },
      ],
      schemes: [
        { owner: 'R0001', validFrom: day('2015-01-01'), retainedPercent: 0, transitionalUntil: null },
        { owner: 'R0001', validFrom: day('2025-01-01'), retainedPercent: 75, transitionalUntil: null },
      ],
    });
    ({ ask, stop } = subgraphOn(registrationsSubgraph, databases.of.registrations, NOW));
  });
  afterAll(async () => {
    await stop();
    await databases.drop();
  });

  const factsOn = async (id: string, on?: string) => {
    const { data, codes } = await ask(HUB, FACTS, { id, on });
    expect(codes).toEqual([]);
    return data.registration.facts;
  };
  const HILVERSUM = {
    municipality: { code: 'GM0402' },
    core: { code: 'GM0402-C01' },
    from: '2021-01-01',
    until: null,
  };
  const UTRECHT = { municipality: { code: 'GM0344' }, core: null, from: '2000-01-01', until: '2021-01-01' };
  const HUIZEN = { municipality: { code: 'GM0406' }, core: null, from: '2022-01-01', until: null };

  it('gives rules everything they may look at, as of today unless told, newest tie first', async () => {
    expect(await factsOn(MOVER)).toEqual({
      on: '2026-09-01',
      registeredOn: '2016-01-01',
      active: true,
      lawfulResidence: true,
      applicantBirthDates: ['1990-02-28', '1991-03-01'],
      adults: 2,
      children: 1,
      residences: [HILVERSUM, UTRECHT],
      employments: [HUIZEN],
      leavesSelfContainedHome: true,
      presentAddressSince: '2021-01-01',
      lastMove: { on: '2021-01-01', searchValueDays: 1827 },
      incomeTests: [{ threshold: 'SOCIAL', atMost: false, testedOn: '2026-01-01', validUntil: null }],
      vitalProfession: 'EDUCATION',
      accessibility: 'STICK',
      activeSearchMonths: 7,
      situationPoints: 3,
      exclusions: [{ model: 'URGENT_SEEKER_LOTTERY', until: '2026-10-01', reason: 'REFUSED' }],
    });
    expect((await factsOn(SLEEPER)).active).toBe(false);
  });

  it('gives of a past day what had happened then, of a later day what still lasts, and nothing before the registration', async () => {
    expect(await factsOn(MOVER, '2020-12-31')).toMatchObject({
      residences: [{ ...UTRECHT, until: null }],
      employments: [],
      presentAddressSince: null,
      lastMove: null,
      incomeTests: [{ threshold: 'SOCIAL', atMost: true }],
    });
    expect((await factsOn(MOVER, '2026-10-01')).exclusions).toEqual([]);
    expect(await factsOn(MOVER, '2015-12-31')).toBeNull();
  });

  it('shows the file of a household, with registrar and region', async () => {
    const { data, codes } = await ask(viewerAs('REGISTRAR', 'R0001'), FILE, { id: MOVER });
    expect(codes).toEqual([]);
    expect(data.registration).toMatchObject({
      registrar: { code: 'R0001', name: 'Eerste' },
      region: { code: 'GOOI' },
      status: 'ACTIVE',
      origin: 'WOO',
      household: { applicantBirthDates: ['1990-02-28', '1991-03-01'], adults: 2, children: 1 },
      residences: [HILVERSUM, UTRECHT],
      employments: [HUIZEN],
      presentHome: { leavesSelfContainedHome: true, since: '2021-01-01' },
      searchProfile: {
        dwellingTypes: ['HOUSE'],
        maximumRentCents: 72_012,
        accessibility: 'STICK',
        municipalities: ['GM0402', 'GM0406'],
      },
    });
  });

  it('reckons search value by the scheme in force on the day', async () => {
    const valueOn = async (on: string) => {
      const { data } = await ask(viewerAs('REGISTRAR', 'R0001'), FILE, { id: MOVER, on });
      const { registrationDays, searchValue } = data.registration;
      return { registrationDays, ...searchValue };
    };
    // From 2021-01-01 to 2024-12-31: 3 x 365 + 365 = 1,460; nothing is retained yet. From 2016-01-01: 1,827 more.
    expect(await valueOn('2024-12-31')).toEqual({
      registrationDays: 3287,
      days: 1460,
      waitingDays: 1460,
      retainedDays: 0,
      transitionalDays: 0,
    });
    // A day later, and 75% of 1,827 = 1,370.25.
    expect(await valueOn('2025-01-01')).toMatchObject({ days: 2831, waitingDays: 1461, retainedDays: 1370 });
    // Before the move: all days since the registration.
    expect(await valueOn('2020-12-31')).toMatchObject({ registrationDays: 1826, days: 1826 });
    expect(await valueOn('2015-12-31')).toEqual({ registrationDays: null });
  });

  it('reads a list of registrations with all parts in one statement each', async () => {
    const { appUrl, publicUrl } = databases.of.registrations;
    const app = connect(appUrl, { applicationName: 'test', max: 1 });
    const publicDatabase = connect(publicUrl, { applicationName: 'test', max: 1 });
    const { database, names } = countingStatements(app);
    const subgraph = createSubgraph(registrationsSubgraph, {
      database,
      publicDatabase,
      clock: fixedClock(NOW),
      log: () => undefined,
      askSupergraph: () => Promise.reject(new TypeError('this test has no supergraph')),
    });
    const representations = [MOVER, SLEEPER, MOVER].map((id) => ({ __typename: 'Registration', id }));
    const result = await subgraph.execute({
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Registration {
        residences { from } employments { from } searchValue { days }
        facts { residences { from } incomeTests { atMost } exclusions { until } } } } }`,
      variables: { representations },
      viewer: HUB,
      trace: { traceId: '3'.repeat(32) },
    });
    await Promise.all([app.end(), publicDatabase.end()]);
    expect(result.errors).toBeUndefined();
    expect((result.data!['_entities'] as unknown[]).length).toBe(3);
    expect([...names].sort()).toEqual([
      'becomeViewer',
      'exclusionsOf',
      'incomeTestsOf',
      'recordFileReadings',
      'registrationsById',
      'tiesOf',
      'waitingSchemesOf',
    ]);
  });
});
