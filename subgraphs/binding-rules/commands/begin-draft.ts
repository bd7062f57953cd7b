import type { Transaction } from '../../../platform/database/connect.ts';
import { parseGlobalId } from '../../../platform/global-id.ts';
import { failed, ok, type Outcome } from '../../../platform/primitives/outcome.ts';
import { formFinding, type FindingCode } from '../../../rules/finding.ts';
import { RULE_LAYERS, type RuleLayer } from '../../../rules/rule.ts';
import type { DraftRegulationInput, ImportRegulationInput } from '../../../schema/generated/binding-rules.ts';
import { asSource, editHead, sizeFindings } from '../domain/draft-source.ts';
import { sourceOfRegulation, type SourceObject } from '../domain/source-of-regulation.ts';
import { isInstrument } from '../domain/regulation-extent.ts';
import { regulationOfRow } from '../regulation-of-row.ts';
import * as areas from '../store.ts';
import * as store from '../store/drafts.ts';
import {
  answer,
  asPerson,
  changeDraft,
  refused,
  type Context,
  type DraftOutcome,
  type Refusing,
} from './change-draft.ts';
import { edited, sourceOf } from './edit-draft.ts';

interface Beginning {
  readonly instrument: string;
  readonly source: SourceObject;
  readonly amends: string | null;
}

/** Begins a draft for the asking organisation: with a head alone, or with all that one of its versions says. */
export function draftRegulation(input: DraftRegulationInput, context: Context): Promise<DraftOutcome> {
  return begin('draftRegulation', 'CREATED', input, context, async (transaction, owner, layers) => {
    const { amends = null, validFrom = null, validUntil = null } = input;
    const begun =
      amends === null ? withHead(input, owner, layers) : await amending(transaction, amends, input, owner);
    if (begun.kind === 'FAILED') return begun;
    const source = editHead(begun.value.source, {
      ...(validFrom === null ? {} : { validFrom }),
      ...(validUntil === null ? {} : { validUntil }),
    });
    return asSource(source) === undefined
      ? failed({ code: 'INVALID_INPUT' })
      : ok({ ...begun.value, source });
  });
}

/** Takes a YAML text over: as a new draft, or as what an existing one says from now on. */
export async function importRegulation(
  input: ImportRegulationInput,
  context: Context,
): Promise<DraftOutcome> {
  const read = sourceOf(input.yaml);
  if (read.kind === 'FAILED') return refused(read.failure);
  // How far a text is, is not for the text to say.
  const { status: _status, ...source } = read.value;
  const { draft = null, expectedRevision = null, idempotencyKey } = input;
  if (draft === null) {
    return begin('importRegulation', 'IMPORTED', input, context, (_transaction, owner, layers) => {
      const { code } = source;
      const instrument = typeof code === 'string' ? code : '';
      const foreign = foreignTo(source, { owner, layers, instrument });
      if (foreign !== undefined) return failed(foreign);
      const findings = sizeFindings(source);
      return findings.length > 0
        ? failed({ code: 'REGULATION_UNREADABLE', findings })
        : ok({ instrument, source, amends: null });
    });
  }
  if (expectedRevision === null) return refused({ code: 'INVALID_INPUT' });
  const change = { idempotencyKey, draft, expectedRevision, yaml: input.yaml };
  return changeDraft('importRegulation', change, context, async (row, transaction) => {
    const layers = await layersOf(transaction, row.owner);
    const foreign = foreignTo(source, { owner: row.owner, layers, instrument: row.instrument });
    return foreign === undefined ? edited(row, source, 'IMPORTED', null) : failed(foreign);
  });
}

