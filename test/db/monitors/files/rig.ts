// A folder of one's own that is watched by the real monitor, with a store of its own.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { coerceError } from '../../../../src/core/errors.ts';
import type { MonitorContext } from '../../../../src/monitors/monitor.ts';
import { openChokidarHints } from '../../../../src/monitors/files/hints.ts';
import { createFileReader } from '../../../../src/monitors/files/reader/reader.ts';
import type { FileWatchSettings } from '../../../../src/monitors/files/settings.ts';
import {
  defaultTimes,
  watchFiles,
  type WatchPorts,
  type WatchTimes,
} from '../../../../src/monitors/files/watch-files.ts';
import { readLog } from '../../../../src/store/event-log.ts';
import {
  fileChanged,
  filesChanged,
  fileWatchLost,
  fileWatchRestored,
  type FileBurst,
  type FileChangeFact,
} from '../../../../src/store/watched-files.ts';
import { createMonitorBench, type MonitorBench } from '../../../support/monitor-context.ts';
import type { TestStore } from '../../../support/store.ts';
import { until } from '../../../support/until.ts';

export interface FileRig {
  readonly folder: string;
  /** Starts the monitor where the last one stopped; resolves when the first look is over. */
  start(more?: Partial<FileWatchSettings>, ports?: Partial<WatchPorts>): Promise<MonitorBench>;
  stop(): Promise<void>;
  changes(): Promise<readonly FileChangeFact[]>;
  bursts(): Promise<readonly FileBurst[]>;
  /** Reasons of lost watches, and `restored`. */
  watches(): Promise<readonly string[]>;
  /** Waits for so many changes, each as `KIND name`, in the order of names. */
  told(...wanted: readonly string[]): Promise<readonly FileChangeFact[]>;
  close(): Promise<void>;
}

const times: WatchTimes = {
  ...defaultTimes,
  pollMs: 300,
  retryMs: 200,
  hintsRetryMs: 500,
  quietMs: 0,
};

export async function createFileRig(
  { store }: TestStore,
  name: string,
  own: Partial<WatchTimes> = {},
): Promise<FileRig> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'hawkwatch-files-')));
  let position: unknown = null;
  let bench: MonitorBench | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const events = async () => {
    const { events: all } = await readLog(store.raw, { after: 0, limit: 20_000 }, {});
    return all;
  };
  const stop = async (): Promise<void> => {
    bench?.stop();
    await running;
    if (bench !== undefined) position = bench.position();
    await bench?.close();
    bench = undefined;
  };
  const changes = async (): Promise<readonly FileChangeFact[]> =>
    (await events()).flatMap((event) => {
      const fact = fileChanged.read(event);
      return fact?.watch === name ? [fact] : [];
    });
  return {
    folder,
    start: async (more = {}, ports = {}) => {
      const own_ = createMonitorBench(store, { name, position });
      bench = own_;
      const { clock } = own_.context;
      const config: FileWatchSettings = {
        name,
        paths: [folder],
        include: [],
        exclude: [],
        kind: 'auto',
        settleMs: 100,
        maxHashBytes: 16 * 1024 * 1024,
        keepMs: 86_400_000,
        ...more,
      };
      let looks = 0;
      const all: WatchPorts = {
        openReader: () => createFileReader({ clock }),
        openHints: openChokidarHints,
        times: { ...times, ...own },
        ...ports,
      };
      const counted: WatchPorts = {
        ...all,
        openReader: () => {
          const reader = all.openReader();
          return {
            ...reader,
            scan: async (task) => {
              const seen = await reader.scan(task);
              looks += 1;
              return seen;
            },
          };
        },
      };
      let failure: Error | undefined;
      const context: MonitorContext = own_.context;
      running = watchFiles(config, context, counted).catch((error: unknown) => {
        failure = coerceError(error);
      });
      await until('the first look', () => {
        if (failure !== undefined) throw failure;
        return looks > 0 && own_.position() !== null;
      });
      return own_;
    },
    stop,
    changes,
    bursts: async () =>
      (await events()).flatMap((event) => {
        const fact = filesChanged.read(event);
        return fact?.watch === name ? [fact] : [];
      }),
    watches: async () =>
      (await events()).flatMap((event) => {
        const lost = fileWatchLost.read(event);
        if (lost?.watch === name) return [lost.reason];
        return fileWatchRestored.read(event)?.watch === name ? ['restored'] : [];
      }),
    told: async (...wanted) => {
      const shape = (facts: readonly FileChangeFact[]): string[] =>
        facts
          .map((one) => `${one.change} ${path.relative(folder, one.path)}`)
          .toSorted((a, b) => (a < b ? -1 : 1));
      const expected = wanted.toSorted((a, b) => (a < b ? -1 : 1)).join('\n');
      let last = '';
      return until(
        `told: ${wanted.join(', ')}`,
        async () => {
          const facts = await changes();
          last = shape(facts).join('\n');
          return last === expected && facts;
        },
        25_000,
      ).catch((error: unknown) => {
        throw new Error(`${coerceError(error).message}; told was:\n${last}`);
      });
    },
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
