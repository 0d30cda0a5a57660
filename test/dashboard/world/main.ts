// Starts the world by itself, says where it is and keeps it until Ctrl-C: to look at, and for tests that
// are to run again and again (`HAWKWATCH_TEST_WORLD=FILE`). It shows the dashboard as
// it was built last.
import { writeFile } from 'node:fs/promises';

import { startWorld } from './world.ts';

const file = process.argv[2];
const began = performance.now();
const world = await startWorld();
const { url, graphql, tokens, directory } = world;
if (file !== undefined) {
  await writeFile(file, JSON.stringify({ url, graphql, tokens, directory }));
}
process.stdout.write(
  `The world is at ${url}/#token=${tokens.admin} after ${Math.round(performance.now() - began)} ms\n` +
    `operator ${tokens.operator}\nviewer ${tokens.viewer}\nfiles in ${directory}\n`,
);
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    void world.stop().then(() => process.exit(0));
  });
}
