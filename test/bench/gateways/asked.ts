import { readConfig, type Config } from '../../../platform/config.ts';
import { identityFromConfig } from '../../../platform/identity-from-config.ts';
import type { Identity } from '../../../platform/identity.ts';
import { traceFrom, type Trace } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import type { HubIdentity } from '../../../platform/identity-from-config.ts';

/** Who asks a request, and under which trace, as the hub's own door reads it. */
export async function askedBy(
  identity: Identity,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Promise<{ readonly viewer: Viewer; readonly trace: Trace }> {
  const [authorization, parent] = [headers['authorization'], headers['traceparent']];
  return {
    viewer: await identity.viewerOf(typeof authorization === 'string' ? authorization : undefined),
    trace: traceFrom(typeof parent === 'string' ? parent : undefined),
  };
}

/** The development issuer of the data folder, and who may ask what. Throws with a sentence. */
export async function benchIdentity(): Promise<HubIdentity & Pick<Config, 'documentModes'>> {
  const config = readConfig(undefined, []);
  if (config.kind === 'FAILED') throw new Error(config.failure.message);
  const identity = await identityFromConfig(config.value);
  if (identity.kind === 'FAILED') throw new Error(identity.failure);
  return { ...identity.value, documentModes: config.value.documentModes };
}
