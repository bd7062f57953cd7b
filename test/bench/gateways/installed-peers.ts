import { readFileSync } from 'node:fs';
import { installOnce } from '../install-once.ts';

/** Mercurius' gateway lives apart, with a graphql of its own. */
const FOLDERS = [
  new URL('../peers/', import.meta.url),
  new URL('../peers/mercurius-gateway/', import.meta.url),
];

/** Installs the packages of the peers the first time, and gives the versions of the peers by their names. */
export function installedPeers(): Readonly<Record<string, string>> {
  const versions = new Map<string, string>();
  for (const folder of FOLDERS) {
    installOnce(folder);
    const { dependencies } = read(folder, 'package.json') as {
      dependencies: Readonly<Record<string, string>>;
    };
    for (const name of Object.keys(dependencies)) {
      const { version } = read(folder, `node_modules/${name}/package.json`);
      const key =
        versions.has(name) && versions.get(name) !== version ? `${name} of mercurius-gateway` : name;
      versions.set(key, String(version));
    }
  }
  return Object.fromEntries(versions);
}

function read(folder: URL, path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as Record<string, unknown>;
}
