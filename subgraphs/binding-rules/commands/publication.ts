import type { Transaction } from '../../../platform/database/connect.ts';
import { canonicalJson } from '../../../platform/primitives/canonical-json.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import { ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import {
  planPublication,
  type Publication,
  type PublicationRefusal,
  type Submission,
} from '../domain/plan-publication.ts';
import { regulationHash, type Regulation } from '../domain/regulation.ts';
import type { UnresolvedPeriod } from '../domain/rule-sets-in-force.ts';
import { CORPUS, readAreas, readCorpus, type CorpusFailure } from '../read-corpus.ts';
import { versionId } from '../domain/version-id.ts';
import * as store from '../store.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { RuleSetRow } from '../tables.ts';

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
  const { known, places } = await surroundingsOf(
    transaction,
    submissions.map(({ regulation }) => regulation.owner),
  );
  const plan = planPublication(submissions, known, places);
  if (plan.kind === 'FAILED') return plan;
  await writePublication(transaction, plan.value, today);
  return ok({
    published: plan.value.published.length,
    municipalities: plan.value.ruleSets.length,
    unresolved: plan.value.unresolved,
  });
}

/**
 * Writes what a plan says; the caller holds the lock of publications. `id` is the number of the one version that it
 * publishes, where a draft has given it one.
 */
export async function writePublication(
  transaction: Transaction,
  plan: Publication,
  today: CalendarDate,
  id?: string,
): Promise<void> {
  for (const { version, on } of plan.ended) {
    await store.endVersion(transaction, nameOf(version), on);
  }
  await store.insertRegulations(
    transaction,
    plan.published.map((regulation) => ({
      ...rowOf(regulation, endOf(regulation, plan), today),
      id: id ?? versionId(regulation.owner, regulation.code, regulation.version),
    })),
  );
  await writeInForce(transaction, plan);
}

/** Replaces what is in force in the municipalities of a plan, and stores the rule sets that are new. */
export async function writeInForce(
  transaction: Transaction,
  { ruleSets, complexRuleSets }: Pick<Publication, 'ruleSets' | 'complexRuleSets'>,
): Promise<void> {
  const all = [...ruleSets.map((place) => ({ ...place, complex: null })), ...complexRuleSets];
  const distinct = new Map<string, RuleSetRow>();
  const rows = all.flatMap(({ municipality, complex, inForce }) =>
    inForce.map(({ period, ruleSet: { hash, canonical } }): store.InForce => {
      distinct.set(hash, { hash, canonical });
      return { municipality, complex, ...period, hash };
    }),
  );
  await store.keepRuleSets(transaction, [...distinct.values()]);
  await store.replaceInForce(
    transaction,
    ruleSets.map(({ municipality }) => municipality),
    rows,
  );
}

/** The name of a version. */
export function nameOf({ owner, code: instrument, version }: Regulation): store.VersionName {
  return { owner, instrument, version };
}

/** A version may be overtaken by a later one of the same publication. */
function endOf(regulation: Regulation, plan: Publication): CalendarDate | null {
  return plan.ended.find(({ version }) => version === regulation)?.on ?? regulation.validity.until;
}

function rowOf(
  regulation: Regulation,
  validUntil: CalendarDate | null,
  publishedOn: CalendarDate,
): Omit<store.NewRegulation, 'id'> {
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
