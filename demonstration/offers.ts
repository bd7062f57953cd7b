import type { CalendarDate } from '../platform/primitives/calendar-date.ts';
import { compareText } from '../platform/primitives/compare-text.ts';
import type { VacancyFacts } from '../rules/facts.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { DwellingRow, Publication, VacancyRow } from '../subgraphs/vacancies/subgraph.ts';
import { coursesOf, type Course } from './courses.ts';
import { drawCommitmentOf } from './draws.ts';
import { labelsFor } from './labels.ts';
import { mediatedAs, mediatedHomesOf } from './mediation.ts';
import { momentInNetherlands } from './moments.ts';
import { quotaRoom } from './quota-room.ts';
import { randomnessOf, takeRandom, type Randomness } from './randomness.ts';
import { SEED } from './reference.ts';
import { rowId } from './row-id.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { Manner, RegionScale } from './scale.ts';
import { modelFor } from './models.ts';

/** A vacancy as it is written; the column that lists are ordered by makes itself. */
export type WrittenVacancy = Omit<VacancyRow, 'closingOrder'>;

/** A vacancy that was published: the row, and what becomes of it. */
export interface Offer {
  /** `L0001:<uuid>`. */
  readonly id: string;
  readonly dwelling: DwellingRow;
  readonly row: WrittenVacancy & { readonly publishedOn: CalendarDate; readonly closesOn: CalendarDate };
  readonly facts: VacancyFacts;
  readonly ruleSet: RuleSet;
  /** How many reactions it draws when so many seekers may and will. */
  readonly wanted: number;
  /** A home that everybody wants, whatever they were looking for. */
  readonly wantedByAll: boolean;
  /** Day of the lease; null while it is not let. */
  readonly letOn: CalendarDate | null;
}

/** Vacancies of a region. */
export interface Offers {
  /** With a ranking, in the order of their closing days. */
  readonly offers: readonly Offer[];
  /** In preparation, or withdrawn. */
  readonly others: readonly WrittenVacancy[];
}

/** Reactions are taken up to this time of day, in minutes past midnight. */
export const CLOSING_TIME = 20 * 60;

/**
 * Publishes dwellings of the stock in the order of time, each under the model and labels that the rules and what is left
 * of their quotas allow on its day.
 */
export function offersOf(scale: RegionScale, dwellings: readonly DwellingRow[], rules: RulesInForce): Offers {
  const randomness = randomnessOf(`${SEED}/offers/${scale.region}`);
  const courses = coursesOf(scale, randomness);
  const social = dwellings.filter(({ segment }) => segment === 'SOCIAL_RENT');
  const drawn = social.map((_, index) => takeRandom(social, index, randomness));
  const room = quotaRoom();
  const offers: Offer[] = [];
  const others: WrittenVacancy[] = [];
  courses.forEach((course, index) => {
    const dwelling = drawn[index]!;
    const ruleSet = rules.ruleSetOn(dwelling.municipality, course.publishedOn);
    const published = publishedAs(dwelling, course, ruleSet, { room, manner: scale.manner, randomness });
    // What was withdrawn later counted until then.
    room.take(published);
    const row = rowOf(dwelling, published, course, ruleSet, `${scale.region}/${index}`);
    if (course.status === 'WITHDRAWN') others.push(row);
    else offers.push(offerOf(row, dwelling, course, ruleSet, scale, rules, randomness));
  });
  for (let index = 0; index < scale.drafts; index += 1) {
    others.push(draftOf(drawn[courses.length + index]!, `${scale.region}/draft/${index}`));
  }
  // Behind what is prepared, so that everything before it stays as it is.
  others.push(...mediatedHomesOf(scale, drawn.slice(courses.length + scale.drafts), rules));
  return { offers: wantedByAll(offers, scale).sort(byClosing), others };
}

interface Publishing {
  readonly room: ReturnType<typeof quotaRoom>;
  readonly manner: Manner;
  readonly randomness: Randomness;
}

