import { readConfig, type Config } from '../platform/config.ts';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
import type { Identity } from '../platform/identity.ts';
import { identityFromConfig } from '../platform/identity-from-config.ts';
import { failed, ok, type Outcome } from '../platform/primitives/outcome.ts';
import type { SubgraphDefinition } from '../platform/serve-subgraph.ts';
import { signerFromConfig, type Signer } from '../platform/signer.ts';
import { logToStandardError } from '../platform/telemetry.ts';
import { startHub, type Hub } from './hub.ts';
import { subgraphDefinitions } from './subgraphs.ts';
import { UnanswerableDocument } from './trusted-documents/prepare-documents.ts';

/** The subgraphs that run in the processes of this hub. */
export function subgraphsHere({ subgraphUrls }: Config): readonly SubgraphDefinition[] {
  return subgraphDefinitions.filter(({ name }) => subgraphUrls[name] === undefined);
}

/** What a process of the hub knows before it starts anything. */
export interface KnownFirst {
  readonly config: Config;
  readonly identity: Identity;
  /** With which receipts are signed; undefined where another process does so. */
  readonly signer: Signer | undefined;
}

/** Reads the settings and keys of a process of the hub. Fails with a sentence. */
export async function knownFirst(argv?: readonly string[]): Promise<Outcome<KnownFirst, string>> {
  const read = readConfig(undefined, argv);
  if (read.kind === 'FAILED') return failed(read.failure.message);
  const config = read.value;
  const known = await identityFromConfig(config);
  if (known.kind === 'FAILED') return known;
  const signs = subgraphsHere(config).some((definition) => definition.signs === true);
  const signing = signs ? await signerFromConfig(config) : ok(undefined);
  if (signing.kind === 'FAILED') return signing;
  return ok({ config, identity: known.value.identity, signer: signing.value });
}

/**
 * Starts the hub that the settings describe, over the databases of its subgraphs, in their order. `oneOf` is for a process that
 * only answers, beside others. Fails with a sentence.
 */
export async function hubFromConfig(
  { config, signer }: KnownFirst,
  databases: readonly PreparedDatabase[],
  oneOf?: number,
): Promise<Outcome<Hub, string>> {
  const { subgraphUrls } = config;
  const starting = startHub({
    here: subgraphsHere(config).map((definition, index) => ({ definition, database: databases[index]! })),
    elsewhere: new Map(
      subgraphDefinitions.flatMap(({ name }) => {
        const url = subgraphUrls[name];
        return url === undefined ? [] : [[name, new URL(url)] as const];
      }),
    ),
    deadlineMs: config.subgraphDeadlineMs,
    executor: config.gatewayExecutor,
    log: logToStandardError,
    reloadOnChange: !config.production,
    signer,
    factsKeptDays: config.factsKeptDays,
    ...(oneOf === undefined ? {} : { oneOf }),
  });
  try {
    return ok(await starting);
  } catch (fault) {
    if (fault instanceof UnanswerableDocument) return failed(fault.message);
    throw fault;
  }
}
