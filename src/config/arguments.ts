// The command line of the server. Whatever it does not know is refused with the nearest known option.
import { parseArgs } from 'node:util';

import { ConfigurationError, type ConfigurationFault } from './configuration-error.ts';
import { nearestWord } from './did-you-mean.ts';

export interface Arguments {
  readonly configPath?: string | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

const options = {
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

export const subcommands = ['assess', 'rollback'] as const;
export type Subcommand = (typeof subcommands)[number];

/** True for the word that calls for a subcommand instead of the server. */
export function isSubcommand(word: string): word is Subcommand {
  return subcommands.some((one) => one === word);
}

/** What `--help` prints. */
export const usage = `Usage: hawkwatch [options]             starts the server
       hawkwatch assess [options]      what SQL migrations may do to a database
       hawkwatch rollback [options]    takes a database back to a good version
       hawkwatch <subcommand> --help   the options of a subcommand

  --config FILE  the configuration file (default: HAWKWATCH_CONFIG, then ./hawkwatch.yaml)
  --help         prints this and ends
  --version      prints the version and ends
`;

type Token = ReturnType<typeof tokenize>[number];

const tokenize = (argv: readonly string[]) =>
  parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true }).tokens;

function hintFor({ value }: { readonly value: string }): string {
  if (isSubcommand(value)) return `a subcommand comes first: hawkwatch ${value} …`;
  const nearest = nearestWord(value, subcommands);
  return nearest === undefined ? 'see --help' : `did you mean ${nearest}?`;
}

function faultOf(token: Token): ConfigurationFault | undefined {
  if (token.kind === 'positional') {
    return { where: `argument ${token.index + 1}`, message: `is not expected; ${hintFor(token)}` };
  }
  if (token.kind !== 'option') return undefined;
  // `name` holds no value: the text after `=` is kept apart.
  const where = token.rawName;
  if (!Object.hasOwn(options, token.name)) {
    const nearest = nearestWord(token.name, Object.keys(options));
    const hint = nearest === undefined ? 'see --help' : `did you mean --${nearest}?`;
    return { where, message: `is no known option; ${hint}` };
  }
  if (token.name === 'config') {
    return token.value === undefined || token.value === '' || token.value.startsWith('--')
      ? { where, message: 'needs a file: --config FILE' }
      : undefined;
  }
  return token.value === undefined ? undefined : { where, message: 'takes no value' };
}

/** The options in `argv` (without Node and the script); throws `ConfigurationError`. */
export function parseArguments(argv: readonly string[]): Arguments {
  const tokens = tokenize(argv);
  const faults = tokens.map(faultOf).filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new ConfigurationError('the command line', faults);
  const given = tokens.filter((token) => token.kind === 'option');
  return {
    configPath: given.findLast((token) => token.name === 'config')?.value,
    help: given.some((token) => token.name === 'help'),
    version: given.some((token) => token.name === 'version'),
  };
}
