// The sessions of one application name: how a command's own connections are told from others.
import type { TargetClient } from './client.ts';

/** Process ids of the sessions with this application name, those that work first. */
export async function listSessionsNamed(
  client: TargetClient,
  applicationName: string,
): Promise<readonly number[]> {
  const rows = await client<{ pid: number }[]>`
    select pid from pg_stat_activity
    where application_name = ${applicationName} and datname = current_database()
      and pid <> pg_backend_pid()
    order by (state = 'active') desc, pid limit 20`;
  return rows.map((row) => row.pid);
}
