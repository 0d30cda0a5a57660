// Prints the test files that failed in the last run of tests under CI, one a line; nothing when no file
// is to blame. Exits with 1 when that run left no report.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = z.object({
  testResults: z.array(z.object({ name: z.string(), status: z.string() })),
});

const text = readFileSync(new URL('../../node_modules/.cache/tests.json', import.meta.url), 'utf8');
for (const { name, status } of report.parse(JSON.parse(text)).testResults) {
  if (status === 'failed') process.stdout.write(`${relative(root, name)}\n`);
}
