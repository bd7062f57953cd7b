import { doorRequestHandler } from '../../../gateway/server.ts';
import { startHub } from '../../../gateway/hub.ts';
import { listen } from '../../../platform/listen.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import { traceFrom } from '../../../platform/telemetry.ts';
import { benchIdentity } from './asked.ts';
import { serveBench, type ChildMessage, type Served } from './child-side.ts';
import { closedLoop } from './closed-loop.ts';
import type { Places } from './copied-databases.ts';
import { DEADLINE_MS, logFaults, requestsOnly } from './owners.ts';
import type { Question } from './questions.ts';

/** All owners in this process, or all elsewhere. */
interface Settings {
  readonly places?: Places;
  readonly urls?: Readonly<Record<SubgraphName, string>>;
}

/** The hub and its door, as `gateway/main.ts` puts them together, without pages. It can also be asked past the door. */
async function start({ places, urls }: Settings): Promise<Served> {
  const { identity, documentModes } = await benchIdentity();
  const hub = await startHub({
    here:
      places === undefined
        ? []
        : requestsOnly.map((definition) => ({ definition, database: places[definition.name] as never })),
    elsewhere: new Map(Object.entries(urls ?? {}).map(([name, url]) => [name as SubgraphName, new URL(url)])),
    deadlineMs: DEADLINE_MS,
    log: logFaults,
    reloadOnChange: false,
  });
  const handle = doorRequestHandler({
    gateway: hub.gateway,
    identity,
    documentModes,
    log: logFaults,
    pages: () => Promise.resolve(false),
    missing: hub.missing,
  });
  const listening = await listen(handle, { host: '127.0.0.1', port: 0 });
  if (listening.kind === 'FAILED') throw new Error(listening.failure);

  async function ask({ query, variables, viewer }: Question): Promise<unknown> {
    const { body } = await hub.gateway.server.executeOperation(
      { query, variables: { ...variables } },
      { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
    );
    if (body.kind !== 'single') throw new TypeError('an answer comes in one piece');
    if (body.singleResult.errors !== undefined) throw new Error(JSON.stringify(body.singleResult.errors));
    return body.singleResult;
  }

  return {
    origin: `http://127.0.0.1:${listening.value.port}`,
    answer(message: ChildMessage) {
      const question = message['question'] as Question;
      if (message.kind === 'ask') return ask(question);
      return closedLoop({ ...(message['loop'] as LoopSettings), send: () => ask(question) });
    },
    stop: async () => {
      await listening.value.stop();
      await hub.stop();
    },
  };
}

/** How a process that is asked in itself is asked. */
export interface LoopSettings {
  readonly connections: number;
  readonly requests: number;
  readonly forMs: number;
}

serveBench(start);
