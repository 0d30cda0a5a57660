// Running a command that answers with a run: the log's position is taken before it.
import type { Actor } from '../core/actor.ts';
import type { MigrationCommands } from '../migrations/commands-contract.ts';
import type { MigrationRun } from '../store/migration-runs.ts';
import type { GraphqlContext } from './context.ts';
import type { RunView } from './loaders.ts';

/** Calls a command as the viewer; `asOf` of the run stands before whatever it changed. */
export async function runMutation(
  context: GraphqlContext,
  command: (commands: MigrationCommands, viewer: Actor) => Promise<MigrationRun>,
): Promise<RunView> {
  const asOf = await context.asOf();
  return { run: await command(context.services.commands, context.viewer), asOf };
}
