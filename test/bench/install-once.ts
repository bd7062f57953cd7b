import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Installs the packages of a folder with its lock, unless they stand there: peers are dependencies of their bench alone. */
export function installOnce(folder: URL): void {
  if (existsSync(new URL('node_modules/.package-lock.json', folder))) return;
  console.error('Installing the peers, once.');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: fileURLToPath(folder), stdio: 'inherit' });
}
