import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SUBGRAPH_NAMES } from '../../platform/subgraph-names.ts';
import { allPaths, ROOT, sourceFiles } from '../support/source-files.ts';

const paths = allPaths();

describe('the shape of the house', () => {
  it('the five subgraphs have one and the same shape', () => {
    const shape = [
      'README.md',
      'commands.ts',
      'domain',
      'loaders.ts',
      'migrations',
      'resolvers.ts',
      'store.ts',
      'subgraph.ts',
      'tables.ts',
    ];
    expect(readdirSync(join(ROOT, 'subgraphs')).sort()).toEqual([...SUBGRAPH_NAMES].sort());
    for (const name of SUBGRAPH_NAMES) {
      const found = readdirSync(join(ROOT, 'subgraphs', name));
      // A part that outgrew one file is a folder of that name.
      const parts = shape.filter(
        (part) => !found.includes(part) && !found.includes(part.replace(/\.ts$/, '')),
      );
      expect(parts, `${name} lacks`).toEqual([]);
    }
  });

  it('files are named in kebab-case after what they hold, never after nothing', () => {
    const nameless = paths.filter((path) =>
      /(^|\/)(utils?|helpers?|common|manager|misc|index)\.tsx?$/.test(path),
    );
    const notKebab = paths.filter(
      (path) => /\.tsx?$/.test(path) && !/^[a-z0-9-]+(\.(test|config|bench|d))?\.tsx?$/.test(basename(path)),
    );
    expect(nameless).toEqual([]);
    expect(notKebab).toEqual([]);
  });

  it('no file passes three hundred lines of code', () => {
    const long = sourceFiles().filter(({ path, text }) => {
      const code = text
        .replaceAll(/\/\*[\s\S]*?\*\//g, '')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
      return !path.startsWith('test/') && code.length > 300;
    });
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('migrations are numbered without a gap and named after a noun', () => {
    for (const name of SUBGRAPH_NAMES) {
      const files = readdirSync(join(ROOT, 'subgraphs', name, 'migrations')).sort();
      files.forEach((file, index) =>
        expect(file).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z-]+\\.sql$`)),
      );
      expect(files.length).toBeGreaterThan(0);
    }
  });

  it('each rule kind has one file, one citation and one test of the same name', () => {
    const kinds = readdirSync(join(ROOT, 'rules/kinds')).filter((file) => file !== 'registered-kinds.ts');
    expect(kinds.length).toBeGreaterThan(10);
    for (const file of kinds) {
      expect(readFileSync(join(ROOT, 'rules/kinds', file), 'utf8'), file).toMatch(/\bSee\b/);
      expect(
        existsSync(join(ROOT, 'test/domain/rules', file.replace('.ts', '.test.ts'))),
        `test of ${file}`,
      ).toBe(true);
    }
  });

  it('the project speaks only of itself', () => {
    const workplace = /\b(TODO|FIXME|XXX)\b|\/work\/|registry\.npmjs|localhost:4873/;
    const offending = paths
      .filter(
        (path) =>
          /\.(ts|tsx|md|yml|yaml|graphql|sql|json|html|css)$/.test(path) &&
          path !== 'test/architecture/shape.test.ts',
      )
      .filter(
        (path) => path !== 'package-lock.json' && workplace.test(readFileSync(join(ROOT, path), 'utf8')),
      );
    expect(offending).toEqual([]);
  });
});
