// Alerts through an intake to two real processes that are killed, on a PostgreSQL that is, too. How many:
// HAWKWATCH_TORTURE_ALERTS.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { createSystemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded/start.ts';
import { findStormLies } from '../support/alert-storm-lies.ts';
import { runAlertStorm } from '../support/alert-storm.ts';
import { chooseSeed } from '../support/seeded.ts';

const alerts = Number(process.env['HAWKWATCH_TORTURE_ALERTS'] ?? 10_000);
const kills = 10;

describe('kill -9', () => {
  it('of hawkwatch and of PostgreSQL loses no alert, and tells none without need twice', async () => {
    const seed = chooseSeed();
    const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-torture-'));
    const store = await startEmbeddedPostgres({
      stateDirectory,
      clock: createSystemClock(),
      random: createSystemRandom(),
      logger: silentLogger,
    });
    const started = performance.now();
    try {
      await store.ensureDatabase('own');
      const storeUrl = store.url('own');
      const result = await runAlertStorm({
        storeUrl,
        alerts,
        kills,
        seed,
        // The supervisor starts it again, at the same address, a moment later.
        breakStore: async () => {
          const pidFile = await readFile(path.join(store.dataDirectory, 'postmaster.pid'), 'utf8');
          process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
        },
      });
      const { lies, duplicates } = await findStormLies(storeUrl, alerts, result);
      const ofReplicas = result.crashes.filter(({ replica }) => replica !== null);
      process.stdout.write(
        `alert storm: seed ${seed}, ${alerts} alerts, ${result.receiver.received.length} posts, ` +
          `${duplicates} twice, ${result.repeated} pushes repeated, ${ofReplicas.length} processes ` +
          `and PostgreSQL ${result.crashes.length - ofReplicas.length} times killed, ` +
          `${Math.round((performance.now() - started) / 1000)} s\n`,
      );
      expect(lies.slice(0, 10), `seed ${seed}, of ${lies.length}`).toEqual([]);
      expect(new Set(ofReplicas.map(({ replica }) => replica)).size, `seed ${seed}`).toBe(2);
      expect([ofReplicas.length, result.crashes.length]).toEqual([kills, kills + 1]);
    } finally {
      await store.stop();
      await rm(path.dirname(store.dataDirectory), { recursive: true, force: true });
      await rm(stateDirectory, { recursive: true, force: true });
    }
  });
});
