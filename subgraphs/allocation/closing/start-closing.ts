import { writeAsViewer } from '../../../platform/database/as-viewer.ts';
import { parseGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import type { Background, BackgroundServices } from '../../../platform/serve-subgraph.ts';
import { describeFault, traceFrom, type Log } from '../../../platform/telemetry.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import * as store from '../store/closing.ts';
import { tellOthers } from '../consequences/tell-others.ts';
import { expireOffers } from './expire-offers.ts';
import { closeAndFreeze } from './freeze-ranking.ts';
import type { HubWork } from './hub-work.ts';

/** How often is looked for what should be closed: a home closes at most this late. */
const LOOK_EVERY_MS = 10_000;
const AT_ONCE = 100;

/** The work of the hub, because it is time, for the home of a corporation, whom the record of readings names; null for none. */
export type Clockwork = (organisation: string | null) => HubWork;

function clockworkOf(organisation: string | null): Viewer {
  return { role: 'HUB', person: null, organisation, registration: null, purpose: 'close a vacancy on time' };
}

/**
 * Does what time does: closes vacancies and freezes their rankings, and ends offers that nobody answered. What was due while
 * no process ran is done soon after the start, and what another process does at the same moment is done once: every step is
 * one that may be repeated.
 */
export function startClosing({
  database,
  clock,
  log,
  askSupergraph,
}: Omit<BackgroundServices, 'appUrl'>): Background {
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  const trace = traceFrom(undefined);
  const workFor: Clockwork = (organisation) => {
    const viewer = clockworkOf(organisation);
    return {
      clock,
      write: (act) => writeAsViewer(database, viewer, trace, act),
      async ask<Data>(operation: string, variables: Readonly<Record<string, unknown>>) {
        const { data, errors } = await askSupergraph(operation, variables, viewer, trace);
        return (errors?.length ?? 0) > 0 || !data ? undefined : (data as Data);
      },
    };
  };

  const look = (): Promise<void> => doWhatIsDue(workFor, log, () => stopping);

  const looking = setInterval(() => (running = running.then(look)), LOOK_EVERY_MS);
  looking.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(looking);
      await running;
    },
  };
}

/**
 * Closes homes, ends offers that nobody answered, and tells other owners what they do not know yet. A fault is logged and
 * leaves the rest for the next time: an owner may be away for a while.
 */
export async function doWhatIsDue(workFor: Clockwork, log: Log, isStopping: () => boolean): Promise<void> {
  try {
    const work = workFor(null);
    await closeDue(workFor, log, isStopping);
    if (isStopping()) return;
    await expireOffers(work);
    await tellOthers(work, false);
  } catch (fault) {
    const { name, detail } = describeFault(fault);
    log({ level: 'error', event: 'closing stopped', name, detail });
  }
}

/** Closes what the vacancies say is due, then freezes what a crash or an owner that was away left behind. */
async function closeDue(workFor: Clockwork, log: Log, isStopping: () => boolean): Promise<void> {
  const work = workFor(null);
  const freeze = async (vacancy: GlobalId): Promise<void> => {
    const not = await closeAndFreeze(vacancy, workFor(vacancy.owner));
    if (not !== undefined) log({ level: 'warn', event: 'ranking not frozen', name: not });
  };
  const answer = await work.ask<{ readonly dueVacancies: readonly { readonly id: string }[] | null }>(
    'DueVacancies',
    {},
  );
  for (const { id } of answer?.dueVacancies ?? []) {
    if (isStopping()) return;
    const vacancy = parseGlobalId(id);
    if (vacancy !== undefined) await freeze(vacancy);
  }
  let last: store.DueRanking | undefined;
  do {
    const after = last;
    const page = await work.write((sql) => store.dueRankings(sql, work.clock.now(), after, AT_ONCE));
    for (const due of page) {
      if (isStopping()) return;
      await freeze(due);
    }
    last = page.length < AT_ONCE ? undefined : page.at(-1);
  } while (last !== undefined);
}
