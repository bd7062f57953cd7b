import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readDocumentModes, type DocumentModes } from './document-modes.ts';
import { failed, ok, type Outcome } from './primitives/outcome.ts';
import { SUBGRAPH_NAMES, type SubgraphName } from './subgraph-names.ts';

/** Who carries out query plans: the hub's own executor, or that of Apollo's gateway. */
export type GatewayExecutor = 'own' | 'stock';

/** How much invented data a hub without data of its own is filled with. */
export type DemonstrationScale = 'full' | 'small' | 'none';

/** Who may sign the tokens that this hub accepts; an absent member means that nobody was named. */
export interface IdentityConfig {
  readonly jwksUrl?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** A file with the hub's own key (JWK), with which its services prove themselves to each other. */
  readonly hubKeyFile?: string;
}

export interface Config {
  /** The TCP port of the door; 0 lets the system pick one. */
  readonly port: number;
  readonly host: string;
  /** A PostgreSQL server of one's own, as a user that may create databases and roles; without it the hub starts its own. */
  readonly databaseUrl?: string;
  /** Servers for single subgraphs, in the same form as `databaseUrl`, which they replace. */
  readonly subgraphDatabaseUrls: Readonly<Partial<Record<SubgraphName, string>>>;
  /** Passwords of the roles of single subgraphs, for subgraphs that run as services; derived where absent. */
  readonly subgraphPasswords: Readonly<Partial<Record<SubgraphName, string>>>;
  /** How the names of databases and roles begin, so that several hubs can share a server. */
  readonly databasePrefix: string;
  /** Where a subgraph that runs as a service finds the server of its database, without user or password. */
  readonly databaseServer?: string;
  /** Subgraphs that run as services of their own, by their HTTP address. */
  readonly subgraphUrls: Readonly<Partial<Record<SubgraphName, string>>>;
  /** Where a subgraph that runs as a service finds the door. */
  readonly gatewayUrl?: string;
  /** Whether the hub's own database is emptied before it starts. */
  readonly fresh: boolean;
  /** The folder that holds the hub's own database, as an absolute path. */
  readonly dataFolder: string;
  readonly production: boolean;
  readonly demonstrationScale: DemonstrationScale;
  readonly identity: IdentityConfig;
  readonly subgraphDeadlineMs: number;
  readonly gatewayExecutor: GatewayExecutor;
  /** How many processes answer at the door: one per core is the most that helps. */
  readonly workers: number;
  /** Who may ask what at the door: anything, or only the documents of the manifest. */
  readonly documentModes: DocumentModes;
  /** With which receipts are signed: an Ed25519 key in PKCS8 PEM. */
  readonly receiptSigningKey?: string;
  /** How long the personal facts of a decision are kept, in days from the closing day. */
  readonly factsKeptDays: number;
}

/** A setting that cannot be used: which one, and a sentence that says what is allowed. */
export interface ConfigFailure {
  readonly setting: string;
  readonly message: string;
}

/** The environment as the operating system gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const HTTP = ['http:', 'https:'];
const POSTGRES = ['postgres:', 'postgresql:'];
const EXECUTORS: readonly GatewayExecutor[] = ['own', 'stock'];
const SCALES: readonly DemonstrationScale[] = ['full', 'small', 'none'];

/**
 * Reads the settings of a hub. This file is the only one that looks at the environment and the command line.
 * An empty variable counts as absent. Fails on the first setting that cannot be used; the message never
 * repeats the value, which may hold a password.
 */
