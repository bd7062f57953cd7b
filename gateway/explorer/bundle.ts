import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Bundles the explorer into the folder that the command names.
 * A program of its own, because Vite decides by NODE_ENV what it makes, and sets it for the whole process.
 */
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('usage: node gateway/explorer/bundle.ts <folder>');

await build({
  configFile: false,
  root: fileURLToPath(new URL('./client', import.meta.url)),
  base: '/explorer/',
  logLevel: 'error',
  build: {
    outDir: folder,
    emptyOutDir: true,
    chunkSizeWarningLimit: 8000,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
