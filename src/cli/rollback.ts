// `hawkwatch rollback`: takes a database back to a good version, in front of somebody's eyes. It
// tells what that does, asks, starts the roll-back once (however often the connection breaks),
// follows it to its end and tells what was verified. Nothing is started before the yes.
import { isRunEnded } from '../core/migrations.ts';
import type { CommandContext } from './command.ts';
import { connect, connectionOptions } from './connection.ts';
import { CommandError, exitCodes, ServerAwayError, type ExitCode } from './failures.ts';
import { followRun } from './follow-run.ts';
import { describeOptions, parseOptions, type CommandOption } from './options.ts';
import {
  askPreview,
  askRun,
  startRollback,
  type FinishedRun,
  type RollbackOrder,
} from './rollback-operations.ts';
import { describePreview, describeProgress, describeResult } from './rollback-words.ts';
import type { Server } from './server.ts';
import { oneLine, painter } from './terminal.ts';

export const rollbackOptions = {
  database: { kind: 'value', placeholder: 'NAME', help: 'the database' },
  source: {
    kind: 'value',
    placeholder: 'NAME',
    help: 'its migration source, where it has several',
  },
  to: {
    kind: 'value',
    placeholder: 'VERSION',
    help: 'the version that is to be the newest one left',
  },
  'last-good': {
    kind: 'flag',
    help: 'the last version that is known to be good (default)',
  },
  reason: { kind: 'value', placeholder: 'TEXT', help: 'why, for the record' },
  yes: { kind: 'flag', help: 'do not ask; needed where nobody can be asked' },
  ...connectionOptions,
} as const satisfies Record<string, CommandOption>;

export const rollbackUsage = `Usage: hawkwatch rollback --database NAME [--to VERSION | --last-good] [options]

Takes a database back to a good version: tells what that does, asks for the database's name, rolls
back, follows the run to its end and prints what was verified.

${describeOptions(rollbackOptions)}

Exit codes: 0 rolled back and verified, 1 failed or not confirmed or not verified, 2 not started
(wrong usage, server not reachable or refusing). See docs/cli.md.
`;

/** After its end, a run is looked at this long for what was verified. */
const verificationMs = 300_000;
const pollMs = 1000;
const startAttempts = 5;

async function confirm(database: string, { terminal }: CommandContext): Promise<boolean> {
  if (!terminal.interactive) {
    throw new CommandError(
      'nobody can be asked here, so nothing was done: pass --yes to roll back without being asked',
    );
  }
  const answer = await terminal.ask(`Type the database’s name to roll it back: `);
  return answer?.trim() === database;
}

/** Starts it exactly once: the key makes a repeated request give the same run. */
async function start(
  server: Server,
  order: Omit<RollbackOrder, 'clientMutationId'>,
  { clock, random, terminal }: CommandContext,
): Promise<{ readonly id: string; readonly cursor: string }> {
  const clientMutationId = random.uuid();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startRollback(server, { ...order, clientMutationId });
    } catch (error) {
      if (!(error instanceof ServerAwayError) || attempt === startAttempts) throw error;
      terminal.err(`${oneLine(error.message)}; asking again\n`);
      await clock.sleep(pollMs * attempt, terminal.signal);
    }
  }
}

/** The run when it has ended and was verified, or when nothing more is to be expected. */
async function findResult(
  server: Server,
  runId: string,
  { clock, terminal }: CommandContext,
): Promise<FinishedRun> {
  const untilMs = clock.monotonicMs() + verificationMs;
  for (;;) {
    let run: FinishedRun | undefined;
    try {
      run = await askRun(server, runId);
    } catch (error) {
      if (!(error instanceof ServerAwayError) || clock.monotonicMs() > untilMs) throw error;
    }
    const isComplete =
      run !== undefined &&
      isRunEnded(run.state) &&
      (run.verification !== null || run.state !== 'SUCCEEDED');
    if (run !== undefined && (isComplete || clock.monotonicMs() > untilMs)) return run;
    await clock.sleep(pollMs, terminal.signal);
  }
}

/** Runs the command. */
export async function rollback(
  argv: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const { values, positionals } = parseOptions(argv, rollbackOptions);
  const { database, source, to } = values;
  if (positionals.length > 0) throw new CommandError('takes no arguments besides its options');
  if (database === undefined) throw new CommandError('name the database with --database NAME');
  if (to !== undefined && values['last-good']) {
    throw new CommandError('give --to VERSION or --last-good, not both');
  }
  const { terminal, clock, random } = context;
  const paint = painter(terminal.colours);
  const server = await connect(values, context);
  const preview = await askPreview(server, { database, source, toVersion: to });
  terminal.out(describePreview(preview, database, paint));
  if (!values.yes && !(await confirm(database, context))) {
    terminal.err('not confirmed: nothing was done\n');
    return exitCodes.failed;
  }
  const reason = values.reason ?? 'asked for on the command line';
  const { toVersion } = preview;
  const run = await start(server, { database, source: preview.source, toVersion, reason }, context);
  terminal.err(`run ${run.id}\n`);
  await followRun({
    server,
    runId: run.id,
    after: run.cursor,
    clock,
    random,
    signal: terminal.signal,
    onProgress: (progress) => {
      const line = describeProgress(progress, paint);
      if (line !== undefined) terminal.err(`${line}\n`);
    },
    onBreak: (reason) => terminal.err(`${oneLine(reason)}; the run goes on, looking again\n`),
  });
  const result = await findResult(server, run.id, context);
  terminal.out(describeResult(result, paint));
  const isGood = result.state === 'SUCCEEDED' && result.verification?.ok === true;
  return isGood ? exitCodes.ok : exitCodes.failed;
}
