// Builds the dashboard into dist/dashboard: hashed files, each also compressed, so that the server
// only ever sends what is on disk.
import { glob, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

import { completeSource, fragmentsIn, type Fragments } from './operation-texts.ts';

const folder = new URL('.', import.meta.url).pathname;
const output = new URL('../../dist/dashboard/', import.meta.url).pathname;
const service = 'http://127.0.0.1:4000';

/** Writes `<file>.gz` and `<file>.br` beside each text file. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: async () => {
      const entries = await readdir(output, { recursive: true, withFileTypes: true });
      const texts = entries.filter((entry) => /\.(?:html|js|css|svg)$/.test(entry.name));
      await Promise.all(
        texts.map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          const plain = await readFile(path);
          await writeFile(`${path}.gz`, await promisify(gzip)(plain, { level: 9 }));
          await writeFile(`${path}.br`, await promisify(brotliCompress)(plain));
        }),
      );
    },
  };
}

/**
 * The generated `graphql` looks each operation up in a map of all of them; in the page it gives its
 * text, so that each screen carries its own operations only. The fragments that an operation names are
 * written into its text.
 */
function operationsAsText(): Plugin {
  let fragments: Fragments = new Map();
  const read = async (): Promise<void> => {
    const found: [string, string][] = [];
    for await (const file of glob('**/*.{ts,tsx}', { cwd: folder })) {
      if (file.startsWith('graphql/')) continue;
      found.push(...fragmentsIn(await readFile(join(folder, file), 'utf8')));
    }
    fragments = new Map(found);
  };
  return {
    name: 'operations-as-text',
    enforce: 'pre',
    buildStart: read,
    watchChange: read,
    load: (id) =>
      id.endsWith('/dashboard/graphql/gql.ts')
        ? 'export const graphql = (source) => source;'
        : null,
    transform: (code, id) =>
      id.startsWith(folder) && code.includes('graphql(`')
        ? { code: completeSource(code, fragments), map: null }
        : null,
  };
}

// Vite reads the default export.
export default defineConfig({
  root: folder,
  plugins: [operationsAsText(), react(), compressed()],
  build: {
    outDir: output,
    emptyOutDir: true,
    target: 'es2023',
    // Inlined files would need a policy that allows data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What many screens share is one file, not twenty of a kilobyte each. What brings a library
            // along (the table, charts) or stands in a folder of its own comes with the screens that show it.
            {
              name: 'shared',
              test: /\/src\/dashboard\/(?:client|parts)\/(?!data-table)[^/]+$/,
              minShareCount: 4,
            },
          ],
        },
      },
    },
  },
  server: {
    // `npm run dev:dashboard` beside `npm run dev`: the page is Vite's, the data the service's.
    proxy: {
      '/graphql': {
        target: service,
        ws: true,
        configure: (proxy) => {
          for (const event of ['proxyReq', 'proxyReqWs'] as const) {
            proxy.on(event, (request: { setHeader(name: string, value: string): void }) => {
              request.setHeader('origin', service);
            });
          }
        },
      },
    },
  },
});
