import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import { joined, type BilingualText } from '../../../rules/bilingual-text.ts';
import type { UrgencyCategory } from '../../../rules/urgency-scheme.ts';
import { amountOfTerm } from './amount-of-term.ts';
import { compareRules } from './compare-rules.ts';
import { asWritten, type ChangeCode, type RegulationChange } from './regulation-change.ts';
import type { OpenTerm, Regulation } from './regulation.ts';

/**
 * What differs between two regulations, from head to rules, each with a sentence. Empty exactly when they say the same:
 * every member of their content is looked at, so nothing differs in silence. Swapping the two swaps before and after.
 * `terms` are the open terms of higher layers, for the units of what is filled in.
 */
export function compareRegulations(
  before: Regulation,
  after: Regulation,
  terms: readonly OpenTerm[] = [],
): readonly RegulationChange[] {
  return [
    ...headChanges(before, after),
    ...partChanges('ARTICLE', 'articles', before.articles, after.articles, {
      key: ({ article }) => article,
      article: ({ article }) => article,
      words: ({ text }) => asWritten(text),
      name: ({ article }) => ({ nl: `artikel ${article}`, en: `article ${article}` }),
    }),
    ...partChanges('TERM', 'terms', before.terms, after.terms, {
      key: ({ code }) => code,
      article: ({ article }) => article,
      words: termInWords,
      name: ({ name }) => ({ nl: `de open term ${name.nl}`, en: `the open term ${name.en}` }),
    }),
    ...fillChanges(before, after, terms),
    ...exemptionChanges(before, after),
    ...schemeChanges(before, after),
    ...partChanges('OPEN_NORM', 'openNorms', before.openNorms, after.openNorms, {
      key: ({ code }) => code,
      article: ({ citation }) => citation.article,
      words: ({ question }) => question,
      name: ({ code }) => ({ nl: `de open norm ${code}`, en: `the open norm ${code}` }),
    }),
    ...compareRules(before, after),
  ];
}

/** How the parts of a list are told apart and put into words. */
interface Wording<Part> {
  readonly key: (part: Part) => string;
  readonly article: (part: Part) => string | null;
  readonly words: (part: Part) => BilingualText;
  /** With an article of the language, in the middle of a sentence. */
  readonly name: (part: Part) => BilingualText;
}

/** Parts that came, went or say something else. */
function partChanges<Part>(
  code: ChangeCode,
  path: string,
  before: readonly Part[],
  after: readonly Part[],
  { key, article, words, name }: Wording<Part>,
): readonly RegulationChange[] {
  const old = new Map(before.map((part) => [key(part), part]));
  const present = new Map(after.map((part) => [key(part), part]));
  const keys = [...new Set([...old.keys(), ...present.keys()])];
  return keys.flatMap((each) => {
    const [was, is] = [old.get(each), present.get(each)];
    if (same(contentOf(was), contentOf(is))) return [];
    const part = (is ?? was) as Part;
    return [changeOf(code, `${path}.${each}`, article(part), name(part), was && words(was), is && words(is))];
  });
}

/** A change of something that has a name: it came, it went, or it says something else. */
export function changeOf(
  code: ChangeCode,
  path: string,
  article: string | null,
  name: BilingualText,
  before: BilingualText | undefined,
  after: BilingualText | undefined,
): RegulationChange {
  const say = (nl: string, en: string): BilingualText => ({ nl: `${capital(nl)}.`, en: `${capital(en)}.` });
  let text: BilingualText;
  if (after === undefined) text = say(`${name.nl} vervalt`, `${name.en} lapses`);
  else if (before === undefined)
    text = say(`nieuw is ${name.nl}: ${bare(after.nl)}`, `new is ${name.en}: ${bare(after.en)}`);
  else if (same(before, after)) text = say(`${name.nl} is gewijzigd`, `${name.en} has changed`);
  else {
    text = say(
      `${name.nl} wordt: ${bare(after.nl)} (was: ${bare(before.nl)})`,
      `${name.en} becomes: ${bare(after.en)} (was: ${bare(before.en)})`,
    );
  }
  return { code, path, article, before: before ?? null, after: after ?? null, text };
}

