// Reads the status of migration sources. A database that cannot be reached, or does not answer in
// time, has a status too; nothing is ever written to it.
import type { Clock } from '../core/clock.ts';
import { NotFoundError } from '../core/errors.ts';
import type { SourceSettings } from '../databases/target.ts';
import { describeFailure, type Target, type Targets } from '../databases/targets.ts';
import { listRunningVersions } from '../store/run-recording.ts';
import type { Store } from '../store/store.ts';
import { findMigrationAdapter } from './adapters/registry.ts';
import type { BuiltStatus } from './build-status.ts';
import type { SourceStatus, StatusReader } from './status-words.ts';

export interface StatusReaderOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

/** Creates the reader of statuses. */
export function createStatusReader(options: StatusReaderOptions): StatusReader {
  const { store, targets, clock, timeoutMs = 10_000 } = options;

  const readSource = async (target: Target, source: SourceSettings): Promise<SourceStatus> => {
    const about = {
      databaseName: target.settings.name,
      source: source.name,
      tool: source.tool,
      checkedAt: clock.now(),
    };
    const { unavailable } = target.settings;
    if (unavailable !== null) return { ...about, ...unreadable(unavailable) };
    const adapter = findMigrationAdapter(source.tool);
    if (adapter === undefined) {
      return { ...about, ...unreadable(`there is no adapter for the tool "${source.tool}"`) };
    }
    try {
      const running = await listRunningVersions(store.q, target.settings.name, source.name);
      const reading = adapter.readStatus({ target, source, running: new Set(running) });
      return { ...about, ...(await withTimeout(clock, timeoutMs, reading)) };
    } catch (error) {
      return { ...about, ...unreadable(describeFailure(error)) };
    }
  };

  return {
    read: async (databaseName, sourceName) => {
      const target = targets.get(databaseName);
      return Promise.all(
        selectSources(target, sourceName).map((source) => readSource(target, source)),
      );
    },
  };
}

/** @throws NotFoundError that names the sources there are. */
export function selectSources(target: Target, name?: string): readonly SourceSettings[] {
  const { sources } = target.settings;
  if (name === undefined) return sources;
  const found = sources.filter((source) => source.name === name);
  if (found.length > 0) return found;
  throw new NotFoundError(
    `The database "${target.settings.name}" has no migration source "${name}". ` +
      (sources.length === 0
        ? 'It has none: declare one under `migrations` in hawkwatch.yaml.'
        : `It has: ${sources.map((source) => source.name).join(', ')}.`),
  );
}

function unreadable(reason: string): BuiltStatus {
  return {
    state: 'UNREACHABLE',
    reason,
    currentVersion: null,
    counts: { total: 0, applied: 0, pending: 0, failed: 0, other: 0 },
    migrations: [],
  };
}

async function withTimeout<T>(clock: Clock, timeoutMs: number, work: Promise<T>): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.setTimer(timeoutMs, () => {
      reject(new Error(`the database did not answer within ${timeoutMs} ms`));
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
