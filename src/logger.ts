// The log: JSON lines on stdout, pretty on a terminal. Of an error only what is safe is written:
// database drivers put statements, parameters and rows into the errors they throw.
import { pino, type Logger as PinoLogger } from 'pino';
import { PinoPretty } from 'pino-pretty';

import type { Logger } from './core/logger.ts';

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const quotesQuery = 'query' in error && 'params' in error;
  const message = quotesQuery ? 'a query of the store failed' : error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const stack = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack: stack.slice(0, 12).join('\n') }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function adapt(log: PinoLogger): Logger {
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    child: (fields) => adapt(log.child(fields)),
  };
}

/** A logger that writes to stdout at `level` and above. */
export function createLogger(options: { level: string; pretty: boolean }): Logger {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  };
  const destination = options.pretty
    ? PinoPretty({ colorize: true, translateTime: 'HH:MM:ss.l', sync: true })
    : pino.destination({ dest: 1, sync: true });
  return adapt(pino(settings, destination));
}
