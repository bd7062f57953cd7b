/** One text in the two languages of the hub: Dutch for the people it concerns, English for who maintains it. */
export interface BilingualText {
  readonly nl: string;
  readonly en: string;
}

/** Applies one change to both languages. */
export function inBoth(text: BilingualText, change: (text: string) => string): BilingualText {
  return { nl: change(text.nl), en: change(text.en) };
}

/** Joins texts language by language. */
export function joined(texts: readonly BilingualText[], between: BilingualText): BilingualText {
  return {
    nl: texts.map((text) => text.nl).join(between.nl),
    en: texts.map((text) => text.en).join(between.en),
  };
}

/**
 * An amount in words, `€ 47.073,00` and `EUR 47,073.00`. Written out by hand, because the output of a locale
 * library differs between engine versions and the text of a reason must not.
 */
export function euros(amountCents: number): BilingualText {
  const sign = amountCents < 0 ? '-' : '';
  const whole = String(Math.floor(Math.abs(amountCents) / 100));
  const rest = String(Math.abs(amountCents) % 100).padStart(2, '0');
  const grouped = (mark: string): string => whole.replace(/\B(?=(\d{3})+$)/g, mark);
  return { nl: `${sign}€ ${grouped('.')},${rest}`, en: `${sign}EUR ${grouped(',')}.${rest}` };
}

/** A share in words, `25%` or `92,5%`. */
export function percents(basisPoints: number): BilingualText {
  const whole = String(Math.floor(basisPoints / 100));
  const rest = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return rest === ''
    ? { nl: `${whole}%`, en: `${whole}%` }
    : { nl: `${whole},${rest}%`, en: `${whole}.${rest}%` };
}
