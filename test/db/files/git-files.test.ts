// Real repositories, made with git; remote ones are served by git over file and HTTP.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import type { GitSettings } from '../../../src/databases/target.ts';
import { createGitFiles, type GitFiles } from '../../../src/migrations/files/git-files.ts';
import { createReadings } from '../../../src/migrations/files/readings.ts';
import {
  SourceUnreadableError,
  type SourceFiles,
} from '../../../src/migrations/files/source-files.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
const environment = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };

let root: string;
let repository: string;
let opened: GitFiles[];

function git(...args: string[]): string {
  return execFileSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' }).trim();
}

async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(repository, name)), { recursive: true });
    await writeFile(path.join(repository, name), text);
  }
  git('add', '-A');
  git('commit', '-qm', 'a change');
  return git('rev-parse', 'HEAD');
}

function open(options: Partial<Parameters<typeof createGitFiles>[0]> = {}): GitFiles {
  const clock = createSystemClock();
  const directory = path.join(root, 'mirrors');
  const files = createGitFiles({ directory, environment, clock, freshMs: 0, ...options });
  opened.push(files);
  return files;
}

const at = (change: Partial<GitSettings> = {}): GitSettings => ({
  repository,
  ref: 'HEAD',
  path: '',
  ...change,
});

async function textsOf(files: SourceFiles): Promise<Record<string, string>> {
  const names = await files.list();
  const texts = await Promise.all(names.map((name) => files.read(name)));
  return Object.fromEntries(names.map((name, n) => [name, texts[n]?.toString() ?? '']));
}

async function faultOf(files: SourceFiles): Promise<string> {
  const error: unknown = await files.list().catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(SourceUnreadableError);
  return error instanceof Error ? error.message : '';
}

/** Every file below a folder with its size and time. */
async function snapshot(folder: string): Promise<string[]> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    }),
  );
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hawkwatch-git-'));
  repository = path.join(root, 'repository');
  await mkdir(repository);
  opened = [];
  git('init', '-q', '-b', 'main');
});
afterEach(async () => {
  for (const files of opened) files.close();
  await rm(root, { recursive: true, force: true });
});

