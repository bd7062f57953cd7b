import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BrowserContext, chromium } from 'playwright-core';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** Nothing that asks another host for anything, and nothing that a machine without a screen or a user lacks. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a Chromium of the machine itself usually is, for machines that the one from npm was not built for. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export interface BrowserOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Browser {
  readonly context: BrowserContext;
  /** Closes the browser and removes everything it wrote. */
  stop(): Promise<void>;
}

interface Installation {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts a headless Chromium with an empty profile of its own. `npm ci` is all that a machine needs:
 * the browser, the shared libraries that slim machines lack and a font come from `@sparticuz/chromium`.
 * Throws an Error that lists what was tried when no browser starts.
 */
export async function startBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const failures: unknown[] = [];
  for (const find of [unpackedFromNpm, ...INSTALLED.map((path) => () => installedAt(path))]) {
    try {
      const installation = await find();
      if (installation !== undefined) return await launch(installation, options);
    } catch (failure) {
      failures.push(failure);
    }
  }
  throw new AggregateError(failures, `No Chromium starts here:\n${failures.map(String).join('\n')}`);
}

async function launch(installation: Installation, options: BrowserOptions): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'verdeelsleutel-browser-'));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: installation.executablePath,
      headless: true,
      args: FLAGS,
      env: { ...inheritedEnvironment(), ...installation.environment },
      locale: 'nl-NL',
      timezoneId: 'Europe/Amsterdam',
      colorScheme: options.colorScheme ?? 'light',
      viewport: options.viewport ?? { width: 1360, height: 860 },
    });
    return {
      context,
      async stop() {
        await context.close();
        await removeFolder(profile);
      },
    };
  } catch (failure) {
    await removeFolder(profile);
    throw failure;
  }
}

async function installedAt(executablePath: string): Promise<Installation | undefined> {
  return existsSync(executablePath) ? { executablePath, environment: {} } : undefined;
}

/** The Chromium of `@sparticuz/chromium`, unpacked once beside the installed packages. Linux on x64 only. */
async function unpackedFromNpm(): Promise<Installation | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packageFile = join(dirname(entry), '../../package.json');
  const { version }: { readonly version: string } = JSON.parse(await readFile(packageFile, 'utf8'));
  const folder = join(CHECKOUT, 'node_modules/.cache', `chromium-${version}`);
  if (!existsSync(folder)) await unpack(folder);
  return {
    executablePath: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_PATH: folder },
  };
}

/**
 * The package unpacks into the temporary folder, piece by piece, and takes any half-written piece it finds there
 * for a whole one. So it runs in a process whose temporary folder is a new one, which is then moved into place.
 * The environment variable is its way to ask for the shared libraries too.
 */
async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}-`);
  try {
    const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: CHECKOUT,
      env: { ...inheritedEnvironment(), TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    });
    await writeFile(join(aside, 'fonts.conf'), fontConfiguration(folder));
    await rename(aside, folder).catch((failure: NodeJS.ErrnoException) => {
      // Another suite was first: its copy is as good.
      if (failure.code !== 'ENOTEMPTY' && failure.code !== 'EEXIST') throw failure;
    });
  } finally {
    await removeFolder(aside);
  }
}

/** The fonts of the machine, and the bundled one for machines that have none. */
function fontConfiguration(folder: string): string {
  const directories = ['/usr/share/fonts', '/usr/local/share/fonts', join(folder, 'fonts')];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${directories.map((directory) => `<dir>${directory}</dir>`).join('\n')}
<cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Chromium's last helper process may still write for a moment after it was told to stop. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
