import { escapeHtml } from '../landing/escape-html.ts';

/** A line of the feed as the operation `regulation-changes` answers it. */
export interface FeedLine {
  readonly kind: string;
  readonly on: string;
  readonly regulation: {
    readonly id: string;
    readonly owner: string;
    readonly title: string;
    readonly version: string;
    readonly validUntil: string | null;
    readonly hash: string;
    readonly url: string | null;
    readonly withdrawalReason: string | null;
    readonly changes: readonly { readonly text: { readonly nl: string } }[];
  };
}

/** What a feed is about. */
export interface FeedSubject {
  /** Where the hub is reached, without a slash at its end. */
  readonly origin: string;
  /** From the root, `/feeds/region/GOOI.atom`. */
  readonly path: string;
  readonly name: string;
  /** Query of the page after this one; null on the last. */
  readonly next: string | null;
  /** Query of this page; empty on the first. */
  readonly query: string;
}

/** So many sentences are told in an entry; the rest is in the comparison that it links to. */
const SENTENCES_MAXIMUM = 40;

/** The day on which the hub's identifiers begin (RFC 4151); never changed, so that an entry keeps its id. */
const TAG = 'tag:verdeelsleutel.example,2026';

/**
 * An Atom feed (RFC 4287) of what was published and withdrawn, the latest on top, with from when it holds and what it
 * changed in Dutch sentences; further pages by `next` (RFC 5005).
 */
export function atomFeed(lines: readonly FeedLine[], subject: FeedSubject): string {
  const { origin, path, name, next, query } = subject;
  const address = escapeHtml(`${origin}${path}`);
  const links = [
    `<link rel="self" type="application/atom+xml" href="${address}${escapeHtml(query)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeHtml(origin)}/explorer/#regulation-changes"/>`,
    ...(next === null
      ? []
      : [`<link rel="next" type="application/atom+xml" href="${address}${escapeHtml(next)}"/>`]),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">
<id>${TAG}:${escapeHtml(path)}</id>
<title>Regels voor woonruimteverdeling: ${xml(name)}</title>
<updated>${moment(lines[0]?.on ?? '1970-01-01')}</updated>
<author><name>Verdeelsleutel</name></author>
${links.join('\n')}
${lines.map((line) => entryOf(line, origin)).join('\n')}
</feed>
`;
}

function entryOf({ kind, on, regulation }: FeedLine, origin: string): string {
  const { id, owner, title, version, validUntil, hash, url, withdrawalReason, changes } = regulation;
  const withdrawn = kind === 'WITHDRAWN';
  const until = validUntil === null ? '' : ` tot ${validUntil}`;
  const head = withdrawn
    ? `Ingetrokken voordat hij gold${withdrawalReason === null ? '' : `: ${withdrawalReason}`}.`
    : `Geldt van ${version}${until}.`;
  const told = withdrawn ? [] : changes.slice(0, SENTENCES_MAXIMUM).map(({ text }) => text.nl);
  const rest = withdrawn ? 0 : changes.length - told.length;
  const sentences = [head, ...told, ...(rest > 0 ? [`En nog ${rest} wijzigingen.`] : [])];
  const links = url?.startsWith('https://') ? `<link rel="related" href="${escapeHtml(url)}"/>` : '';
  return `<entry>
<id>${TAG}:${escapeHtml(id)}:${kind.toLowerCase()}</id>
<title>${withdrawn ? 'Ingetrokken' : 'Bekendgemaakt'}: ${xml(title)}, versie ${xml(version)}</title>
<updated>${moment(on)}</updated>
<author><name>${xml(owner)}</name></author>
<category term="${withdrawn ? 'withdrawn' : 'published'}"/>
<link rel="alternate" type="text/html" href="${escapeHtml(origin)}/explorer/#regulation-history"/>
${links}
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${sentences.map((text) => `<p>${xml(text)}</p>`).join('')}<p>SHA-256 ${xml(hash)}</p></div></content>
</entry>`;
}

function moment(day: string): string {
  return `${day}T00:00:00Z`;
}

/** Text of an element; characters that XML 1.0 has no way to write are left out. */
function xml(text: string): string {
  return escapeHtml(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''));
}
