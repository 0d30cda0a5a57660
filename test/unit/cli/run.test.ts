// The subcommands in this process: what they take, what they refuse, and with which exit code.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCommand } from '../../../src/cli/run.ts';
import { parseCommandEnvironment } from '../../../src/config/command-environment.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

let cwd: string;

const files = {
  'm/1_notes.sql': 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\n',
  'm/2_drop.sql': '\nDROP TABLE orders;\n',
  'concurrently.sql': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (a);\n',
  'flyway/V1__lines.sql': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (a);\n',
  'flyway/U1__lines.sql': 'DROP TABLE orders;\n',
  'dbmate/1_lines.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\nDROP TABLE orders;\n',
  'mysql.sql': 'DROP TABLE `orders`;\n',
  'unknown.sql': "DO $$ BEGIN EXECUTE 'x'; END $$;\n",
  'none/readme.md': 'nothing\n',
  token: 'a-token-from-a-file\n',
};

beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'hawkwatch-run-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
    await writeFile(path.join(cwd, name), text);
  }
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function hawkwatch(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const [name = '', ...rest] = argv;
  const code = await runCommand(name, rest, {
    version: '0.1.0',
    environment: parseCommandEnvironment(env),
    terminal: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      colours: false,
      interactive: false,
      ask: () => Promise.reject(new Error('nobody is there')),
      signal: new AbortController().signal,
    },
    clock: createFakeClock(),
    random: createSystemRandom(),
    cwd,
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('hawkwatch assess', () => {
  it.each([
    ['never', 0],
    ['UNKNOWN', 0],
    ['CRITICAL', 1],
    ['LOW', 1],
  ])('fails from %s on: exit code %i', async (level, code) => {
    const ended = await hawkwatch(['assess', 'm/2_drop.sql', '--fail-on', level]);
    expect({ code: ended.code, err: ended.err }).toEqual({ code, err: '' });
  });

  it('fails what it cannot judge, and what it is not sure of', async () => {
    const unknown = ['assess', 'unknown.sql', '--fail-on'];
    expect((await hawkwatch([...unknown, 'UNKNOWN'])).code).toBe(1);
    expect((await hawkwatch([...unknown, 'never', '--min-confidence', '90'])).code).toBe(1);
    expect((await hawkwatch([...unknown, 'never', '--min-confidence', '10'])).code).toBe(0);
  });

  it('asks rules that are off only when they are named', async () => {
    const rules = async (...argv: string[]): Promise<string> =>
      (await hawkwatch(['assess', 'm/1_notes.sql', '--format=json', ...argv])).out;
    expect(await rules()).not.toContain('unqualified-name');
    expect(await rules('--opt-in', 'unqualified-name')).toContain('unqualified-name');
  });

  it('knows who puts a transaction around a file', async () => {
    const by = async (...argv: string[]): Promise<number> =>
      (await hawkwatch(['assess', 'concurrently.sql', ...argv])).code;
    expect(await by()).toBe(0);
    expect(await by('--transactions', 'none')).toBe(0);
    expect(await by('--transactions', 'tool')).toBe(1);
  });

  it('tells a tool by its folder and by its comments, and takes the one it is told', async () => {
    const flyway = await hawkwatch(['assess', '--folder', 'flyway']);
    expect(flyway.out).toContain('as flyway runs the files');
    // Flyway puts a transaction around it.
    expect(flyway.out).toContain('concurrently-in-transaction');
    const dbmate = await hawkwatch(['assess', '--folder', 'dbmate']);
    expect(dbmate).toMatchObject({ code: 0, err: '' });
    expect(dbmate.out).toContain('as dbmate runs the files');
    expect((await hawkwatch(['assess', 'dbmate/1_lines.sql'])).code).toBe(0);
    expect((await hawkwatch(['assess', 'dbmate/1_lines.sql', '--tool', 'sql'])).code).toBe(1);
  });

  it('takes the version of PostgreSQL it is told', async () => {
    const told = await hawkwatch(['assess', 'm/1_notes.sql', '--pg-version', '17']);
    expect(told.out).toContain('Assessed against no database, PostgreSQL 17');
  });

  it('judges other dialects by what needs no grammar', async () => {
    const { code, out } = await hawkwatch(['assess', 'mysql.sql', '--dialect', 'mysql']);
    expect(code).toBe(1);
    expect(out).toContain('drop-table');
  });
});

describe('what cannot be done', () => {
  const token = { HAWKWATCH_TOKEN: 'a-secret-token' };

  it.each([
    [['assess'], 'name the files, or --folder DIR'],
    [['assess', '--folder', 'm', 'm/2_drop.sql'], 'not both'],
    [['assess', '--foldr', 'm'], 'did you mean --folder?'],
    [['assess', '--fail-on', 'high', 'm/2_drop.sql'], 'did you mean HIGH?'],
    [['assess', '--min-confidence', '101', 'm/2_drop.sql'], 'from 0 to 100'],
    [['assess', '--pg-version', 'new', 'm/2_drop.sql'], '--pg-version must be a whole number'],
    [['assess', '--opt-in', 'unqualified', 'm/2_drop.sql'], 'no such rule'],
    [['assess', '--opt-in', 'drop-table', 'm/2_drop.sql'], 'is on anyway'],
    [['assess', '--url', 'http://h', 'm/2_drop.sql'], '--url goes with --database'],
    [['assess', '--folder', 'none'], 'holds no .sql file: nothing was assessed'],
    [['assess', '--folder', 'nowhere'], 'cannot be read: ENOENT'],
    [['assess', 'nothing.sql'], 'nothing.sql cannot be read: ENOENT'],
    [['assess', 'm/2_drop.sql', '--output', 'nowhere/r.json'], 'cannot be written'],
    [['assess', '--database', 'shop'], 'HAWKWATCH_URL'],
    [['assess', '--database', 'shop', '--url', 'shop:4000'], 'must be a URL'],
    [['assess', '--database', 'shop', '--url', 'http://h', '--token-file', 'no'], 'ENOENT'],
    [['assess', '--database', 'shop', '--pg-version', '16'], 'without --database'],
    [['assess', '--database', 'shop', '--source', 'x', 'm/2_drop.sql'], 'not go with files'],
    [['rollback'], 'name the database'],
    [['rollback', '--database', 'shop', '--to', '1', '--last-good'], 'not both'],
    [['rollback', 'shop'], 'no arguments'],
  ])('ends %j with exit code 2', async (argv, message) => {
    const { code, out, err } = await hawkwatch(argv, token);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
    expect(err).not.toContain('a-secret-token');
  });

  it('asks for a token, and takes it from a file without its line end', async () => {
    const argv = ['assess', '--database', 'shop', '--url', 'http://127.0.0.1:9'];
    expect((await hawkwatch(argv)).err).toContain('HAWKWATCH_TOKEN');
    const { code, err } = await hawkwatch([...argv, '--token-file', 'token']);
    expect(code).toBe(2);
    expect(err).toContain('http://127.0.0.1:9 cannot be reached: ');
    expect((await hawkwatch(argv, { HAWKWATCH_TOKEN: 'two words' })).err).toContain('one line');
  });
});

describe('the help', () => {
  it.each([['assess'], ['rollback']])(
    'of %s has the options that docs/cli.md has',
    async (name) => {
      const { code, out, err } = await hawkwatch([name, '--help']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(`Usage: hawkwatch ${name}`);
      const page = await readFile(path.join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
      const [, section = ''] = page.split(`\n## hawkwatch ${name}\n`);
      const [own = ''] = section.split('\n## ');
      const documented = [...own.matchAll(/^\| `(--[^`]+)`/gm)].map((match) => match[1]);
      const helped = [...out.matchAll(/^ {2}(--[a-z-]+(?: [A-Z]+)?)/gm)].map((match) => match[1]);
      expect(new Set(documented)).toEqual(new Set(helped));
    },
  );
});
