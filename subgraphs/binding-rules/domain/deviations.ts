import type { MunicipalityCode } from '../../../rules/area.ts';
import type { BilingualText } from '../../../rules/bilingual-text.ts';
import type { Rule } from '../../../rules/rule.ts';
import { amountOfTerm } from './amount-of-term.ts';
import { asWritten } from './regulation-change.ts';
import type { OpenTerm, Regulation } from './regulation.ts';

/** Respects in which a municipality may differ from the model of its region, in the order of a regulation's chapters. */
export const DEVIATION_ASPECTS = [
  'REGULATION',
  'MODEL',
  'SCOPE',
  'EXEMPTION',
  'ADMISSION',
  'URGENCY_CATEGORY',
  'GROUP',
  'ORDER',
  'QUOTA',
  'FILLED_TERM',
  'AMOUNT',
  'SANCTION',
  'REACTION_LIMIT',
  'OPEN_NORM',
  'RESTRICTION',
] as const;
export type DeviationAspect = (typeof DEVIATION_ASPECTS)[number];

/** One respect in which a municipality differs from the model of its region. */
export interface Deviation {
  readonly municipality: MunicipalityCode;
  readonly aspect: DeviationAspect;
  /** Code of what differs, in its aspect. */
  readonly code: string;
  /** What the model says; null where it says nothing. */
  readonly model: BilingualText | null;
  /** What the municipality says; null where it says nothing. */
  readonly own: BilingualText | null;
  /** Article of the municipality's regulation; of the model for what it only filled in. */
  readonly article: string | null;
  /** Onderbouwing: of the rule itself, else of the whole regulation. */
  readonly argument: string | null;
  readonly text: BilingualText;
}

/** What a municipality has in force on a day. */
export interface Adopted {
  readonly municipality: MunicipalityCode;
  /** Null where it has no regulation. */
  readonly regulation: Regulation | null;
}

/**
 * Where each municipality differs from the models of its region, as one table: by municipality, then by aspect. A municipality
 * that only takes its model over has no rows. `models` and `terms` are the region's and the law's, in force on the day.
 */
export function deviationsOf(
  adopted: readonly Adopted[],
  models: readonly Regulation[],
  terms: readonly OpenTerm[],
): readonly Deviation[] {
  return adopted.flatMap(({ municipality, regulation }) => {
    if (regulation === null) return [withoutRegulation(municipality, models)];
    const model = models.find(({ code }) => code === regulation.adopts);
    const about: About = { municipality, regulation, model, terms: [...(model?.terms ?? []), ...terms] };
    return [
      ...modelDeviations(about, models),
      ...ruleDeviations(about),
      ...exemptionDeviations(about),
      ...schemeDeviations(about),
      ...filledDeviations(about),
      ...normDeviations(about),
    ].sort((one, other) => DEVIATION_ASPECTS.indexOf(one.aspect) - DEVIATION_ASPECTS.indexOf(other.aspect));
  });
}

interface About {
  readonly municipality: MunicipalityCode;
  readonly regulation: Regulation;
  readonly model: Regulation | undefined;
  readonly terms: readonly OpenTerm[];
}

function withoutRegulation(municipality: MunicipalityCode, models: readonly Regulation[]): Deviation {
  const text = { nl: 'De gemeente heeft geen verordening.', en: 'The municipality has no regulation.' };
  const model = models[0] === undefined ? null : asWritten(models[0].title);
  return {
    municipality,
    aspect: 'REGULATION',
    code: 'NONE',
    model,
    own: null,
    article: null,
    argument: null,
    text,
  };
}

function deviation(
  { municipality, regulation }: About,
  part: Omit<Deviation, 'municipality' | 'argument'> & { readonly argument?: string | null },
): Deviation {
  return {
    municipality,
    ...part,
    argument: part.argument ?? (regulation.argument === '' ? null : regulation.argument),
  };
}

function modelDeviations(about: About, models: readonly Regulation[]): readonly Deviation[] {
  if (about.model !== undefined || models.length === 0) return [];
  const text = {
    nl: 'De gemeente neemt het regionale model niet over.',
    en: 'The municipality does not adopt the regional model.',
  };
  const model = asWritten(models.map(({ title }) => title).join(', '));
  const own = asWritten(about.regulation.title);
  return [deviation(about, { aspect: 'MODEL', code: 'NOT_ADOPTED', model, own, article: null, text })];
}

