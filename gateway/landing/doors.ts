import { escapeHtml } from './escape-html.ts';

/** Records that exist in the hub, so that what the page tells its reader to type works as it stands. */
export interface LandingExample {
  /** L-number of a corporation. */
  readonly corporation: string;
  /** CBS code of a municipality. */
  readonly municipality: string;
  /** Id of a published vacancy of that corporation. */
  readonly vacancy: string;
  /** Id of a seeker's registration. */
  readonly registration: string;
}

/** The three doors: one for each kind of user. */
export function doors(origin: string, example: LandingExample): string {
  return `<section aria-labelledby="doors">
<h2 class="heading" id="doors" tabindex="-1">Drie deuren <span lang="en">Three doors</span></h2>
<div class="doors">
${corporations(origin, example)}
${municipalities(origin, example)}
${analysts(origin)}
</div>
</section>`;
}

/** A question to the hub as one command for a shell, escaped for HTML. */
export function curl(origin: string, document: string, withToken = false): string {
  const lines = [
    `curl -s ${origin}/graphql`,
    "-H 'content-type: application/json'",
    ...(withToken ? ['-H "authorization: Bearer $TOKEN"'] : []),
    `-d '${JSON.stringify({ query: document })}'`,
  ];
  return escapeHtml(lines.join(' \\\n  '));
}

function corporations(origin: string, example: LandingExample): string {
  return `<article class="door-card" aria-labelledby="door-corporations">
<h3 id="door-corporations">Corporaties <span lang="en">Corporation front-ends</span></h3>
<p>Toon het aanbod, laat woningzoekenden reageren, en lees wie waar staat en waarom. Eén adres voor alle regio’s:</p>
<code class="endpoint">${escapeHtml(origin)}/graphql</code>
<p lang="en">Show what is offered, let seekers react, and read who stands where and why. One endpoint for every region.</p>
<pre><code>${curl(origin, '{ vacancies(first: 3) { nodes { id model closesOn } } }')}</code></pre>
<p><a href="/vacancies/${encodeURIComponent(example.vacancy)}">Wie gaat voor op één van de woningen</a>, in gewone taal uit de regels. <span lang="en">Who goes first on one of the homes, in plain words from its rules.</span></p>
${asks(['vacancies', 'vacancy', 'ranking', 'publish-vacancy', 'quota-room'])}
<p class="go"><a href="/explorer/#vacancies">Probeer het aanbod <span lang="en">Try it</span></a></p>
</article>`;
}

function municipalities(origin: string, example: LandingExample): string {
  return `<article class="door-card" aria-labelledby="door-municipalities">
<h3 id="door-municipalities">Gemeenten <span lang="en">Municipalities</span></h3>
<p>Uw regels voor lokale voorrang: de tekst van elk artikel naast de regel die een machine leest, onder landelijk kader en
regionaal model. Een gepubliceerde versie verandert nooit meer, en wat op een dag geldt kan iedereen lezen:</p>
<p lang="en">Your local-priority rules: each article’s text beside its machine reading, below national framework and regional
model. A published version never changes, and what is in force on a day is public.</p>
<pre><code>${curl(origin, `{ municipality(code: "${example.municipality}") { name rulesInForce { sources { title version } } } }`)}</code></pre>
<p>Volg wat er verandert: <a href="/feeds/municipality/${encodeURIComponent(example.municipality)}.atom">Atom-feed van deze gemeente</a>. <span lang="en">Follow what changes.</span></p>
${asks(['draft-regulation', 'validate-regulation', 'approve-regulation', 'regulation-history'])}
<p class="go"><a href="/explorer/#rules-in-force">Bekijk de geldende regels <span lang="en">See the rules in force</span></a></p>
</article>`;
}

function analysts(origin: string): string {
  return `<article class="door-card" aria-labelledby="door-analysts">
<h3 id="door-analysts">Data-analisten <span lang="en">Data analysts</span></h3>
<p>De verkenner heeft de vaste vragen klaarstaan, legt elk begrip uit met zijn Nederlandse en VERA-naam, en vult aan
terwijl u schrijft. Openbaar zijn het aanbod, de aantallen reacties en de regels; nooit een
persoonlijk dossier.</p>
<code class="endpoint">${escapeHtml(origin)}/explorer/</code>
<p lang="en">The explorer has the saved questions ready, explains every term with its Dutch and VERA name, and completes as
you type. Public are the homes on offer, the numbers of reactions and the rules; never a personal file.</p>
${asks(['vacancies', 'rules-in-force', 'deviations', 'compare-regulations', 'regulation-changes'])}
<p class="go"><a href="/explorer/">Open de verkenner <span lang="en">Open the explorer</span></a></p>
</article>`;
}

function asks(names: readonly string[]): string {
  const items = names.map((name) => `<li><a href="/explorer/#${name}">${name}</a></li>`).join('');
  return `<ul class="asks" aria-label="Vaste vragen / Named operations">${items}</ul>`;
}