export function readConfig(
  env: Environment = process.env,
  argv: readonly string[] = process.argv.slice(2),
): Outcome<Config, ConfigFailure> {
  return settle(() => {
    const { fresh } = readFlags(argv, ['--fresh']);
    const databaseUrl = readUrl(env, 'DATABASE_URL', POSTGRES);
    const databaseServer = readUrl(env, 'DATABASE_SERVER', POSTGRES);
    const gatewayUrl = readUrl(env, 'GATEWAY_URL', HTTP);
    const hubKeyFile = read(env, 'HUB_KEY_FILE');
    const jwksUrl = readUrl(env, 'JWKS_URL', HTTP);
    const issuer = read(env, 'TOKEN_ISSUER');
    const audience = read(env, 'TOKEN_AUDIENCE');
    const receiptSigningKey = read(env, 'RECEIPT_SIGNING_KEY');
    const production = read(env, 'NODE_ENV') === 'production';
    return {
      port: readWhole(env, 'PORT', 4000, 0, 65_535),
      host: read(env, 'HOST') ?? '127.0.0.1',
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      subgraphDatabaseUrls: perSubgraph(env, '_DATABASE_URL', POSTGRES),
      subgraphPasswords: passwordsPerSubgraph(env),
      databasePrefix: readName(env, 'DATABASE_PREFIX', 'verdeelsleutel'),
      ...(databaseServer === undefined ? {} : { databaseServer }),
      subgraphUrls: perSubgraph(env, '_URL', HTTP),
      ...(gatewayUrl === undefined ? {} : { gatewayUrl }),
      fresh: fresh ?? false,
      dataFolder: read(env, 'DATA_FOLDER') ?? fileURLToPath(new URL('../data', import.meta.url)),
      production,
      demonstrationScale: readChoice(env, 'DEMONSTRATION_SCALE', SCALES, 'full'),
      identity: {
        ...(jwksUrl === undefined ? {} : { jwksUrl }),
        ...(issuer === undefined ? {} : { issuer }),
        ...(audience === undefined ? {} : { audience }),
        ...(hubKeyFile === undefined ? {} : { hubKeyFile }),
      },
      subgraphDeadlineMs: readWhole(env, 'SUBGRAPH_DEADLINE_MS', 5000, 1, 600_000),
      gatewayExecutor: readChoice(env, 'GATEWAY_EXECUTOR', EXECUTORS, 'own'),
      workers: readWhole(env, 'WORKERS', 1, 1, 64),
      documentModes: modesPerRole(env, production),
      ...(receiptSigningKey === undefined ? {} : { receiptSigningKey }),
      // Never less than a year: objections, appeals and the yearly account are still open then.
      factsKeptDays: readWhole(env, 'FACTS_KEPT_DAYS', 730, 366, 3660),
    };
  });
}

/** Reads the command line of a script that writes a golden file: whether it only compares. */
export function readGoldenConfig(
  argv: readonly string[] = process.argv.slice(2),
): Outcome<{ readonly check: boolean }, ConfigFailure> {
  return settle(() => ({ check: readFlags(argv, ['--check']).check ?? false }));
}

/** The command line of a script that fills a folder with invented people. */
export interface PopulationConfig {
  readonly scale: string;
  /** Where it goes, as an absolute path. */
  readonly dataFolder: string;
  /** How many threads make it at the same time. */
  readonly threads: number;
}

/**
 * Reads `--scale <one of scales>`, `--data-folder <path>` (else DATA_FOLDER, else a folder of that scale under `populations/`: never
 * that of the hub) and `--threads <number>`, two unless told.
 */
export function readPopulationConfig(
  scales: readonly string[],
  env: Environment = process.env,
  argv: readonly string[] = process.argv.slice(2),
): Outcome<PopulationConfig, ConfigFailure> {
  return settle(() => {
    const given = readPairs(argv, ['--scale', '--data-folder', '--threads']);
    const scale = readChoice(given, '--scale', scales, '');
    if (scale === '') throw new Unusable('--scale', `must be given, as one of: ${scales.join(', ')}`);
    const folder =
      given['--data-folder'] ??
      read(env, 'DATA_FOLDER') ??
      fileURLToPath(new URL(`../populations/${scale}`, import.meta.url));
    return { scale, dataFolder: resolve(folder), threads: readWhole(given, '--threads', 2, 1, 64) };
  });
}

/** The server that the tests run against instead of one that they start, or undefined. */
export function readTestDatabaseUrl(
  env: Environment = process.env,
): Outcome<string | undefined, ConfigFailure> {
  return settle(() => readUrl(env, 'TEST_DATABASE_URL', POSTGRES));
}

