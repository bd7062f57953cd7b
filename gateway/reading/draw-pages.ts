import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { escapeHtml } from '../landing/escape-html.ts';
import type { Answer, AskPublic } from './reading-pages.ts';
import type { Language } from './vacancy-page.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const STYLE = `${read('./reading.css')}${read('./verify.css')}`;

/** The files of the verifier as they are on disk: what is downloaded here is what runs on the page. */
const SCRIPTS: ReadonlyMap<string, string> = new Map(
  ['verify-draw.mjs', 'verify-page.mjs'].map((name) => [`/draws/${name}`, read(`../../verifier/${name}`)]),
);

/** Own scripts and the own transcript, nothing from elsewhere; what is dropped on the page cannot be sent anywhere else. */
const VERIFY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface DrawAnswer {
  readonly vacancy: {
    readonly draw: {
      readonly transcript: { readonly text: string; readonly next: number | null } | null;
    } | null;
  } | null;
}

/** The verifier's files; undefined for any other path. */
export function verifierFile(path: string): Answer | undefined {
  const body = SCRIPTS.get(path);
  return body === undefined ? undefined : { status: 200, contentType: 'text/javascript', body };
}

/**
 * The transcript of a draw as one file, put together from its parts; undefined when there is none to read (yet), and
 * 'UNAVAILABLE' when its owner does not answer.
 */
export async function transcriptFile(
  ask: AskPublic,
  vacancy: string,
): Promise<Answer | 'UNAVAILABLE' | undefined> {
  const parts: string[] = [];
  for (let from: number | null = 0; from !== null;) {
    const { data, errors } = await ask('draw-transcript', { vacancy, from });
    if (errors?.some(({ extensions }) => extensions['code'] === 'INVALID_ID')) return undefined;
    if ((errors?.length ?? 0) > 0 || !data) return 'UNAVAILABLE';
    const part: { readonly text: string; readonly next: number | null } | null | undefined = (
      data as unknown as DrawAnswer
    ).vacancy?.draw?.transcript;
    if (!part) return undefined;
    parts.push(part.text);
    from = part.next;
  }
  return { status: 200, contentType: 'application/json', body: `${parts.join('')}\n` };
}

const WORDS = {
  nl: {
    title: 'Controleer een loting',
    other: 'In English',
    intro:
      'Een loting is vooraf vastgelegd en achteraf na te rekenen. Kies het transcript van een loting, of sleep het naar deze pagina. Alles wordt in uw browser gecontroleerd; er wordt niets verstuurd.',
    transcript: 'Transcript',
    proof: 'Uw bewijs van deelname (niet verplicht)',
    commitment: 'Vastlegging die u vóór sluiting noteerde (niet verplicht)',
    root: 'Wortel van de deelnemers die u na sluiting noteerde (niet verplicht)',
    check: 'Controleer',
    ofDraw: 'Loting van woning',
    file: 'Liever zelf uitvoeren?',
    download: 'Dit ene bestand',
    runs: 'doet hetzelfde met alleen Node:',
    busy: 'Bezig met controleren.',
    holds: 'De loting klopt.',
    fails: 'De loting klopt niet.',
    missing: 'Kies eerst een transcript. Een loting die nog niet is onthuld heeft er geen.',
    insecure: 'Deze browser rekent alleen op een beveiligde pagina (https). Gebruik het bestand hieronder.',
  },
  en: {
    title: 'Verify a draw',
    other: 'In het Nederlands',
    intro:
      'A draw is committed to beforehand and can be repeated afterwards. Choose the transcript of a draw, or drop it on this page. Everything is verified in your browser; nothing is sent.',
    transcript: 'Transcript',
    proof: 'Your proof of participation (optional)',
    commitment: 'Commitment that you noted before closing (optional)',
    root: 'Root of the participants that you noted after closing (optional)',
    check: 'Verify',
    ofDraw: 'Draw of the home',
    file: 'Rather run it yourself?',
    download: 'This one file',
    runs: 'does the same with nothing but Node:',
    busy: 'Verifying.',
    holds: 'The draw holds.',
    fails: 'The draw does not hold.',
    missing: 'Choose a transcript first. A draw that is not yet revealed has none.',
    insecure: 'This browser computes on a secure page (https) only. Use the file below.',
  },
} as const;

/** The page on which anyone verifies a draw: of the home that it is asked for, or of a file. */
export function verifyPage(language: Language, draw: string | null): Answer {
  const words = WORDS[language];
  const other: Language = language === 'nl' ? 'en' : 'nl';
  const asked = draw === null ? '' : `&amp;loting=${encodeURIComponent(draw)}`;
  const path = (taal: Language): string => `/draws/verify?taal=${taal}${asked}`;
  const told = (['busy', 'holds', 'fails', 'missing', 'insecure'] as const)
    .map((name) => `data-${name}="${escapeHtml(words[name])}"`)
    .join(' ');
  const file = (name: string, label: string): string =>
    `<p><label for="${name}">${label}</label><input type="file" id="${name}" name="${name}" accept=".json,application/json"></p>`;
  const noted = (name: string, label: string): string =>
    `<p><label for="${name}">${label}</label><input type="text" id="${name}" name="${name}" maxlength="64" autocomplete="off" spellcheck="false"></p>`;
  const ofDraw =
    draw === null
      ? ''
      : `<p>${words.ofDraw} <a href="/draws/${encodeURIComponent(draw)}.json" download>${escapeHtml(draw)}</a></p>`;
  const body = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title}</title>
<link rel="icon" href="/explorer/icon.svg" type="image/svg+xml">
<link rel="alternate" hreflang="nl" href="${path('nl')}">
<link rel="alternate" hreflang="en" href="${path('en')}">
<style>${STYLE}</style>
<script type="module" src="/draws/verify-page.mjs"></script>
</head>
<body>
<header>
<p class="top"><a href="/">Verdeelsleutel</a> <a href="${path(other)}" hreflang="${other}" lang="${other}">${words.other}</a></p>
<h1>${words.title}</h1>
<p>${words.intro}</p>
</header>
<main ${told}>
<form data-draw="${escapeHtml(draw ?? '')}">
${ofDraw}
${file('transcript', words.transcript)}
${file('proof', words.proof)}
${noted('commitment', words.commitment)}
${noted('root', words.root)}
<p><button>${words.check}</button></p>
</form>
<p id="outcome" role="status"></p>
<ol id="steps" class="lines"></ol>
</main>
<footer>
<p>${words.file} <a href="/draws/verify-draw.mjs" download>${words.download}</a> ${words.runs}</p>
<pre><code>node verify-draw.mjs transcript.json</code></pre>
</footer>
</body>
</html>
`;
  return {
    status: 200,
    contentType: 'text/html',
    body,
    headers: {
      'content-security-policy': VERIFY_POLICY,
      'content-language': language,
      vary: 'accept-language',
    },
  };
}
