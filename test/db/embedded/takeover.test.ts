// What a killed hawkwatch or a killed server leaves behind: an orphan server, stale pid files,
// half-made data. Each time the next start must just work.
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { ask, killServer, makeRig, runs, serverPid } from './rig.ts';
import type { Rig } from './rig.ts';
import { until } from '../../support/until.ts';

// Most tests go on with the data of the one before; the others make a rig of their own.
let rig: Rig;
beforeAll(async () => {
  rig = await makeRig();
});
afterEach(() => rig.settle());
afterAll(() => rig[Symbol.asyncDispose]());

/** Data whose server and owner were both killed, with its pid file naming `pid`. */
async function leaveStalePid(pid: (dataOwner: number) => Promise<number>): Promise<void> {
  const owner = rig.owner();
  const { dataDirectory = '' } = await owner.report();
  await owner.end('SIGKILL');
  await killServer(dataDirectory);
  const file = path.join(dataDirectory, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  lines[0] = String(await pid((await stat(dataDirectory)).uid));
  await writeFile(file, lines.join('\n'));
}

it('takes over the server of a hawkwatch that was killed', async () => {
  const owner = rig.owner();
  const { dataDirectory = '', url = '' } = await owner.report();
  const pid = await serverPid(dataDirectory);
  await owner.end('SIGKILL');
  expect(await runs(pid)).toBe(true);

  const next = await rig.start();
  expect(next.adopted).toBe(true);
  expect(await serverPid(dataDirectory)).toBe(pid);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await next.stop();
  expect(await runs(pid)).toBe(false);
});

it('starts although the pid file names another process that runs', async () => {
  await leaveStalePid((uid) => {
    const stranger = rig.idle('exec sleep 60', rig.host.uid === 0 ? uid : undefined);
    return Promise.resolve(stranger.pid ?? 0);
  });
  const server = await rig.start();
  expect(server.adopted).toBe(false);
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('starts although the pid file names a zombie', async () => {
  await leaveStalePid(async (uid) => {
    // The shell becomes a sleep that never asks for its child's exit status. The child must not end
    // before that: the shell would ask.
    const parent = rig.idle(
      'sleep 60 & echo $!; exec sleep 60',
      rig.host.uid === 0 ? uid : undefined,
    );
    let output = '';
    parent.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    const zombie = await until('the child is named', () => /^\d+(?=\n)/.exec(output)?.[0]);
    await until('the shell has become a sleep', async () => {
      const name = await readFile(`/proc/${parent.pid}/comm`, 'utf8');
      return name === 'sleep\n';
    });
    process.kill(Number(zombie), 'SIGKILL');
    await until('it has ended', async () => !(await runs(Number(zombie))));
    process.kill(Number(zombie), 0);
    return Number(zombie);
  });
  const server = await rig.start();
  expect(server.adopted).toBe(false);
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('starts with an empty pid file', async () => {
  const first = await rig.start();
  await first.stop();
  await writeFile(path.join(first.dataDirectory, 'postmaster.pid'), '');
  const server = await rig.start();
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('starts afresh after a kill in the middle of making the data', async () => {
  await using fresh = await makeRig();
  const owner = fresh.owner();
  await until('the data is being made', async () => {
    const names = await readdir(fresh.state).catch(() => []);
    return names.some((name) => name.startsWith('postgres.init-'));
  });
  await owner.end('SIGKILL');
  expect(await readdir(fresh.state)).not.toContain('postgres');

  const server = await fresh.start();
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  const left = await readdir(fresh.state);
  expect(left.filter((name) => name.startsWith('postgres.init-'))).toEqual([]);
});

it('leaves the data that another process is just making', async () => {
  const { host } = rig;
  const first = await rig.start();
  await first.stop();
  // Named as on another machine, so that its process cannot be asked about.
  const draft = path.join(rig.state, `postgres.init-elsewher-${host.pid}-abc`);
  await mkdir(draft);
  await rig.start();
  expect(await readdir(rig.state)).toContain(path.basename(draft));
});
