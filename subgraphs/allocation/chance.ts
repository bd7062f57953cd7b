import { HubError } from '../../platform/errors.ts';
import { globalId } from '../../platform/global-id.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { lotIdIn } from '../../rules/draw.ts';
import type { BilingualText } from '../../rules/bilingual-text.ts';
import type { HomeKindInput } from '../../schema/generated/allocation.ts';
import { mayActFor } from './commands.ts';
import { isCounted, kindOfHome, pastYear, placesNumber, type HomeKind } from './domain/chance.ts';
import {
  chanceAt,
  chanceByPlaces,
  comparedInWords,
  type OwnPlace,
  type ToldChance,
} from './domain/chance-told.ts';
import { isDrawn } from './domain/judge.ts';
import { activeReactionKey, type Loaders } from './loaders.ts';
import { openVacancy } from './open-vacancies.ts';
import { judgeFor, seekerFacts } from './opportunities.ts';
import { chanceRows } from './store/chance.ts';

type Context = SubgraphContext<Loaders>;

export interface Chance extends ToldChance {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  readonly text: BilingualText;
}

const ROOMS_MAXIMUM = 20;

/** How those fared in the past year who stood on homes of a kind, by brackets of places. Public, for nobody is in it. */
export async function chanceOf(input: HomeKindInput, context: Context): Promise<Chance> {
  const { region, segment, model } = input;
  const rooms = input.rooms ?? null;
  if (rooms !== null && (rooms < 1 || rooms > ROOMS_MAXIMUM)) throw new HubError('INVALID_INPUT');
  const dwellingType = input.dwellingType ?? null;
  const kind = { region, municipality: input.municipality ?? null, segment, model, dwellingType, rooms };
  return told(kind, null, context);
}

/**
 * How those fared in the past year who stood where a registration stands on a home, or would stand if it reacted now: in the
 * same group and bracket of places, on comparable homes. Null where it stands nowhere.
 */
export async function chanceOn(
  vacancyId: string,
  registration: string | null,
  context: Context,
): Promise<Chance | null> {
  if (registration === null || !mayActFor(context.viewer, registration)) return null;
  const standing =
    (await whereItStands(vacancyId, registration, context)) ??
    (await whereItWouldStand(vacancyId, registration, context));
  if (standing === null || !isCounted(standing.kind.model)) return null;
  return told(standing.kind, standing.own, context);
}

interface Standing {
  readonly kind: HomeKind;
  readonly own: OwnPlace;
}

async function whereItStands(
  vacancyId: string,
  registration: string,
  { loaders }: Context,
): Promise<Standing | null> {
  const vacancy = globalId(vacancyId);
  const [reaction] = await loaders.activeReactions.load(activeReactionKey(registration, vacancy));
  const ranking = reaction === undefined ? null : await loaders.rankings.load(vacancy);
  if (reaction === undefined || ranking === null) return null;
  const place = await loaders.place(ranking, reaction);
  const judge = await loaders.judge(ranking.ruleSetHash);
  return {
    kind: kindOfHome(ranking.vacancyFacts),
    own: {
      groupCode: judge.group(reaction.groupRank).code,
      // Where a lot orders, a place says nothing of the next home.
      placesNumber: place === null || ranking.orderKind === 'DRAW' ? null : placesNumber(place),
    },
  };
}

async function whereItWouldStand(
  vacancyId: string,
  registration: string,
  context: Context,
): Promise<Standing | null> {
  const open = await openVacancy(vacancyId, context);
  if (open === null) return null;
  const [{ facts, lotKey }, judge] = await Promise.all([
    seekerFacts(registration, context),
    judgeFor(open.ruleSetHash, context),
  ]);
  const admission = judge.judge(facts, open.facts, facts.on);
  if (admission.kind === 'REFUSED') return null;
  const kind = kindOfHome(open.facts);
  const groupCode = admission.group.code;
  if (!isDrawn(judge.orderKind(open.facts.model))) return { kind, own: { groupCode, placesNumber: null } };
  const key = judge.sortKey(admission, vacancyId, lotIdIn(vacancyId, lotKey));
  const [place] = await context.loaders.placesOf([{ vacancy: globalId(vacancyId), ...key }]);
  return { kind, own: { groupCode, placesNumber: placesNumber(place!) } };
}

async function told(kind: HomeKind, own: OwnPlace | null, context: Context): Promise<Chance> {
  const year = pastYear(context.clock.today());
  const rows = await chanceRows(context.publicDatabase, kind, own?.groupCode ?? null, year);
  const chance = own === null ? chanceByPlaces(kind, rows) : chanceAt(own, rows);
  return { ...chance, ...year, text: comparedInWords(chance, year.from, year.until) };
}
