// The expected failures of the embedded PostgreSQL. Each message says what to do next.
import { ExpectedError } from '../../core/errors.ts';

/** Another hawkwatch owns the embedded PostgreSQL of this state directory. */
export class AlreadyRunningError extends ExpectedError {
  override readonly name = 'AlreadyRunningError';
  readonly code = 'ALREADY_RUNNING';
}

/** The embedded PostgreSQL cannot be run here or with these files; nothing was changed. */
export class EmbeddedServerError extends ExpectedError {
  override readonly name = 'EmbeddedServerError';
  readonly code = 'EMBEDDED_SERVER';
}

/** The server is starting, stopping or just ended: asking again may help. Never leaves this folder. */
export class ServerAwayError extends Error {
  override readonly name = 'ServerAwayError';
}

/** The `code` of a system or PostgreSQL error, as `ENOENT` or `57P03`. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
