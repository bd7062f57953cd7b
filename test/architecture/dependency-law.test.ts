import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sourceFiles, type SourceFile } from '../support/source-files.ts';

const files = sourceFiles();

/** Imports of files in `from` that the law does not allow, as `file -> import`. */
function breaches(from: RegExp, allowed: (imported: string, file: SourceFile) => boolean): readonly string[] {
  return files
    .filter(({ path }) => from.test(path))
    .flatMap((file) =>
      file.imports
        .filter((imported) => !allowed(imported, file))
        .map((imported) => `${file.path} -> ${imported}`),
    );
}

function isOurs(imported: string): boolean {
  return /^(platform|rules|subgraphs|gateway|schema|demonstration|test)\//.test(imported);
}

describe('the dependency law', () => {
  it('finds files and imports to judge in every layer, so that it cannot pass by seeing nothing', () => {
    for (const layer of [
      'platform/',
      'rules/',
      'subgraphs/registrations/',
      'subgraphs/allocation/domain/',
      'gateway/',
      'demonstration/',
    ]) {
      expect(
        files.some(({ path, imports }) => path.startsWith(layer) && imports.length > 0),
        layer,
      ).toBe(true);
    }
  });

  it('primitives stand on nothing but themselves', () => {
    expect(
      breaches(/^platform\/primitives\//, (imported) => imported.startsWith('platform/primitives/')),
    ).toEqual([]);
  });

  it('rules imports only platform/primitives, itself, and the computation of hashes', () => {
    expect(
      breaches(/^rules\//, (imported) => /^(rules\/|platform\/primitives\/|node:crypto$)/.test(imported)),
    ).toEqual([]);
  });

  it('a domain imports only its own domain, rules and platform/primitives', () => {
    const allowed = (imported: string, { path }: SourceFile) =>
      /^(rules\/|platform\/primitives\/|node:crypto$)/.test(imported) ||
      imported.startsWith(path.replace(/\/domain\/.*/, '/domain/'));
    expect(breaches(/^subgraphs\/[^/]+\/domain\//, allowed)).toEqual([]);
  });

  it('a subgraph never imports a subgraph, the door or the demonstration', () => {
    const allowed = (imported: string, { path }: SourceFile) => {
      const own = path.split('/').slice(0, 2).join('/');
      return !/^(subgraphs|gateway|demonstration|test)\//.test(imported) || imported.startsWith(`${own}/`);
    };
    expect(breaches(/^subgraphs\//, allowed)).toEqual([]);
  });

  it('resolvers hold no SQL and no rules: they reach rows through loaders and commands', () => {
    const allowed = (imported: string) =>
      !/\/store(\.ts|\/)|^platform\/database\/|^rules\/(?!facts|area)/.test(imported);
    expect(breaches(/^subgraphs\/[^/]+\/resolvers/, allowed)).toEqual([]);
  });

  it('the platform knows nothing of housing', () => {
    expect(
      breaches(/^platform\//, (imported) => !isOurs(imported) || imported.startsWith('platform/')),
    ).toEqual([]);
  });

  it('the gateway and the demonstration see only subgraph.ts files', () => {
    const allowed = (imported: string) =>
      !imported.startsWith('subgraphs/') || /^subgraphs\/[^/]+\/subgraph\.ts$/.test(imported);
    expect(breaches(/^(gateway|demonstration)\//, allowed)).toEqual([]);
  });

  it('the verifier of draws is one file that takes nothing from the hub, and from Node only to read what it is given', () => {
    const text = readFileSync(new URL('../../verifier/verify-draw.mjs', import.meta.url), 'utf8');
    const imported = [...text.matchAll(/\b(?:from|import|require)\b\s*\(?\s*'([^']+)'/g)].map(
      (match) => match[1],
    );
    expect([...new Set(imported)].sort()).toEqual(['node:fs', 'node:url']);
    expect(text).not.toMatch(/^\s*import\s/m);
  });

  it('SQL stands in stores and in the platform alone', () => {
    const withSql = files.filter(
      ({ path, text }) => /(subgraphs|gateway)\//.test(path) && /`\s*\n?\s*\/\* \w+ \*\//.test(text),
    );
    expect(withSql.length).toBeGreaterThan(3);
    expect(
      withSql.map(({ path }) => path).filter((path) => !/^(platform|test)\/|\/store(\.ts|\/)/.test(path)),
    ).toEqual([]);
  });

  it('only config.ts reads the environment and only clock.ts the time', () => {
    const breaking = files.filter(
      ({ path, text }) =>
        /^(platform|rules|subgraphs|gateway|demonstration)\//.test(path) &&
        !path.startsWith('gateway/explorer/') &&
        ((/process\.env/.test(text) && path !== 'platform/config.ts') ||
          (/Date\.now\(|new Date\(\)|performance\.now\(/.test(text) && path !== 'platform/clock.ts')),
    );
    expect(breaking.map(({ path }) => path)).toEqual([]);
  });
});
