// Builds what the files of a source produce, in a database made for it, and reads its schema. The database
// is gone afterwards whatever happens, and everything ends when the time is up.
import type { Clock } from '../../core/clock.ts';
import { ConflictError } from '../../core/errors.ts';
import { openSession, type Session } from '../../databases/postgres/session.ts';
import { databaseDrivers } from '../../databases/registry.ts';
import type { SnapshotReading } from '../../databases/schema/snapshot.ts';
import { describeFailure } from '../../databases/targets.ts';
import { within } from '../../databases/within.ts';
import type { SqlAnalyser } from '../../sql/analyser.ts';
import { applyScripts, type FailedScript } from './apply-scripts.ts';
import {
  createScratchDatabase,
  type ScratchOptions,
  type ScratchServer,
} from './scratch-server.ts';
import type { SourceScript } from './source-scripts.ts';

export interface BuildRequest {
  readonly scripts: readonly SourceScript[];
  readonly searchPath: string;
  readonly server: ScratchServer;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface BuildOptions extends ScratchOptions {
  readonly analyser: SqlAnalyser;
}

export interface BuiltSchema {
  /** Undefined when a file failed. */
  readonly reading: Extract<SnapshotReading, { ok: true }> | undefined;
  readonly failed: FailedScript | null;
  readonly leftOut: number;
}

/**
 * The schema that the scripts produce.
 * @throws ConflictError when the server cannot be used; GivenUpError when the time is up.
 */
export async function buildScratch(
  request: BuildRequest,
  options: BuildOptions,
): Promise<BuiltSchema> {
  const { server, timeoutMs, signal } = request;
  const { clock } = options;
  const deadline = clock.monotonicMs() + timeoutMs;
  signal.throwIfAborted();
  const database = await createScratchDatabase({ server, timeoutMs }, options);
  try {
    let session: Session | undefined;
    const stopping = new AbortController();
    const giveUp = (): void => {
      stopping.abort();
      void session?.close().catch(() => undefined);
    };
    const leftMs = (): number => deadline - clock.monotonicMs();
    const timing = { clock, timeoutMs: Math.max(1, leftMs()), signal, onGivenUp: giveUp };
    return await within(timing, async () => {
      session = await openSession({
        url: database.url,
        applicationName: 'hawkwatch scratch',
        signal: stopping.signal,
      });
      if (stopping.signal.aborted) giveUp();
      const { analyser } = options;
      const { searchPath } = request;
      const applied = await applyScripts(request.scripts, {
        session,
        analyser,
        searchPath,
        remainingMs: leftMs,
      });
      if (applied.failed !== null) return { ...applied, reading: undefined };
      const reading = await readSchema(database.url, options, stopping.signal);
      return { ...applied, reading };
    }).finally(() => {
      void session?.close().catch(() => undefined);
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'SessionLostError') {
      throw new ConflictError(`The scratch server went away: ${describeFailure(error)}.`, {
        cause: error,
      });
    }
    throw error;
  } finally {
    await database.drop();
  }
}

async function readSchema(
  url: string,
  { clock, random }: { readonly clock: Clock } & Pick<ScratchOptions, 'random'>,
  signal: AbortSignal,
): Promise<Extract<SnapshotReading, { ok: true }>> {
  const connection = databaseDrivers.POSTGRESQL.open({
    name: 'scratch',
    url,
    clock,
    random,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
  });
  try {
    const reading = await connection.readSnapshot({ signal });
    if (reading.ok) return reading;
    throw new ConflictError(`The schema on the scratch server cannot be read: ${reading.reason}.`);
  } finally {
    await connection.close();
  }
}
