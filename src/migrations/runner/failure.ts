// How a run ends other than well, as errors between the parts of the runner, and what is told of a
// server's error. Nothing leaves here with a secret of the statement in it.
import { coerceError } from '../../core/errors.ts';
import type { RunError } from '../../core/migrations.ts';
import { isConnectionFailure } from '../../databases/postgres/session.ts';
import { cutText, maskSecrets } from '../../sql/redact.ts';

/** A migration failed; what it did in its transaction is undone. */
export class MigrationFailedError extends Error {
  override readonly name = 'MigrationFailedError';
  readonly runError: RunError;

  constructor(runError: RunError) {
    super(runError.message);
    this.runError = runError;
  }
}

/** Whether a statement was executed is not known, and no probe can tell. */
export class InDoubtError extends MigrationFailedError {}

/** Somebody asked for the end of the run, or hawkwatch is stopping. */
export class RunStoppedError extends Error {
  override readonly name = 'RunStoppedError';
}

/** Another replica has taken the run over and tells what became of it. */
export class RunTakenOverError extends Error {
  override readonly name = 'RunTakenOverError';
}

/** The run lock is not held any more: nothing further may be executed. */
export class RunLockLostError extends Error {
  override readonly name = 'RunLockLostError';
}

/** A failure in hawkwatch's own words. */
export function failure(message: string, more: Partial<RunError> = {}): MigrationFailedError {
  return new MigrationFailedError({
    message,
    sqlState: null,
    statement: null,
    position: null,
    hint: null,
    ...more,
  });
}

interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly position: number | undefined;
}

function textField(error: object, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The fields of an error that PostgreSQL reported, or undefined for another kind of error. */
export function serverErrorOf(thrown: unknown): ServerError | undefined {
  const error = coerceError(thrown);
  const code = textField(error, 'code');
  if (error.name !== 'PostgresError' || code === undefined) return undefined;
  const position = Number(textField(error, 'position'));
  return {
    code,
    message: error.message,
    detail: textField(error, 'detail'),
    hint: textField(error, 'hint'),
    position: Number.isSafeInteger(position) && position > 0 ? position : undefined,
  };
}

/** True when a lock was not granted within lock_timeout. */
export function isLockTimeout(error: unknown): boolean {
  return serverErrorOf(error)?.code === '55P03';
}

/** True when the server ended a statement because it was asked to. */
export function isCancelled(error: unknown): boolean {
  return serverErrorOf(error)?.code === '57014';
}

/** The statement a failure is told of. */
export interface FailedStatement {
  readonly text: string;
  readonly redactedText: string;
  readonly secrets: readonly string[];
  /** Characters that were sent before it in the same message. */
  readonly offset?: number;
}

/**
 * What is told and stored of a failed statement. The detail of constraint violations is left out,
 * because it quotes rows of the table.
 */
export function toMigrationFailure(thrown: unknown, statement: FailedStatement): Error {
  if (thrown instanceof MigrationFailedError || isConnectionFailure(thrown)) {
    return coerceError(thrown);
  }
  const error = serverErrorOf(thrown);
  if (error === undefined) return coerceError(thrown);
  const { text, redactedText, secrets, offset = 0 } = statement;
  const position = (error.position ?? 0) - offset;
  const mask = (value: string): string => maskSecrets(value, secrets);
  const quotesRows = error.code.startsWith('23') || error.code.startsWith('22');
  const detail = error.detail === undefined || quotesRows ? '' : ` (${mask(error.detail)})`;
  return new MigrationFailedError({
    message: `${mask(error.message)}${detail}`,
    sqlState: error.code,
    statement: cutText(redactedText, 2000),
    // A position in the text that was sent; where redaction changed it, it would point elsewhere.
    position: text === redactedText && position > 0 ? position : null,
    hint: error.hint === undefined ? null : mask(error.hint),
  });
}
