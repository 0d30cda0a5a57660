// Running a command that answers with a run: the log's position is taken before it.
import type { Actor } from '../core/actor.ts';
import type { AutomationCommands } from '../migrations/automation-contract.ts';
import type { MigrationCommands } from '../migrations/commands-contract.ts';
import { runSubject } from '../migrations/events.ts';
import type { MigrationRun } from '../store/migration-runs.ts';
import type { GraphqlContext } from './context.ts';
import { bareId } from './global-ids.ts';
import { isUuid, type RunView } from './loaders.ts';
import { runNotFound } from './run-views.ts';

/** Calls a command as the viewer; `asOf` of the run stands before whatever it changed. */
export async function runMutation(
  context: GraphqlContext,
  command: (
    commands: MigrationCommands & AutomationCommands,
    viewer: Actor,
  ) => Promise<MigrationRun>,
): Promise<RunView> {
  const { commands, automation } = context.services;
  const asOf = await context.asOf();
  return { run: await command({ ...commands, ...automation }, context.viewer), asOf };
}

/** @throws NotFoundError for what no run can have as its id: PostgreSQL would refuse it. */
export function runIdOf(reference: string): string {
  const id = bareId('MigrationRun', reference);
  if (!isUuid(id)) throw runNotFound(id);
  return id;
}

/** What the audit log calls the run of a global id. */
export function subjectOfRun(reference: string): string {
  return runSubject(bareId('MigrationRun', reference));
}
