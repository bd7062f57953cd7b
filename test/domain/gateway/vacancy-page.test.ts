import { describe, expect, it } from 'vitest';
import { vacancyPage, type ExplainedVacancy } from '../../../gateway/reading/vacancy-page.ts';

const SHOWN: ExplainedVacancy = {
  id: 'L0001:f0000000-0000-7000-8000-000000000001',
  publishedOn: '2026-10-26',
  corporation: { name: 'Eerste' },
  dwelling: {
    street: 'Kerkstraat',
    houseNumber: 1,
    neighbourhood: 'Kerkbuurt',
    rooms: 3,
    areaM2: 60,
    rentCents: 60_000,
    municipality: { name: 'Hilversum' },
  },
  explanation: [],
  ruleSet: { hash: 'a'.repeat(64) },
  drawCommitment: null,
};

describe('the page of a home', () => {
  it('says where it is, how large and at which rent', () => {
    expect(vacancyPage(SHOWN, 'nl')).toContain('Kerkstraat 1, Kerkbuurt, Hilversum: 3 kamers, 60 m²');
  });

  it('says of a blind draw that nobody chooses by the home, and nothing of the home', () => {
    for (const [language, words] of [
      ['nl', 'Een woning in de regio: welke, ziet wie haar krijgt aangeboden. Eerste.'],
      ['en', 'A home in the region: which one, whoever it is offered to sees. Eerste.'],
    ] as const) {
      const page = vacancyPage({ ...SHOWN, dwelling: null }, language);
      expect(page).toContain(words);
      expect(page).not.toMatch(/Kerk|m²|null|undefined/);
    }
  });
});
