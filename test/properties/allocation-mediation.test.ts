import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import {
  ACCESSIBILITY_LEVELS,
  DWELLING_TYPES,
  MEDIATION_CATEGORIES,
  type UrgencyFact,
  type VacancyFacts,
} from '../../rules/facts.ts';
import {
  fitComponents,
  fits,
  inOrderFor,
  surroundingComponents,
  type Capacity,
  type MatchedHome,
} from '../../subgraphs/allocation/domain/mediation.ts';

const bound = (most: number) => fc.option(fc.integer({ min: 1, max: most }), { nil: null });

const urgencies: fc.Arbitrary<UrgencyFact> = fc
  .record({
    dwellingTypes: fc.uniqueArray(fc.constantFrom(...DWELLING_TYPES), { maxLength: 3 }),
    minimumRooms: bound(4),
    maximumRooms: bound(6),
    maximumRentCents: bound(90_000),
    minimumAreaM2: bound(80),
    accessibility: fc.constantFrom(...ACCESSIBILITY_LEVELS),
    municipalities: fc.uniqueArray(fc.constantFrom('GM0402', 'GM0406', 'GM0363'), { maxLength: 2 }),
  })
  .map((searchProfile) => ({
    category: 'MEDICAL',
    statutoryGroup: null,
    municipality: 'GM0402',
    validity: { from: calendarDate('2026-01-01'), until: null },
    decidedOn: calendarDate('2026-01-01'),
    directMediation: true,
    searchProfile,
  }));

const homeFacts: fc.Arbitrary<VacancyFacts> = fc
  .record({
    dwellingType: fc.constantFrom(...DWELLING_TYPES),
    rooms: fc.integer({ min: 1, max: 6 }),
    areaM2: fc.integer({ min: 20, max: 120 }),
    rentCents: fc.integer({ min: 30_000, max: 100_000 }),
    accessibility: fc.constantFrom(...ACCESSIBILITY_LEVELS),
    municipality: fc.constantFrom('GM0402', 'GM0406', 'GM0363'),
  })
  .map(({ municipality, ...home }) => ({
    id: 'L0001:home',
    model: 'DIRECT_MEDIATION',
    segment: 'SOCIAL_RENT',
    labels: [],
    place: { region: 'GOOI', municipality, core: null, regionMunicipalities: ['GM0402', 'GM0406'] },
    ...home,
    publishedOn: calendarDate('2026-10-01'),
    complex: null,
    offeredSince: calendarDate('2026-10-01'),
    closesOn: calendarDate('2026-10-01'),
  }));

const capacities: fc.Arbitrary<readonly Capacity[]> = fc
  .tuple(
    ...(['NEIGHBOURHOOD', 'DISTRICT', 'COMPLEX'] as const).map((area) =>
      fc.tuple(fc.constant(area), fc.nat(3)),
    ),
  )
  .map((areas) =>
    areas.map(([area, mediated]) => {
      return { area, name: 'Vogelbuurt', lettings: 4, mediated, basisPoints: mediated * 2_500 };
    }),
  );

const sparings = fc.option(
  fc.constant({ reason: 'Hier is het even genoeg geweest.', until: calendarDate('2027-01-01') }),
  { nil: null },
);

const homes: fc.Arbitrary<readonly MatchedHome[]> = fc
  .array(
    fc.record({
      facts: homeFacts,
      category: fc.constantFrom(...MEDIATION_CATEGORIES),
      registeredOn: fc.constantFrom('2026-09-01', '2026-10-01').map(calendarDate),
      capacity: capacities,
      sparing: sparings,
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((home, index) => ({ ...home, id: `L0001:${String(index).padStart(4, '0')}` })));

const ids = (all: readonly MatchedHome[]) => all.map(({ id }) => id);

describe('the fit of a mediated home', () => {
  it('holds exactly when every respect of it does', () => {
    fc.assert(
      fc.property(urgencies, homeFacts, (urgency, home) => {
        const asked = fitComponents(urgency, home).filter(({ code }) => code !== 'WHEELCHAIR');
        expect(fits(urgency, home)).toBe(asked.every(({ met }) => met === true));
      }),
    );
  });

  it('is monotone: a home that offers more, or a household that asks less, fits no worse', () => {
    fc.assert(
      fc.property(urgencies, homeFacts, fc.nat(20_000), fc.nat(30), (urgency, home, cheaper, larger) => {
        fc.pre(fits(urgency, home));
        const level = ACCESSIBILITY_LEVELS.indexOf(home.accessibility);
        const better = {
          ...home,
          rentCents: home.rentCents - cheaper,
          areaM2: home.areaM2 + larger,
          accessibility: ACCESSIBILITY_LEVELS[Math.min(level + 1, ACCESSIBILITY_LEVELS.length - 1)]!,
        };
        expect(fits(urgency, better)).toBe(true);
        const { searchProfile } = urgency;
        const asksLess = {
          ...searchProfile,
          minimumRooms: null,
          dwellingTypes: [],
          accessibility: 'NONE' as const,
        };
        expect(fits({ ...urgency, searchProfile: asksLess }, home)).toBe(true);
      }),
    );
  });
});

describe('the order of homes for a household', () => {
  it('is total: in whatever order they come, they are shown in one', () => {
    fc.assert(
      fc.property(urgencies, homes, fc.infiniteStream(fc.nat()), (urgency, all, chance) => {
        const mixed = all
          .map((home) => [chance.next().value, home] as const)
          .sort(([one], [other]) => one - other)
          .map(([, home]) => home);
        expect(ids(inOrderFor(urgency, mixed))).toEqual(ids(inOrderFor(urgency, all)));
      }),
    );
  });

  it('holds every home that fits, whatever is spared', () => {
    fc.assert(
      fc.property(urgencies, homes, sparings, (urgency, all, sparing) => {
        const fitting = ids(all.filter(({ facts }) => fits(urgency, facts)));
        expect(ids(inOrderFor(urgency, all)).toSorted()).toEqual(fitting);
        const otherwise = all.map((home) => ({ ...home, sparing }));
        expect(ids(inOrderFor(urgency, otherwise)).toSorted()).toEqual(fitting);
      }),
    );
  });

  it('puts nothing before something else but for a component that is shown', () => {
    fc.assert(
      fc.property(urgencies, homes, (urgency, all) => {
        const shown = inOrderFor(urgency, all).map((home) => {
          const components = [...fitComponents(urgency, home.facts), ...surroundingComponents(home)];
          const of = (code: string) => components.find((one) => one.code === code);
          return [
            of('WHEELCHAIR')?.met === false ? 1 : 0,
            of('SPARED')?.met === false ? 1 : 0,
            ...['NEIGHBOURHOOD', 'COMPLEX', 'DISTRICT'].map((code) => of(code)?.number ?? 0),
          ];
        });
        for (const [index, keys] of shown.entries()) {
          const before = shown[index - 1] ?? keys;
          const differing = keys.findIndex((key, part) => key !== before[part]);
          if (differing !== -1) expect(keys[differing]).toBeGreaterThan(before[differing]!);
        }
      }),
    );
  });

  it('warns of a spared complex with its reason and its last day', () => {
    fc.assert(
      fc.property(homes, (all) => {
        for (const home of all) {
          const warning = surroundingComponents(home).find(({ code }) => code === 'SPARED')!;
          expect(warning.met).toBe(home.sparing === null);
          if (home.sparing !== null) {
            expect(warning.text.nl).toContain(home.sparing.reason);
            expect(warning.text.nl).toContain(home.sparing.until);
          }
        }
      }),
    );
  });
});
