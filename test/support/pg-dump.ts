// PostgreSQL's own tool as a judge: what it writes of a database's schema, in the same words each time.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The schema as `pg_dump` of that version writes it, without owners and privileges. */
export async function dumpSchema(major: number, url: string): Promise<string> {
  const { hostname, pathname, username } = new URL(url);
  const [directory = ''] = decodeURIComponent(hostname).split(',');
  const { stdout } = await run(
    `/usr/lib/postgresql/${major}/bin/pg_dump`,
    [
      '--schema-only',
      '--restrict-key=hawkwatch',
      '--exclude-schema=hawkwatch',
      '--no-owner',
      '--no-privileges',
      '--no-password',
      '--host',
      directory,
      '--username',
      username,
      '--dbname',
      pathname.slice(1),
    ],
    { maxBuffer: 512 * 1024 * 1024, env: { LC_ALL: 'C' } },
  );
  return stdout;
}
