// Reads the status of migration sources. A database that cannot be reached, or does not answer in
// time, has a status too; nothing is ever written to it.
import type { Clock } from '../core/clock.ts';
import { NotFoundError } from '../core/errors.ts';
import { recognisedTool } from '../core/migrations.ts';
import type { SourceSettings } from '../databases/target.ts';
import { describeFailure, type Target, type Targets } from '../databases/targets.ts';
import { listRunningVersions } from '../store/run-recording.ts';
import type { Store } from '../store/store.ts';
import { historyReaderOf } from './adapter-kit/history-reader.ts';
import type { StatusRequest } from './adapter-kit/adapter.ts';
import { findMigrationAdapter } from './adapters/registry.ts';
import { createSourceOpener, type SourceOpener } from './files/open-source.ts';
import { takesVersion } from './plan-command.ts';
import { readHistories, recogniseSource } from './recognise.ts';
import { unreachable, type BuiltStatus } from './summarise.ts';
import type { SourceDeed, SourceStatus, StatusReader } from './status-words.ts';

export interface StatusReaderOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly clock: Clock;
  /** Default: folders, and manifests from the store. */
  readonly openFiles?: SourceOpener;
  /** Each `read` has a connection of its own, closed after it, instead of the target's pool. */
  readonly ownConnections?: boolean;
  readonly timeoutMs?: number;
}

/** Creates the reader of statuses. */
export function createStatusReader(options: StatusReaderOptions): StatusReader {
  const { store, targets, clock, timeoutMs = 10_000 } = options;
  const openFiles = options.openFiles ?? createSourceOpener({ store, clock });

  const readSource = async (target: Target, source: SourceSettings): Promise<SourceStatus> => {
    const about = {
      databaseName: target.settings.name,
      source: source.name,
      tool: source.tool,
      checkedAt: clock.now(),
      deeds: deedsOf(source),
    };
    const { unavailable, name } = target.settings;
    if (unavailable !== null) return { ...about, revision: null, ...unreachable(unavailable) };
    // That our own store is away says nothing about the database: it is not caught here.
    const running = new Set(await listRunningVersions(store.q, name, source.name));
    const files = await openFiles(name, source);
    try {
      const reading = readWithTool({ target, source, running, files });
      const built = await withTimeout(clock, timeoutMs, reading);
      return { ...about, revision: files.revision, ...built };
    } catch (error) {
      return { ...about, revision: null, ...unreachable(describeFailure(error)) };
    }
  };

  return {
    read: async (databaseName, sourceName) => {
      const target = targets.get(databaseName);
      const sources = selectSources(target, sourceName);
      const readAll = (reached: Target): Promise<readonly SourceStatus[]> =>
        Promise.all(sources.map((source) => readSource(reached, source)));
      return options.ownConnections === true ? target.withOwnReader(readAll) : readAll(target);
    },
    recognise: async (databaseName) => {
      const target = targets.get(databaseName);
      if (target.settings.unavailable !== null) return [];
      try {
        const reading = readHistories(historyReaderOf(target.reader));
        return await withTimeout(clock, timeoutMs, reading);
      } catch {
        // Its state says why it does not answer.
        return [];
      }
    },
  };
}

/** What can be done with a source from here; everything else belongs to its tool. */
function deedsOf({ tool, command }: SourceSettings): readonly SourceDeed[] {
  if (tool === 'sql') return ['RUN', 'DRY_RUN', 'ROLL_BACK'];
  if (command === null) return [];
  // A roll-back is always asked for with a version, so a command that takes none cannot be used.
  const canRollBack = command.rollback !== null && takesVersion(command.rollback);
  return canRollBack ? ['RUN', 'ROLL_BACK'] : ['RUN'];
}

/** The status by the source's tool, which is found out first where nobody has said it. */
async function readWithTool(
  request: StatusRequest,
): Promise<BuiltStatus & { readonly tool: string }> {
  const { source } = request;
  const { tool, reason } =
    source.tool === recognisedTool ? await findTool(request) : { tool: source.tool, reason: '' };
  if (tool === undefined) return { tool: source.tool, ...unreachable(reason) };
  const adapter = findMigrationAdapter(tool);
  if (adapter === undefined) {
    return { tool, ...unreachable(`there is no adapter for the tool "${tool}"`) };
  }
  return { tool, ...(await adapter.readStatus(request)) };
}

/** What the manifest says, else what the database and the files look like. */
async function findTool({
  target,
  source,
  files,
}: StatusRequest): Promise<{ readonly tool: string | undefined; readonly reason: string }> {
  if (files.tool != null) return { tool: files.tool, reason: '' };
  const found = await recogniseSource(historyReaderOf(target.reader), files, source.table);
  return 'tool' in found ? { tool: found.tool, reason: '' } : { tool: undefined, ...found };
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
