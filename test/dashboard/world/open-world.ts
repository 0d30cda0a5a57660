// The world that is running already, where `HAWKWATCH_TEST_WORLD` names the file in which `main.ts` wrote where
// it is; else a new one.
import { readFile } from 'node:fs/promises';

import { startWorld, type WorldAddress } from './world.ts';

export interface OpenWorld {
  readonly world: WorldAddress;
  close(): Promise<void>;
}

export async function openWorld(): Promise<OpenWorld> {
  const running = process.env['HAWKWATCH_TEST_WORLD'];
  if (running !== undefined) {
    const world = JSON.parse(await readFile(running, 'utf8')) as WorldAddress;
    return { world, close: () => Promise.resolve() };
  }
  const { stop, url, graphql, tokens, directory } = await startWorld();
  return { world: { url, graphql, tokens, directory }, close: stop };
}
