// Every PostgreSQL that tests can reach: the test server, and the versions of Debian's packages.

import { createDatabase } from './databases.ts';
import { debianVersions, startDebianPostgres } from './debian-postgres.ts';
import { createEmptyDatabase } from './store.ts';

export interface TestPlace {
  /** Of a database of its own. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServerAtHand {
  readonly title: string;
  /** Makes a database on it, and the server itself where it is not running. */
  open(): Promise<TestPlace>;
}

/** All servers at hand; `settings` are those of the servers that are started for it. */
export function serversAtHand(
  settings: Readonly<Record<string, string>> = {},
): readonly ServerAtHand[] {
  return [
    {
      title: 'the test server',
      open: async () => {
        const { url, drop } = await createEmptyDatabase();
        return { url, close: drop };
      },
    },
    ...debianVersions().map((major) => ({
      title: `PostgreSQL ${major} of Debian`,
      open: async () => {
        const server = await startDebianPostgres(major, settings);
        const { url } = await createDatabase(server.url, 'facts');
        return { url, close: server.stop };
      },
    })),
  ];
}