function headChanges(before: Regulation, after: Regulation): readonly RegulationChange[] {
  const changes: RegulationChange[] = [];
  const compare = (
    code: ChangeCode,
    path: keyof Regulation,
    name: BilingualText,
    words: (regulation: Regulation) => string | null,
  ): void => {
    if (same(before[path], after[path])) return;
    const [was, is] = [words(before), words(after)].map((text) =>
      text === null ? undefined : asWritten(text),
    );
    changes.push(changeOf(code, path, null, name, was, is));
  };
  const head = (
    path: 'code' | 'title' | 'layer' | 'owner' | 'url' | 'note' | 'complex' | 'proposedBy',
    nl: string,
    en: string,
  ) => compare('HEAD', path, { nl, en }, (regulation) => regulation[path]);
  head('code', 'de code', 'the code');
  head('title', 'de titel', 'the title');
  head('layer', 'de laag', 'the layer');
  head('owner', 'de eigenaar', 'the owner');
  compare(
    'VALIDITY',
    'validity',
    { nl: 'de geldigheid', en: 'the validity' },
    ({ validity: { from, until } }) => (until === null ? `${from} …` : `${from} … ${until}`),
  );
  head('url', 'de vindplaats', 'the address');
  head('note', 'de toelichting', 'the note');
  compare('ARGUMENT', 'argument', { nl: 'de onderbouwing', en: 'the argument' }, ({ argument }) => argument);
  compare(
    'MODEL',
    'adopts',
    { nl: 'het overgenomen model', en: 'the model adopted' },
    ({ adopts }) => adopts,
  );
  head('complex', 'het complex', 'the complex');
  head('proposedBy', 'de voorstellende corporatie', 'the proposing corporation');
  return changes;
}

function fillChanges(
  before: Regulation,
  after: Regulation,
  terms: readonly OpenTerm[],
): readonly RegulationChange[] {
  const fills = ({ fills: filled }: Regulation) =>
    Object.entries(filled)
      .sort()
      .map(([code, value]) => ({ code, value }));
  const termOf = (code: string): OpenTerm | undefined => terms.find((term) => term.code === code);
  return partChanges('FILLED_TERM', 'fills', fills(before), fills(after), {
    key: ({ code }) => code,
    article: ({ code }) => termOf(code)?.article ?? null,
    words: ({ code, value }) => amountOfTerm(value, termOf(code)?.unit),
    name: ({ code }) => termOf(code)?.name ?? { nl: `de term ${code}`, en: `the term ${code}` },
  });
}

function exemptionChanges(before: Regulation, after: Regulation): readonly RegulationChange[] {
  const groups = ({ exemptions }: Regulation) =>
    (exemptions?.groups ?? []).map((group) => ({ ...group, article: exemptions?.article ?? null }));
  const register = (regulation: Regulation) =>
    regulation.exemptions === null ? undefined : asWritten(regulation.exemptions.article);
  const name = {
    nl: 'het artikel van het register van vrijgestelde groepen',
    en: 'the article of the register of exempted groups',
  };
  const [was, is] = [register(before), register(after)];
  const changes = partChanges('EXEMPTION', 'exemptions.groups', groups(before), groups(after), {
    key: ({ code }) => code,
    article: ({ article }) => article,
    words: ({ name: called, building }) => asWritten(`${called}, ${building}`),
    name: ({ name: called }) => ({
      nl: `de vrijgestelde groep ${called}`,
      en: `the exempted group ${called}`,
    }),
  });
  return same(was, is)
    ? changes
    : [changeOf('EXEMPTION', 'exemptions.article', is?.nl ?? was?.nl ?? null, name, was, is), ...changes];
}

