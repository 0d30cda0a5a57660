// A logger that keeps every line as the text that would be written, errors with their causes.
import { inspect } from 'node:util';

import type { Logger } from '../../src/core/logger.ts';

export interface CapturedLog {
  readonly logger: Logger;
  readonly lines: readonly string[];
}

export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const take = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${inspect(fields, { depth: 10, showHidden: true })}`);
  };
  const logger: Logger = {
    debug: take('debug'),
    info: take('info'),
    warn: take('warn'),
    error: take('error'),
    child: () => logger,
  };
  return { logger, lines };
}
