import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import type { GatewayExecutor } from '../../platform/config.ts';
import { DEVELOPMENT_ISSUER, developmentKey } from '../../platform/development-issuer.ts';
import { passwordsFrom } from '../../platform/database/roles.ts';
import { signHubToken, signToken } from '../../platform/sign-token.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from '../../platform/subgraph-names.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { testServer } from './database.ts';
import { dropDatabases } from './drop-databases.ts';
import { answerOf, questionText, type Ask } from './hub.ts';
import { ROOT } from './source-files.ts';
import { HUB } from './viewers.ts';

/** The services of docker-compose.yml, as processes on loopback with ports that the system picks. */
export interface Services {
  readonly ask: Ask;
  readonly origin: string;
  /** Addresses of the subgraphs themselves. */
  readonly urls: ReadonlyMap<string, string>;
  readonly tokenOf: (viewer: Viewer) => Promise<string>;
  /** The token with which a service says that the hub asks. */
  readonly hubToken: () => Promise<string>;
  /** Kills a subgraph or the gateway without a word, and starts it again at the same address. */
  readonly killAndStart: (name: SubgraphName | 'gateway') => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, { readonly command?: readonly string[] }>>;
}

const STARTED_MS = 60_000;
const passwordOf = passwordsFrom('a secret of the test');

/**
 * Prepares the databases, starts the five subgraphs and the gateway by the commands that docker-compose.yml names, and
 * asks them over HTTP with tokens of the development issuer. Allocation has to know the gateway's port before there is
 * one, so the gateway starts on a port that was free a moment ago.
 */
export async function startServices(executor: GatewayExecutor = 'own'): Promise<Services> {
  const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) as ComposeFile;
  const dataFolder = await mkdtemp(join(tmpdir(), 'verdeelsleutel-services-'));
  const running: ChildProcess[] = [];
  const { adminUrl } = await testServer();
  const server = new URL(adminUrl);
  const prefix = `services_${process.pid}_${randomBytes(3).toString('hex')}`;
  const environment: Record<string, string> = {
    HOST: '127.0.0.1',
    DATA_FOLDER: dataFolder,
    DATABASE_SERVER: `postgres://${server.host}`,
    DATABASE_PREFIX: prefix,
    DEMONSTRATION_SCALE: 'small',
    GATEWAY_EXECUTOR: executor,
  };
  const passwords = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [passwordVariable(name), passwordOf(name)]),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(running.reverse().map(endProcess));
    await dropDatabases(adminUrl, prefix);
    await rm(dataFolder, { recursive: true, force: true });
  };
  const commandOf = (service: string): readonly string[] => {
    const command = compose.services[service]?.command;
    if (command === undefined) throw new TypeError(`docker-compose.yml has no command for ${service}`);
    return command;
  };
  try {
    const prepare = start(commandOf('prepare'), { ...environment, ...passwords, DATABASE_URL: adminUrl });
    running.push(prepare);
    const [code] = (await once(prepare, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`preparing ended with ${code}: ${outputOf(prepare)}`);
    const gatewayPort = await freePort();
    const urls = new Map<string, string>();
    const alive = new Map<SubgraphName | 'gateway', ChildProcess>();
    const startSubgraph = async (name: SubgraphName, port = '0'): Promise<void> => {
      const child = start(commandOf(name), {
        ...environment,
        PORT: port,
        GATEWAY_URL: `http://127.0.0.1:${gatewayPort}/graphql`,
        [passwordVariable(name)]: passwordOf(name),
      });
      running.push(child);
      alive.set(name, child);
      urls.set(name, `http://127.0.0.1:${await portOf(child)}/graphql`);
    };
    await Promise.all(SUBGRAPH_NAMES.map((name) => startSubgraph(name)));
    const addresses = Object.fromEntries([...urls].map(([name, url]) => [`${variable(name)}_URL`, url]));
    const origin = `http://127.0.0.1:${gatewayPort}`;
    const startGateway = async (): Promise<void> => {
      const gateway = start(commandOf('gateway'), {
        ...environment,
        ...addresses,
        PORT: String(gatewayPort),
      });
      running.push(gateway);
      alive.set('gateway', gateway);
      await ready(origin, gateway);
    };
    await startGateway();
    const killAndStart = async (name: SubgraphName | 'gateway'): Promise<void> => {
      const child = alive.get(name)!;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await (name === 'gateway' ? startGateway() : startSubgraph(name, new URL(urls.get(name)!).port));
    };
    const key = await developmentKey(dataFolder, false);
    if (key.kind === 'FAILED') throw new Error(key.failure);
    const tokenOf = (viewer: Viewer) => signToken(key.value, DEVELOPMENT_ISSUER, viewer, 600);
    const hubToken = () => signHubToken(key.value, HUB);
    return {
      ask: askOver(`${origin}/graphql`, tokenOf),
      origin,
      urls,
      tokenOf,
      hubToken,
      killAndStart,
      stop,
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Asks an endpoint over HTTP as somebody; anonymous without a token. */
export function askOver(url: string, tokenOf: (viewer: Viewer) => Promise<string>): Ask {
  return async (question, variables, viewer) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(viewer.role === 'ANONYMOUS' ? {} : { authorization: `Bearer ${await tokenOf(viewer)}` }),
      },
      body: JSON.stringify({ query: questionText(question), variables }),
    });
    return answerOf((await response.json()) as never);
  };
}

const outputs = new WeakMap<ChildProcess, string[]>();

function start(
  [program, ...rest]: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program === 'node' ? process.execPath : program!, rest, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  outputs.set(child, lines);
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  return child;
}

function outputOf(child: ChildProcess): string {
  return (outputs.get(child) ?? []).join('');
}

async function portOf(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /listens on port (\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`a service ended before it listened: ${outputOf(child)}`);
}

async function ready(origin: string, gateway: ChildProcess): Promise<void> {
  const until = performance.now() + STARTED_MS;
  while (performance.now() < until && gateway.exitCode === null) {
    const response = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the gateway is not ready: ${outputOf(gateway)}`);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function variable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

function passwordVariable(name: string): string {
  return `${variable(name)}_DATABASE_PASSWORD`;
}