function schemeChanges(before: Regulation, after: Regulation): readonly RegulationChange[] {
  const modes = {
    EXTENDS: { nl: 'naast die van het model', en: 'beside those of the model' },
    REPLACES: { nl: 'in plaats van die van het model', en: 'in the place of those of the model' },
  } as const;
  const [was, is] = [before, after].map(({ urgencyScheme }) => urgencyScheme && modes[urgencyScheme.mode]);
  const mandates = [before, after].map(({ urgencyMandate }) =>
    urgencyMandate === null
      ? undefined
      : asWritten(
          `${urgencyMandate.groups.join(', ')} (${urgencyMandate.schemeArticle ?? '-'}; ${urgencyMandate.article})`,
        ),
  );
  const list = {
    nl: 'de plaats van de eigen urgentiecategorieën',
    en: 'the place of the own urgency categories',
  };
  const asked = {
    nl: 'wat de wet van elke urgentieregeling vraagt',
    en: 'what the law asks of every urgency scheme',
  };
  return [
    ...(same(was, is)
      ? []
      : [changeOf('URGENCY_CATEGORY', 'urgencyScheme.mode', null, list, was ?? undefined, is ?? undefined)]),
    ...partChanges(
      'URGENCY_CATEGORY',
      'urgencyScheme.categories',
      before.urgencyScheme?.categories ?? [],
      after.urgencyScheme?.categories ?? [],
      {
        key: ({ code }) => code,
        article: ({ citation }) => citation.article,
        words: categoryInWords,
        name: ({ name }) => ({
          nl: `de urgentiecategorie ${name.nl}`,
          en: `the urgency category ${name.en}`,
        }),
      },
    ),
    ...(same(mandates[0], mandates[1])
      ? []
      : [
          changeOf(
            'URGENCY_MANDATE',
            'urgencyMandate',
            after.urgencyMandate?.article ?? before.urgencyMandate?.article ?? null,
            asked,
            mandates[0],
            mandates[1],
          ),
        ]),
  ];
}

function categoryInWords({
  statutoryGroup,
  conditions,
  validityMonths,
  directMediation,
}: UrgencyCategory): BilingualText {
  const parts: BilingualText[] = [];
  if (statutoryGroup !== null)
    parts.push({ nl: `wettelijke groep ${statutoryGroup}`, en: `statutory group ${statutoryGroup}` });
  if (validityMonths !== null) {
    const months = amountOfTerm(validityMonths, 'MONTHS');
    parts.push({ nl: `${months.nl} geldig`, en: `valid for ${months.en}` });
  }
  if (directMediation) parts.push({ nl: 'met directe bemiddeling', en: 'with direct mediation' });
  parts.push(...conditions.map(({ nl, en }) => ({ nl: bare(nl), en: bare(en) })));
  if (parts.length === 0) parts.push({ nl: 'zonder voorwaarden', en: 'without conditions' });
  return joined(parts, { nl: '; ', en: '; ' });
}

function termInWords({ unit, minimum, maximum, default: standard }: OpenTerm): BilingualText {
  const [low, high] = [amountOfTerm(minimum, unit), amountOfTerm(maximum, unit)];
  const held = standard === null ? undefined : amountOfTerm(standard, unit);
  return {
    nl: `${low.nl} tot en met ${high.nl}${held === undefined ? '' : `, ${held.nl} zolang niets is ingevuld`}`,
    en: `${low.en} to ${high.en}${held === undefined ? '' : `, ${held.en} while nothing is filled in`}`,
  };
}

/** What a part says; where it stands written is the same for all parts of a version, and left out but for the article. */
function contentOf(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || !('citation' in part)) return part;
  const { citation, ...content } = part as { readonly citation: { readonly article: string } };
  return { ...content, article: citation.article };
}

function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function bare(text: string): string {
  return text.replace(/\.$/, '');
}
