import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { OrderKind } from '../../../rules/rule.ts';

/** A value that orders, with what it is: days, or points to the thousandth. Empty for a draw and for the moment of
 * reacting, which have none. */
export function valueInWords(kind: OrderKind, value: number): BilingualText {
  switch (kind) {
    case 'REGISTRATION_TIME':
      return {
        nl: `${daysInWords(value, 'nl')} inschrijfduur`,
        en: `${daysInWords(value, 'en')} registered`,
      };
    case 'SEARCH_VALUE':
      return {
        nl: `${daysInWords(value, 'nl')} zoekwaarde`,
        en: `${daysInWords(value, 'en')} of search value`,
      };
    case 'POINTS':
      return { nl: `${pointsInWords(value, ',')} punten`, en: `${pointsInWords(value, '.')} points` };
    case 'REACTION_TIME':
    case 'DRAW':
      return { nl: '', en: '' };
  }
}

/** `1.234` in Dutch, `1,234` in English; in every locale of the machine. */
export function wholeInWords(value: number, language: keyof BilingualText): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, language === 'nl' ? '.' : ',');
}

function daysInWords(days: number, language: keyof BilingualText): string {
  const one = language === 'nl' ? 'dag' : 'day';
  const more = language === 'nl' ? 'dagen' : 'days';
  return `${wholeInWords(days, language)} ${days === 1 ? one : more}`;
}

/** Thousandths of a point, without zeroes at the end. */
function pointsInWords(thousandths: number, comma: ',' | '.'): string {
  const language = comma === ',' ? 'nl' : 'en';
  const part = String(thousandths % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  const whole = wholeInWords(Math.floor(thousandths / 1000), language);
  return part === '' ? whole : `${whole}${comma}${part}`;
}
