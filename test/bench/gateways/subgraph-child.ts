import { askOverHttp } from '../../../platform/ask-over-http.ts';
import { HubError } from '../../../platform/errors.ts';
import { listen } from '../../../platform/listen.ts';
import { createSubgraph, type AskSupergraph } from '../../../platform/serve-subgraph.ts';
import { subgraphRequestHandler } from '../../../platform/subgraph-server.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';
import { askTextOverHttp } from './ask-text-over-http.ts';
import { benchIdentity } from './asked.ts';
import { serveBench, type Served } from './child-side.ts';
import type { Place } from './copied-databases.ts';
import { DEADLINE_MS, logFaults, openOwners } from './owners.ts';
import type { Manner } from './variants.ts';

interface Settings {
  readonly name: SubgraphName;
  readonly place: Place;
}

/** One owner as a service, as `runSubgraph` makes it, on a copied database and without work beside requests. */
async function start({ name, place }: Settings): Promise<Served> {
  const known = await benchIdentity();
  let through: AskSupergraph | undefined;
  const ask: AskSupergraph = (...question) =>
    through?.(...question) ?? Promise.resolve({ errors: [new HubError('SUBGRAPH_UNAVAILABLE')] });
  const { owners, stop } = await openOwners({ [name]: place }, ask);
  const { definition, services } = owners.get(name)!;
  const subgraph = createSubgraph(definition, services);
  const listening = await listen(subgraphRequestHandler(subgraph, known.identity, logFaults), {
    host: '127.0.0.1',
    port: 0,
  });
  if (listening.kind === 'FAILED') throw new Error(listening.failure);
  return {
    origin: `http://127.0.0.1:${listening.value.port}`,
    answer({ kind, url, manner }) {
      if (kind !== 'ask through') return;
      const address = new URL(String(url));
      through =
        manner === 'ID'
          ? askOverHttp(address, known.hubKey, DEADLINE_MS)
          : askTextOverHttp(address, known, manner as Manner);
    },
    stop: () => Promise.all([listening.value.stop(), stop()]),
  };
}

serveBench(start);
