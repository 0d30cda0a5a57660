// The options of a subcommand, declared once: what is parsed and what `--help` prints come from the
// same table. Whatever is not known is refused, with the nearest known option, all faults at once.
import { parseArgs } from 'node:util';

import { ConfigurationError, type ConfigurationFault } from '../config/configuration-error.ts';
import { nearestWord } from '../config/did-you-mean.ts';

interface FlagOption {
  readonly kind: 'flag';
  readonly help: string;
}

interface ValueOption {
  /** `list`: may be given several times, and several at once with commas. */
  readonly kind: 'value' | 'list';
  /** What stands for the value, as `FILE`. */
  readonly placeholder: string;
  readonly help: string;
  /** The values there are, where they are few. */
  readonly choices?: readonly string[];
}

export type CommandOption = FlagOption | ValueOption;
type CommandOptions = Readonly<Record<string, CommandOption>>;

type OptionValues<Options extends CommandOptions> = {
  readonly [Name in keyof Options]: Options[Name]['kind'] extends 'flag'
    ? boolean
    : Options[Name]['kind'] extends 'list'
      ? readonly string[]
      : string | undefined;
};

export interface ParsedOptions<Options extends CommandOptions> {
  readonly values: OptionValues<Options>;
  /** What stands there without an option, as file names. */
  readonly positionals: readonly string[];
}

type Token = ReturnType<typeof tokenize>[number];

function tokenize(argv: readonly string[], options: CommandOptions) {
  const declared = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { type: option.kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  return parseArgs({
    args: argv,
    options: declared,
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function faultOf(token: Token, options: CommandOptions): ConfigurationFault | undefined {
  if (token.kind !== 'option') return undefined;
  const where = token.rawName;
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) {
    const nearest = nearestWord(token.name, Object.keys(options));
    const hint = nearest === undefined ? 'see --help' : `did you mean --${nearest}?`;
    return { where, message: `is no known option; ${hint}` };
  }
  if (option.kind === 'flag') {
    return token.value === undefined ? undefined : { where, message: 'takes no value' };
  }
  // `--format --output x` has forgotten a value; a value that begins so can be given as --name=value.
  const forgotten = token.value?.startsWith('--') === true && !token.inlineValue;
  if (token.value === undefined || token.value === '' || forgotten) {
    return { where, message: `needs a value: ${where} ${option.placeholder}` };
  }
  const { choices } = option;
  const given = option.kind === 'list' ? split(token.value) : [token.value];
  const wrong = given.find((value) => choices !== undefined && !choices.includes(value));
  if (choices === undefined || wrong === undefined) return undefined;
  const nearest = nearestWord(wrong, choices);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return { where, message: `must be one of ${choices.join(', ')}${hint}` };
}

/** Reads a subcommand's arguments; throws a `ConfigurationError`. */
export function parseOptions<const Options extends CommandOptions>(
  argv: readonly string[],
  options: Options,
): ParsedOptions<Options> {
  const tokens = tokenize(argv, options);
  const faults = tokens
    .map((token) => faultOf(token, options))
    .filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new ConfigurationError('the command line', faults);
  const given = tokens.filter((token) => token.kind === 'option');
  const values = Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const own = given.filter((token) => token.name === name);
      if (option.kind === 'flag') return [name, own.length > 0];
      if (option.kind === 'value') return [name, own.at(-1)?.value];
      return [name, own.flatMap((token) => split(token.value ?? ''))];
    }),
  ) as OptionValues<Options>;
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? token.value : []));
  return { values, positionals };
}

/** The lines of `--help` that tell of the options. */
export function describeOptions(options: CommandOptions): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const left = option.kind === 'flag' ? `--${name}` : `--${name} ${option.placeholder}`;
    return { left, help: option.help };
  });
  const width = Math.max(...rows.map((row) => row.left.length));
  return rows
    .map(({ left, help }) => {
      const [first = '', ...rest] = help.split('\n');
      const indent = ' '.repeat(width + 4);
      return [`  ${left.padEnd(width)}  ${first}`, ...rest.map((line) => indent + line)].join('\n');
    })
    .join('\n');
}
