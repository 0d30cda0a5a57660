#!/usr/bin/env node
// Starts hawkwatch on a Node that runs TypeScript: on this one when it is new enough, else on the one
// that `npm ci` installed. It runs on any Node and does nothing but that.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../src/main.ts', import.meta.url);
const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= 24) {
  await import(main.href);
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 2));
  });
} else {
  process.stderr.write(
    `hawkwatch needs Node 24 or newer, and this is ${process.versions.node}: run npm ci in its folder, or use its container image\n`,
  );
  process.exitCode = 2;
}