/** Runs a beginning once, for an organisation that makes regulations. */
async function begin(
  operation: string,
  action: 'CREATED' | 'IMPORTED',
  input: { readonly idempotencyKey: string },
  context: Context,
  beginning: (
    transaction: Transaction,
    owner: string,
    layers: readonly RuleLayer[],
  ) => Promise<Outcome<Beginning, Refusing>> | Outcome<Beginning, Refusing>,
): Promise<DraftOutcome> {
  const owner = context.viewer.organisation ?? '';
  const effect = await asPerson(operation, input, context, async (transaction) => {
    const layers = await layersOf(transaction, owner);
    if (layers.length === 0) return { code: 'NO_REGULATION_OF_YOURS' };
    const begun = await beginning(transaction, owner, layers);
    if (begun.kind === 'FAILED') return begun.failure;
    const draft = { ...begun.value, owner, action, at: context.clock.now() };
    return { draft: await store.insertDraft(transaction, draft) };
  });
  return 'code' in effect ? refused(effect) : answer(effect, { owner, id: effect.draft }, context);
}

/** The layers of which an organisation makes regulations, its usual one first; empty for one that makes none. */
async function layersOf(transaction: Transaction, owner: string): Promise<readonly RuleLayer[]> {
  if (owner === 'RIJK') return ['FRAMEWORK'];
  const [municipalities, regions] = await Promise.all([
    areas.municipalitiesByCode(transaction, [owner]),
    areas.housingRegionsByCode(transaction, [owner]),
  ]);
  if (municipalities.length > 0) return ['MUNICIPAL', 'COMPLEX'];
  return regions.length > 0 ? RULE_LAYERS.filter((layer) => layer.startsWith('REGIONAL_')) : [];
}

function withHead(
  input: DraftRegulationInput,
  owner: string,
  layers: readonly RuleLayer[],
): Outcome<Beginning, Refusing> {
  const { instrument = null, title = null, complex = null } = input;
  const layer = input.layer ?? (complex === null ? layers[0]! : 'COMPLEX');
  if (instrument === null || title === null || !isInstrument(instrument))
    return failed({ code: 'INVALID_INPUT' });
  if (!layers.includes(layer)) return failed({ code: 'NO_REGULATION_OF_YOURS' });
  const source = {
    code: instrument,
    title,
    layer,
    owner,
    validity: {},
    ...(complex === null ? {} : { complex }),
  };
  return ok({ instrument, source, amends: null });
}

async function amending(
  transaction: Transaction,
  amends: string,
  { instrument = null, title = null, layer = null, complex = null, validFrom = null }: DraftRegulationInput,
  owner: string,
): Promise<Outcome<Beginning, Refusing>> {
  if ([instrument, title, layer, complex].some((given) => given !== null))
    return failed({ code: 'INVALID_INPUT' });
  const id = parseGlobalId(amends);
  const [row] = id === undefined || id.owner !== owner ? [] : await areas.regulationsById(transaction, [id]);
  if (row === undefined) return failed({ code: 'UNKNOWN_REGULATION' });
  const regulation = regulationOfRow(row);
  const { until } = regulation.validity;
  const ended = validFrom !== null && until !== null && until <= validFrom;
  return ok({
    instrument: row.instrument,
    // An amendment has a first day of its own, which is asked for as long as it is missing.
    source: editHead(sourceOfRegulation(regulation), { validFrom: null, validUntil: ended ? null : until }),
    amends: row.id,
  });
}

/** Whether a text says that it is a regulation of somebody else, or another one. */
function foreignTo(
  source: SourceObject,
  {
    owner,
    layers,
    instrument,
  }: { readonly owner: string; readonly layers: readonly RuleLayer[]; readonly instrument: string },
): Refusing | undefined {
  const wrong = (path: string, code: FindingCode, allowed: string): Refusing => ({
    code: 'NO_REGULATION_OF_YOURS',
    findings: [formFinding(path, code, `hier mag staan: ${allowed}`, `allowed here: ${allowed}`)],
  });
  if (source['owner'] !== owner) return wrong('owner', 'PUBLISHER_MISMATCH', owner);
  if (!layers.includes(source['layer'] as RuleLayer))
    return wrong('layer', 'UNKNOWN_VALUE', layers.join(', '));
  if (!isInstrument(instrument)) return wrong('code', 'UNKNOWN_VALUE', 'A-Z a-z 0-9 - /');
  return source['code'] === instrument ? undefined : wrong('code', 'CONTRADICTION', instrument);
}
