import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import {
  chanceByPlaces,
  comparedInWords,
  shareOf,
  type ChanceRow,
} from '../../../subgraphs/allocation/domain/chance-told.ts';
import {
  kindOfHome,
  pastYear,
  placesName,
  placesNumber,
  sizeNumber,
} from '../../../subgraphs/allocation/domain/chance.ts';
import { decidedAbove, type OwnStanding } from '../../../subgraphs/allocation/domain/decided-above.ts';
import { explainedOutcome, type Happened } from '../../../subgraphs/allocation/domain/explained-outcome.ts';
import { valueInWords } from '../../../subgraphs/allocation/domain/explained-words.ts';
import { createJudge } from '../../../subgraphs/allocation/domain/judge.ts';
import { corpusRuleSet } from '../../scenarios/corpus.ts';
import { home, seeker, TODAY } from '../rules/examples.ts';

const RULES = corpusRuleSet('GM0402', TODAY);
const judge = createJudge(RULES.hash, RULES.canonical);

/** Somebody without any tie, on a home with priority for who is bound to the municipality. */
function own(): OwnStanding {
  const admission = judge.judge(
    seeker({ incomeAtMost: { INCOME_GOOI: true } }),
    home({ labels: ['LOCAL_BINDING'] }),
    TODAY,
  );
  if (admission.kind === 'REFUSED') throw new TypeError('an example whom the rules refuse');
  return { ...admission, orderKind: judge.orderKind('OFFER') };
}

const STANDS: Happened = {
  status: 'ACTIVE',
  exclusion: null,
  drawn: true,
  offer: null,
  ending: null,
  byHand: [],
  passedOver: null,
};

describe('what decided against the neighbour above, by example', () => {
  it('is for a seeker in a lower group every higher group, with its article', () => {
    const told = decidedAbove(own(), { stage: 'GROUP', group: null, orderValue: null });
    expect(told.rules.map(({ code }) => code)).toContain('LOCAL_BINDING');
    for (const { citation } of told.rules) expect(citation.article).not.toBe('');
    expect(told.text.nl).toMatch(/^De kandidaat hierboven zit in een hogere voorrangsgroep dan groep \d+\.$/);
  });

  it('is for the desk the group of the other', () => {
    const told = decidedAbove(own(), { stage: 'GROUP', group: judge.group(1), orderValue: 9 });
    expect(told.groupAbove).toEqual(judge.group(1));
    expect(told.text.en).toMatch(/^The candidate above is in group 1, this one in group \d+\.$/);
  });

  it('is the own value for a seeker, and both for the desk', () => {
    const mine = { ...own(), orderValue: 1_234 };
    const toSeeker = decidedAbove(mine, { stage: 'ORDER', group: null, orderValue: null });
    expect(toSeeker).toMatchObject({ ownValue: 1_234, valueAbove: null });
    expect(toSeeker.rules.map(({ outcome }) => outcome)).toEqual(['ORDERS']);
    expect(toSeeker.text.nl).toBe(
      'De kandidaat hierboven zit in dezelfde groep en heeft meer dan 1.234 dagen zoekwaarde.',
    );
    const toDesk = decidedAbove(mine, { stage: 'ORDER', group: judge.group(1), orderValue: 5_000 });
    expect(toDesk.text.en).toContain('5,000 days of search value, this one 1,234');
  });

  it('is the lot between equals, and in a draw the lot alone', () => {
    const equal = decidedAbove(own(), { stage: 'LOT', group: null, orderValue: null });
    expect(equal.text.nl).toContain('dan beslist het lot');
    const drawn = decidedAbove(
      { ...own(), orderKind: 'DRAW' },
      { stage: 'LOT', group: null, orderValue: null },
    );
    expect([drawn.ownValue, drawn.text.en]).toEqual([
      null,
      'The candidate above is in the same group and was drawn earlier.',
    ]);
  });

  it('is the moment where who reacts first goes first, without the moment of the other', () => {
    const first = { ...own(), orderKind: 'REACTION_TIME' as const, orderValue: 5_000 };
    const earlier = decidedAbove(first, { stage: 'ORDER', group: null, orderValue: 6_000 });
    expect([earlier.ownValue, earlier.valueAbove, earlier.text.en]).toEqual([
      null,
      null,
      'The candidate above is in the same group and reacted earlier.',
    ]);
    const together = decidedAbove(first, { stage: 'LOT', group: null, orderValue: 5_000 });
    expect([together.ownValue, together.text.nl]).toEqual([
      null,
      expect.stringContaining('hetzelfde moment'),
    ]);
  });

  it('is nobody for who stands first, and for the rest of an intervention nothing of the other', () => {
    const first = { stage: 'FIRST', group: null, orderValue: null } as const;
    expect(decidedAbove(own(), first).rules.map(({ code }) => code)).toEqual([own().group.code]);
    expect(decidedAbove(own(), { ...first, stage: 'INTERVENTION' })).toMatchObject({
      code: 'INTERVENTION',
      rules: [],
      valueAbove: null,
      groupAbove: null,
    });
  });
});

