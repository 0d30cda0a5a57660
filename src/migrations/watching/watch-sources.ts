// Watches the folders of all configured sources and has each source considered when its folder was
// changed, a run of it ended, automatic runs were switched, or what it waits for may have come.
// Every source is considered once at the start and in a slow sweep, so a lost notice costs time.
import { listenForEvents } from '../../bus/listen.ts';
import type { Hub } from '../../bus/hub.ts';
import { coerceError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/events.ts';
import type { TargetSettings } from '../../databases/target.ts';
import { automaticRunsSwitched } from '../automatic/events.ts';
import { progressEvents } from '../events.ts';
import { waveEvents } from '../waves/events.ts';
import { considerSource, type Again, type ConsiderOptions } from './consider-source.ts';
import { watchFolder, type FolderWatch } from './folder-watch.ts';
import { createKeyedQueue } from './keyed-queue.ts';

export interface WatchSourcesOptions extends ConsiderOptions {
  readonly hub: Hub;
  readonly settleMs?: number | undefined;
  readonly recheckMs?: number | undefined;
  /** How often all sources are considered without any notice. */
  readonly sweepMs?: number | undefined;
  /** How soon a database that did not answer is asked again. */
  readonly retryMs?: number | undefined;
  /** How often it is looked whether the hours of a waiting source have begun. */
  readonly waitMs?: number | undefined;
  readonly parallel?: number | undefined;
}

const configurationMs = 1000;
const busyMs = 30_000;
const maxAttempts = 3;

const keyOf = (database: string, source: string): string => `${database}/${source}`;

interface WatchedFolder {
  readonly watch: FolderWatch;
  keys: ReadonlySet<string>;
}

interface WantedFolder {
  readonly folder: string;
  readonly deep: boolean;
  readonly keys: Set<string>;
}

interface WatchedSource {
  readonly databaseName: string;
  readonly sourceName: string;
  readonly folderKey: string;
  /** What of the configuration decides about it. */
  readonly settings: string;
}

/** Watches until `signal` is aborted. */
export async function watchSources(
  options: WatchSourcesOptions,
  signal: AbortSignal,
): Promise<void> {
  const { targets, clock, logger } = options;
  const { sweepMs = 300_000, retryMs = 10_000, waitMs = 15_000, parallel = 4 } = options;
  const folders = new Map<string, WatchedFolder>();
  const places = new Map<string, WatchedSource>();
  const timers = new Map<string, () => void>();
  /** Keys that something new was noticed of since they were considered last. */
  const noticed = new Set<string>();
  const attempts = new Map<string, number>();

  const delays: Record<Exclude<Again, null>, number> = {
    away: retryMs,
    unassessed: retryMs,
    waits: waitMs,
    busy: busyMs,
    overtaken: 50,
  };

  const considerAgain = (key: string, delayMs: number): void => {
    timers.get(key)?.();
    if (signal.aborted || !places.has(key)) return;
    const cancel = clock.setTimer(delayMs, () => {
      timers.delete(key);
      queue.push(key);
    });
    timers.set(key, cancel);
  };

  const work = async (key: string): Promise<void> => {
    const place = places.get(key);
    if (place === undefined || signal.aborted) return;
    timers.get(key)?.();
    timers.delete(key);
    const onlyTime = !noticed.delete(key);
    const attempt = attempts.get(key) ?? 0;
    try {
      const mayAskAgain = attempt + 1 < maxAttempts;
      const isSettled = (): Promise<boolean> =>
        folders.get(place.folderKey)?.watch.isSettled() ?? Promise.resolve(false);
      const request = { ...place, onlyTime, mayAskAgain, isSettled };
      const again = await considerSource(options, request);
      if (again === 'unassessed') attempts.set(key, attempt + 1);
      else attempts.delete(key);
      if (again !== null && again !== 'waits' && !onlyTime) noticed.add(key);
      if (again !== null) considerAgain(key, delays[again]);
    } catch (error) {
      if (signal.aborted) return;
      const about = { err: coerceError(error), source: key };
      logger.warn(about, 'a source could not be considered; it is tried again');
      noticed.add(key);
      considerAgain(key, retryMs);
    }
  };
  const queue = createKeyedQueue({ clock, parallel, work });
  const notice = (key: string): void => {
    noticed.add(key);
    queue.push(key);
  };
  const noticeAll = (): void => {
    for (const key of places.keys()) notice(key);
  };

  /** Takes over what the configuration says now; a source that is new or changed is considered. */
  const followConfiguration = async (): Promise<void> => {
    const wanted = new Map<string, WantedFolder>();
    const present = new Set<string>();
    for (const { settings } of targets.list()) {
      for (const source of settings.sources) {
        const { folder } = source;
        if (folder === null) continue;
        const key = keyOf(settings.name, source.name);
        present.add(key);
        const deep = source.tool !== 'sql';
        const folderKey = JSON.stringify([folder, deep]);
        const shared = wanted.get(folderKey) ?? { folder, deep, keys: new Set() };
        shared.keys.add(key);
        wanted.set(folderKey, shared);
        const said = whatMatters(settings, source.name);
        if (places.get(key)?.settings === said) continue;
        const place = { databaseName: settings.name, sourceName: source.name };
        places.set(key, { ...place, folderKey, settings: said });
        // A folder that is not watched yet has its sources considered once it is settled.
        if (folders.has(folderKey)) notice(key);
      }
    }
    for (const key of places.keys()) {
      if (present.has(key)) continue;
      places.delete(key);
      timers.get(key)?.();
      timers.delete(key);
    }
    await followFolders(wanted);
  };

  const followFolders = async (wanted: ReadonlyMap<string, WantedFolder>): Promise<void> => {
    for (const [folderKey, { folder, deep, keys }] of wanted) {
      const watched = folders.get(folderKey);
      if (watched !== undefined) watched.keys = keys;
      else folders.set(folderKey, { watch: openFolder(folderKey, folder, deep), keys });
    }
    for (const [folderKey, { watch }] of folders) {
      if (wanted.has(folderKey)) continue;
      folders.delete(folderKey);
      await watch.close();
    }
  };

  const openFolder = (folderKey: string, folder: string, deep: boolean): FolderWatch => {
    const { settleMs, recheckMs } = options;
    return watchFolder({
      folder,
      deep,
      clock,
      logger,
      ...(settleMs === undefined ? {} : { settleMs }),
      ...(recheckMs === undefined ? {} : { recheckMs }),
      onSettled: () => {
        for (const key of folders.get(folderKey)?.keys ?? []) notice(key);
      },
    });
  };

  const onEvent = (event: StoredEvent): void => {
    const ended = progressEvents.FINISHED.read(event);
    if (ended !== undefined) {
      const key = keyOf(ended.database, ended.source);
      if (places.has(key)) notice(key);
      return;
    }
    // The switch was turned, or a wave ended: whoever waits for that looks again.
    for (const key of timers.keys()) queue.push(key);
  };

  const every = async (periodMs: number, step: () => Promise<void> | void): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(periodMs, signal).catch(() => undefined);
      if (!signal.aborted) await step();
    }
  };

  try {
    await followConfiguration();
    await Promise.all([
      listenForEvents({
        ...options,
        signal,
        types: [
          progressEvents.FINISHED.type,
          automaticRunsSwitched.type,
          waveEvents.COMPLETED.type,
        ],
        onEvent,
        onGap: noticeAll,
      }),
      every(configurationMs, followConfiguration),
      every(sweepMs, noticeAll),
    ]);
  } finally {
    for (const cancel of timers.values()) cancel();
    await Promise.all([...folders.values()].map(({ watch }) => watch.close()));
    await queue.stop();
  }
}

/** What of the settings decides about a source; not the URL, which may hold a password. */
function whatMatters(settings: TargetSettings, sourceName: string): string {
  const { automatic, unavailable } = settings;
  const source = settings.sources.find((one) => one.name === sourceName);
  return JSON.stringify([automatic, unavailable, source]);
}
