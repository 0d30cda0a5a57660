// The environment variables of the subcommands. They are no part of the server's configuration, and
// no message holds a value.

export interface CommandEnvironment {
  /** Where the server is. */
  readonly url: string | undefined;
  /** Never print it. */
  readonly token: string | undefined;
  /** True when text may be coloured on a stream that is, or is not, a terminal. */
  wantsColours(isTerminal: boolean): boolean;
}

const filled = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim();

/** What the variables say; the process's own when none are given. */
export function parseCommandEnvironment(env: NodeJS.ProcessEnv = process.env): CommandEnvironment {
  return {
    url: filled(env['HAWKWATCH_URL']),
    token: filled(env['HAWKWATCH_TOKEN']),
    wantsColours: (isTerminal) => {
      if (filled(env['NO_COLOR']) !== undefined) return false;
      const forced = filled(env['FORCE_COLOR']);
      if (forced !== undefined) return forced !== '0';
      return isTerminal && env['TERM'] !== 'dumb';
    },
  };
}
