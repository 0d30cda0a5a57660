// Several databases with one source, on the parts of a bench: what waves are tested with.
import postgres from 'postgres';

import type { Actor } from '../../src/core/actor.ts';
import type { TargetSettings } from '../../src/databases/target.ts';
import { driveWaves, type DriveWavesOptions } from '../../src/migrations/waves/drive-waves.ts';
import type { StartWaveInput } from '../../src/migrations/waves/parse-wave.ts';
import { createWaveCommands, type WaveCommands } from '../../src/migrations/waves/wave-commands.ts';
import { updateDeclaredDatabases } from '../../src/store/databases.ts';
import { getWave, type MigrationWave } from '../../src/store/migration-waves.ts';
import { createBench, operator, type Bench, type BenchOptions } from './migrations.ts';
import { createEmptyDatabase } from './store.ts';
import { until } from './until.ts';

export interface WaveBench extends Bench {
  readonly names: readonly string[];
  readonly waves: WaveCommands;
  start(input: Partial<StartWaveInput>, actor?: Actor): Promise<MigrationWave>;
  drive(more?: Partial<DriveWavesOptions>): { stop(): Promise<void> };
  waveEnded(id: string): Promise<MigrationWave>;
  /** A client on one of the databases. */
  client(name: string): postgres.Sql;
  /** Changes the settings of the databases. */
  configure(change: (settings: TargetSettings) => TargetSettings): Promise<void>;
}

/** `stage STATE` of each database, in the order of the wave. */
export function outcomeOf(wave: MigrationWave): string[] {
  return wave.plan.members.map((one) => `${one.database} ${one.stage} ${one.state}`);
}

export async function createWaveBench(
  names: readonly string[],
  options: BenchOptions = {},
): Promise<WaveBench> {
  const bench = await createBench(options);
  const { parts } = bench;
  const databases = await Promise.all(names.map(() => createEmptyDatabase()));
  const clients = new Map<string, postgres.Sql>();
  const model = parts.targets.get('shop').settings;
  let settings: TargetSettings[] = names.map((name, i) => ({
    ...model,
    name,
    url: databases[i]?.url ?? '',
    environment: i % 2 === 0 ? 'even' : 'odd',
    labels: { place: String(i) },
  }));
  const configure: WaveBench['configure'] = async (change) => {
    settings = settings.map((one) => ({ ...one, ...change(one) }));
    await parts.targets.replace(settings);
  };
  await parts.store.transaction((tx) =>
    updateDeclaredDatabases(
      tx,
      settings.map((one) => ({ ...one, engine: 'POSTGRESQL' })),
      parts.random,
      parts.clock.now(),
    ),
  );
  await configure((one) => one);
  const waves = createWaveCommands(parts);
  return {
    ...bench,
    names,
    waves,
    configure,
    client: (name) => {
      const url = databases[names.indexOf(name)]?.url ?? '';
      const client = clients.get(name) ?? postgres(url, { max: 1, onnotice: () => undefined });
      clients.set(name, client);
      return client;
    },
    start: (input, actor = operator) =>
      waves.startWave(actor, {
        source: 'main',
        databases: undefined,
        environment: undefined,
        labels: undefined,
        canaries: [],
        toVersion: undefined,
        stopOnFailure: true,
        maxParallel: 1,
        confidenceThreshold: undefined,
        clientMutationId: undefined,
        ...input,
      }),
    drive: (more = {}) => {
      const stopping = new AbortController();
      const driving = driveWaves(
        { ...parts, hub: bench.hub, pollMs: 100, retryMs: 50, ...more },
        stopping.signal,
      );
      return {
        stop: async () => {
          stopping.abort(new Error('the test is over'));
          await driving;
        },
      };
    },
    waveEnded: (id) =>
      until(
        'the end of a wave',
        async () => {
          const wave = await getWave(bench.store.q, id);
          return wave.state === 'RUNNING' ? undefined : wave;
        },
        25_000,
      ),
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.end()));
      await bench.close();
      await Promise.all(databases.map((database) => database.drop()));
    },
  };
}
