import type { Trace } from '../../platform/telemetry.ts';
import type { Viewer } from '../../platform/viewer.ts';

/** What a request carries through the plan to every owner. */
export interface GatewayContext {
  readonly viewer: Viewer;
  readonly trace: Trace;
  /** The header as it came, for owners that run elsewhere and check it themselves. */
  readonly authorization: string | undefined;
  /** How many times the limits of one operation the asker may use; once where nothing is said. */
  readonly room?: number;
}
