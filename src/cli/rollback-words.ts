// What `rollback` tells: what will be undone, what happens, what was verified.
import { describeFindings, describeWhole, formatDuration } from './reports/human.ts';
import type { RunProgress } from './follow-run.ts';
import type { FinishedRun, RollbackPreview } from './rollback-operations.ts';
import { oneLine, type Paint } from './terminal.ts';

const lines = (parts: readonly string[]): string => `${parts.join('\n')}\n`;

/** What would be done, before it is. */
export function describePreview(preview: RollbackPreview, database: string, paint: Paint): string {
  const { source, fromVersion, toVersion, because, migrations, impact } = preview;
  const to = toVersion === '0' ? 'before the first migration' : toVersion;
  return lines([
    `${paint('bold', `${database}, source ${source}`)}: from ${fromVersion ?? 'nothing'} back to ${paint('bold', to)}`,
    ...(because === null ? [] : [paint('dim', `  ${oneLine(because)}`)]),
    'would undo, in this order:',
    ...migrations.map(({ version, name }) => `  ${oneLine(version)} ${oneLine(name)}`),
    '',
    ...(impact === null
      ? [paint('yellow', 'what that may do could not be assessed')]
      : [...describeFindings(impact, paint), ...describeWhole(impact, paint)]),
    '',
  ]);
}

const percentOf = ({ percent }: RunProgress): string => `${Math.floor(percent)}%`.padStart(4);

/** One line for what happened, or undefined when it is not worth one. */
export function describeProgress(progress: RunProgress, paint: Paint): string | undefined {
  const { kind, migration, statement, blockedBy, message } = progress;
  const what = migration === null ? '' : `${oneLine(migration.version)} ${oneLine(migration.name)}`;
  const at = paint('dim', percentOf(progress));
  const said = message === null ? '' : `: ${oneLine(message)}`;
  switch (kind) {
    case 'QUEUED':
      return `${at} queued${said}`;
    case 'STARTED':
      return `${at} started${said}`;
    case 'MIGRATION_STARTED':
      return `${at} ${what}`;
    case 'STATEMENT_FINISHED': {
      const took = statement?.durationMs ?? null;
      if (statement === null || took === null || took < 1000) return undefined;
      return `${at} ${what}: statement ${statement.index} of ${statement.total} took ${formatDuration(took)}`;
    }
    case 'BLOCKED': {
      const by = blockedBy.map(
        ({ pid, application }) => `${application ?? 'a session'} (pid ${pid})`,
      );
      return paint('yellow', `${at} waits for ${oneLine(by.join(', '))}${said}`);
    }
    case 'UNBLOCKED':
      return `${at} goes on`;
    case 'LOCK_RETRY':
      return paint('yellow', `${at} a lock was not got in time, it is tried again${said}`);
    case 'MIGRATION_FINISHED':
      return `${at} ${what}: ${migration?.state ?? ''}`;
    case 'LOG':
    case 'FINISHED':
      return `${at} ${kind === 'LOG' ? '' : 'ended'}${said.replace(/^: /, kind === 'LOG' ? '' : ': ')}`;
    case 'SNAPSHOT':
      return `${at} ${what}`.trimEnd();
    default:
      return undefined;
  }
}

/** How it ended. */
export function describeResult(run: FinishedRun, paint: Paint): string {
  const { state, error, verification, durationMs } = run;
  const took = durationMs === null ? '' : ` after ${formatDuration(durationMs)}`;
  const colour = state === 'SUCCEEDED' ? 'green' : 'red';
  return lines([
    `${paint(colour, state)}${took}`,
    ...(error === null ? [] : [`  ${oneLine(error.message)}`]),
    ...(error?.hint === undefined || error.hint === null ? [] : [`  hint: ${oneLine(error.hint)}`]),
    ...(verification === null
      ? [paint('yellow', 'nothing was verified')]
      : verification.checks.map(
          (check) =>
            `  ${check.ok ? paint('green', 'holds') : paint('red', 'FAILS')}  ${oneLine(check.name)}: ${oneLine(check.message)}`,
        )),
  ]);
}
