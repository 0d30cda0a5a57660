// The command line: what it knows, and the answer to what it does not know.
import { describe, expect, it } from 'vitest';

import { parseArguments } from '../../../src/config/arguments.ts';

const nothing = { help: false, version: false };

describe('the command line', () => {
  it.each([
    [[], nothing],
    [['--config', 'a.yaml'], { ...nothing, configPath: 'a.yaml' }],
    [['--config=a.yaml', '--config=b.yaml'], { ...nothing, configPath: 'b.yaml' }],
    [['--help'], { ...nothing, help: true }],
    [['-h', '-v'], { help: true, version: true }],
    [['--version'], { ...nothing, version: true }],
  ])('reads %j', (argv, expected) => {
    expect(parseArguments(argv)).toEqual(expected);
  });

  it.each([
    [['--confg', 'x'], '--confg: is no known option; did you mean --config?'],
    [['--postgres=secret'], '--postgres: is no known option; see --help'],
    [['-x'], '-x: is no known option'],
    [['serve'], 'argument 1: is not expected; see --help'],
    [['asses'], 'argument 1: is not expected; did you mean assess?'],
    [['--help', 'rollback'], 'a subcommand comes first: hawkwatch rollback'],
    [['--config'], '--config: needs a file'],
    [['--config='], '--config: needs a file'],
    [['--config', '--help'], '--config: needs a file'],
    [['--help=yes'], '--help: takes no value'],
  ])('refuses %j', (argv, message) => {
    const parse = (): unknown => parseArguments(argv);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow('secret');
  });
});
