import fc from 'fast-check';
import { addDays, calendarDate, type CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { ALWAYS, looksAtVacancyOnly, parseCondition, type Condition } from '../../rules/condition.ts';
import {
  ACCESSIBILITY_LEVELS,
  ALLOCATION_MODELS,
  DWELLING_TYPES,
  SEGMENTS,
  VACANCY_LABELS,
  type CandidateFacts,
  type Tie,
  type UrgencyFact,
  type VacancyFacts,
} from '../../rules/facts.ts';
import { STATUTORY_GROUPS } from '../../rules/kinds/urgency-fits.ts';
import { PRIORITY_GROUNDS, type Order, type Rule } from '../../rules/rule.ts';
import { ruleSetOf, type RuleSet } from '../../rules/rule-set.ts';

/*
 * Small worlds on purpose: few places, few days, few codes, so that conditions are met and missed about equally often
 * and days fall on each other's bounds.
 */

const REGION = ['GM0402', 'GM0406'];
const municipality = fc.constantFrom('GM0402', 'GM0406', 'GM0363');
const core = fc.constantFrom(null, 'GM0402-C01', 'GM0402-C02');
const threshold = fc.constantFrom('LOW', 'HIGH');
const profession = fc.constantFrom('CARE', 'POLICE');
const category = fc.constantFrom('MEDICAL', 'RENEWAL');

/** The day of judgement and round anniversaries of it, a day more or less. */
export const day: fc.Arbitrary<CalendarDate> = fc
  .tuple(
    fc.constantFrom(
      '2013-06-01',
      '2014-06-01',
      '2015-06-01',
      '2018-06-01',
      '2019-06-01',
      '2020-02-29',
      '2024-06-01',
      '2025-06-01',
    ),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([date, shift]) => addDays(calendarDate(date), shift));

const birthDate = fc
  .tuple(
    fc.constantFrom('1955-06-01', '1970-06-01', '1999-06-01', '2000-02-29', '2007-06-01', '2010-06-01'),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([date, shift]) => addDays(calendarDate(date), shift));

const period = fc.tuple(day, fc.option(day)).map(([from, until]) => ({
  from,
  until: until === null || until > from ? until : addDays(from, 400),
}));

const tie: fc.Arbitrary<Tie> = fc
  .tuple(municipality, core, period)
  .map(([where, inCore, time]) => ({ municipality: where, core: inCore, ...time }));

const searchProfile = fc.record({
  dwellingTypes: fc.subarray([...DWELLING_TYPES]),
  minimumRooms: fc.option(fc.integer({ min: 1, max: 5 })),
  maximumRooms: fc.option(fc.integer({ min: 1, max: 5 })),
  maximumRentCents: fc.option(fc.constantFrom(50_000, 65_000)),
  minimumAreaM2: fc.option(fc.constantFrom(50, 70)),
  accessibility: fc.constantFrom(...ACCESSIBILITY_LEVELS),
  municipalities: fc.subarray(['GM0402', 'GM0406', 'GM0363']),
});

const anyProfile = fc.constant({
  dwellingTypes: [],
  minimumRooms: null,
  maximumRooms: null,
  maximumRentCents: null,
  minimumAreaM2: null,
  accessibility: 'NONE' as const,
  municipalities: [],
});

const urgency: fc.Arbitrary<UrgencyFact> = fc.record({
  category,
  statutoryGroup: fc.option(fc.constantFrom(...STATUTORY_GROUPS.slice(0, 4))),
  municipality,
  validity: period,
  decidedOn: day,
  directMediation: fc.boolean(),
  searchProfile: fc.oneof(searchProfile, anyProfile),
});

/** Any seeker. */
export const facts: fc.Arbitrary<CandidateFacts> = fc.record({
  on: day,
  registeredOn: day,
  lawfulResidence: fc.boolean(),
  applicantBirthDates: fc.array(birthDate, { minLength: 1, maxLength: 2 }),
  adults: fc.integer({ min: 1, max: 3 }),
  children: fc.integer({ min: 0, max: 3 }),
  residences: fc.array(tie, { maxLength: 4 }),
  employments: fc.array(tie, { maxLength: 2 }),
  leavesSelfContainedHome: fc.boolean(),
  presentAddressSince: fc.option(day),
  lastMove: fc.option(fc.record({ on: day, searchValueDays: fc.integer({ min: 0, max: 5000 }) })),
  incomeAtMost: fc.dictionary(threshold, fc.boolean(), { maxKeys: 2, noNullPrototype: true }),
  vitalProfession: fc.option(profession),
  accessibility: fc.constantFrom(...ACCESSIBILITY_LEVELS),
  activeSearchMonths: fc.integer({ min: 0, max: 12 }),
  situationPoints: fc.integer({ min: 0, max: 20 }),
  urgencies: fc.array(urgency, { maxLength: 3 }),
  exclusions: fc.array(
    fc.record({ model: fc.constantFrom(...ALLOCATION_MODELS), until: day, reason: fc.constant('REFUSED') }),
    { maxLength: 2 },
  ),
  judgements: fc.array(
    fc.record({
      norm: fc.constantFrom('HARDSHIP', 'INTEREST'),
      municipality,
      met: fc.boolean(),
      validity: period,
    }),
    { maxLength: 2 },
  ),
});

const COMPLEXES = [
  'L0001:00000000-0000-4000-8000-000000000001',
  'L0002:00000000-0000-4000-8000-000000000002',
];

/** Any home. */
export const vacancy: fc.Arbitrary<VacancyFacts> = fc.record({
  id: fc.constantFrom('L0001:one', 'L0001:two'),
  model: fc.constantFrom(...ALLOCATION_MODELS),
  segment: fc.constantFrom(...SEGMENTS),
  labels: fc.subarray([...VACANCY_LABELS]),
  place: fc.tuple(municipality, core).map(([where, inCore]) => ({
    region: 'GOOI',
    municipality: where,
    core: inCore,
    regionMunicipalities: REGION,
  })),
  dwellingType: fc.constantFrom(...DWELLING_TYPES),
  rooms: fc.integer({ min: 1, max: 5 }),
  areaM2: fc.constantFrom(40, 55, 70, 90),
  rentCents: fc.constantFrom(50_000, 65_000, 90_000),
  accessibility: fc.constantFrom(...ACCESSIBILITY_LEVELS),
  publishedOn: day,
  complex: fc.option(fc.constantFrom(...COMPLEXES)),
  offeredSince: day,
  closesOn: day,
});

const draftLeaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant(ALWAYS),
  fc.constantFrom<Condition>(
    { kind: 'registered' },
    { kind: 'lawful-residence' },
    { kind: 'not-excluded' },
    { kind: 'leaves-home' },
  ),
  fc
    .subarray([...ALLOCATION_MODELS], { minLength: 1 })
    .map((models): Condition => ({ kind: 'model', models })),
  fc.constantFrom(...VACANCY_LABELS).map((label): Condition => ({ kind: 'label', label })),
  fc.record({
    kind: fc.constant('home' as const),
    minimumRooms: fc.option(fc.integer({ min: 1, max: 5 })),
    maximumRooms: fc.option(fc.integer({ min: 1, max: 5 })),
    maximumAreaM2: fc.option(fc.constantFrom(55, 70)),
    maximumRentCents: fc.option(fc.constantFrom(50_000, 65_000)),
    minimumAccessibility: fc.constantFrom(...ACCESSIBILITY_LEVELS),
    dwellingTypes: fc.subarray([...DWELLING_TYPES]),
    segments: fc.subarray([...SEGMENTS]),
  }),
  fc.subarray(COMPLEXES, { minLength: 1 }).map((complexes): Condition => ({ kind: 'complex', complexes })),
  fc
    .constantFrom(null, 50_000, 65_000)
    .map((amountCents): Condition => ({ kind: 'rent-at-most', threshold: 'RENT', amountCents })),
  fc.constantFrom(1, 13, 52).map((minimumWeeks): Condition => ({ kind: 'offered-for', minimumWeeks })),
  fc.constantFrom('HARDSHIP', 'INTEREST').map((norm): Condition => ({ kind: 'judged', norm })),
  fc
    .record({
      kind: fc.constant('age' as const),
      of: fc.constantFrom('ANY' as const, 'ALL' as const),
      minimum: fc.option(fc.constantFrom(18, 25, 55)),
      maximum: fc.option(fc.constantFrom(25, 55, 70)),
    })
    .filter(({ minimum, maximum }) => minimum === null || maximum === null || minimum <= maximum),
  fc
    .record({
      kind: fc.constant('household' as const),
      minimumPersons: fc.option(fc.integer({ min: 1, max: 4 })),
      maximumPersons: fc.option(fc.integer({ min: 1, max: 4 })),
      minimumChildren: fc.option(fc.integer({ min: 1, max: 3 })),
    })
    .filter(({ minimumPersons, maximumPersons }) => (minimumPersons ?? 0) <= (maximumPersons ?? 9)),
  threshold.map((code): Condition => ({ kind: 'income-at-most', threshold: code })),
  fc.record({
    kind: fc.constant('binding' as const),
    level: fc.constantFrom('REGION' as const, 'MUNICIPALITY' as const, 'CORE' as const),
    basis: fc.constant('EITHER' as const),
    residence: fc.boolean(),
    employment: fc.boolean(),
    unbrokenYears: fc.option(fc.constantFrom(1, 6)),
    withinYears: fc.option(fc.constantFrom(6, 10)),
  }),
  fc
    .subarray(['CARE', 'POLICE'], { minLength: 1 })
    .map((professions): Condition => ({ kind: 'vital-profession', professions })),
  fc
    .constantFrom(...ACCESSIBILITY_LEVELS.slice(1))
    .map((minimum): Condition => ({ kind: 'accessibility-need', minimum })),
  fc.record({
    kind: fc.constant('urgency-fits' as const),
    categories: fc.subarray(['MEDICAL', 'RENEWAL']),
    ofScheme: fc.boolean(),
    statutory: fc.oneof(
      fc.constantFrom('ANY' as const, 'OUTSIDE' as const),
      fc.subarray([...STATUTORY_GROUPS.slice(0, 4)], { minLength: 1 }),
    ),
  }),
);

