// The failures of subcommands that are no bugs: each message says what to do next and holds no
// secret, and each ends the process with its exit code.
import { ExpectedError } from '../core/errors.ts';

/** How a subcommand ends. */
export const exitCodes = {
  /** What was asked for is done, or nothing reaches the threshold. */
  ok: 0,
  /** The threshold is reached; the run failed, or what it left does not hold. */
  failed: 1,
  /** Nothing can be said: wrong usage, files that cannot be read, a server that cannot be reached. */
  unusable: 2,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command cannot do what it was asked for. */
export class CommandError extends ExpectedError {
  override readonly name: string = 'CommandError';
  readonly code = 'COMMAND';
}

/** The server cannot be reached just now; asking again may help. */
export class ServerAwayError extends CommandError {
  override readonly name = 'ServerAwayError';
}
