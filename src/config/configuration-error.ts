// The failure of a configuration: all its faults at once, each with its place. A message here names
// places, variables and keys, and never a value, since a value may hold a password.
import { ExpectedError } from '../core/errors.ts';

export interface ConfigurationFault {
  /** `databases[0].url`, an environment variable's name or a command-line option. */
  readonly where: string;
  /** The line of the file, counted from 1. */
  readonly line?: number;
  readonly message: string;
}

function describe(fault: ConfigurationFault): string {
  const place = [fault.line === undefined ? '' : `line ${fault.line}`, fault.where]
    .filter((part) => part !== '')
    .join(', ');
  return `  ${place === '' ? '' : `${place}: `}${fault.message}`;
}

/** The file, the environment or the command line cannot be used as it is. */
export class ConfigurationError extends ExpectedError {
  override readonly name = 'ConfigurationError';
  readonly code = 'CONFIGURATION';
  /** What is wrong: `the environment`, or the file's path. */
  readonly subject: string;
  readonly faults: readonly ConfigurationFault[];

  constructor(subject: string, faults: readonly ConfigurationFault[]) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    super([`${count} in ${subject}:`, ...faults.map(describe)].join('\n'));
    this.subject = subject;
    this.faults = faults;
  }
}

/** One error that reports what several ones found, in their order. */
export function mergeConfigurationErrors(
  errors: readonly ConfigurationError[],
): ConfigurationError {
  return new ConfigurationError(
    errors.map((error) => error.subject).join(' and '),
    errors.flatMap((error) => error.faults),
  );
}
