// Remote repositories: real ones, served by git over its file protocol and over HTTP.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { createGitFiles, type GitFiles } from '../../../src/migrations/files/git-files.ts';
import type { SourceFiles } from '../../../src/migrations/files/source-files.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startGitServer, type GitServer } from '../../support/git-server.ts';

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];

let root: string;
let repository: string;
let mirrors: string;
let opened: GitFiles[];
/** Command lines that were started. */
let calls: () => string;

function git(...args: string[]): string {
  return execFileSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' }).trim();
}

async function commit(text: string): Promise<string> {
  await writeFile(path.join(repository, '1.sql'), text);
  git('add', '-A');
  git('commit', '-qm', text);
  return git('rev-parse', 'HEAD');
}

function open(options: Partial<Parameters<typeof createGitFiles>[0]> = {}): GitFiles {
  const environment = {
    PATH: `${path.join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: root,
  };
  const clock = createSystemClock();
  const files = createGitFiles({ directory: mirrors, environment, clock, freshMs: 0, ...options });
  opened.push(files);
  return files;
}

async function read(files: SourceFiles): Promise<[string | null, string]> {
  return [files.revision, (await files.read('1.sql')).toString()];
}

async function faultOf(files: SourceFiles): Promise<string> {
  const error: unknown = await files.list().catch((cause: unknown) => cause);
  return error instanceof Error ? error.message : 'nothing';
}

function textBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'latin1'))
    .join('\n');
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hawkwatch-mirrors-'));
  repository = path.join(root, 'repository');
  mirrors = path.join(root, 'state/git');
  await mkdir(repository);
  opened = [];
  git('init', '-q', '-b', 'main');
  // Notes each call and goes on to git.
  const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  const log = path.join(root, 'calls');
  await mkdir(path.join(root, 'bin'));
  await writeFile(
    path.join(root, 'bin/git'),
    `#!/bin/sh\necho "$@" >> ${log}\nexec ${real} "$@"\n`,
  );
  await chmod(path.join(root, 'bin/git'), 0o755);
  calls = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
});
afterEach(async () => {
  for (const files of opened) files.close();
  await rm(root, { recursive: true, force: true });
});

const fetches = (): number =>
  calls()
    .split('\n')
    .filter((line) => line.includes(' fetch ')).length;