/** Tells packages that report home by themselves not to. Called before any of them is constructed. */
export function keepPackagesFromReportingHome(env: NodeJS.ProcessEnv = process.env): void {
  env['APOLLO_TELEMETRY_DISABLED'] = '1';
}

class Unusable extends Error {
  readonly failure: ConfigFailure;

  constructor(setting: string, allowed: string) {
    super(`${setting} ${allowed}`);
    this.failure = { setting, message: `${setting} ${allowed}.` };
  }
}

function settle<Value>(reading: () => Value): Outcome<Value, ConfigFailure> {
  try {
    return ok(reading());
  } catch (error) {
    if (error instanceof Unusable) return failed(error.failure);
    throw error;
  }
}

function read(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function readWhole(env: Environment, name: string, absent: number, least: number, most: number): number {
  const value = read(env, name);
  if (value === undefined) return absent;
  const whole = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (whole >= least && whole <= most) return whole;
  throw new Unusable(name, `must be a whole number from ${least} to ${most}`);
}

function readChoice<Choice extends string>(
  env: Environment,
  name: string,
  choices: readonly Choice[],
  absent: Choice,
): Choice {
  const value = read(env, name);
  if (value === undefined) return absent;
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new Unusable(name, `must be one of: ${choices.join(', ')}`);
  return choice;
}

function readUrl(env: Environment, name: string, protocols: readonly string[]): string | undefined {
  const value = read(env, name);
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && protocols.includes(url.protocol) && url.hostname !== '') return value;
  const example =
    protocols === POSTGRES ? 'postgres://user:password@host:5432/postgres' : 'https://host/path';
  throw new Unusable(name, `must be an address such as ${example}`);
}

function perSubgraph(
  env: Environment,
  suffix: string,
  protocols: readonly string[],
): Partial<Record<SubgraphName, string>> {
  const found: Partial<Record<SubgraphName, string>> = {};
  for (const subgraph of SUBGRAPH_NAMES) {
    const url = readUrl(env, subgraph.toUpperCase().replaceAll('-', '_') + suffix, protocols);
    if (url !== undefined) found[subgraph] = url;
  }
  return found;
}

function readName(env: Environment, name: string, absent: string): string {
  const value = read(env, name) ?? absent;
  if (/^[a-z][a-z0-9_]{0,30}$/.test(value)) return value;
  throw new Unusable(name, 'must be at most 31 small letters, digits and underscores, a letter first');
}

function passwordsPerSubgraph(env: Environment): Partial<Record<SubgraphName, string>> {
  const found: Partial<Record<SubgraphName, string>> = {};
  for (const subgraph of SUBGRAPH_NAMES) {
    const password = read(env, `${subgraph.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD`);
    if (password !== undefined) found[subgraph] = password;
  }
  return found;
}

function modesPerRole(env: Environment, production: boolean): DocumentModes {
  const modes = readDocumentModes(read(env, 'TRUSTED_DOCUMENTS'), production);
  if (modes.kind === 'FAILED') throw new Unusable('TRUSTED_DOCUMENTS', modes.failure);
  return modes.value;
}

/** The word after each of the `allowed` names; any other word is a failure. */
function readPairs(argv: readonly string[], allowed: readonly string[]): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (let index = 0; index < argv.length; index += 2) {
    const [name, value] = [argv[index]!, argv[index + 1]];
    if (!allowed.includes(name) || value === undefined)
      throw new Unusable(
        `The argument ${name}`,
        `is not known or lacks its value; allowed: ${allowed.join(', ')}`,
      );
    given[name] = value;
  }
  return given;
}

/** Which of the `allowed` flags are given, by their names without dashes; any other word is a failure. */
function readFlags(argv: readonly string[], allowed: readonly string[]): Readonly<Record<string, boolean>> {
  const stranger = argv.find((word) => !allowed.includes(word));
  if (stranger !== undefined) {
    throw new Unusable(`The argument ${stranger}`, `is not known; allowed: ${allowed.join(', ')}`);
  }
  return Object.fromEntries(argv.map((flag) => [flag.slice(2), true]));
}
