import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  assembleCandidate,
  assembleVacancy,
  type SeekerCase,
  type VacancyCase,
} from '../../../subgraphs/allocation/domain/assemble-facts.ts';

const ON = calendarDate('2026-11-02');
const TIE = {
  municipality: { code: 'GM0402' },
  core: { code: 'GM0402-C01' },
  from: calendarDate('2010-01-01'),
  until: null,
};

const FACTS: NonNullable<SeekerCase['facts']> = {
  on: ON,
  active: true,
  registeredOn: calendarDate('2015-01-01'),
  lawfulResidence: true,
  applicantBirthDates: [calendarDate('1990-05-05')],
  adults: 1,
  children: 2,
  residences: [TIE],
  employments: [{ ...TIE, core: null }],
  leavesSelfContainedHome: true,
  presentAddressSince: calendarDate('2010-01-01'),
  lastMove: { on: calendarDate('2016-01-01'), searchValueDays: 300 },
  incomeTests: [{ threshold: 'INCOME_GOOI', atMost: true }],
  vitalProfession: 'NURSE',
  accessibility: 'NONE',
  activeSearchMonths: 4,
  situationPoints: 0,
  exclusions: [],
};

const SEEKER: SeekerCase = {
  id: 'R0001:00000000-0000-8000-8000-000000000001',
  lotKey: 'a'.repeat(64),
  facts: FACTS,
  judgementFacts: [
    {
      norm: 'HARDSHIP',
      municipality: 'GM0402',
      met: true,
      validFrom: calendarDate('2026-10-01'),
      validUntil: null,
    },
  ],
  urgencyFacts: [
    {
      category: 'MEDICAL',
      statutoryGroup: null,
      municipality: 'GM0402',
      decidedOn: calendarDate('2026-09-01'),
      validFrom: calendarDate('2026-09-01'),
      validUntil: calendarDate('2027-03-01'),
      directMediation: false,
      searchProfile: {
        dwellingTypes: [],
        minimumRooms: 2,
        maximumRooms: null,
        maximumRentCents: null,
        minimumAreaM2: null,
        accessibility: 'NONE',
        municipalities: [],
      },
    },
  ],
};

const VACANCY: VacancyCase = {
  id: 'L0001:00000000-0000-8000-8000-000000000001',
  status: 'PUBLISHED',
  model: 'OFFER',
  labels: ['LOCAL_BINDING'],
  publishedOn: calendarDate('2026-10-26'),
  closesAt: '2026-11-05T19:00:00.000Z',
  closesOn: calendarDate('2026-11-05'),
  offeredSince: calendarDate('2026-10-01'),
  ruleSet: { hash: 'a'.repeat(64) },
  dwelling: {
    dwellingType: 'APARTMENT',
    rooms: 3,
    areaM2: 70,
    rentCents: 65_000,
    accessibility: 'NONE',
    segment: 'SOCIAL_RENT',
    complex: { id: 'L0001:00000000-0000-4000-8000-000000000001' },
    core: { code: 'GM0402-C01' },
    municipality: {
      code: 'GM0402',
      region: { code: 'GOOI', municipalities: { nodes: [{ code: 'GM0402' }, { code: 'GM0406' }] } },
    },
  },
};

describe('the facts of a seeker, from two owners', () => {
  it('are everything that both answered, and nothing else', () => {
    const assembled = assembleCandidate(SEEKER);
    expect(assembled).toMatchObject({
      kind: 'OK',
      value: {
        on: ON,
        residences: [{ municipality: 'GM0402', core: 'GM0402-C01', from: '2010-01-01', until: null }],
        employments: [{ municipality: 'GM0402', core: null }],
        incomeAtMost: { INCOME_GOOI: true },
        urgencies: [{ category: 'MEDICAL', validity: { from: '2026-09-01', until: '2027-03-01' } }],
      },
    });
    expect(assembled.kind === 'OK' && Object.keys(assembled.value)).not.toContain('active');
  });

  it('are the same without urgencies: an empty list is a fact', () => {
    expect(assembleCandidate({ ...SEEKER, urgencyFacts: [] })).toMatchObject({
      kind: 'OK',
      value: { urgencies: [] },
    });
  });

  it.each<[string, SeekerCase]>([
    ['registrations gave nothing', { ...SEEKER, facts: null }],
    ['urgencies gave nothing', { ...SEEKER, urgencyFacts: null }],
    [
      'a residence came without its municipality',
      { ...SEEKER, facts: { ...FACTS, residences: [{ ...TIE, municipality: null }] } },
    ],
    [
      'an employment came without its municipality',
      { ...SEEKER, facts: { ...FACTS, employments: [{ ...TIE, municipality: null }] } },
    ],
  ])('are incomplete when %s: nobody is judged on a guess', (_title, seeker) => {
    expect(assembleCandidate(seeker)).toEqual({ kind: 'FAILED', failure: 'FACTS_UNAVAILABLE' });
  });
});

describe('the facts of a vacancy, from two owners', () => {
  const dwelling = VACANCY.dwelling!;
  const municipality = dwelling.municipality!;

  it('are the home, its place, and the days that govern', () => {
    expect(assembleVacancy(VACANCY)).toMatchObject({
      kind: 'OK',
      value: {
        place: {
          region: 'GOOI',
          municipality: 'GM0402',
          core: 'GM0402-C01',
          regionMunicipalities: ['GM0402', 'GM0406'],
        },
        publishedOn: '2026-10-26',
        closesOn: '2026-11-05',
      },
    });
  });

  it.each<[string, VacancyCase]>([
    ['which dwelling it is was not shown', { ...VACANCY, dwelling: null }],
    ['the municipality is not known', { ...VACANCY, dwelling: { ...dwelling, municipality: null } }],
    [
      'the region is not known',
      { ...VACANCY, dwelling: { ...dwelling, municipality: { ...municipality, region: null } } },
    ],
    [
      'the region’s municipalities are not known',
      {
        ...VACANCY,
        dwelling: {
          ...dwelling,
          municipality: { ...municipality, region: { code: 'GOOI', municipalities: null } },
        },
      },
    ],
    ['it was not published', { ...VACANCY, publishedOn: null }],
    ['it has no closing day', { ...VACANCY, closesOn: null }],
  ])('are incomplete when %s', (_title, vacancy) => {
    expect(assembleVacancy(vacancy)).toEqual({ kind: 'FAILED', failure: 'FACTS_UNAVAILABLE' });
  });
});
