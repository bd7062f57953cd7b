import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CandidateFacts } from '../../../rules/facts.ts';
import { installOnce } from '../install-once.ts';

/** A library of rule expressions: the predicate as it wants it, once, and then a function of the facts. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly test: (facts: CandidateFacts) => boolean;
}

/** The predicate in the words of each library. */
export interface PeerPredicate {
  readonly jsonLogic: object;
  readonly cel: string;
}

const FOLDER = new URL('../engine-peers/', import.meta.url);

interface JsonLogicModule {
  readonly LogicEngine: new () => { readonly build: (logic: object) => (data: object) => unknown };
}

interface CelModule {
  readonly parse: (expression: string) => (data: object) => unknown;
}

/** Both libraries, each with the predicate compiled; installed the first time, for they are dependencies of this bench alone. */
export async function peersOf({ jsonLogic, cel }: PeerPredicate): Promise<readonly Peer[]> {
  installOnce(FOLDER);
  const logic = new (await load<JsonLogicModule>('json-logic-engine')).LogicEngine().build(jsonLogic);
  const expression = (await load<CelModule>('@marcbachmann/cel-js')).parse(cel);
  return [
    peer('json-logic-engine', (facts) => logic(facts) === true),
    peer('@marcbachmann/cel-js', (facts) => expression({ f: facts }) === true),
  ];
}

function peer(name: string, test: Peer['test']): Peer {
  const { version } = JSON.parse(
    readFileSync(new URL(`node_modules/${name}/package.json`, FOLDER), 'utf8'),
  ) as {
    readonly version: string;
  };
  return { name, version, test };
}

async function load<Module>(name: string): Promise<Module> {
  const from = createRequire(new URL('package.json', FOLDER));
  return (await import(pathToFileURL(from.resolve(name)).href)) as Module;
}
