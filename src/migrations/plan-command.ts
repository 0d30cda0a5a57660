// Which migrations a tool's own command is going to run, as far as its status tells; the tool itself
// decides. Pure.
import { ConflictError, InvalidInputError, NotFoundError } from '../core/errors.ts';
import type { MigrationState, RunKind } from '../core/migrations.ts';
import type { SourceSettings } from '../databases/target.ts';
import type { MigrationEntry, SourceStatus } from './status-words.ts';

export interface CommandRequest {
  readonly kind: RunKind;
  readonly toVersion: string | undefined;
  readonly dryRun: boolean;
}

const runnable = new Set<MigrationState>([
  'PENDING',
  'OUT_OF_ORDER',
  'OUTDATED',
  'ROLLED_BACK',
  'FAILED',
  'PARTIAL',
]);
const undoable = new Set<MigrationState>(['APPLIED', 'EDITED', 'MARKED', 'MISSING_FILE', 'FUTURE']);
const placeholder = '{version}';

/** Whether a command, word by word, is told the version it goes to. */
export function takesVersion(words: readonly string[]): boolean {
  return words.some((word) => word.includes(placeholder));
}

/**
 * The migrations a command will run, in their order.
 * @throws ConflictError, NotFoundError or InvalidInputError that say what to do.
 */
export function planCommand(
  source: SourceSettings,
  status: SourceStatus,
  request: CommandRequest,
): readonly MigrationEntry[] {
  checkCommand(source, request);
  if (status.state === 'UNREACHABLE') {
    throw new ConflictError(`The status cannot be read: ${status.reason ?? ''}. Try again later.`);
  }
  const { migrations } = status;
  const { kind, toVersion } = request;
  const at = migrations.findIndex((entry) => entry.version === toVersion);
  const everything = toVersion === undefined || (kind === 'ROLLBACK' && toVersion === '0');
  if (at < 0 && !everything) {
    throw new NotFoundError(`The source "${source.name}" has no migration "${toVersion}".`);
  }
  if (kind === 'MIGRATE') {
    const upTo = everything ? migrations : migrations.slice(0, at + 1);
    return upTo.filter((entry) => runnable.has(entry.state));
  }
  return migrations
    .slice(at + 1)
    .filter((entry) => undoable.has(entry.state))
    .toReversed();
}

function checkCommand({ name, tool, command }: SourceSettings, request: CommandRequest): void {
  const { kind, toVersion, dryRun } = request;
  if (command === null) {
    throw new ConflictError(
      `hawkwatch only reads the source "${name}" of the tool "${tool}". To run it from here, ` +
        "configure the tool's own command (`command.migrate`).",
    );
  }
  if (dryRun) {
    const message = `hawkwatch cannot rehearse a command of "${tool}"`;
    throw new InvalidInputError(`${message}. Trigger it without dryRun.`, [
      { path: 'input.dryRun', message },
    ]);
  }
  const words = kind === 'MIGRATE' ? command.migrate : command.rollback;
  if (words === null) {
    throw new ConflictError(
      `The source "${name}" has no command that rolls back. Set \`command.rollback\`.`,
    );
  }
  const isTold = takesVersion(words);
  if (isTold === (toVersion !== undefined)) return;
  const message = isTold
    ? 'is needed: the command takes a version'
    : `cannot be given: the command has no ${placeholder} among its arguments`;
  throw new InvalidInputError(`toVersion ${message}.`, [{ path: 'input.toVersion', message }]);
}
