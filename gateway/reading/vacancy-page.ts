import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { escapeHtml } from '../landing/escape-html.ts';

const STYLE = readFileSync(new URL('./reading.css', import.meta.url), 'utf8');

/** The Content-Security-Policy of the page: no script, nothing from elsewhere, and its own style by its hash. */
export const READING_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export type Language = 'nl' | 'en';

interface Text {
  readonly nl: string;
  readonly en: string;
}

interface Line {
  readonly text: Text;
  readonly asks: Text | null;
  readonly bounds: readonly Text[];
  readonly citation: {
    readonly title: string;
    readonly article: string;
    readonly version: string;
    readonly url: string | null;
  } | null;
}

/** A vacancy as the operation `vacancy-explanation` answers it. */
export interface ExplainedVacancy {
  readonly id: string;
  readonly publishedOn: string | null;
  readonly corporation: { readonly name: string };
  readonly dwelling: {
    readonly street: string;
    readonly houseNumber: number;
    readonly neighbourhood: string;
    readonly rooms: number;
    readonly areaM2: number;
    readonly rentCents: number;
    readonly municipality: { readonly name: string } | null;
  } | null;
  readonly explanation:
    | readonly {
        readonly part: string;
        readonly title: Text;
        readonly lead: Text;
        readonly lines: readonly Line[];
      }[]
    | null;
  readonly ruleSet: { readonly hash: string } | null;
  readonly drawCommitment: string | null;
}

const WORDS = {
  nl: {
    title: 'Wie gaat voor op deze woning',
    other: 'In English',
    rooms: (rooms: number) => (rooms === 1 ? '1 kamer' : `${rooms} kamers`),
    rent: 'netto huur per maand',
    blind: 'Een woning in de regio: welke, ziet wie haar krijgt aangeboden',
    published: 'Gepubliceerd op',
    asks: 'Er wordt gekeken of',
    article: 'artikel',
    hash: 'De regels van deze woning liggen vast onder',
    draw: 'De loting ligt vast onder',
    verify: 'Controleer de loting',
  },
  en: {
    title: 'Who goes first on this home',
    other: 'In het Nederlands',
    rooms: (rooms: number) => (rooms === 1 ? '1 room' : `${rooms} rooms`),
    rent: 'net rent a month',
    blind: 'A home in the region: which one, whoever it is offered to sees',
    published: 'Published on',
    asks: 'Looked at is whether',
    article: 'article',
    hash: 'The rules of this home are fixed under',
    draw: 'The draw is committed to under',
    verify: 'Verify the draw',
  },
} as const;

/** The page that says who goes first on a home and why: plain HTML in one language, without script. */
export function vacancyPage(vacancy: ExplainedVacancy, language: Language): string {
  const words = WORDS[language];
  const other: Language = language === 'nl' ? 'en' : 'nl';
  const address = addressOf(vacancy, language);
  const path = `/vacancies/${encodeURIComponent(vacancy.id)}`;
  const sections = (vacancy.explanation ?? []).map(({ part, title, lead, lines }) => {
    const numbered = part === 'GROUPS' ? ' numbered' : '';
    const tag = part === 'GROUPS' ? 'ol' : 'ul';
    return `<section aria-labelledby="${part}">
<h2 id="${part}">${escapeHtml(title[language])}</h2>
<p>${escapeHtml(lead[language])}</p>
<${tag} class="lines${numbered}">
${lines.map((line) => lineOf(line, language)).join('\n')}
</${tag}>
</section>`;
  });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title}: ${escapeHtml(address)}</title>
<link rel="icon" href="/explorer/icon.svg" type="image/svg+xml">
<link rel="alternate" hreflang="nl" href="${path}?taal=nl">
<link rel="alternate" hreflang="en" href="${path}?taal=en">
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="top"><a href="/">Verdeelsleutel</a> <a href="${path}?taal=${other}" hreflang="${other}" lang="${other}">${words.other}</a></p>
<h1>${words.title}</h1>
<p>${escapeHtml(address)}${measuresOf(vacancy, language)}. ${escapeHtml(vacancy.corporation.name)}.</p>
<p class="soft">${words.published} <time datetime="${escapeHtml(vacancy.publishedOn ?? '')}">${escapeHtml(vacancy.publishedOn ?? '')}</time>.</p>
</header>
<main>
${sections.join('\n')}
</main>
<footer>
<p class="soft">${words.hash} <code>${escapeHtml(vacancy.ruleSet?.hash.slice(0, 16) ?? '')}</code>.</p>
${drawOf(vacancy, language)}</footer>
</body>
</html>
`;
}

function addressOf({ dwelling }: ExplainedVacancy, language: Language): string {
  if (dwelling === null) return WORDS[language].blind;
  const { street, houseNumber, neighbourhood, municipality } = dwelling;
  return `${street} ${houseNumber}, ${neighbourhood}${municipality === null ? '' : `, ${municipality.name}`}`;
}

function measuresOf({ dwelling }: ExplainedVacancy, language: Language): string {
  if (dwelling === null) return '';
  const { rooms, areaM2, rentCents } = dwelling;
  const words = WORDS[language];
  return `: ${words.rooms(rooms)}, ${areaM2} m², ${euros(rentCents, language)} ${words.rent}`;
}

/** What to note before closing: whole, for it is held against the transcript afterwards. */
function drawOf({ id, drawCommitment }: ExplainedVacancy, language: Language): string {
  if (drawCommitment === null) return '';
  const words = WORDS[language];
  const path = `/draws/verify?loting=${encodeURIComponent(id)}&amp;taal=${language}`;
  return `<p class="soft draw">${words.draw} <code>${escapeHtml(drawCommitment)}</code>. <a href="${path}">${words.verify}</a></p>\n`;
}

function lineOf({ text, asks, bounds, citation }: Line, language: Language): string {
  const words = WORDS[language];
  const parts = [`<p class="says">${escapeHtml(text[language])}</p>`];
  if (asks !== null) parts.push(`<p>${words.asks} ${escapeHtml(asks[language])}.</p>`);
  for (const bound of bounds) parts.push(`<p>${escapeHtml(bound[language])}</p>`);
  if (citation !== null) {
    const place = `${escapeHtml(citation.title)}, ${words.article} ${escapeHtml(citation.article)}, ${escapeHtml(citation.version)}`;
    const linked = citation.url?.startsWith('https://')
      ? `<a href="${escapeHtml(citation.url)}">${place}</a>`
      : place;
    parts.push(`<p class="soft">${linked}</p>`);
  }
  return `<li>${parts.join('')}</li>`;
}

function euros(cents: number, language: Language): string {
  const [whole, rest] = [String(Math.floor(cents / 100)), String(cents % 100).padStart(2, '0')];
  return language === 'nl' ? `€ ${whole},${rest}` : `EUR ${whole}.${rest}`;
}
