import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { LettingRoom } from './letting-quota.ts';
import { lettingRoomInWords } from './letting-room-in-words.ts';

/** Why a home went on to the next candidate without an offer: which cap had no room, with its arithmetic on that moment. */
export interface FullCap {
  readonly code: string;
  readonly title: string;
  readonly article: string;
  readonly area: string;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  readonly lettings: number;
  readonly taken: number;
  readonly limit: number;
  readonly text: BilingualText;
}

/** When and why a candidate was passed over; without the cap when the term of that is over. */
export interface PassedOver {
  readonly at: string;
  readonly cap: FullCap | null;
}

/** The cap without room as it is recorded and told to the candidate. */
export function fullCapOf(room: LettingRoom): FullCap {
  const { rule, area, period, lettings, taken, limit } = room;
  const { title, article } = rule.citation;
  return {
    code: rule.code,
    title,
    article,
    area: area.code,
    from: period.from,
    until: period.until,
    lettings,
    taken: taken ?? 0,
    limit,
    text: lettingRoomInWords(room),
  };
}
