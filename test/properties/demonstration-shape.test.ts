import { periodHolds } from '../../platform/primitives/period.ts';
import { quotaArea, quotaPeriod } from '../../rules/quota.ts';
import { roomOf } from '../../subgraphs/vacancies/subgraph.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { factsOf } from '../../demonstration/facts.ts';
import { generateDemonstration, type Demonstration } from '../../demonstration/generate.ts';
import { REFERENCE_DAY } from '../../demonstration/reference.ts';
import { rulesOfCorpus } from '../../demonstration/rules-in-force.ts';
import { presentState, type Seeker } from '../../demonstration/seeker.ts';
import { tablesOf } from '../../demonstration/table-rows.ts';
import { compileRuleSet, type CompiledRuleSet } from '../../rules/compile-rule-set.ts';
import { compareAssessed } from '../../rules/rank.ts';
import { CORPUS } from '../../subgraphs/binding-rules/subgraph.ts';
import { describeExample } from './demonstration-example.ts';

/** The whole demonstration is made once, in some ten seconds, because its promises are about its size. */
const PATIENCE_MS = 180_000;

describe('the full demonstration', () => {
  let made: Demonstration;
  beforeAll(async () => {
    made = generateDemonstration('full', await rulesOfCorpus(CORPUS));
  }, PATIENCE_MS);

  const seekersIn = (registrar: string): readonly Seeker[] =>
    made.seekers.filter(({ row }) => row.owner === registrar);
  const rankingsIn = (region: string, frozen: boolean) =>
    made.rankings.filter((ranked) => ranked.frozen === frozen && ranked.offer.row.region === region);

  describeExample('full', () => made);

  describe.each([
    ['GOOI', 'R0001', 35_000],
    ['AMSTERDAM', 'R0002', 5_000],
  ])('the register of %s', (_region, registrar, registrations) => {
    it(`holds ${registrations} registrations, one in three of them active`, () => {
      const seekers = seekersIn(registrar);
      const active = seekers.filter((seeker) => presentState(seeker).row.status === 'ACTIVE');
      expect(seekers).toHaveLength(registrations);
      expect(active.length / registrations).toBeCloseTo(1 / 3, 2);
    });

    it('is for sixty percent people who live alone, and for more than eighty one or two persons', () => {
      const persons = seekersIn(registrar).map(({ row }) => row.adults + row.children);
      const share = (most: number): number => persons.filter((count) => count <= most).length / registrations;
      expect(Math.abs(share(1) - 0.6)).toBeLessThan(0.01);
      expect(share(2)).toBeGreaterThan(0.8);
    });

    it('has a valid urgency for one to two in a hundred active seekers', () => {
      const active = seekersIn(registrar)
        .map(presentState)
        .filter(({ row }) => row.status === 'ACTIVE');
      const urgent = active.filter(({ urgencies }) =>
        urgencies.some(({ status, validUntil }) => status === 'GRANTED' && validUntil! > REFERENCE_DAY),
      );
      expect(urgent.length / active.length).toBeGreaterThan(0.01);
      expect(urgent.length / active.length).toBeLessThan(0.02);
    });

    it('reaches back some twenty-five years, and to nobody who was not yet eighteen', () => {
      const rows = seekersIn(registrar).map(({ row }) => row);
      expect(rows.some(({ registeredOn }) => registeredOn < '2003')).toBe(true);
      for (const { registeredOn, applicantBirthDates } of rows) {
        expect(registeredOn < REFERENCE_DAY).toBe(true);
        expect(
          Number(registeredOn.slice(0, 4)) - Number(applicantBirthDates[0]!.slice(0, 4)),
        ).toBeGreaterThanOrEqual(18);
      }
    });
  });

  it('has 1,500 vacancies of the past year in Gooi, with about 200 candidates each', () => {
    const advertised = rankingsIn('GOOI', true).filter(({ offer }) => offer.row.model !== 'DIRECT_MEDIATION');
    const closed = made.vacancies.filter(
      ({ region, status }) => region === 'GOOI' && ['LET', 'OFFERING', 'CLOSED'].includes(status),
    );
    // Besides, the homes that were registered for direct mediation since.
    expect(closed.length).toBe(1_500 + 40);
    expect(Math.abs(mean(advertised.map(({ standing }) => standing)) - 200)).toBeLessThan(20);
  });

  it('has some 300 open vacancies in Gooi with a median of about 150 reactions, some over 1,000, one near 5,500', () => {
    const counts = rankingsIn('GOOI', false).map(({ standing }) => standing);
    expect(counts.length).toBeGreaterThan(290);
    expect(Math.abs(median(counts) - 150)).toBeLessThan(20);
    expect(counts.filter((count) => count > 1_000).length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...counts)).toBeGreaterThan(5_400);
  });

  it('has some 80 open vacancies in the Stadsregio with about 150 reactions', () => {
    const counts = rankingsIn('AMSTERDAM', false).map(({ standing }) => standing);
    expect(counts.length).toBeGreaterThan(75);
    expect(Math.abs(mean(counts) - 150)).toBeLessThan(20);
  });

  it('publishes and closes nothing on the reference day, and closes what is open within two weeks', () => {
    for (const { status, publishedOn, closesOn } of made.vacancies) {
      expect(publishedOn).not.toBe(REFERENCE_DAY);
      expect(closesOn).not.toBe(REFERENCE_DAY);
      if (status !== 'PUBLISHED') continue;
      expect(publishedOn! < REFERENCE_DAY && closesOn! > REFERENCE_DAY && closesOn! <= '2026-11-16').toBe(
        true,
      );
    }
  });

  it(
    'lets nobody react whom the rules do not admit, and to no place but the one they give',
    () => {
      const compiled = new Map<string, CompiledRuleSet>();
      for (const { offer, factsOn, reactions } of made.rankings) {
        const { hash } = offer.ruleSet;
        const assess = compiled.get(hash) ?? compileRuleSet(offer.ruleSet);
        compiled.set(hash, assess);
        for (const { seeker, groupRank, orderValue } of reactions) {
          const { admitted, ...place } = assess(factsOf(seeker, factsOn), offer.facts, factsOn);
          if (!admitted || place.groupRank !== groupRank || place.orderValue !== orderValue) {
            expect.fail(`${seeker.id} on ${offer.id}`);
          }
        }
      }
    },
    PATIENCE_MS,
  );

  it('lets nobody react twice to one home, before registering, or after getting another', () => {
    for (const { offer, factsOn, reactions } of made.rankings) {
      expect(new Set(reactions.map(({ seeker }) => seeker)).size).toBe(reactions.length);
      for (const { seeker, reactedAtMs } of reactions) {
        if (
          Date.parse(seeker.row.registeredOn) > reactedAtMs ||
          (seeker.moved !== null && seeker.moved.on <= factsOn)
        ) {
          expect.fail(`${seeker.id} on ${offer.id}`);
        }
      }
    }
  });

  it('ranks in the order of the engine, every place once', () => {
    for (const { reactions, standing } of made.rankings) {
      for (let place = 1; place < standing; place += 1) {
        if (compareAssessed(reactions[place - 1]!, reactions[place]!) >= 0) expect.fail('out of order');
      }
    }
  });

  it('houses nobody twice', () => {
    const lettings = made.considered.filter(({ endedOn }) => endedOn !== null);
    const housed = lettings.map(({ reactions }) => reactions.at(-1)!.seeker);
    expect(housed.length).toBeGreaterThan(1_500);
    expect(new Set(housed).size).toBe(housed.length);
    expect(made.seekers.filter(({ moved }) => moved !== null)).toHaveLength(housed.length);
  });

  it('passes no cap on publications in any municipality, region or year', () => {
    const published = made.rankings.map(({ offer }) => ({
      quotas: offer.ruleSet.quotas.filter(
        ({ direction, counts }) => direction === 'CAP' && counts === 'PUBLICATIONS',
      ),
      publication: { ...offer.row, core: offer.dwelling.core },
    }));
    let most = 0;
    for (const { quotas, publication } of published) {
      for (const quota of quotas) {
        const area = quotaArea(quota, publication);
        const period = quotaPeriod(quota, publication.publishedOn);
        const supplies = published
          .filter(
            ({ publication: other }) =>
              quotaArea(quota, other).code === area.code && periodHolds(period, other.publishedOn),
          )
          .map(({ publication: { model, labels } }) => ({ model, labels, count: 1 }));
        const { taken, overdrawn } = roomOf(quota, area, period, supplies);
        most = Math.max(most, taken ?? 0);
        if (overdrawn > 0) expect.fail(`${quota.code} in ${area.code}`);
      }
    }
    expect(most).toBeGreaterThan(50);
  });

  it('lets each corporation read the files of whom it considers, and of nobody else', () => {
    const tables = tablesOf(made);
    const open = (subgraph: string): readonly string[] => {
      const table = tables.find((each) => each.subgraph === subgraph && each.table === 'file_grant')!;
      const vacancy = table.columns.indexOf('vacancy');
      const endedOn = table.columns.indexOf('ended_on');
      return [...table.rows].filter((row) => row[endedOn] === null).map((row) => String(row[vacancy]));
    };
    const offering = made.considered.filter(({ endedOn }) => endedOn === null);
    const expected = offering.flatMap(({ ranked, reactions }) => reactions.map(() => ranked.offer.id)).sort();
    expect(new Set(offering.map(({ ranked }) => ranked.offer.row.status))).toEqual(new Set(['OFFERING']));
    expect(offering.length).toBeGreaterThan(50);
    expect([...open('registrations')].sort()).toEqual(expected);
    expect([...open('urgencies')].sort()).toEqual(expected);
  });
});

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[numbers.length >> 1]!;
}
