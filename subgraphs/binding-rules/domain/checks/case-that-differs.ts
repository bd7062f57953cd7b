import type { CalendarDate } from '../../../../platform/primitives/calendar-date.ts';
import { joined, type BilingualText } from '../../../../rules/bilingual-text.ts';
import { describeCondition, kindOf, leavesOf, type Condition } from '../../../../rules/condition.ts';
import type { CandidateFacts, VacancyFacts } from '../../../../rules/facts.ts';
import type { SortRule } from '../../../../rules/rule.ts';
import { traceCondition } from '../../../../rules/trace.ts';
import { homeMeeting } from './home-meeting.ts';

const DAY = '2026-01-01' as CalendarDate;

/** A seeker about whom nothing is special, so that only what a case gives them can decide. */
const SOMEBODY: CandidateFacts = {
  on: DAY,
  registeredOn: '2020-01-01' as CalendarDate,
  lawfulResidence: true,
  applicantBirthDates: ['1986-01-01' as CalendarDate],
  adults: 1,
  children: 0,
  residences: [],
  employments: [],
  leavesSelfContainedHome: false,
  presentAddressSince: null,
  lastMove: null,
  incomeAtMost: {},
  vitalProfession: null,
  accessibility: 'NONE',
  activeSearchMonths: 0,
  situationPoints: 0,
  urgencies: [],
  exclusions: [],
  judgements: [],
};

const SOMEWHERE: VacancyFacts = {
  id: 'L0000:example',
  model: 'OFFER',
  segment: 'SOCIAL_RENT',
  labels: [],
  place: {
    region: 'X',
    municipality: 'GM0000',
    core: 'GM0000-C01',
    regionMunicipalities: ['GM0000', 'GM0001'],
  },
  dwellingType: 'APARTMENT',
  rooms: 3,
  areaM2: 70,
  rentCents: 60_000,
  accessibility: 'NONE',
  publishedOn: DAY,
  complex: null,
  offeredSince: DAY,
  closesOn: DAY,
};

interface Case {
  readonly facts: CandidateFacts;
  readonly home: VacancyFacts;
}

/**
 * A case that one group takes in and the other does not, in words; undefined when none was found: then the two may
 * well be the same group, written down twice.
 */
export function caseThatDiffers(one: SortRule, other: SortRule): BilingualText | undefined {
  for (const [inside, outside] of [
    [one, other],
    [other, one],
  ] as const) {
    for (const example of casesFor(inside)) {
      if (takesIn(inside, example) && !takesIn(outside, example)) return inWords(inside, outside, example);
    }
  }
  return undefined;
}

function takesIn({ appliesTo, condition }: SortRule, { facts, home }: Case): boolean {
  return [appliesTo, condition].every((part) => traceCondition(part, facts, home, DAY).holds);
}

/** One of the two is young and the other old: what is asked of one applicant is not asked of all. */
const TWO_PEOPLE: CandidateFacts = {
  ...SOMEBODY,
  applicantBirthDates: ['2004-01-01' as CalendarDate, '1950-01-01' as CalendarDate],
  adults: 2,
};

function casesFor(rule: SortRule): readonly Case[] {
  return [SOMEBODY, TWO_PEOPLE].flatMap((facts) => casesFrom({ facts, home: SOMEWHERE }, rule));
}

/** Cases made to meet a rule: as it stands, with all that its leaves ask at once, and with each of them alone. */
function casesFrom(plain: Case, { appliesTo, condition }: SortRule): readonly Case[] {
  const wanted = [...wantedLeaves(appliesTo, true), ...wantedLeaves(condition, true)];
  const all = wanted.reduce(meeting, plain);
  const alone = wantedLeaves(condition, true).map((leaf) => {
    return meeting(wantedLeaves(appliesTo, true).reduce(meeting, plain), leaf);
  });
  return [plain, all, ...alone];
}

interface WantedLeaf {
  readonly leaf: Condition;
  readonly wanted: boolean;
}

function meeting({ facts, home }: Case, { leaf, wanted }: WantedLeaf): Case {
  const kind = kindOf(leaf);
  const fitting = homeMeeting(leaf, wanted, home);
  if (kind.shape !== 'LEAF' || kind.examine(leaf, facts, fitting, DAY).holds === wanted)
    return { facts, home: fitting };
  return { facts: kind.contrast(leaf, wanted, facts, fitting, DAY)?.facts ?? facts, home: fitting };
}

function wantedLeaves(condition: Condition, wanted: boolean): readonly WantedLeaf[] {
  const kind = kindOf(condition);
  if (kind.shape === 'LEAF') return [{ leaf: condition, wanted }];
  const wantedOfPart = kind.wantedOfPart(condition, wanted);
  return kind.parts(condition).flatMap((part) => wantedLeaves(part, wantedOfPart));
}

function inWords(inside: SortRule, outside: SortRule, { facts, home }: Case): BilingualText {
  const leaves = [inside, outside].flatMap(({ appliesTo, condition }) => [
    ...leavesOf(appliesTo),
    ...leavesOf(condition),
  ]);
  const said = new Map<string, BilingualText>();
  for (const leaf of leaves) {
    const { nl, en } = describeCondition(leaf);
    const { holds } = traceCondition(leaf, facts, home, DAY);
    if (leaf.kind !== 'always')
      said.set(nl, holds ? { nl, en } : { nl: `niet geldt dat ${nl}`, en: `it is not so that ${en}` });
  }
  const both = joined([...said.values()], { nl: '; ', en: '; ' });
  return {
    nl: `bijvoorbeeld als ${both.nl}: dan hoort iemand tot ${inside.code} en niet tot ${outside.code}`,
    en: `for example when ${both.en}: then somebody is in ${inside.code} and not in ${outside.code}`,
  };
}
