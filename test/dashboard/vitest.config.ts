// The dashboard in a real browser, on a real service with real data.
import { createRequire } from 'node:module';

import { defineConfig } from 'vitest/config';

// graphql-js refuses to be loaded twice, as a module and as CommonJS.
const graphql = createRequire(import.meta.url).resolve('graphql');

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    name: 'dashboard',
    // CI asks the files that failed once more (`.ci/run`).
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: 'node_modules/.cache/tests.json' }]]
      : ['default'],
    include: ['test/dashboard/**/*.test.ts'],
    globalSetup: ['test/dashboard/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
