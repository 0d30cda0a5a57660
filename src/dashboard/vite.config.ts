// Builds the dashboard into dist/dashboard: hashed files, each also compressed, so that the server
// only ever sends what is on disk.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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
 * text, so that each screen carries its own operations only. Operations hold no named fragments.
 */
function operationsAsText(): Plugin {
  return {
    name: 'operations-as-text',
    load: (id) =>
      id.endsWith('/dashboard/graphql/gql.ts')
        ? 'export const graphql = (source) => source;'
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
