// Before all tests of the dashboard: it is built once, and the world that most of them look at is started
// once. Tests that only look share it; whoever acts on it uses something in it that no other test knows, and
// whoever stops the service starts one of their own (`own-service.ts`).
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import type { TestProject } from 'vitest/node';

import { chromiumPath } from './browser.ts';
import { startWorld, type WorldAddress } from './world/world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    world: WorldAddress;
  }
}

const root = path.join(import.meta.dirname, '../..');

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  chromiumPath();
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const config = path.join(root, 'src/dashboard/vite.config.ts');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', config, '--logLevel', 'warn'],
    { cwd: root },
  );
  const running = process.env['HAWKWATCH_TEST_WORLD'];
  if (running !== undefined) {
    const text = await readFile(running, 'utf8');
    project.provide('world', JSON.parse(text) as WorldAddress);
    return undefined;
  }
  const { url, graphql, tokens, directory, stop } = await startWorld();
  project.provide('world', { url, graphql, tokens, directory });
  return stop;
}
