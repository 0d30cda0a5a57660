// Before all tests of the dashboard: it is built once, and the world that most of them look at is started
// once. Tests that only look share it; whoever acts on it uses something in it that no other test knows, and
// whoever stops the service starts one of their own (`quickstart.ts`).
import type { TestProject } from 'vitest/node';

import { chromiumPath } from './browser.ts';
import { buildDashboard } from './build.ts';
import { openWorld } from './world/open-world.ts';
import type { WorldAddress } from './world/world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    world: WorldAddress;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  chromiumPath();
  await buildDashboard();
  const { world, close } = await openWorld();
  project.provide('world', world);
  return close;
}