const ASPECT_OF_STAGE: Readonly<Record<Rule['stage'], DeviationAspect>> = {
  SCOPE: 'SCOPE',
  SELECT: 'ADMISSION',
  SORT: 'GROUP',
  ORDER: 'ORDER',
  QUOTA: 'QUOTA',
  THRESHOLD: 'AMOUNT',
  RESTRICT: 'RESTRICTION',
  SANCTION: 'SANCTION',
  REACTION_LIMIT: 'REACTION_LIMIT',
};

/** A rule of its own stands beside those of the model: that is what it adds. */
function ruleDeviations(about: About): readonly Deviation[] {
  return about.regulation.rules.map((rule) => {
    const { code, stage, citation, argument, sentence } = rule;
    const counterpart = about.model?.rules.find((other) => other.code === code);
    const model = counterpart?.sentence ?? null;
    const text = {
      nl: `De gemeente heeft een eigen regel: ${sentence.nl}`,
      en: `The municipality has a rule of its own: ${sentence.en}`,
    };
    return deviation(about, {
      aspect: ASPECT_OF_STAGE[stage],
      code,
      model,
      own: sentence,
      article: citation.article,
      argument,
      text,
    });
  });
}

function exemptionDeviations(about: About): readonly Deviation[] {
  const { exemptions } = about.regulation;
  return (exemptions?.groups ?? []).map(({ code, name, building }) => {
    const own = asWritten(`${name}, ${building}`);
    const text = { nl: `Vrijgesteld is ${own.nl}.`, en: `Exempted is ${own.en}.` };
    return deviation(about, {
      aspect: 'EXEMPTION',
      code,
      model: null,
      own,
      article: exemptions?.article ?? null,
      text,
    });
  });
}

function schemeDeviations(about: About): readonly Deviation[] {
  const scheme = about.regulation.urgencyScheme;
  if (scheme === null) return [];
  const inModel = about.model?.urgencyScheme?.categories ?? [];
  const own = scheme.categories.map(({ code, name, citation, argument }) => {
    const counterpart = inModel.find((category) => category.code === code);
    const text =
      counterpart === undefined
        ? { nl: `Eigen urgentiecategorie: ${name.nl}.`, en: `Urgency category of its own: ${name.en}.` }
        : {
            nl: `Eigen invulling van de urgentiecategorie ${name.nl}.`,
            en: `Own reading of the urgency category ${name.en}.`,
          };
    return deviation(about, {
      aspect: 'URGENCY_CATEGORY',
      code,
      model: counterpart?.name ?? null,
      own: name,
      article: citation.article,
      argument,
      text,
    });
  });
  if (scheme.mode === 'EXTENDS') return own;
  const dropped = inModel.filter(({ code }) => scheme.categories.every((category) => category.code !== code));
  return [
    ...own,
    ...dropped.map(({ code, name }) => {
      const text = {
        nl: `De urgentiecategorie ${name.nl} van het model geldt hier niet.`,
        en: `The urgency category ${name.en} of the model does not hold here.`,
      };
      return deviation(about, {
        aspect: 'URGENCY_CATEGORY',
        code,
        model: name,
        own: null,
        article: null,
        text,
      });
    }),
  ];
}

/** A term that is filled in with something else than what would hold anyway. */
function filledDeviations(about: About): readonly Deviation[] {
  return Object.entries(about.regulation.fills)
    .sort()
    .flatMap(([code, value]) => {
      const term = about.terms.find((candidate) => candidate.code === code);
      const standard = about.model?.fills[code] ?? term?.default ?? null;
      if (standard === value) return [];
      const own = amountOfTerm(value, term?.unit);
      const model = standard === null ? null : amountOfTerm(standard, term?.unit);
      const name = term?.name ?? asWritten(code);
      const text = {
        nl: `${name.nl.slice(0, 1).toUpperCase()}${name.nl.slice(1)}: ${own.nl}${model === null ? '' : ` in plaats van ${model.nl}`}.`,
        en: `${name.en.slice(0, 1).toUpperCase()}${name.en.slice(1)}: ${own.en}${model === null ? '' : ` instead of ${model.en}`}.`,
      };
      return [
        deviation(about, { aspect: 'FILLED_TERM', code, model, own, article: term?.article ?? null, text }),
      ];
    });
}

function normDeviations(about: About): readonly Deviation[] {
  return about.regulation.openNorms.map(({ code, question, citation }) => {
    const text = {
      nl: `De gemeente oordeelt zelf: ${question.nl}`,
      en: `The municipality judges by itself: ${question.en}`,
    };
    return deviation(about, {
      aspect: 'OPEN_NORM',
      code,
      model: null,
      own: question,
      article: citation.article,
      text,
    });
  });
}
