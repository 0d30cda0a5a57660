// The PostgreSQL a bench runs on: the embedded one with its normal settings (fsync on), made for the
// bench and removed after it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createSystemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import { createSystemRandom } from '../src/core/random.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/store/embedded/start.ts';

export interface BenchServer {
  readonly server: EmbeddedPostgres;
  readonly directory: string;
  close(): Promise<void>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-bench-'));
  const server = await startEmbeddedPostgres({
    stateDirectory: path.join(directory, 'server'),
    clock: createSystemClock(),
    random: createSystemRandom(),
    logger: silentLogger,
  });
  return {
    server,
    directory,
    close: async () => {
      await server.stop();
      await rm(server.dataDirectory, { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
