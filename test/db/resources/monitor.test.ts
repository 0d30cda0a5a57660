// The monitor of databases' resources over real databases: numbers as samples, the latest in the store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { databaseResources } from '../../../src/monitors/database-resources/monitor.ts';
import { hostResources } from '../../../src/monitors/host-resources/monitor.ts';
import {
  findDatabaseResources,
  findSlowStatements,
} from '../../../src/store/database-resources.ts';
import { findDatabaseByName, updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { listHostResources } from '../../../src/store/host-resources.ts';
import { debianVersions, startDebianPostgres } from '../../support/debian-postgres.ts';
import { createMonitorBench, type MonitorBench } from '../../support/monitor-context.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { targetSettings } from '../../support/target-settings.ts';
import { until } from '../../support/until.ts';

const clock = createSystemClock();
const random = createSystemRandom();
const limitMs = 60_000;

describe('the monitors of resources', () => {
  let own: TestStore;
  let folder: string;
  let file: string;
  const benches: MonitorBench[] = [];
  const servers: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    own = await createTestStore();
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-resources-'));
    file = path.join(folder, 'notes.db');
    const database = new DatabaseSync(file);
    database.exec('create table t (a); insert into t values (1)');
    database.close();
  }, limitMs);
  afterAll(async () => {
    for (const bench of benches) await bench.close();
    for (const server of servers) await server.stop();
    await own.close();
    await rm(folder, { recursive: true, force: true });
  }, limitMs);

  const resources = { watch: true, intervalMs: 200 };

  it('measure every database, also beside one that is down', { timeout: limitMs }, async () => {
    const [major] = debianVersions();
    if (major === undefined) return;
    const server = await startDebianPostgres(major, {
      shared_preload_libraries: 'pg_stat_statements',
    });
    servers.push(server);
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    await sql`create extension pg_stat_statements`;
    const settings = [
      targetSettings({ name: 'shop', url: server.url, resources }),
      targetSettings({ name: 'notes', engine: 'SQLITE', url: `sqlite:${file}`, resources }),
      targetSettings({ name: 'gone', url: 'postgres://x@127.0.0.1:1/x', resources }),
      targetSettings({ name: 'unwatched', url: server.url }),
    ];
    await own.store.transaction((tx) => updateDeclaredDatabases(tx, settings, random, clock.now()));
    const bench = createMonitorBench(own.store);
    benches.push(bench);
    await bench.context.databases.replace(settings);
    const timings = { statementsMs: 300, tablesMs: 300 };
    const running = databaseResources.start({ timings }, bench.context);

    const row = async (name: string) => {
      const found = await findDatabaseByName(own.store.q, name);
      return found && (await findDatabaseResources(own.store.q, [found.id]))[0];
    };
    const notes = await until('the file is measured', () => row('notes'), limitMs);
    expect(notes.measures.map(({ metric }) => metric)).toContain('database.free_pages_percent');
    const shop = await findDatabaseByName(own.store.q, 'shop');
    const slow = await until(
      'a slow statement is told',
      async () => {
        await sql`select pg_sleep(0.02), 'a secret'`;
        const [window] = await findSlowStatements(own.store.q, [shop?.id ?? '']);
        return window?.statements.find(({ text }) => text?.includes('pg_sleep') === true);
      },
      limitMs,
    );
    expect(slow.meanMs).toBeGreaterThan(15);
    expect(slow.text).not.toContain('secret');
    const stored = await until(
      'rates are stored',
      async () => {
        const found = await row('shop');
        const names = found?.measures.map(({ metric }) => metric) ?? [];
        return names.includes('database.commits_per_second') && found;
      },
      limitMs,
    );
    const metrics = new Set(stored.measures.map(({ metric }) => metric));
    expect(metrics).toContain('database.size_bytes');
    expect(metrics).toContain('database.statement_mean_ms');
    expect(stored.notes).toEqual([]);
    const subjects = new Set(bench.samples.map(({ subject }) => subject));
    expect(subjects).toEqual(new Set(['database:shop', 'database:notes']));
    for (const { value } of bench.samples) expect(Number.isFinite(value)).toBe(true);
    await until('what cannot be read is told', () =>
      bench.reasons.some((reason) => reason?.startsWith('cannot be read: gone: ') === true),
    );
    expect(bench.beats()).toBeGreaterThan(0);

    // A server that went away and came back gives no wrong rates.
    await server.halt();
    await server.resume();
    const since = bench.samples.length;
    await until(
      'it is measured again',
      () =>
        bench.samples.slice(since).some(({ metric }) => metric === 'database.commits_per_second'),
      limitMs,
    );
    const rates = bench.samples.filter(({ metric }) => metric.endsWith('_per_second'));
    for (const { value } of rates) expect(value).toBeGreaterThanOrEqual(0);
    bench.stop();
    await running;
    await sql.end();
  });

  it('measure the host, again and again until they are told to end', async () => {
    const bench = createMonitorBench(own.store, { host: 'here' });
    benches.push(bench);
    const running = hostResources.start({ intervalMs: 50, excludeMounts: [] }, bench.context);
    const here = await until('shares are stored', async () => {
      const found = (await listHostResources(own.store.q)).find(({ host }) => host === 'here');
      return found?.measures.some(({ metric }) => metric === 'host.cpu_percent') === true && found;
    });
    expect(here.memoryBytes).toBeGreaterThan(0);
    bench.stop();
    await running;
    const metrics = new Set(bench.samples.map(({ metric }) => metric));
    for (const metric of [
      'host.memory_used_percent',
      'host.disk_used_percent',
      'process.event_loop_lag_ms',
      'process.memory_bytes',
      'process.cpu_percent',
    ]) {
      expect(metrics).toContain(metric);
    }
    expect(new Set(bench.samples.map(({ subject }) => subject))).toEqual(new Set(['host:here']));
    const counted = bench.samples.length;
    await new Promise(setImmediate);
    expect(bench.samples.length).toBe(counted);
  });

  it('are left out when the configuration says so', () => {
    const host = { watch: false, intervalMs: 15_000, excludeMounts: [] };
    const off = { resources: { host, databases: { watch: false } } };
    expect(databaseResources.parseConfig(off)).toEqual([]);
    expect(hostResources.parseConfig(off)).toEqual([]);
    const on = { resources: { host: { ...host, watch: true }, databases: { watch: true } } };
    expect(databaseResources.parseConfig(on)).toHaveLength(1);
    expect(hostResources.parseConfig(on)).toEqual([
      { name: 'main', config: { intervalMs: 15_000, excludeMounts: [] } },
    ]);
  });
});
