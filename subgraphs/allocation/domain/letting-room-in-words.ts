import { percents, type BilingualText } from '../../../rules/bilingual-text.ts';
import type { LettingRoom } from './letting-quota.ts';

const ROUNDED = {
  DOWN: { nl: 'naar beneden afgerond', en: 'rounded down' },
  UP: { nl: 'naar boven afgerond', en: 'rounded up' },
  NEAREST: { nl: 'afgerond', en: 'rounded' },
} as const;

/** What is left of a quota on lettings and the arithmetic behind it, as sentences. */
export function lettingRoomInWords(room: LettingRoom): BilingualText {
  const { period, taken } = room;
  const [bound, rest] = [boundInWords(room), restInWords(room)];
  const counted =
    taken === null ? { nl: '', en: '' } : { nl: ` Zo verhuurd: ${taken}.`, en: ` Let so: ${taken}.` };
  return {
    nl: `Van ${period.from} tot ${period.until}: ${bound.nl}.${counted.nl}${rest.nl}`,
    en: `From ${period.from} to ${period.until}: ${bound.en}.${counted.en}${rest.en}`,
  };
}

function boundInWords({ rule, lettings, limit }: LettingRoom): BilingualText {
  const words =
    rule.direction === 'CAP' ? { nl: 'ten hoogste', en: 'at most' } : { nl: 'ten minste', en: 'at least' };
  if (rule.limit.kind === 'NUMBER') return { nl: `${words.nl} ${limit}`, en: `${words.en} ${limit}` };
  const share = percents(rule.limit.basisPoints);
  const rounded = ROUNDED[rule.limit.rounding];
  const [letting, plural] = lettings === 1 ? ['verhuring', 'letting'] : ['verhuringen', 'lettings'];
  return {
    nl: `${words.nl} ${share.nl} van ${lettings} ${letting}, ${rounded.nl}: ${limit}`,
    en: `${words.en} ${share.en} of ${lettings} ${plural}, ${rounded.en}: ${limit}`,
  };
}

function restInWords({ rule, taken, room, shortfall }: LettingRoom): BilingualText {
  if (taken === null)
    return {
      nl: ' Dit volgt niet uit de verhuringen hier.',
      en: ' This does not follow from the lettings here.',
    };
  if (rule.direction === 'FLOOR') {
    return shortfall === 0
      ? { nl: ' Dat is genoeg.', en: ' That is enough.' }
      : { nl: ` Er ontbreken er ${shortfall}.`, en: ` ${shortfall} are missing.` };
  }
  if (room === null) return { nl: ' Er is geen grens.', en: ' There is no bound.' };
  return room === 0
    ? { nl: ' Er kan nu niets bij.', en: ' Nothing can be added now.' }
    : { nl: ` Er kunnen er nog ${room} bij.`, en: ` ${room} more can be added.` };
}