describe('what came of a reaction', () => {
  const CASES: readonly (readonly [string, Partial<Happened>, string, string])[] = [
    ['placed', {}, 'PLACED', 'Op volgorde geplaatst.'],
    ['before the draw', { drawn: false }, 'WAITS_FOR_DRAW', 'De loting is nog niet geweest.'],
    [
      'excluded',
      { status: 'EXCLUDED', exclusion: 'REGISTRATION_NOT_ACTIVE' },
      'EXCLUDED',
      'Uitgesloten op de sluitingsdag: de inschrijving was niet meer actief.',
    ],
    [
      'suspended',
      { status: 'SUSPENDED', exclusion: 'NOT_ADMITTED' },
      'SUSPENDED',
      'Telt nu niet mee: de regels laten deze reactie niet toe.',
    ],
    ['withdrawn', { status: 'WITHDRAWN' }, 'WITHDRAWN', 'Ingetrokken door de woningzoekende.'],
    ['offered', { offer: { status: 'MADE', reason: null } }, 'OFFERED', 'De woning is aangeboden.'],
    [
      'refused',
      { offer: { status: 'REFUSED', reason: 'RENT_TOO_HIGH' } },
      'REFUSED',
      'De woning is geweigerd: huurprijs te hoog.',
    ],
    [
      'expired',
      { offer: { status: 'EXPIRED', reason: null } },
      'EXPIRED',
      'Het aanbod is niet op tijd beantwoord.',
    ],
    [
      'accepted second',
      { offer: { status: 'WITHDRAWN', reason: 'LET_TO_ANOTHER' }, ending: 'LET' },
      'OFFER_WITHDRAWN',
      'Het aanbod is ingetrokken: verhuurd aan wie voorging.',
    ],
    ['accepted', { offer: { status: 'ACCEPTED', reason: null } }, 'ACCEPTED', 'De woning is geaccepteerd.'],
    [
      'housed',
      { offer: { status: 'ACCEPTED', reason: null }, ending: 'LET' },
      'HOUSED',
      'De woning is verhuurd aan deze kandidaat.',
    ],
    [
      'below',
      { ending: 'LET' },
      'NOT_REACHED',
      'Niet aan de beurt gekomen: de woning ging naar wie voorging.',
    ],
    [
      'with another home',
      { passedOver: 'OTHER_HOME_ACCEPTED', ending: 'LET' },
      'PASSED_OVER',
      'Overgeslagen: andere woning geaccepteerd.',
    ],
    ['passed over by hand', { byHand: ['PASS_OVER'], ending: 'LET' }, 'PASSED_OVER', 'Overgeslagen.'],
    ['restored by hand', { byHand: ['PASS_OVER', 'RESTORE'] }, 'PLACED', 'Op volgorde geplaatst.'],
    ['put first by hand', { byHand: ['PUT_FIRST'] }, 'PUT_FIRST', 'Door een medewerker naar voren gehaald.'],
  ];
  it.each(CASES)('%s', (_title, happened, outcome, nl) => {
    const told = explainedOutcome({ ...STANDS, ...happened });
    expect([told.outcome, told.text.nl]).toEqual([outcome, nl]);
    expect(told.text.en).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a value in words', () => {
  it('is days or points to the thousandth, in the marks of each language', () => {
    expect(valueInWords('REGISTRATION_TIME', 1)).toEqual({
      nl: '1 dag inschrijfduur',
      en: '1 day registered',
    });
    expect(valueInWords('POINTS', 1_012_340)).toEqual({ nl: '1.012,34 punten', en: '1,012.34 points' });
    expect(valueInWords('POINTS', 3_000)).toEqual({ nl: '3 punten', en: '3 points' });
  });
});

describe('chance, by example', () => {
  it('looks at four whole quarters that have ended', () => {
    expect(pastYear(calendarDate('2026-11-02'))).toEqual({ from: '2025-10-01', until: '2026-10-01' });
    expect(pastYear(calendarDate('2027-01-01'))).toEqual({ from: '2026-01-01', until: '2027-01-01' });
  });

  it('compares homes of the kind, and of a blind draw the region alone', () => {
    const kind = kindOfHome(home({ model: 'OFFER' }));
    expect(kind).toMatchObject({
      municipality: expect.stringMatching(/^GM/) as unknown,
      rooms: expect.any(Number) as unknown,
    });
    expect(kindOfHome(home({ model: 'URGENT_SEEKER_LOTTERY' }))).toEqual({
      ...kind,
      model: 'URGENT_SEEKER_LOTTERY',
      municipality: null,
      dwellingType: null,
      rooms: null,
    });
  });

  it('knows places and sizes in fixed classes', () => {
    const places = [1, 2, 3, 4, 10, 11, 25, 26, 50, 51, 100, 101, 5_000];
    expect(places.map((place) => placesName(placesNumber(place)).replace(/PLACES?_/, ''))).toEqual([
      ...['1', '2_TO_3', '2_TO_3', '4_TO_10', '4_TO_10', '11_TO_25', '11_TO_25'],
      ...['26_TO_50', '26_TO_50', '51_TO_100', '51_TO_100', 'FROM_101', 'FROM_101'],
    ]);
    expect([1, 2, 3, 4, 9].map(sizeNumber)).toEqual([1, 1, 2, 3, 3]);
  });

  it('tells shares in steps, of which none is a percentage of a person', () => {
    expect([0, 1, 2, 9, 10, 25, 50, 75, 100].map((part) => shareOf(part, 100))).toEqual([
      ...['UNDER_2_PERCENT', 'UNDER_2_PERCENT', 'FROM_2_PERCENT', 'FROM_2_PERCENT', 'FROM_10_PERCENT'],
      ...['FROM_25_PERCENT', 'FROM_50_PERCENT', 'FROM_75_PERCENT', 'FROM_75_PERCENT'],
    ]);
  });

  it('gives each bracket of a kind, and of a draw all places together', () => {
    const kind = {
      region: 'GOOI',
      municipality: 'GM0402',
      segment: 'MID_RENT',
      model: 'OFFER',
      dwellingType: null,
      rooms: 3,
    } as const;
    const total: ChanceRow = {
      ...{ step: 3, groupCode: '*', places: 0, homes: 40, stood: 4_000, offered: 120, housed: 40, noise: 2 },
    };
    const rows = [total, { ...total, places: 1, stood: 40, offered: 40, housed: 22 }];
    const told = chanceByPlaces(kind, rows);
    expect(told).toMatchObject({ step: 'SAME_SIZE_IN_REGION', homes: 40 });
    expect(told.fares).toHaveLength(7);
    expect(told.fares[0]).toMatchObject({
      places: 'PLACE_1',
      stood: 40,
      offered: 'FROM_75_PERCENT',
      housed: 'FROM_50_PERCENT',
    });
    expect(told.fares[1]).toMatchObject({ stood: null, housed: null });
    expect(chanceByPlaces({ ...kind, model: 'LOTTERY' }, rows).fares.map(({ places }) => places)).toEqual([
      'ANY_PLACE',
    ]);
    expect(comparedInWords(told, '2025-10-01', '2026-10-01').nl).toBe(
      '40 woningen van dezelfde grootte in de regio, waarvan tussen 2025-10-01 en 2026-10-01 is beslist wie ze kreeg.',
    );
  });

  it('says of homes of which none was let that there were none', () => {
    const kind = {
      region: 'GOOI',
      municipality: null,
      segment: 'MID_RENT',
      model: 'OFFER',
      dwellingType: null,
      rooms: null,
    } as const;
    const told = chanceByPlaces(kind, []);
    expect(told).toMatchObject({ step: 'REGION', homes: 0 });
    expect(told.fares.every(({ stood }) => stood === null)).toBe(true);
  });
});
