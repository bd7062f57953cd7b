import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { POPULATION_SCALES, type PopulationScale } from '../../demonstration/population/population-scale.ts';
import { regionsOf, type PopulatedRegion } from '../../demonstration/population/regions.ts';
import { slicesOf } from '../../demonstration/population/slice.ts';
import { writePopulationCorpus } from '../../demonstration/population/write-corpus.ts';
import { REFERENCE_DAY } from '../../demonstration/reference.ts';
import { rulesOfCorpus } from '../../demonstration/rules-in-force.ts';
import { CORPUS, readAreas, type AreaTable } from '../../subgraphs/binding-rules/subgraph.ts';

describe('the regions of a population', () => {
  let areas: AreaTable;
  const at = (scale: PopulationScale): readonly PopulatedRegion[] => regionsOf(scale, areas);
  const people = (regions: readonly PopulatedRegion[]) =>
    regions.reduce((sum, { registrations }) => sum + registrations, 0);

  beforeAll(async () => {
    const read = await readAreas(CORPUS);
    if (read.kind === 'FAILED') throw new TypeError('no areas');
    areas = read.value;
  });

  it.each([
    ['region', 35_000, 2, 1_720],
    ['province', 350_000, 12, 17_200],
    ['country', 3_500_000, 100, 172_000],
  ] as const)(
    'a %s has %i registrations in %i regions and %i lettings a year',
    (scale, registrations, count, lettings) => {
      const regions = at(scale);
      expect([people(regions), regions.length]).toEqual([registrations, count]);
      const closed = regions.reduce((sum, { closedVacancies }) => sum + closedVacancies, 0);
      expect(Math.abs(closed - lettings)).toBeLessThanOrEqual(count);
    },
  );

  it('a larger scale holds the regions of a smaller one as they are', () => {
    expect(at('province').slice(0, 2)).toEqual(at('region'));
    expect(at('country').slice(0, 12)).toEqual(at('province'));
  });

  it('every municipality of the country lies in one region of it, and every region has its own seekers and homes', () => {
    const country = at('country');
    const members = country.flatMap(({ municipalities }) => municipalities);
    expect(members.toSorted()).toEqual(areas.municipalities.map(({ code }) => code).sort());
    for (const { municipalities, seekersByMunicipality, corporations } of country) {
      const within = new Set(municipalities);
      expect(seekersByMunicipality.filter(([code]) => !within.has(code))).toEqual([]);
      const stock = corporations.flatMap((each) => each.stock.map(([code]) => code));
      expect(stock.filter((code) => !within.has(code))).toEqual([]);
      expect(corporations.length).toBeGreaterThan(1);
    }
  });

  it('no two regions, registers or corporations have one code, and every code is one', () => {
    for (const scale of POPULATION_SCALES) {
      const regions = at(scale);
      const owners = [
        ...regions.map(({ region }) => region),
        ...regions.map(({ registrar }) => registrar),
        ...regions.flatMap(({ corporations }) => corporations.map(({ code }) => code)),
      ];
      expect(new Set(owners).size).toBe(owners.length);
      for (const { registrar, corporations } of regions) {
        expect(registrar).toMatch(/^R\d{4}$/);
        for (const { code } of corporations) expect(code).toMatch(/^L\d{4}$/);
      }
    }
  });

  it('registers differ in size, the largest by four times the smallest at least', () => {
    const sizes = at('country').map(({ registrations }) => registrations);
    expect(Math.max(...sizes)).toBeGreaterThan(4 * Math.min(...sizes));
    expect(Math.min(...sizes)).toBeGreaterThan(3_000);
  });

  it('slices are pairs of neighbours that together are all regions, once each', () => {
    const slices = slicesOf(at('country'));
    expect(slices.flatMap(({ regions }) => regions)).toEqual(at('country'));
    expect(slices.map(({ number }) => number)).toEqual(slices.keys().toArray());
    for (const { regions } of slices) expect(regions).toHaveLength(2);
  });

  it('each of their municipalities has rules that decide on every day of the past year, and writing them again changes no byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'population-corpus-'));
    try {
      const to = (name: string) => pathToFileURL(`${folder}/${name}/`);
      const regions = at('village');
      await writePopulationCorpus(CORPUS, to('one'), regions, areas);
      await writePopulationCorpus(CORPUS, to('two'), regions, areas);
      const rules = await rulesOfCorpus(to('one'));
      const made = regions.filter(({ inCorpus }) => !inCorpus);
      expect(made.length).toBeGreaterThan(1);
      const hashes = made.flatMap(({ region, municipalities }) => {
        expect(rules.municipalitiesOf(region)).toEqual(municipalities);
        return municipalities.map((code) => {
          expect(() => rules.ruleSetOn(code, '2025-11-01' as never)).not.toThrow();
          return rules.ruleSetOn(code, REFERENCE_DAY).hash;
        });
      });
      // Each municipality fills in the terms in its own way.
      expect(new Set(hashes).size).toBe(hashes.length);
      const file = `municipality/${made[0]!.municipalities[0]!}/huisvestingsverordening/2024-01-01.yaml`;
      const texts = await Promise.all(
        ['one', 'two'].map((name) => readFile(new URL(file, to(name)), 'utf8')),
      );
      expect(texts[0]).toBe(texts[1]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
