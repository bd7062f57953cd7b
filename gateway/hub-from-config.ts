import type { Config } from '../platform/config.ts';
import type { PreparedDatabase } from '../platform/database/prepare.ts';
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

/** The key that receipts are signed with; undefined where another process does so. */
export async function signingOf(config: Config): Promise<Outcome<Signer | undefined, string>> {
  return subgraphsHere(config).some(({ signs }) => signs === true) ? signerFromConfig(config) : ok(undefined);
}

/**
 * Starts the hub that the settings describe, over the databases of its subgraphs, in their order. `oneOf` is for a process that
 * only answers, beside others. Fails with a sentence.
 */
export async function hubFromConfig(
  config: Config,
  databases: readonly PreparedDatabase[],
  signer: Signer | undefined,
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
