import type { Transaction } from '../../platform/database/connect.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { CandidateFacts, VacancyFacts } from '../../rules/facts.ts';
import type { QuotaPlace } from '../../rules/quota.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { usedPriority, type UsedPriority } from '../../rules/used-priority.ts';
import {
  capsOnLetting,
  countedFor,
  countedIn,
  lettingRoom,
  type CountedLetting,
  type LettingRoom,
} from './domain/letting-quota.ts';
import * as store from './store/lettings.ts';

/** A candidate as far as it decides with which priority a home would go there. */
export interface PlacedCandidate {
  readonly groupRank: number;
  readonly facts: CandidateFacts;
  readonly factsOn: CalendarDate;
}

/** What quotas would count if a home went to a candidate. */
export interface WouldBeLetting {
  readonly priority: UsedPriority;
  readonly counted: CountedLetting;
  readonly place: QuotaPlace;
}

/** What quotas would count if the home of `owner` went to a candidate of its frozen ranking. */
export function wouldBeLetting(
  ruleSet: RuleSet,
  owner: string,
  home: VacancyFacts,
  { groupRank, facts, factsOn }: PlacedCandidate,
): WouldBeLetting {
  const group = ruleSet.groups[groupRank - 1];
  if (group === undefined) throw new TypeError('a place in a group that the rules do not have');
  const priority = usedPriority(group.rule, facts, home, factsOn);
  const { region, municipality, core } = home.place;
  return {
    priority,
    counted: { ...priority, model: home.model },
    place: { owner, region, municipality, core },
  };
}

/**
 * The first cap on lettings that has no room for this one on a day; undefined when there is room in all. Who records the
 * letting locks: then every other letting that these caps count waits until it is written, at whichever corporation.
 */
export async function fullCap(
  sql: Transaction,
  ruleSet: RuleSet,
  { counted, place }: WouldBeLetting,
  on: CalendarDate,
  lock: 'LOCKED' | 'LOOKING',
): Promise<LettingRoom | undefined> {
  const caps = capsOnLetting(ruleSet.quotas, counted).map((rule) => ({
    rule,
    ...countedIn(rule, place, on),
  }));
  if (caps.length > 0 && lock === 'LOCKED') {
    const areas = new Set(caps.map(({ area }) => `${area.kind}/${area.code}`));
    await store.lockLettingQuotas(sql, [...areas].sort());
  }
  for (const { rule, area, period } of caps) {
    const [counts] = await store.countLettings(sql, area, period, countedFor(rule));
    const room = lettingRoom(rule, area, period, counts!);
    if (room.room === 0) return room;
  }
  return undefined;
}
