import { readSupergraph } from '../../../gateway/compose.ts';
import { subgraphTypeDefs } from '../../../platform/serve-subgraph.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../../platform/subgraph-names.ts';
import { startChild, type Child } from './child.ts';
import type { Places } from './copied-databases.ts';
import { federation1 } from './federation-1.ts';
import { supergraphAt } from './supergraph-at.ts';

/** Who is compared, in the words of the table. */
export const VARIANTS = {
  hub: 'hub, one process',
  hubOverHttp: 'hub, owners over HTTP',
  apollo: 'Apollo gateway, owners over HTTP',
  apolloInProcess: 'Apollo gateway, owners in its process',
  hive: 'Hive Gateway, owners over HTTP',
  hiveRust: 'Hive Gateway with its Rust planner, owners over HTTP',
  mercurius: 'Mercurius gateway, owners over HTTP',
  monolithApollo: 'one server, Apollo',
  monolithYoga: 'one server, Yoga with graphql-jit',
  monolithMercurius: 'one server, Mercurius with graphql-jit',
} as const;

export type VariantName = keyof typeof VARIANTS;
export const VARIANT_NAMES = Object.keys(VARIANTS) as readonly VariantName[];

/** Somebody who answers over HTTP, and every process that works for it. */
export interface Variant {
  readonly name: VariantName;
  readonly url: string;
  readonly processes: readonly Child[];
}

/** What runs for the bench, or why it does not. */
export interface Started {
  readonly variants: readonly Variant[];
  /** Who could not be started, in its own words. */
  readonly absent: ReadonlyMap<VariantName, string>;
  readonly stop: () => Promise<void>;
}

type Urls = Readonly<Record<SubgraphName, string>>;

/**
 * Starts everybody who is compared. Owners over HTTP are shared, but for `allocation`: it asks back, and does so through
 * the gateway that it works for. Peers that cannot run the graph are told of; the hub's own must.
 */
export async function startVariants(
  places: Places,
  names: readonly VariantName[],
  onProgress: (sentence: string) => void,
): Promise<Started> {
  const running: Child[] = [];
  const variants: Variant[] = [];
  const absent = new Map<VariantName, string>();
  const stop = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((child) => child.stop()));
  };
  const child = async (...settings: Parameters<typeof startChild>): Promise<Child> => {
    const started = await startChild(...settings);
    running.push(started);
    return started;
  };
  const owner = (name: SubgraphName, of: string = name) =>
    child(of, './subgraph-child.ts', { name, place: places[name] });
  const inOneProcess = async (name: VariantName, script: string, settings = {}) => {
    const only = await child(VARIANTS[name], script, { places, ...settings });
    variants.push({ name, url: endpoint(only), processes: [only] });
  };
  let owners: readonly Child[] | undefined;
  const overHttp = async (name: VariantName, script: string, settings: (urls: Urls) => object) => {
    owners ??= await Promise.all(
      SUBGRAPH_NAMES.filter((one) => one !== 'allocation').map((one) => owner(one)),
    );
    const allocation = await owner('allocation', `allocation of ${VARIANTS[name]}`);
    const urls = Object.fromEntries(
      [...owners, { ...allocation, name: 'allocation' }].map((one) => [one.name, endpoint(one)]),
    ) as Urls;
    const gateway = await child(VARIANTS[name], script, settings(urls) as never);
    await allocation.ask('ask through', { url: endpoint(gateway), manner: mannerOf(name) });
    variants.push({ name, url: endpoint(gateway), processes: [gateway, allocation, ...owners] });
  };
  const start: Readonly<Record<VariantName, () => Promise<void>>> = {
    hub: () => inOneProcess('hub', './hub-child.ts'),
    hubOverHttp: () => overHttp('hubOverHttp', './hub-child.ts', (urls) => ({ urls })),
    apollo: () => overHttp('apollo', './apollo-gateway-child.ts', (urls) => ({ urls })),
    apolloInProcess: () => inOneProcess('apolloInProcess', './apollo-gateway-child.ts'),
    hive: () => overHttp('hive', '../peers/hive-gateway.mjs', (urls) => hiveSettings(urls, 'own')),
    hiveRust: () => overHttp('hiveRust', '../peers/hive-gateway.mjs', (urls) => hiveSettings(urls, 'rust')),
    mercurius: () => overHttp('mercurius', '../peers/mercurius-gateway/serve.mjs', mercuriusSettings),
    monolithApollo: () => inOneProcess('monolithApollo', './monolith-child.ts', { server: 'apollo' }),
    monolithYoga: () => inOneProcess('monolithYoga', './monolith-child.ts', { server: 'yoga' }),
    monolithMercurius: () =>
      inOneProcess('monolithMercurius', './monolith-child.ts', { server: 'mercurius' }),
  };
  try {
    for (const name of names) {
      onProgress(`Starting: ${VARIANTS[name]}.`);
      try {
        await start[name]();
      } catch (fault) {
        if (OURS.has(name)) throw fault;
        absent.set(name, (fault as Error).message.split('\n')[0]!);
      }
    }
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { variants, absent, stop };
}

/**
 * How somebody is asked: in the words of the question, where it has an id by that (the door takes nothing else from the hub's own
 * services), or with fragments put in their places (Mercurius loses the variables in them).
 */
export type Manner = 'TEXT' | 'ID' | 'FRAGMENTS_IN_PLACE';

export function mannerOf(name: VariantName): Manner {
  if (name === 'mercurius') return 'FRAGMENTS_IN_PLACE';
  return name === 'hub' || name === 'hubOverHttp' ? 'ID' : 'TEXT';
}

/** A bench without these measures nothing. */
const OURS: ReadonlySet<VariantName> = new Set(['hub', 'hubOverHttp', 'apollo', 'apolloInProcess']);

function endpoint({ origin }: Pick<Child, 'origin'>): string {
  return `${origin}/graphql`;
}

function hiveSettings(urls: Urls, planner: 'own' | 'rust'): object {
  return { supergraph: supergraphAt(readSupergraph(), urls), planner };
}

function mercuriusSettings(urls: Urls): object {
  const documents = new Map(SUBGRAPH_NAMES.map((name) => [name, subgraphTypeDefs(name)]));
  return { urls, schemas: Object.fromEntries(federation1(documents)) };
}
