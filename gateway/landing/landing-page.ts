import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { escapeHtml } from './escape-html.ts';
import { curl, doors, type LandingExample } from './doors.ts';
import { BRAND, STREET } from './drawings.ts';

const STYLE = readFileSync(new URL('./landing.css', import.meta.url), 'utf8');

/** What the landing page is about at this moment. */
export interface LandingSubject {
  /** Where the hub is reached, without a slash at its end: `http://localhost:4000`. */
  readonly origin: string;
  /** The day on which the synthetic data stand, `YYYY-MM-DD`. */
  readonly referenceDate: string;
  readonly example: LandingExample;
}

/** The Content-Security-Policy of the page: no script at all, and its own style by its hash. */
export const LANDING_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src data: 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page at `/`: what the hub is, and where each of its three kinds of user goes from here. Plain HTML, no script. */
export function landingPage(subject: LandingSubject): string {
  const referenceDate = escapeHtml(subject.referenceDate);
  return `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Verdeelsleutel: een hub voor het verdelen van schaarse sociale huurwoningen.">
<title>Verdeelsleutel</title>
<link rel="alternate" type="application/atom+xml" title="Regels: ${escapeHtml(subject.example.municipality)}" href="/feeds/municipality/${encodeURIComponent(subject.example.municipality)}.atom">
<link rel="icon" href="/explorer/icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#doors">Naar de drie deuren <span lang="en">Skip to the three doors</span></a>
<header class="page top">
<div class="brand">${BRAND}<span>Verdeelsleutel</span></div>
<dl class="facts">
<div><dt>Peildatum <span lang="en">reference date</span></dt><dd><time datetime="${referenceDate}">${inWords(subject.referenceDate)}</time></dd></div>
</dl>
</header>
<main class="page">
${opening()}
${doors(subject.origin, subject.example)}
<div class="below">
${tokens(subject)}
${addresses(subject.origin)}
</div>
</main>
<footer class="page foot">
<p>Verdeelsleutel is vrije software onder de EUPL-1.2. <span lang="en">Free software, EUPL-1.2.</span></p>
</footer>
</body>
</html>
`;
}

function opening(): string {
  return `<section class="opening" aria-labelledby="title">
<div>
<h1 id="title">Wie staat waar, volgens welke regel, en waarom</h1>
<p class="lead">Verdeelsleutel brengt de verdeling van schaarse sociale huurwoningen bij elkaar. Corporaties,
gemeenten en registerhouders houden ieder hun eigen gegevens; vragen die over hun grenzen gaan, krijgen hier één antwoord. Elke uitkomst
noemt het artikel waarop zij rust.</p>
<p class="lead-en" lang="en">Verdeelsleutel (“distribution key”) is a hub for dividing scarce social homes. Corporations,
municipalities and registrars each keep their own data; questions that cross their borders get one answer here. Every
outcome names the article it rests on.</p>
</div>
${STREET}
</section>
<p class="notice"><span><b>Verzonnen gegevens.</b> Personen, woningen, reacties en besluiten in deze hub bestaan niet.
<span lang="en">Synthetic data: no person, home, reaction or decision in this hub is real.</span></span></p>`;
}

function tokens({ origin, example }: LandingSubject): string {
  const corporation = escapeHtml(example.corporation);
  const registration = escapeHtml(example.registration);
  return `<section aria-labelledby="tokens">
<h2 class="heading" id="tokens">Een token om mee te oefenen <span lang="en">A token to practise with</span></h2>
<p>Zonder token ziet u wat openbaar is. Met een ontwikkeltoken vraagt u namens een organisatie of als woningzoekende;
plak het in de verkenner of stuur het mee. <span lang="en">Without a token you see what is public. With a development
token you ask on behalf of an organisation or as a seeker.</span></p>
<pre><code>npm run -s token -- --org ${corporation} --role allocator</code></pre>
<pre><code>npm run -s token -- --registration ${registration}</code></pre>
<pre><code>TOKEN=$(npm run -s token -- --org ${corporation} --role allocator)
${curl(origin, `{ vacancy(id: "${example.vacancy}") { status reactionCount } }`, true)}</code></pre>
</section>`;
}

function inWords(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return escapeHtml(new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' }).format(day));
}

function addresses(origin: string): string {
  return `<section aria-labelledby="addresses">
<h2 class="heading" id="addresses">Adressen en gezondheid <span lang="en">Addresses and health</span></h2>
<dl class="paths">
<div><dt>${escapeHtml(origin)}/graphql</dt><dd>Alle vragen, per <code>POST</code>. <span lang="en">Every question, by POST.</span></dd></div>
<div><dt><a href="/explorer/">${escapeHtml(origin)}/explorer/</a></dt><dd>De verkenner. <span lang="en">The explorer.</span></dd></div>
<div><dt><a href="/health/live">${escapeHtml(origin)}/health/live</a></dt><dd>Het proces leeft. <span lang="en">The process is alive.</span></dd></div>
<div><dt><a href="/health/ready">${escapeHtml(origin)}/health/ready</a></dt><dd>De hub kan vragen beantwoorden. <span lang="en">The hub can answer.</span></dd></div>
</dl>
</section>`;
}
