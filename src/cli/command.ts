// What every subcommand is given.
import type { CommandEnvironment } from '../config/command-environment.ts';
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { Terminal } from './terminal.ts';

export interface CommandContext {
  /** hawkwatch's own version. */
  readonly version: string;
  readonly environment: CommandEnvironment;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly random: Random;
  readonly cwd: string;
}