/** Only what a regulation could state: a leaf without any bound, or with a window shorter than its stay, does not parse. */
const leaf = draftLeaf.filter((drawn) => parseCondition(drawn).kind === 'OK');

/** Any tree, up to four deep. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tied) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    { arbitrary: leaf, weight: 3 },
    {
      arbitrary: fc
        .array(tied('tree'), { minLength: 1, maxLength: 4 })
        .map((of): Condition => ({ kind: 'all', of })),
      weight: 1,
    },
    {
      arbitrary: fc
        .array(tied('tree'), { minLength: 1, maxLength: 4 })
        .map((of): Condition => ({ kind: 'any', of })),
      weight: 1,
    },
    { arbitrary: tied('tree').map((of): Condition => ({ kind: 'not', of })), weight: 1 },
  ),
})).tree;

const aboutHome: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant(ALWAYS),
  condition.filter(looksAtVacancyOnly),
);

/** Any order inside a group. */
export const order: fc.Arbitrary<Order> = fc.oneof(
  fc.constant<Order>({ kind: 'REGISTRATION_TIME' }),
  fc.record({
    kind: fc.constant('SEARCH_VALUE' as const),
    retainedPercent: fc.constantFrom(0, 75, 100),
    transitionalUntil: fc.option(day),
  }),
  fc
    .record({
      waiting: fc.integer({ min: 0, max: 5000 }),
      searching: fc.integer({ min: 0, max: 3000 }),
      situation: fc.integer({ min: 0, max: 2000 }),
      starter: fc.integer({ min: 0, max: 9000 }),
      maximum: fc.option(fc.integer({ min: 0, max: 20_000 })),
    })
    .map(({ waiting, searching, situation, starter, maximum }): Order => ({
      kind: 'POINTS',
      components: [
        { component: 'WAITING', thousandths: waiting, perDays: 365, maximumThousandths: maximum },
        { component: 'SEARCHING', thousandths: searching, perDays: 1, maximumThousandths: maximum },
        { component: 'SITUATION', thousandths: situation, perDays: 1, maximumThousandths: null },
        { component: 'STARTER', thousandths: starter, perDays: 1, maximumThousandths: null },
      ],
    })),
  fc.constant<Order>({ kind: 'DRAW' }),
);

