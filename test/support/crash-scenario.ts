// The crash rounds of a scenario: so many kills, each on a database of its own.
import path from 'node:path';

import {
  crashOnce,
  prepareTarget,
  writeCrashMigrations,
  type CrashResult,
  type CrashTarget,
} from './crash-workload.ts';
import { createSeeded } from './seeded.ts';
import { createPlace } from './service.ts';
import { createEmptyDatabase } from './store.ts';

export interface CrashScenario {
  readonly rounds: number;
  readonly seed: number;
  /** A statement that takes a while. */
  readonly slow: string;
  /** The kill comes between these, in milliseconds after the trigger. */
  readonly fromMs?: number;
  readonly withinMs: number;
  /** hawkwatch's own store; a database of the test server unless given. */
  readonly storeUrl?: string;
  breakFirst?(): Promise<void>;
}

/** Runs the rounds and returns what each found. */
export async function runCrashScenario(scenario: CrashScenario): Promise<readonly CrashResult[]> {
  const random = createSeeded(scenario.seed);
  const own = scenario.storeUrl === undefined ? await createEmptyDatabase() : undefined;
  const place = await createPlace({ DATABASE_URL: scenario.storeUrl ?? own?.url ?? '' });
  const targets: CrashTarget[] = [];
  try {
    for (let i = 0; i < scenario.rounds; i += 1) {
      const database = await createEmptyDatabase();
      await prepareTarget(database.url);
      targets.push({ database, name: `crash-${i}` });
    }
    const folder = path.join(place.directory, 'migrations');
    await writeCrashMigrations(folder, scenario.slow);
    const entries = targets.map(
      ({ name, database }) => `  - name: ${name}
    url: ${database.url}
    migrations: { folder: ./migrations }`,
    );
    await place.writeConfiguration(`databases:\n${entries.join('\n')}\n`);
    const results: CrashResult[] = [];
    for (const target of targets) {
      const { slow, fromMs = 0, withinMs } = scenario;
      const more = scenario.breakFirst === undefined ? {} : { breakFirst: scenario.breakFirst };
      results.push(await crashOnce({ place, target, slow, random, fromMs, withinMs, ...more }));
    }
    return results;
  } finally {
    for (const { database } of targets) await database.drop();
    await own?.drop();
    await place.remove();
  }
}
