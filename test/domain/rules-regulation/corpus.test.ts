import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { placeIn } from '../../../subgraphs/binding-rules/domain/area-table.ts';
import { higherThan } from '../../../subgraphs/binding-rules/domain/plan-publication.ts';
import { resolveRuleSet } from '../../../subgraphs/binding-rules/domain/resolve-rule-set.ts';
import { validateRegulation } from '../../../subgraphs/binding-rules/domain/validate-regulation.ts';
import { corpusAreas, readCorpus } from '../../scenarios/corpus.ts';

const FILES = readCorpus();
const AREAS = corpusAreas();
const REGULATIONS = FILES.map(({ regulation }) => regulation);
const PLACES = AREAS.municipalities
  .filter(({ region }) => region !== null)
  .map(({ code, region }) => ({ municipality: code, region }));

describe('the corpus', () => {
  it.each(FILES.map(({ path, regulation }) => [path, regulation] as const))(
    '%s is named after its owner, instrument and first day',
    (path, regulation) => {
      const [layer, ...rest] = path.replace('.yaml', '').split('/');
      const layers: Readonly<Record<string, readonly string[]>> = {
        framework: ['FRAMEWORK'],
        region: ['REGIONAL_MODEL', 'REGIONAL_AGREEMENT'],
        municipality: ['MUNICIPAL', 'COMPLEX'],
      };
      expect(layers[layer ?? '']).toContain(regulation.layer);
      expect(rest.at(-1)).toBe(regulation.version);
      if (layer === 'framework') expect(rest[0]).toBe(regulation.code);
      else expect(rest[0]).toBe(regulation.owner);
    },
  );

  it.each(FILES.map(({ path, regulation }) => [path, regulation] as const))(
    '%s stays within the room that the layers above it leave',
    (_path, regulation) => {
      const versions = REGULATIONS.map((each) => ({ regulation: each, inForce: each.validity }));
      const higher = higherThan(regulation, versions, PLACES);
      expect(validateRegulation(regulation, higher, regulation.owner)).toEqual([]);
    },
  );

  it('has no two versions of an instrument on one day', () => {
    for (const one of REGULATIONS) {
      for (const other of REGULATIONS) {
        if (
          one === other ||
          one.code !== other.code ||
          one.owner !== other.owner ||
          one.version > other.version
        )
          continue;
        expect(one.validity.until !== null && one.validity.until <= other.validity.from).toBe(true);
      }
    }
  });

  it('resolves in every municipality of its regions on every first and last day of a version', () => {
    const days = [
      ...new Set(REGULATIONS.flatMap(({ validity }) => [validity.from, validity.until ?? validity.from])),
    ]
      .flatMap((day) => [addDays(day, -1), day])
      // The law itself begins in 2015.
      .filter((day) => day >= calendarDate('2015-01-01'))
      .sort();
    let resolved = 0;
    for (const { code: region, municipalities } of AREAS.regions) {
      const [first, last] = region === 'GOOI' ? ['2015-07-01', '2028-01-01'] : ['2023-01-01', '2027-01-01'];
      for (const municipality of municipalities) {
        for (const on of days) {
          const outcome = resolveRuleSet(REGULATIONS, { region, municipality, complex: null, on });
          const covered = on >= calendarDate(first as string) && on < calendarDate(last as string);
          expect(outcome.kind === 'OK' ? 'OK' : outcome.failure.kind).toBe(
            covered ? 'OK' : 'NO_MUNICIPAL_REGULATION',
          );
          if (covered) resolved += 1;
        }
      }
    }
    expect(resolved).toBeGreaterThan(100);
  });

  it('says of every figure and measure where it comes from', () => {
    for (const { argument, articles, rules } of REGULATIONS) {
      expect(argument).not.toBe('');
      for (const { text } of articles) expect(text).toMatch(/\.$/);
      for (const rule of rules) if (rule.stage === 'THRESHOLD') expect(rule.argument).not.toBeNull();
    }
  });

  it('knows the 342 municipalities of the country and places homes in its regions only', () => {
    expect(AREAS.municipalities).toHaveLength(342);
    expect(placeIn(AREAS, 'GM0402', 'GM0402-C01')).toMatchObject({ region: 'GOOI', core: 'GM0402-C01' });
    expect(placeIn(AREAS, 'GM0402', 'GM1942-C01')).toBeUndefined();
    expect(placeIn(AREAS, 'GM0014', null)).toBeUndefined();
    expect(placeIn(AREAS, 'GM9999', null)).toBeUndefined();
  });
});
