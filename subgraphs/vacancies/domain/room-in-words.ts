import { inBoth, percents, type BilingualText } from '../../../rules/bilingual-text.ts';
import type { QuotaRoom } from './quota-ledger.ts';

const ROUNDED = {
  DOWN: { nl: 'naar beneden afgerond', en: 'rounded down' },
  UP: { nl: 'naar boven afgerond', en: 'rounded up' },
  NEAREST: { nl: 'afgerond', en: 'rounded' },
} as const;

/** What is left of a quota and the arithmetic behind it, as sentences. */
export function roomInWords(room: QuotaRoom): BilingualText {
  const { rule, period, taken } = room;
  const bound = boundInWords(room);
  const between = {
    nl: `Van ${period.from} tot ${period.until}: ${bound.nl}.`,
    en: `From ${period.from} to ${period.until}: ${bound.en}.`,
  };
  if (taken === null) {
    return joined(between, {
      nl: 'Dit wordt geteld bij verhuring, niet bij publicatie.',
      en: 'This is counted when homes are let, not when they are published.',
    });
  }
  const published = joined(between, { nl: `Gepubliceerd: ${taken}.`, en: `Published: ${taken}.` });
  return joined(published, rule.direction === 'CAP' ? capInWords(room) : floorInWords(room));
}

function boundInWords({ rule, supply, limit }: QuotaRoom): BilingualText {
  const words =
    rule.direction === 'CAP' ? { nl: 'ten hoogste', en: 'at most' } : { nl: 'ten minste', en: 'at least' };
  if (rule.limit.kind === 'NUMBER') return inBoth(words, (word) => `${word} ${limit}`);
  const share = percents(rule.limit.basisPoints);
  const rounded = ROUNDED[rule.limit.rounding];
  const [home, homes] = supply === 1 ? ['woning', 'home'] : ['woningen', 'homes'];
  return {
    nl: `${words.nl} ${share.nl} van ${supply} ${home}, ${rounded.nl}: ${limit}`,
    en: `${words.en} ${share.en} of ${supply} ${homes}, ${rounded.en}: ${limit}`,
  };
}

function capInWords({ room, overdrawn }: QuotaRoom): BilingualText {
  if (overdrawn > 0) {
    return {
      nl: `Dat zijn er ${overdrawn} te veel, doordat aanbod is ingetrokken; er kan nu niets bij.`,
      en: `That is ${overdrawn} too many, because supply was withdrawn; nothing can be added now.`,
    };
  }
  if (room === null) return { nl: 'Er is geen grens.', en: 'There is no bound.' };
  return room === 0
    ? { nl: 'Er kan nu niets bij.', en: 'Nothing can be added now.' }
    : { nl: `Er kunnen er nog ${room} bij.`, en: `${room} more can be added.` };
}

function floorInWords({ shortfall }: QuotaRoom): BilingualText {
  return shortfall === 0
    ? { nl: 'Dat is genoeg.', en: 'That is enough.' }
    : { nl: `Er ontbreken er ${shortfall}.`, en: `${shortfall} are missing.` };
}

function joined(one: BilingualText, other: BilingualText): BilingualText {
  return { nl: `${one.nl} ${other.nl}`, en: `${one.en} ${other.en}` };
}