function base(code: string, layer: Rule['layer'], appliesTo: Condition, governedBy: Rule['governedBy']) {
  const version = calendarDate('2024-01-01');
  return {
    id: `${layer.toLowerCase()}@${version}#${code}`,
    code,
    layer,
    citation: {
      instrument: layer.toLowerCase(),
      title: layer,
      article: code,
      url: null,
      text: code,
      version,
    },
    governedBy,
    argument: null,
    sentence: { nl: `Regel ${code}.`, en: `Rule ${code}.` },
    appliesTo,
  };
}

const governedBy = fc.constantFrom('PUBLICATION' as const, 'CLOSING' as const);
const grounds = fc.subarray([...PRIORITY_GROUNDS], { maxLength: 2 });

/** Rules that leave nothing undecided, in any number and with any conditions. */
export const rules: fc.Arbitrary<readonly Rule[]> = fc
  .record({
    scope: fc.array(fc.tuple(aboutHome, aboutHome, governedBy), { maxLength: 1 }),
    selects: fc.array(fc.tuple(condition, aboutHome, governedBy), { maxLength: 2 }),
    sorts: fc.array(fc.tuple(condition, aboutHome, governedBy, grounds), { maxLength: 5 }),
    restricts: fc.array(
      fc.tuple(condition, aboutHome, grounds, fc.constantFrom('ONLY_WHEN' as const, 'NOT_AGAINST' as const)),
      { maxLength: 3 },
    ),
    order,
    orderedBy: governedBy,
  })
  .map((drawn) => [
    ...drawn.scope.map(([tree, applies, by], index): Rule => ({
      ...base(`SCOPE_${index}`, 'REGIONAL_MODEL', applies, by),
      stage: 'SCOPE',
      condition: tree,
    })),
    ...drawn.selects.map(([tree, applies, by], index): Rule => ({
      ...base(`SELECT_${index}`, 'MUNICIPAL', applies, by),
      stage: 'SELECT',
      as: 'REQUIREMENT',
      condition: tree,
    })),
    ...drawn.sorts.map(([tree, applies, by, on], index): Rule => ({
      ...base(`SORT_${index}`, 'REGIONAL_MODEL', applies, by),
      stage: 'SORT',
      rank: 10 * (index + 1),
      grounds: on,
      condition: tree,
    })),
    {
      ...base('OTHERS', 'REGIONAL_MODEL', ALWAYS, 'CLOSING'),
      stage: 'SORT',
      rank: 1000,
      grounds: [],
      condition: ALWAYS,
    } satisfies Rule,
    ...drawn.restricts.map(([tree, applies, on, effect], index): Rule => ({
      ...base(`RESTRICT_${index}`, 'FRAMEWORK', applies, 'CLOSING'),
      stage: 'RESTRICT',
      effect,
      grounds: on,
      condition: tree,
    })),
    {
      ...base('ORDER', 'REGIONAL_MODEL', ALWAYS, drawn.orderedBy),
      stage: 'ORDER',
      models: [...ALLOCATION_MODELS],
      order: drawn.order,
    } satisfies Rule,
  ]);

/** Any rule set that decides every case. */
export const ruleSet: fc.Arbitrary<RuleSet> = rules.map((each) => ruleSetOf(each, []));