describe('a git repository on this machine', () => {
  it('gives the files of a branch, a tag and a commit, whatever the work tree has', async () => {
    const first = await commit({ 'db/1.sql': 'one', 'db/sub/2.sql': 'two', 'app.ts': 'x' });
    git('tag', 'v1');
    git('tag', '-a', 'v1-noted', '-m', 'noted');
    const second = await commit({ 'db/1.sql': 'ONE', 'db/3.sql': 'three' });
    await writeFile(path.join(repository, 'db/1.sql'), 'edited');
    await writeFile(path.join(repository, 'db/9.sql'), 'new');
    const files = open();
    const before = await snapshot(repository);
    const old = { '1.sql': 'one', 'sub/2.sql': 'two' };
    for (const ref of ['v1', 'v1-noted', first, first.slice(0, 10), 'refs/tags/v1']) {
      const found = await files.open(at({ ref, path: 'db' }));
      expect([ref, found.revision, await textsOf(found)]).toEqual([ref, first, old]);
    }
    const now = await files.open(at({ ref: 'main', path: '/db/' }));
    expect(now.revision).toBe(second);
    expect(await textsOf(now)).toEqual({ ...old, '1.sql': 'ONE', '3.sql': 'three' });
    expect(Object.keys(await textsOf(await files.open(at())))).toContain('app.ts');
    expect(await snapshot(repository)).toEqual(before);
  });

  it('may be bare, or a linked work tree', async () => {
    const first = await commit({ '1.sql': 'one' });
    const bare = path.join(root, 'bare.git');
    git('clone', '-q', '--bare', '.', bare);
    const linked = path.join(root, 'linked');
    git('worktree', 'add', '-q', linked, '-b', 'side');
    for (const place of [bare, linked]) {
      const found = await open().open(at({ repository: place }));
      expect([found.revision, await textsOf(found)]).toEqual([first, { '1.sql': 'one' }]);
    }
    expect((await open().open(at({ repository: bare, ref: 'main' }))).revision).toBe(first);
  });

  it('gives files as they are: binary, empty, with odd names, and links within it', async () => {
    const odd = ['a b.sql', 'ü.sql', '"q".sql', 'tab\t.sql', 'new\nline.sql', '-x.sql'];
    for (const name of odd) await writeFile(path.join(repository, name), name);
    await writeFile(path.join(repository, 'empty.sql'), '');
    await writeFile(path.join(repository, 'binary.sql'), Buffer.from([0, 255, 10, 13, 0]));
    await symlink('a b.sql', path.join(repository, 'link.sql'));
    await symlink('/etc/passwd', path.join(repository, 'out.sql'));
    await symlink('nowhere', path.join(repository, 'dangling.sql'));
    await commit({ 'node_modules/x/1.sql': 'no', 'plain.sql': 'blob 3\nabc' });
    const files = await open().open(at());
    const names = await files.list();
    const special = ['binary.sql', 'dangling.sql', 'empty.sql', 'link.sql', 'out.sql', 'plain.sql'];
    expect(names).toEqual([...odd, ...special].toSorted());
    for (const name of odd) expect((await files.read(name)).toString()).toBe(name);
    expect((await files.read('empty.sql')).length).toBe(0);
    expect([...(await files.read('binary.sql'))]).toEqual([0, 255, 10, 13, 0]);
    expect((await files.read('link.sql')).toString()).toBe('a b.sql');
    expect((await files.read('plain.sql')).toString()).toBe('blob 3\nabc');
    for (const name of ['out.sql', 'dangling.sql']) {
      await expect(files.read(name)).rejects.toThrow(/link to nowhere/);
    }
    await expect(files.read('absent.sql')).rejects.toThrow(/is not in the git repository/);
    await expect(files.read('../repository/empty.sql')).rejects.toThrow(SourceUnreadableError);
  });

  it('tells what is wrong with a ref, a folder, or itself', async () => {
    await commit({ 'db/1.sql': 'one' });
    const files = open();
    const fault = async (change: Partial<GitSettings>): Promise<string> =>
      faultOf(await files.open(at(change)));
    expect(await fault({ ref: 'nope' })).toContain('no branch, tag or commit "nope"');
    expect(await fault({ ref: 'f'.repeat(40) })).toContain('no branch, tag or commit');
    expect(await fault({ path: 'elsewhere' })).toContain('it has no folder "elsewhere"');
    expect(await fault({ path: 'db/1.sql' })).toContain('it has no folder "db/1.sql"');
    expect(await fault({ path: '../x' })).toContain('is not in the repository');
    expect(await fault({ repository: path.join(root, 'no') })).toContain('there is no folder');
    expect(await fault({ repository: root })).toContain('is no git repository: name its root');
    const inside = path.join(repository, 'db');
    expect(await fault({ repository: inside })).toContain('is no git repository: name its root');
  });

  it.each([
    '--upload-pack=touch owned',
    '-h',
    '',
    'a b',
    'a..b',
    'HEAD~1',
    'HEAD^{/x}',
    '@{u}',
    'a:b',
    'x\ny',
    '$(touch owned)',
    'main.lock',
    ':/x',
  ])('takes no %j for a ref', async (ref) => {
    await commit({ '1.sql': 'one' });
    expect(await faultOf(await open().open(at({ ref })))).toContain('is no branch, tag or commit');
    const remote = at({ ref, repository: `file://${repository}` });
    expect(await faultOf(await open().open(remote))).toContain('is no branch, tag or commit');
    expect(readdirSync(root)).toEqual(['repository']);
  });

  it('executes nothing of its configuration, and no hooks', async () => {
    await commit({ '1.sql': 'one', '.gitattributes': '*.sql filter=evil diff=evil' });
    const owned = path.join(root, 'owned');
    const script = path.join(root, 'evil.sh');
    await writeFile(script, `#!/bin/sh\ntouch ${owned}\ncat\n`);
    await chmod(script, 0o755);
    const settings = {
      'core.fsmonitor': script,
      'core.sshCommand': script,
      'core.pager': script,
      'core.editor': script,
      'core.askPass': script,
      'core.alternateRefsCommand': script,
      'core.hooksPath': root,
      'filter.evil.smudge': script,
      'filter.evil.clean': script,
      'diff.evil.textconv': script,
      'diff.external': script,
      'gpg.program': script,
      'credential.helper': script,
      'uploadpack.packObjectsHook': script,
      'alias.rev-parse': `!${script}`,
      'remote.origin.url': `ext::${script}`,
      'remote.origin.promisor': 'true',
      'remote.origin.partialclonefilter': 'blob:none',
      'protocol.ext.allow': 'always',
    };
    for (const [key, value] of Object.entries(settings)) git('config', key, value);
    const blob = git('rev-parse', 'HEAD:1.sql');
    const files = open();
    expect(await textsOf(await files.open(at()))).toMatchObject({ '1.sql': 'one' });
    // A missing object of such a repository would be fetched.
    await rm(path.join(repository, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    const torn = await files.open(at());
    await expect(torn.read('1.sql')).rejects.toThrow(/./);
    expect(readdirSync(root)).not.toContain('owned');
  });

  it('is read once for a commit', async () => {
    await commit({ '1.sql': 'one' });
    const files = open({ readings: createReadings(createSystemClock()) });
    let reads = 0;
    const read = async (): Promise<string> => {
      const found = await files.open(at());
      const make = async (): Promise<string> => {
        reads += 1;
        return JSON.stringify(await textsOf(found));
      };
      return (await found.remember?.('text', make)) ?? '';
    };
    expect([await read(), await read()]).toEqual(Array(2).fill('{"1.sql":"one"}'));
    expect(reads).toBe(1);
    await commit({ '1.sql': 'eno' });
    expect(await read()).toBe('{"1.sql":"eno"}');
    expect(reads).toBe(2);
  });

  it('says that git is not installed', async () => {
    await commit({ '1.sql': 'one' });
    const files = await open({ environment: { PATH: root } }).open(at());
    expect(await faultOf(files)).toContain('the program git is not installed');
  });

  it('gets a bounded time, and nothing is left of it when that is over or hawkwatch stops', async () => {
    await commit({ '1.sql': 'one' });
    const bin = path.join(root, 'bin');
    await mkdir(bin);
    const pids = path.join(root, 'pids');
    const slow = `#!/bin/sh\necho $$ >> ${pids}\nsleep 300 &\necho $! >> ${pids}\nwait\n`;
    await writeFile(path.join(bin, 'git'), slow);
    await chmod(path.join(bin, 'git'), 0o755);
    const clock = createFakeClock();
    const files = open({ environment: { PATH: `${bin}:/usr/bin:/bin` }, clock });
    const started = (count: number): Promise<true> =>
      until('git to be started', () => existsSync(pids) && lines().length >= count);
    const lines = (): number[] => readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    const isAlive = (pid: number): boolean => {
      try {
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    const late = files.open(at());
    await started(2);
    clock.advance(60_000);
    expect(await faultOf(await late)).toContain('git did not end within 20 s');
    const stopped = files.open(at());
    await started(4);
    files.close();
    expect(await faultOf(await stopped)).toContain('hawkwatch is stopping');
    for (const pid of lines()) {
      await until('the end of git', () => !isAlive(pid));
    }
  });
});
