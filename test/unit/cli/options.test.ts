// The options of subcommands: what is read, and the answer to what is not known.
import { describe, expect, it } from 'vitest';

import { describeOptions, parseOptions } from '../../../src/cli/options.ts';

const options = {
  folder: { kind: 'value', placeholder: 'DIR', help: 'a folder' },
  format: { kind: 'value', placeholder: 'FORM', choices: ['human', 'json'], help: 'a form' },
  'opt-in': { kind: 'list', placeholder: 'RULE', help: 'rules\nseveral' },
  yes: { kind: 'flag', help: 'do it' },
} as const;

const none = { folder: undefined, format: undefined, 'opt-in': [], yes: false };

describe('the options of a subcommand', () => {
  it.each([
    [[], none, []],
    [['a.sql', 'b.sql'], none, ['a.sql', 'b.sql']],
    [['--folder', 'x', 'a.sql'], { ...none, folder: 'x' }, ['a.sql']],
    [['--folder=x', '--folder=y'], { ...none, folder: 'y' }, []],
    [['--folder=--odd'], { ...none, folder: '--odd' }, []],
    [['--yes', 'a.sql'], { ...none, yes: true }, ['a.sql']],
    [['--opt-in', 'a,b', '--opt-in', ' c '], { ...none, 'opt-in': ['a', 'b', 'c'] }, []],
    [['--', '--folder', '-x.sql'], none, ['--folder', '-x.sql']],
  ])('are read from %j', (argv, values, positionals) => {
    expect(parseOptions(argv, options)).toEqual({ values, positionals });
  });

  it.each([
    [['--foldr', 'x'], '--foldr: is no known option; did you mean --folder?'],
    [['--secret=hunter2'], '--secret: is no known option; see --help'],
    [['-x'], '-x: is no known option'],
    [['--folder'], '--folder: needs a value: --folder DIR'],
    [['--folder', '--yes'], '--folder: needs a value'],
    [['--folder='], '--folder: needs a value'],
    [['--yes=no'], '--yes: takes no value'],
    [['--format', 'jsn'], '--format: must be one of human, json; did you mean json?'],
    [['--toString'], '--toString: is no known option'],
  ])('are refused in %j', (argv, message) => {
    const parse = (): unknown => parseOptions(argv, options);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow('hunter2');
  });

  it('are refused all at once', () => {
    expect(() => parseOptions(['--yes=1', '--x', '--folder'], options)).toThrow('3 faults');
  });

  it('are described in columns', () => {
    expect(describeOptions(options)).toBe(
      [
        '  --folder DIR   a folder',
        '  --format FORM  a form',
        '  --opt-in RULE  rules',
        '                 several',
        '  --yes          do it',
      ].join('\n'),
    );
  });
});
