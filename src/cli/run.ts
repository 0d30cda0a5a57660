// The subcommands: which one it is, what it is given, and with which code the process ends. Loaded
// only when one is called for, so the server starts without it.
import { ConfigurationError } from '../config/configuration-error.ts';
import { parseCommandEnvironment } from '../config/command-environment.ts';
import { createSystemClock } from '../core/clock.ts';
import { coerceError, ExpectedError } from '../core/errors.ts';
import { createSystemRandom } from '../core/random.ts';
import { assess, assessUsage } from './assess.ts';
import type { CommandContext } from './command.ts';
import { exitCodes, type ExitCode } from './failures.ts';
import { rollback, rollbackUsage } from './rollback.ts';
import { createProcessTerminal, oneLine, printable } from './terminal.ts';

interface Command {
  readonly usage: string;
  run(argv: readonly string[], context: CommandContext): Promise<ExitCode>;
}

const commands: Readonly<Record<string, Command>> = {
  assess: { usage: assessUsage, run: assess },
  rollback: { usage: rollbackUsage, run: rollback },
};

const asksForHelp = (argv: readonly string[]): boolean =>
  argv.some((argument) => argument === '--help' || argument === '-h');

/** Runs a subcommand; every failure is told on the terminal and becomes an exit code. */
export async function runCommand(
  name: string,
  argv: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  const command = commands[name];
  if (command === undefined) throw new Error(`there is no subcommand ${name}`);
  if (asksForHelp(argv)) {
    terminal.out(command.usage);
    return exitCodes.ok;
  }
  try {
    return await command.run(argv, context);
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.err('interrupted\n');
      return exitCodes.interrupted;
    }
    const failure = coerceError(error);
    if (failure instanceof ConfigurationError) {
      terminal.err(`${printable(failure.message)}\nsee hawkwatch ${name} --help\n`);
    } else if (failure instanceof ExpectedError) {
      terminal.err(`hawkwatch ${name}: ${oneLine(failure.message)}\n`);
    } else {
      terminal.err(`hawkwatch ${name} failed unexpectedly\n${printable(failure.stack ?? '')}\n`);
    }
    return exitCodes.unusable;
  }
}

/** The same with the process's own terminal, environment, clock and working directory. */
export function runProcessCommand(
  name: string,
  argv: readonly string[],
  version: string,
): Promise<ExitCode> {
  const environment = parseCommandEnvironment();
  return runCommand(name, argv, {
    version,
    environment,
    terminal: createProcessTerminal(environment.wantsColours),
    clock: createSystemClock(),
    random: createSystemRandom(),
    cwd: process.cwd(),
  });
}
