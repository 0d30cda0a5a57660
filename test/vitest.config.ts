// Test kinds: unit (no I/O but files), contract (every registered extension), db (a real
// PostgreSQL), e2e (the real process over real sockets).
import { createRequire } from 'node:module';

import { defineConfig } from 'vitest/config';

// graphql-js refuses to be loaded twice, as a module and as CommonJS.
const graphql = createRequire(import.meta.url).resolve('graphql');

const kind = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: 60_000 },
});

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // CI asks the files that failed once more (`.ci/run`).
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: 'node_modules/.cache/tests.json' }]]
      : ['default'],
    pool: 'forks',
    maxWorkers: 3,
    projects: [
      kind('unit', 10_000),
      kind('contract', 20_000),
      kind('db', 30_000),
      kind('e2e', 60_000),
    ],
  },
});
