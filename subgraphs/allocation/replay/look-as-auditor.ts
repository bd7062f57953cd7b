import { writeAsViewer } from '../../../platform/database/as-viewer.ts';
import { connect } from '../../../platform/database/connect.ts';
import { traceFrom } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import type { Look } from './replay-decisions.ts';

const AUDITOR: Viewer = {
  role: 'AUDITOR',
  person: null,
  organisation: null,
  registration: null,
  purpose: 'replay decisions',
};

/**
 * Looks at a database with the rights of an auditor and no more, each time at one state of it, whatever is decided meanwhile;
 * nothing can be written. `appUrl` is that of the application's role.
 */
export function lookAsAuditor(appUrl: string): { readonly look: Look; readonly stop: () => Promise<void> } {
  const url = new URL(appUrl);
  url.searchParams.set('default_transaction_isolation', 'repeatable read');
  url.searchParams.set('default_transaction_read_only', 'on');
  const database = connect(url.href, { applicationName: 'verdeelsleutel replay', max: 1 });
  const trace = traceFrom(undefined);
  return {
    look: (work) => writeAsViewer(database, AUDITOR, trace, work),
    stop: () => database.end(),
  };
}
