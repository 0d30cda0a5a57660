// Ending a session of a monitored database, as the viewer.
import type { TerminatedSession } from '../migrations/foreign/terminate.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { bareId } from './global-ids.ts';
import type { RunView } from './loaders.ts';

export interface TerminateSessionRequest {
  readonly database: string;
  readonly pid: number;
  readonly runId?: string | null | undefined;
  readonly reason: string;
}

/** A session that was ended, with its run as it is now. */
export interface TerminatedSessionView extends Omit<TerminatedSession, 'run'> {
  readonly run: RunView;
}

/** Ends the session that is asked for; `asOf` of the run stands before whatever changed. */
export async function terminateSession(
  context: GraphqlContext,
  { database, pid, runId, reason }: TerminateSessionRequest,
): Promise<TerminatedSessionView> {
  const asOf = await context.asOf();
  const { name } = await getDatabase(context, database);
  const ended = await context.services.sessions.terminate(context.viewer, {
    databaseName: name,
    pid,
    runId: typeof runId === 'string' ? bareId('MigrationRun', runId) : undefined,
    reason,
  });
  return { ...ended, run: { run: ended.run, asOf } };
}