describe('a remote git repository', () => {
  const at = (ref = 'main') => ({ repository: `file://${repository}`, ref, path: '' });

  it('is followed by branch, tag, HEAD and full commit, also when its history is rewritten', async () => {
    const first = await commit('one');
    git('tag', '-a', 'v1', '-m', 'v1');
    const files = open();
    for (const ref of ['main', 'HEAD', 'v1', 'refs/heads/main', first]) {
      expect([ref, ...(await read(await files.open(at(ref))))]).toEqual([ref, first, 'one']);
    }
    const second = await commit('two');
    expect(await read(await files.open(at()))).toEqual([second, 'two']);
    git('reset', '-q', '--hard', first);
    const other = await commit('other');
    expect(await read(await files.open(at()))).toEqual([other, 'other']);
    expect(await read(await files.open(at('v1')))).toEqual([first, 'one']);
    expect(await read(await files.open(at(second)))).toEqual([second, 'two']);
  });

  it('is mirrored without its history, and without hooks', async () => {
    for (let n = 0; n < 5; n += 1) await commit(`${n}`);
    await (await open().open(at())).list();
    const [name = ''] = readdirSync(mirrors);
    const args = ['-C', path.join(mirrors, name), 'rev-list', '--all', '--count'];
    expect(execFileSync('git', args, { encoding: 'utf8' }).trim()).toBe('1');
    expect(existsSync(path.join(mirrors, name, 'hooks'))).toBe(false);
  });

  it('is asked once in a while for all databases, also when it does not answer', async () => {
    await commit('one');
    const clock = createFakeClock();
    const files = open({ clock, freshMs: 30_000 });
    const many = () => Promise.all(Array.from({ length: 20 }, () => files.open(at())));
    await many();
    expect(fetches()).toBe(1);
    const second = await commit('two');
    clock.advance(29_000);
    expect((await files.open(at())).revision).not.toBe(second);
    clock.advance(2000);
    expect((await files.open(at())).revision).toBe(second);
    expect(fetches()).toBe(2);
    const gone = { ...at(), repository: `file://${root}/gone` };
    await Promise.all(Array.from({ length: 20 }, () => files.open(gone)));
    expect(fetches()).toBe(3);
    expect(await faultOf(await files.open(gone))).toContain(
      'does not appear to be a git repository',
    );
    expect(fetches()).toBe(3);
  });

  it('is no longer known by what was fetched before when it cannot be reached', async () => {
    await commit('one');
    const files = open();
    await read(await files.open(at()));
    await rm(repository, { recursive: true });
    const found = await files.open(at());
    expect(found.revision).toBeNull();
    expect(await faultOf(found)).toContain('cannot be read');
  });

  it('tells of a ref that it does not have', async () => {
    const first = await commit('one');
    const fault = async (ref: string): Promise<string> => faultOf(await open().open(at(ref)));
    expect(await fault('nope')).toContain('no branch, tag or commit "nope"');
    expect(await fault(first.slice(0, 10))).toContain('a commit needs all of its digits here');
    expect(await fault('0'.repeat(40))).toContain('cannot be read');
  });

  it('is mirrored anew when the mirror is broken or was left in the middle', async () => {
    const first = await commit('one');
    const files = open();
    await files.open(at());
    const [name = ''] = readdirSync(mirrors);
    const mirror = path.join(mirrors, name);
    const breaks: (() => Promise<void>)[] = [
      () => writeFile(path.join(mirror, 'shallow.lock'), ''),
      () => writeFile(path.join(mirror, 'HEAD'), 'nonsense'),
      () => rm(path.join(mirror, 'objects'), { recursive: true }),
      () => rm(path.join(mirror, 'refs'), { recursive: true }),
      () => writeFile(path.join(mirror, 'shallow'), 'nonsense\n'),
      () => writeFile(path.join(mirror, 'config'), '[core\n'),
    ];
    for (const [n, damage] of breaks.entries()) {
      await damage();
      expect([n, ...(await read(await files.open(at())))]).toEqual([n, first, 'one']);
    }
  });

  it('is forgotten when nothing names it any more', async () => {
    await commit('one');
    const files = open();
    await files.open(at());
    const copy = path.join(root, 'copy');
    git('clone', '-q', '.', copy);
    await files.open({ ...at(), repository: `file://${copy}` });
    expect(readdirSync(mirrors)).toHaveLength(2);
    await files.keep([at(), { repository, ref: 'main', path: '' }]);
    expect(readdirSync(mirrors)).toHaveLength(1);
    expect((await read(await files.open(at())))[1]).toBe('one');
    await files.keep([]);
    expect(readdirSync(mirrors)).toEqual([]);
  });

  it('is not reached by protocols that run programs', async () => {
    const owned = path.join(root, 'owned');
    for (const url of [`ext://sh -c touch% ${owned}`, 'fd://17/foo', 'ssh://-oProxyCommand=x/y']) {
      expect(await faultOf(await open().open({ ...at(), repository: url }))).toContain('cannot');
    }
    expect(existsSync(owned)).toBe(false);
  });
});

describe('a remote repository behind a password', () => {
  let server: GitServer;
  beforeEach(async () => {
    server = await startGitServer(root, 'hawk:s3cret/word');
  });
  afterEach(() => server.close());

  const at = (login: string) => ({
    repository: `${server.url.replace('://', `://${login}@`)}/repository`,
    ref: 'main',
    path: '',
  });

  it('is read, and the password is in no command line, file or description', async () => {
    const first = await commit('one');
    const found = await open().open(at('hawk:s3cret%2Fword'));
    expect(await read(found)).toEqual([first, 'one']);
    expect(server.requests.length).toBeGreaterThan(1);
    const told = [calls(), found.description, textBelow(path.join(root, 'state'))].join('\n');
    expect(told).not.toMatch(/s3cret/);
    expect(told).not.toContain(Buffer.from('hawk:s3cret/word').toString('base64'));
  });

  it('asks nobody when the password is wrong or missing, and tells no secret', async () => {
    await commit('one');
    for (const login of ['hawk:wr0ng-word', 'wr0ng-token']) {
      const fault = await faultOf(await open().open(at(login)));
      expect(fault).toContain('cannot be read');
      expect(fault).not.toContain('wr0ng');
    }
    const open_ = { ...at('x'), repository: `${server.url}/repository` };
    expect(await faultOf(await open().open(open_))).toContain('terminal prompts disabled');
  });
});