function publishedAs(
  dwelling: DwellingRow,
  { publishedOn, status }: Course,
  ruleSet: RuleSet,
  { room, manner, randomness }: Publishing,
): Publication {
  const { owner, region, municipality, core } = dwelling;
  const base = { owner, region, municipality, core, publishedOn };
  const admits = (published: Pick<Publication, 'model' | 'labels'>): boolean =>
    room.admits({ ...base, ...published }, ruleSet);
  const model = modelFor(
    dwelling,
    manner,
    status !== 'PUBLISHED',
    (chosen) => admits({ model: chosen, labels: [] }),
    randomness,
  );
  const labels = labelsFor(
    dwelling,
    model,
    ruleSet,
    (chosen) => admits({ model, labels: chosen }),
    randomness,
  );
  return { ...base, model, labels };
}

function rowOf(
  dwelling: DwellingRow,
  { model, labels }: Publication,
  { publishedOn, closesOn, status, letOn }: Course,
  ruleSet: RuleSet,
  index: string,
): Offer['row'] {
  const draft = draftOf(dwelling, index);
  const mediated = model === 'DIRECT_MEDIATION' ? mediatedAs(Number(index.split('/')[1])) : {};
  return {
    ...draft,
    model,
    labels: [...labels],
    ...mediated,
    status,
    letOn,
    publishedOn,
    offeredSince: publishedOn,
    closesOn,
    closesAt: momentInNetherlands(closesOn, CLOSING_TIME),
    ruleSetHash: ruleSet.hash,
    drawCommitment: drawCommitmentOf(draft.id, model, ruleSet),
    withdrawalReason: status === 'WITHDRAWN' ? 'TERMINATION_REVOKED' : null,
  };
}

/** A dwelling that is not offered yet. */
export function draftOf(dwelling: DwellingRow, index: string): WrittenVacancy {
  const { owner, region, municipality, rentCents, rooms } = dwelling;
  return {
    owner,
    id: rowId('vacancy', index),
    dwelling: dwelling.id,
    model: 'OFFER',
    labels: [],
    status: 'DRAFT',
    publishedOn: null,
    closesAt: null,
    closesOn: null,
    ruleSetHash: null,
    withdrawalReason: null,
    drawCommitment: null,
    offeredSince: null,
    experiment: null,
    region,
    municipality,
    rentCents,
    rooms,
    mediationCategory: null,
    careProvider: null,
    letOn: null,
  };
}

function offerOf(
  row: Offer['row'],
  dwelling: DwellingRow,
  { letOn }: Course,
  ruleSet: RuleSet,
  scale: RegionScale,
  rules: RulesInForce,
  randomness: Randomness,
): Offer {
  const id = `${row.owner}:${row.id}`;
  const { dwellingType, rooms, areaM2, rentCents, accessibility, segment } = dwelling;
  const facts: VacancyFacts = {
    id,
    model: row.model,
    segment,
    labels: row.labels,
    place: rules.placeOf(dwelling.municipality, dwelling.core),
    dwellingType,
    rooms,
    areaM2,
    rentCents,
    accessibility,
    publishedOn: row.publishedOn,
    complex: dwelling.complex === null ? null : `${dwelling.owner}:${dwelling.complex}`,
    offeredSince: row.publishedOn,
    closesOn: row.closesOn,
  };
  const [minimum, maximum] = randomness.weighted(scale.reactions);
  // A mediated home is not advertised: somebody is found for it.
  const wanted = row.model === 'DIRECT_MEDIATION' ? 1 : randomness.between(minimum, maximum);
  return { id, dwelling, row, facts, ruleSet, wanted, wantedByAll: false, letOn };
}

/** Makes some open homes of two or three rooms wanted by all, the first ones that suit. */
function wantedByAll(offers: readonly Offer[], scale: RegionScale): Offer[] {
  const suiting = offers.filter(
    ({ row, dwelling }) =>
      row.status === 'PUBLISHED' &&
      row.model === 'OFFER' &&
      (dwelling.rooms === 2 || dwelling.rooms === 3) &&
      dwelling.dwellingType !== 'SENIOR_HOME' &&
      dwelling.rentCents <= 71_302,
  );
  const wanted = new Map(scale.wantedHomes.map((count, index) => [suiting[index], count]));
  return offers.map((offer) => {
    const count = wanted.get(offer);
    return count === undefined ? offer : { ...offer, wanted: count, wantedByAll: true };
  });
}

/** In the order of their closing days. */
export function byClosing(one: Offer, other: Offer): number {
  return compareText(one.row.closesOn, other.row.closesOn) || compareText(one.id, other.id);
}
