// The measured servers, one process per mode: the real service with its own store, and the peers.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { startPeer } from '../peers.ts';
import type { BenchServer } from '../server.ts';
import { startService } from '../service.ts';
import type { Target } from './job.ts';
import type { Mode } from './settings.ts';

export interface MeasuredServer {
  readonly mode: Mode;
  readonly target: Target;
  stop(): Promise<void>;
}

function pidOf({ pid }: { readonly pid?: number | undefined }): number {
  if (pid === undefined) throw new Error('a server has no process');
  return pid;
}

async function startHawkwatch({ server, directory }: BenchServer): Promise<MeasuredServer> {
  await server.ensureDatabase('own');
  const databaseUrl = server.url('own');
  const configuration = path.join(directory, 'hawkwatch.yaml');
  // All subscribers use one token, which by default is limited to 100 connections.
  await writeFile(configuration, 'databases: []\nlimits: { socketsPerToken: 100000 }\n');
  const stamp = path.join(import.meta.dirname, 'stamp.mjs');
  const { child, url, token, message, stop } = await startService({
    directory,
    configuration,
    databaseUrl,
    node: ['--expose-gc', '--import', stamp],
    place: 'server',
    env: { NODE_ENV: 'production' },
  });
  const { control } = (await message) as { control: number };
  return {
    mode: 'hawkwatch',
    target: { url, token, databaseUrl, control, pid: pidOf(child) },
    stop,
  };
}

/** Starts the server of a mode. */
export async function startMeasured(mode: Mode, bench: BenchServer): Promise<MeasuredServer> {
  if (mode === 'hawkwatch') return startHawkwatch(bench);
  const file = path.join(import.meta.dirname, `peers/${mode}.mjs`);
  const { child, message, stop } = await startPeer<{ url: string; control: number }>(file);
  return { mode, target: { ...message, pid: pidOf(child) }, stop };
}
