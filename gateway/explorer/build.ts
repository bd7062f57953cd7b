import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const CLIENT = join(CHECKOUT, 'gateway/explorer/client');
const BUNDLE = join(CHECKOUT, 'gateway/explorer/bundle.ts');
const OPERATIONS = join(CHECKOUT, 'schema/operations');
const OUTPUT = join(CHECKOUT, 'dist/explorer');
const STAMP = 'inputs.sha256';

/** The packages whose versions decide what the bundle holds. */
const BUNDLED = [
  'graphiql',
  '@graphiql/react',
  'monaco-editor',
  'monaco-graphql',
  'graphql',
  'react',
  'vite',
];

/** Files below this size gain nothing from compression that their headers do not cost. */
const COMPRESS_FROM_BYTES = 1024;

/**
 * The folder of the built explorer. Builds it first when what it is made of has changed since the last time;
 * otherwise costs one hash. Vite is a development dependency and is needed only to build: where it is not
 * installed and no current build lies ready, this throws an Error that says which command makes one.
 */
export async function ensureExplorer(): Promise<string> {
  const inputs = await hashInputs();
  if ((await readStamp()) === inputs) return OUTPUT;
  if (!isInstalled('vite')) {
    throw new Error(
      'The explorer is not built. With all dependencies installed, run: npm run build:explorer',
    );
  }
  await mkdir(join(CHECKOUT, 'dist'), { recursive: true });
  // Built aside and moved into place whole, so that a process that serves or builds at the same time never sees half;
  // when another one was first, its build is as good and stays.
  const aside = await mkdtemp(join(CHECKOUT, 'dist/explorer-'));
  try {
    await promisify(execFile)(process.execPath, [BUNDLE, aside], { env: { NODE_ENV: 'production' } });
    await compressFiles(aside);
    await writeFile(join(aside, STAMP), inputs);
    // Who serves it may be another user than who built it.
    await chmod(aside, 0o755);
    if ((await readStamp()) !== inputs) await moveIntoPlace(aside);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return OUTPUT;
}

async function readStamp(): Promise<string | undefined> {
  return readFile(join(OUTPUT, STAMP), 'utf8').catch(() => undefined);
}

async function hashInputs(): Promise<string> {
  const files = [
    fileURLToPath(import.meta.url),
    ...(await filesIn(CLIENT)),
    ...(await filesIn(OPERATIONS, false)),
  ];
  const hash = createHash('sha256').update(await bundledVersions());
  for (const file of files.sort()) {
    hash.update(`\0${relative(CHECKOUT, file)}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

async function bundledVersions(): Promise<string> {
  const lock: { readonly packages: Readonly<Record<string, { readonly version?: string } | undefined>> } =
    JSON.parse(await readFile(join(CHECKOUT, 'package-lock.json'), 'utf8'));
  return BUNDLED.map((name) => `${name}@${lock.packages[`node_modules/${name}`]?.version}`).join(' ');
}

async function filesIn(folder: string, recursive = true): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Puts a `.br` and a `.gz` beside each file, so that serving costs no computing. */
async function compressFiles(folder: string): Promise<void> {
  const toBrotli = promisify(brotliCompress);
  const toGzip = promisify(gzip);
  await Promise.all(
    (await filesIn(folder)).map(async (file) => {
      const content = await readFile(file);
      if (content.length < COMPRESS_FROM_BYTES) return;
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      await writeFile(`${file}.br`, await toBrotli(content, { params }));
      await writeFile(`${file}.gz`, await toGzip(content, { level: 9 }));
    }),
  );
}

async function moveIntoPlace(aside: string): Promise<void> {
  const old = `${aside}-old`;
  await rename(OUTPUT, old).catch(ignoreMissing);
  await rename(aside, OUTPUT);
  await rm(old, { recursive: true, force: true });
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

if (import.meta.main) await ensureExplorer();
