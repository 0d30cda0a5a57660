// A run whose migrations the tool's own command executes. hawkwatch starts it, reads its output, and
// sees in the database what it does; it never writes to the tool's history.
//
//   look again → start (or take up) → follow: output, history, locks → the process has ended → its sessions have
//   ended → what the history says decides
//
// When hawkwatch stops, the command goes on; the next start takes it up by its process, or, when that
// has ended too, by the history alone. A command that was cancelled is ended with its process group.
import path from 'node:path';

import type { Clock } from '../../../core/clock.ts';
import { coerceError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import type { SourceSettings } from '../../../databases/target.ts';
import type { Target } from '../../../databases/targets.ts';
import type { MigrationRun, MigrationRunStep } from '../../../store/migration-runs.ts';
import type { SourceStatus, StatusReader } from '../../status-words.ts';
import type { StopReason } from '../executor.ts';
import { failure } from '../failure.ts';
import type { RunProgress } from '../progress.ts';
import { createHistoryWatch, type HistoryWatch } from './history-watch.ts';
import { followOutput, type CommandOutput } from './output.ts';
import {
  commandFiles,
  deleteCommandFiles,
  findCommand,
  startCommand,
  type CommandEnd,
  type CommandProcess,
} from './process.ts';
import { requireShown } from './require-shown.ts';
import { createSessionWatch } from './session-watch.ts';

export interface CommandRunOptions {
  readonly run: MigrationRun;
  readonly steps: readonly MigrationRunStep[];
  readonly target: Target;
  readonly statuses: StatusReader;
  readonly progress: RunProgress;
  /** Where commands leave their output and process ids. */
  readonly directory: string;
  readonly mode: 'execute' | 'reconcile';
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  stopReason(): StopReason;
}

const lookMs = 500;
const settleMs = 60_000;

/** Runs or takes up the command. Never throws for what it or the database does. */
export async function runCommand(options: CommandRunOptions): Promise<void> {
  const { run, progress, logger, signal } = options;
  const files = commandFiles(options.directory, run.id);
  try {
    const source = sourceOf(options);
    const process =
      options.mode === 'execute'
        ? await begin(options, source)
        : await findCommand(files, options.clock);
    if (process === 'unstarted') {
      endUnstarted(options);
      return;
    }
    if (process === undefined) {
      // It may still work, where no trace of it is: on another host, or started just before a crash.
      const watched = { ...options, applicationName: commandApplicationName(run.id) };
      const { waitForEnd } = createSessionWatch(watched);
      await waitForEnd(source.command?.timeoutMs ?? settleMs, signal);
      await settle(options, { exitCode: null, signal: null, unknown: true }, []);
    } else {
      const output = await followOutput({
        path: files.output,
        secrets: source.command?.secrets ?? [],
        onLines: (lines) => progress.log(lines.join('\n')),
      });
      const end = await follow(options, source, process, output);
      if (end === 'left') return;
      await settle(options, end, output.tail());
    }
    await deleteCommandFiles(files);
  } catch (error) {
    if (signal.aborted && options.stopReason() === 'shutdown') return;
    logger.warn({ err: coerceError(error), run: run.id }, 'the command of a run failed');
    const { runError } = failure(coerceError(error).message);
    progress.finished('FAILED', { error: runError });
  }
}

/** Stopped before the command was started: there is nothing to follow or to take up. */
function endUnstarted({ progress, stopReason }: CommandRunOptions): void {
  if (stopReason() === 'cancel') {
    progress.finished('CANCELLED', { message: 'cancelled on request' });
  } else {
    const message = 'hawkwatch is stopping; the run goes on after its restart';
    progress.log(message, { state: 'QUEUED' });
  }
}

function sourceOf({ run, target }: CommandRunOptions): SourceSettings {
  const source = target.settings.sources.find((one) => one.name === run.source);
  if (source?.command == null) {
    throw failure(
      `The source "${run.source}" has no command any more. Set \`command\` in hawkwatch.yaml.`,
    );
  }
  return source;
}

/** The application name by which the command's sessions are known, where its driver takes one. */
export function commandApplicationName(runId: string): string {
  return `hawkwatch run ${runId.slice(0, 8)}`;
}

/** Starts the command, unless the run was stopped before. */
async function begin(
  options: CommandRunOptions,
  source: SourceSettings,
): Promise<CommandProcess | 'unstarted'> {
  const { run, progress, clock, directory, signal } = options;
  const { command } = source;
  const template = run.kind === 'ROLLBACK' ? command?.rollback : command?.migrate;
  if (command == null || template == null) throw failure('The source has no command for this.');
  progress.started();
  await requireShown({ ...options, databaseName: options.target.settings.name }, source);
  if (signal.aborted) return 'unstarted';
  const words = template.map((word) => word.replaceAll('{version}', run.toVersion ?? ''));
  const name = path.basename(words[0] ?? '');
  try {
    const process = await startCommand({
      words,
      directory: command.directory,
      environment: { ...command.environment, PGAPPNAME: commandApplicationName(run.id) },
      files: commandFiles(directory, run.id),
      clock,
    });
    progress.log(`${name} was started (process ${process.pid})`);
    return process;
  } catch (error) {
    const cause = coerceError(error);
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
    throw failure(
      `${name} cannot be started: ${code}. Look at \`command\` of this source: the program must be ` +
        'installed where hawkwatch runs, and the directory must be there.',
    );
  }
}

/** Until the process has ended, or hawkwatch stops before it. */
async function follow(
  options: CommandRunOptions,
  source: SourceSettings,
  process: CommandProcess,
  output: CommandOutput,
): Promise<CommandEnd | 'left'> {
  const { run, progress, clock, logger, signal } = options;
  const startedAt = run.startedAt ?? clock.now();
  const timeoutMs = source.command?.timeoutMs ?? 0;
  const history = createHistoryWatch(options);
  const sessions = createSessionWatch({
    ...options,
    applicationName: commandApplicationName(run.id),
  });
  let ending: Promise<void> | undefined;
  let end: CommandEnd | undefined;
  void process.ended.then((value) => {
    end = value;
  });
  const stop = (why: string): void => {
    if (ending !== undefined) return;
    progress.log(why);
    ending = process.terminate();
  };
  try {
    while (end === undefined) {
      await output.read();
      await Promise.all([history.look(), sessions.look()]).catch((error: unknown) => {
        logger.debug({ err: coerceError(error), run: run.id }, 'a command could not be watched');
      });
      if (signal.aborted) {
        if (options.stopReason() === 'shutdown') {
          progress.log('hawkwatch is stopping; the command goes on and is taken up afterwards');
          return 'left';
        }
        stop('cancelled on request; the command is ended');
      } else if (clock.now().getTime() - startedAt.getTime() > timeoutMs) {
        stop(`it took longer than ${Math.round(timeoutMs / 1000)} s; the command is ended`);
      }
      await Promise.race([process.ended, clock.sleep(lookMs)]);
    }
    await ending;
    // What it had begun in the database goes on without it, unless it is ended there.
    if (ending !== undefined) await sessions.cancel();
    await sessions.waitForEnd(settleMs);
    return ending === undefined ? end : { ...end, signal: end.signal ?? 'SIGTERM' };
  } finally {
    await output.close();
  }
}

/** Tells the end by what the history says; a good exit code alone is not believed. */
async function settle(
  options: CommandRunOptions,
  end: CommandEnd,
  tail: readonly string[],
): Promise<void> {
  const { run, progress, signal } = options;
  const history = createHistoryWatch(options);
  const status = await readLast(options, history);
  if (status === undefined) {
    const message = 'the command has ended, but the database cannot be asked what it did. Retry.';
    progress.finished('INTERRUPTED', { message });
    return;
  }
  const open = history.open();
  const cancelled = signal.aborted && options.stopReason() === 'cancel';
  if (cancelled && open.length > 0) {
    progress.finished('CANCELLED', { message: 'cancelled on request' });
  } else if (open.length === 0 && (end.exitCode === 0 || end.unknown)) {
    progress.finished('SUCCEEDED');
  } else if (end.unknown) {
    const message = `the command was cut off; not done: ${open.join(', ')}. Retry to go on.`;
    progress.finished('INTERRUPTED', { message });
  } else {
    const { runError } = failure(failureText(run, end, open, status), {
      hint: tail.length === 0 ? null : tail.join('\n'),
    });
    progress.finished('FAILED', { error: runError });
  }
}

/** The status after the end; undefined when the database stays away. */
async function readLast(
  { clock, signal, stopReason }: CommandRunOptions,
  history: HistoryWatch,
): Promise<SourceStatus | undefined> {
  const until = clock.monotonicMs() + settleMs;
  for (;;) {
    const status = await history.settle();
    if (status !== undefined) return status;
    if (signal.aborted && stopReason() === 'shutdown') signal.throwIfAborted();
    if (clock.monotonicMs() > until) return undefined;
    await clock.sleep(1000);
  }
}

function failureText(
  run: MigrationRun,
  end: CommandEnd,
  open: readonly string[],
  status: SourceStatus,
): string {
  const how =
    end.signal === null
      ? `The command ended with exit code ${end.exitCode ?? 'unknown'}`
      : `The command was ended by ${end.signal}`;
  const what = run.kind === 'MIGRATE' ? 'applied' : 'rolled back';
  const left = open.length === 0 ? '' : `; not ${what}: ${open.join(', ')}`;
  const state = status.reason === null ? '' : ` (${status.state}: ${status.reason})`;
  return `${how}${left}${state}. Its output tells more.`;
}
