import { euros, percents, type BilingualText } from '../../../rules/bilingual-text.ts';
import { asWritten } from './regulation-change.ts';
import type { OpenTerm } from './regulation.ts';

/** The value of a term with its unit; the bare number where the unit is not known. */
export function amountOfTerm(value: number, unit: OpenTerm['unit'] | undefined): BilingualText {
  switch (unit) {
    case 'BASIS_POINTS':
      return percents(value);
    case 'CENTS':
      return euros(value);
    case 'WEEKS':
      return counted(value, ['week', 'weken'], ['week', 'weeks']);
    case 'MONTHS':
      return counted(value, ['maand', 'maanden'], ['month', 'months']);
    case 'YEARS':
      return counted(value, ['jaar', 'jaar'], ['year', 'years']);
    case 'COUNT':
    case undefined:
      return asWritten(String(value));
  }
}

function counted(value: number, nl: readonly [string, string], en: readonly [string, string]): BilingualText {
  const form = value === 1 ? 0 : 1;
  return { nl: `${value} ${nl[form]}`, en: `${value} ${en[form]}` };
}
