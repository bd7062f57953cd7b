import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { VacancyFacts } from '../../../rules/facts.ts';
import { explainHome } from '../../../rules/explain-home.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { home } from './examples.ts';

const RULES = corpusRuleSet('GM0402', '2026-08-03');

function linesOf(part: string, special: Partial<VacancyFacts> = {}) {
  const published = { publishedOn: calendarDate('2026-08-03'), offeredSince: calendarDate('2026-08-03') };
  const sections = explainHome(RULES, home({ ...published, ...special }));
  return sections.find((section) => section.part === part)?.lines ?? [];
}
const codes = (part: string, special: Partial<VacancyFacts> = {}) =>
  linesOf(part, special).map(({ code }) => code);

describe('the explanation of a home', () => {
  it('goes from who may react to under which rules', () => {
    const parts = explainHome(RULES, home({ labels: ['LOCAL_BINDING'] })).map(({ part }) => part);
    expect(parts).toEqual(['ADMISSION', 'GROUPS', 'ORDER', 'LIMITS', 'SOURCES']);
  });

  it('tells the groups that concern this home, in their order, and no others', () => {
    expect(codes('GROUPS', { rooms: 4 })).toEqual(['URGENT', 'HARDSHIP', 'LARGE_HOUSEHOLD', 'OTHERS']);
    expect(codes('GROUPS', { rooms: 2, labels: ['LOCAL_BINDING'], accessibility: 'WHEELCHAIR' })).toEqual([
      'URGENT',
      'HARDSHIP',
      'ACCESSIBLE_HOME',
      'LOCAL_BINDING',
      'SMALL_HOUSEHOLD',
      'OTHERS',
    ]);
    expect(codes('GROUPS', { model: 'DIRECT_LET' })).toEqual(['OTHERS']);
  });

  it('leaves out a priority that has lapsed for this home', () => {
    const offered = { labels: ['LOCAL_BINDING'] as const, offeredSince: calendarDate('2026-06-01') };
    expect(codes('GROUPS', offered)).not.toContain('LOCAL_BINDING');
    expect(codes('GROUPS', { ...offered, offeredSince: calendarDate('2026-07-01') })).toContain(
      'LOCAL_BINDING',
    );
  });

  it('says with each group what the law adds to it', () => {
    const [urgent] = linesOf('GROUPS');
    expect(urgent?.bounds.map(({ nl }) => nl)).toEqual([
      'Een urgent van artikel 12, derde lid, krijgt alleen voorrang als die aan de woningmarktregio gebonden is. (Huisvestingswet 2014, artikel 14(6))',
    ]);
    expect(urgent?.citation).toMatchObject({ instrument: 'gooi-model', article: '4.1' });
  });

  it('says how the order inside a group is counted under the model of this home', () => {
    expect(linesOf('ORDER')[0]?.text.nl).toMatch(/^De hoogste zoekwaarde gaat voor/);
    expect(linesOf('ORDER')[0]?.bounds[0]?.nl).toContain(
      'Wie sinds voor 2015-07-01 op hetzelfde adres woont',
    );
    expect(linesOf('ORDER', { model: 'LOTTERY' })[0]?.text.nl).toBe('Het lot bepaalt de volgorde.');
  });

  it('names the limits that this home counts for', () => {
    expect(codes('LIMITS')).toEqual([]);
    expect(codes('LIMITS', { labels: ['LOCAL_BINDING'] })).toEqual(['BINDING_SHARE', 'LOCAL_BINDING_SHARE']);
    expect(codes('LIMITS', { model: 'LOTTERY' })).toEqual(['YOUTH_DRAW_NUMBER']);
  });

  it('names the versions that it was made from', () => {
    expect(linesOf('SOURCES').map(({ text }) => text.nl)).toContain(
      'huisvestingswet-2014 (RIJK), 2026-07-01',
    );
  });
});
