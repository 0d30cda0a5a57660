// The service as a newcomer starts it: an empty folder, no configuration, no variable; the quickstart with its
// database `shop` and ten pending migrations. The token is in the file that the sign-in page names.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startService } from '../support/service.ts';

export interface Quickstart {
  readonly url: string;
  readonly graphql: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts it for the first time. */
export async function startQuickstart(): Promise<Quickstart> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-first-'));
  const stateDirectory = path.join(directory, '.hawkwatch');
  const service = await startService({ stateDirectory, cwd: directory, startMs: 90_000 });
  const token = (await readFile(path.join(stateDirectory, 'admin-token'), 'utf8')).trim();
  const { url, graphql } = service;
  return {
    url,
    graphql,
    token,
    stop: async () => {
      await service.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
