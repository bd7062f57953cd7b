import type { Transaction } from '../../platform/database/connect.ts';
import { canonicalJson } from '../../platform/primitives/canonical-json.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import { ok, type Outcome } from '../../platform/primitives/outcome.ts';
import {
  planPublication,
  type Place,
  type Publication,
  type PublicationRefusal,
  type Submission,
} from './domain/plan-publication.ts';
import { regulationHash, type Regulation } from './domain/regulation.ts';
import type { PublishedVersion, UnresolvedPeriod } from './domain/rule-sets-in-force.ts';
import { CORPUS, readAreas, readCorpus, type CorpusFailure } from './read-corpus.ts';
import { regulationOfRow } from './regulation-of-row.ts';
import * as store from './store.ts';
import type { RegulationRow } from './tables.ts';

/** What a publication did. */
export interface PublicationReport {
  /** How many versions are new; what was published before is not counted. */
  readonly published: number;
  /** How many municipalities had their rule sets resolved anew. */
  readonly municipalities: number;
  /** Where a regulation is in force and yet no rule set follows. */
  readonly unresolved: readonly UnresolvedPeriod[];
}

/**
 * Publishes a regulation as `publisher`, on `today`: validates it against the layers above, stores it as a version with
 * its hash, and resolves the rule sets of every municipality that it touches, all in this transaction. Refuses with the
 * findings, and then writes nothing. Publishing the same version again changes nothing.
 */
export function publishRegulation(
  transaction: Transaction,
  regulation: Regulation,
  publisher: string,
  today: CalendarDate,
): Promise<Outcome<PublicationReport, readonly PublicationRefusal[]>> {
  return publishAll(transaction, [{ regulation, publisher }], today);
}

/** Publishes every regulation of a corpus in the same way as one, higher layers first, or none of them. */
export async function publishCorpus(
  transaction: Transaction,
  today: CalendarDate,
  folder: URL = CORPUS,
): Promise<Outcome<PublicationReport, readonly (CorpusFailure | PublicationRefusal)[]>> {
  const corpus = await readCorpus(folder);
  return corpus.kind === 'FAILED' ? corpus : publishAll(transaction, corpus.value, today);
}

/** Stores the regions, municipalities and cores of a corpus. May be repeated; what disappeared from it stays. */
export async function publishAreas(
  transaction: Transaction,
  folder: URL = CORPUS,
): Promise<Outcome<{ readonly municipalities: number }, CorpusFailure>> {
  const areas = await readAreas(folder);
  if (areas.kind === 'FAILED') return areas;
  const { regions, municipalities } = areas.value;
  const cores = municipalities.flatMap(({ code: municipality, cores: all }) =>
    all.map(({ code, name }) => ({ code, municipality, name })),
  );
  await store.keepAreas(
    transaction,
    regions.map(({ code, name }) => ({ code, name })),
    municipalities.map(({ code, name, region }) => ({ code, name, region })),
    cores,
  );
  return ok({ municipalities: municipalities.length });
}

async function publishAll(
  transaction: Transaction,
  submissions: readonly Submission[],
  today: CalendarDate,
): Promise<Outcome<PublicationReport, readonly PublicationRefusal[]>> {
  await store.lockPublication(transaction);
  const places = placesOf(submissions, await store.allMunicipalities(transaction));
  const owners = new Set(['RIJK', ...submissions.map(({ regulation }) => regulation.owner)]);
  for (const { municipality, region } of places) {
    owners.add(municipality);
    if (region !== null) owners.add(region);
  }
  const known = (await store.publishedBy(transaction, [...owners])).map(versionOf);
  const plan = planPublication(submissions, known, places);
  if (plan.kind === 'FAILED') return plan;
  await write(transaction, plan.value, today);
  return ok({
    published: plan.value.published.length,
    municipalities: plan.value.ruleSets.length,
    unresolved: plan.value.unresolved,
  });
}

/** The municipalities whose rules the submissions can change. A complex agreement changes none: it holds for its homes. */
function placesOf(
  submissions: readonly Submission[],
  municipalities: readonly { readonly code: string; readonly region: string | null }[],
): readonly Place[] {
  const touches = (code: string, region: string | null) =>
    submissions.some(
      ({ regulation: { layer, owner } }) =>
        layer === 'FRAMEWORK' ||
        (layer === 'REGIONAL_MODEL' && owner === region) ||
        (layer === 'MUNICIPAL' && owner === code),
    );
  return municipalities
    .filter(({ code, region }) => touches(code, region))
    .map(({ code, region }) => ({ municipality: code, region }));
}

async function write(transaction: Transaction, plan: Publication, today: CalendarDate): Promise<void> {
  for (const { version, on } of plan.ended) {
    await store.endVersion(
      transaction,
      { owner: version.owner, instrument: version.code, version: version.version },
      on,
    );
  }
  await store.insertRegulations(
    transaction,
    plan.published.map((regulation) => rowOf(regulation, endOf(regulation, plan), today)),
  );
  const rows = plan.ruleSets.flatMap(({ municipality, inForce }) =>
    inForce.map(({ period, ruleSet }) => ({ municipality, ...period, ruleSet })),
  );
  const ruleSets = new Map(rows.map(({ ruleSet: { hash, canonical } }) => [hash, { hash, canonical }]));
  await store.keepRuleSets(transaction, [...ruleSets.values()]);
  await store.replaceInForce(
    transaction,
    plan.ruleSets.map(({ municipality }) => municipality),
    rows.map(({ municipality, from, until, ruleSet }) => ({ municipality, from, until, hash: ruleSet.hash })),
  );
}

/** A version may be overtaken by a later one of the same publication. */
function endOf(regulation: Regulation, plan: Publication): CalendarDate | null {
  return plan.ended.find(({ version }) => version === regulation)?.on ?? regulation.validity.until;
}

function rowOf(
  regulation: Regulation,
  validUntil: CalendarDate | null,
  publishedOn: CalendarDate,
): Omit<RegulationRow, 'id' | 'inForce'> {
  const { status, ...content } = regulation;
  return {
    owner: regulation.owner,
    instrument: regulation.code,
    title: regulation.title,
    layer: regulation.layer,
    version: regulation.version,
    validFrom: regulation.version,
    validUntil,
    status,
    argument: regulation.argument,
    canonical: canonicalJson(content),
    hash: regulationHash(regulation),
    publishedOn,
  };
}

/** What a row holds, and how long it is in force. */
function versionOf(row: RegulationRow): PublishedVersion {
  return { regulation: regulationOfRow(row), inForce: { from: row.validFrom, until: row.validUntil } };
}
