import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', 'generated']);

const IMPORT =
  /^(?:import|export)\b[^'";]*?\bfrom '([^'\n]+)'|^import '([^'\n]+)'|\bimport\(\s*'([^'\n]+)'\s*\)/gm;

/** A file of the project and what it imports: paths from the root, or names of packages. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** Paths of every file of the project from its root, generated ones left out. */
export function allPaths(folder = ROOT): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? allPaths(path) : [relative(ROOT, path)];
  });
}

/** Every TypeScript file with its imports, static, dynamic and re-exports, resolved from the root. */
export function sourceFiles(): readonly SourceFile[] {
  return allPaths()
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const specifiers = [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3])!);
      const imports = specifiers.map((specifier) =>
        specifier.startsWith('.') ? relative(ROOT, resolve(dirname(join(ROOT, path)), specifier)) : specifier,
      );
      return { path, text, imports };
    });
}
