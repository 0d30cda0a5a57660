// Follows the configuration file while the service runs. The file's directory is watched, not the
// file, since editors and Kubernetes replace a file by renaming another one over it (Kubernetes: a
// link named `..data` beside it). A notice only says "look again": what counts is what `load`
// returns, so a missed or a surplus notice does no harm. A wrong file never replaces what runs.
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { watch as watchFiles } from 'chokidar';

import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { ConfigurationError } from './configuration-error.ts';
import { configurationHash, type Configuration } from './configuration.ts';

export interface WatchConfigurationOptions {
  /** Absolute. */
  readonly path: string;
  /** What is in force when the watch begins. */
  readonly current: Configuration;
  load(): Promise<Configuration>;
  /** Puts a configuration in force. When it throws, the one before counts as still in force. */
  onChange(configuration: Configuration, hash: string): Promise<void> | void;
  /** The file is wrong; what runs stays in force. Called once for the same faults. */
  onFault(error: ConfigurationError): void;
  /** The file was wrong and again says what is in force. */
  onRestored?(): void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ConfigurationWatch {
  /** Resolves when changes are noticed, or the watch is closed. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** How long the file must be left alone before it is read. */
export const settleMs = 200;

/** How often the file is read without any notice: some network file systems give none. */
export const recheckMs = 30_000;

interface Comparer {
  /** Reads the file once and tells what became of it. Never rejects. */
  check(): Promise<void>;
  /** True when a check would find something new; tells nobody. Never rejects. */
  isNews(): Promise<boolean>;
}

function createComparer(options: WatchConfigurationOptions): Comparer {
  const { path, logger } = options;
  let hashInForce = configurationHash(options.current);
  let toldFault: string | undefined;

  const compare = async (): Promise<void> => {
    const configuration = await options.load();
    const hash = configurationHash(configuration);
    const wasWrong = toldFault !== undefined;
    toldFault = undefined;
    if (hash !== hashInForce) {
      await options.onChange(configuration, hash);
      hashInForce = hash;
      logger.info({ path, hash }, 'the configuration changed');
    } else if (wasWrong) {
      logger.info({ path, hash }, 'the configuration file is right again');
      options.onRestored?.();
    }
  };

  const tellFault = (error: ConfigurationError): void => {
    if (error.message === toldFault) return;
    toldFault = error.message;
    logger.error({ path, faults: error.faults }, 'the configuration file is wrong and not used');
    options.onFault(error);
  };

  return {
    isNews: () =>
      options.load().then(
        (configuration) =>
          toldFault !== undefined || configurationHash(configuration) !== hashInForce,
        (error: unknown) => coerceError(error).message !== toldFault,
      ),
    check: async () => {
      try {
        await compare().catch((error: unknown) => {
          if (!(error instanceof ConfigurationError)) throw error;
          tellFault(error);
        });
      } catch (error) {
        logger.error({ path, err: coerceError(error) }, 'a new configuration was not taken over');
      }
    },
  };
}

interface Scheduler {
  /** Has the file checked once it was left alone for `settleMs`. */
  notice(): void;
  stop(): Promise<void>;
}

// One timer and one run at a time. IDLE waits `recheckMs`, then only peeks, since the file may be
// half written at that moment; news count as a notice. A notice (again) waits `settleMs`, then
// checks. What falls due during a run is done after it.
function createScheduler(
  clock: Clock,
  work: { check(): Promise<void>; isNews(): Promise<boolean> },
): Scheduler {
  let cancel: (() => void) | undefined;
  let running = Promise.resolve();
  let stopped = false;

  const wait = (delayMs: number, step: () => Promise<void>): void => {
    cancel?.();
    cancel = undefined;
    if (stopped) return;
    cancel = clock.setTimer(delayMs, () => {
      cancel = undefined;
      running = running.then(async () => {
        if (!stopped) await step();
        if (cancel === undefined) wait(recheckMs, peek);
      });
    });
  };
  const notice = (): void => wait(settleMs, () => work.check());
  const peek = async (): Promise<void> => {
    if (await work.isNews()) notice();
  };
  return {
    notice,
    stop: async () => {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}

/** Watches the configuration file until it is closed. */
export function watchConfiguration(options: WatchConfigurationOptions): ConfigurationWatch {
  const { path, clock, logger } = options;
  const directory = dirname(path);
  const directories = new Set([directory]);
  const names = new Set([basename(path)]);

  const watcher = watchFiles(directory, {
    depth: 0,
    followSymlinks: false,
    ignoreInitial: true,
    ignored: (candidate) => {
      const name = basename(candidate);
      return !directories.has(candidate) && !names.has(name) && !name.startsWith('..');
    },
  });
  // A link's file can change where it really lies; the link may lead elsewhere each time.
  const followLink = async (): Promise<void> => {
    const target = await realpath(path).catch(() => path);
    // chokidar throws when a path is added after its end.
    if (watcher.closed) return;
    if (directories.has(dirname(target)) && names.has(basename(target))) return;
    const stale = [...directories].filter((known) => known !== directory);
    watcher.unwatch(stale);
    for (const known of stale) directories.delete(known);
    directories.add(dirname(target));
    names.add(basename(target));
    watcher.add(dirname(target));
  };
  const comparer = createComparer(options);
  const scheduler = createScheduler(clock, {
    isNews: comparer.isNews,
    check: async () => {
      await comparer.check();
      await followLink();
    },
  });

  watcher.on('all', () => scheduler.notice());
  watcher.on('error', (error) => {
    logger.warn({ path, err: coerceError(error) }, 'the configuration file is watched by polling');
  });
  const ready = Promise.withResolvers<void>();
  const begin = async (): Promise<void> => {
    await followLink();
    // What changed between the first load and now gave no notice.
    scheduler.notice();
    ready.resolve();
  };
  watcher.once('ready', () => void begin());
  return {
    ready: ready.promise,
    close: async () => {
      await scheduler.stop();
      await watcher.close();
      // Nobody may wait for a watch that was closed before it began.
      ready.resolve();
    },
  };
}
