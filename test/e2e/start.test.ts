import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startService, type Service } from '../support/service.ts';
import { until } from '../support/until.ts';

const main = path.join(import.meta.dirname, '../../src/main.ts');

describe('the quickstart on the embedded server', () => {
  let directory: string;
  let stateDirectory: string;
  let service: Service;
  let token: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-start-'));
    // As in /root: nobody else may enter.
    await chmod(directory, 0o700);
    stateDirectory = path.join(directory, '.hawkwatch');
    service = await startService({ stateDirectory, cwd: directory });
    token = (await readFile(path.join(stateDirectory, 'admin-token'), 'utf8')).trim();
  });

  afterAll(async () => {
    await service.kill();
    await rm(directory, { recursive: true, force: true });
  });

  it('declares the shop with ten pending migrations', async () => {
    const { migrationStatus } = await ask<{
      migrationStatus: { state: string; counts: { pending: number } };
    }>(service, token, '{ migrationStatus { state counts { pending } } }');
    expect(migrationStatus).toEqual({ state: 'UNINITIALISED', counts: { pending: 10 } });
  });

  it('keeps the token to its owner and out of the log', async () => {
    const { mode } = await stat(path.join(stateDirectory, 'admin-token'));
    expect(mode & 0o777).toBe(0o600);
    expect(service.output()).not.toContain(token);
  });

  it('gives the shell of the dashboard and health without a token', async () => {
    const home = await fetch(service.url, { headers: { accept: 'text/html' } });
    expect(home.status).toBe(200);
    expect(await home.text()).toContain('<div id="root"></div>');
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${service.url}/api/health`)).status).toBe(401);
  });

  it('refuses a second one on the same state directory and goes on unharmed', async () => {
    const second = startService({ stateDirectory, cwd: directory });
    await expect(second).rejects.toThrow(new RegExp(`process ${service.child.pid} `));
    const { viewer } = await ask<{ viewer: { role: string } }>(
      service,
      token,
      '{ viewer { role } }',
    );
    expect(viewer.role).toBe('ADMIN');
  });

  it('is adopted after kill -9, and stops with 0 within ten seconds', async () => {
    await service.kill();
    service = await startService({ stateDirectory, cwd: directory });
    expect(service.output()).toContain('"adopted":true');
    const started = performance.now();
    const ended = service.stop();
    // npm forwards the terminal's signal: it comes twice.
    service.child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
    service = await startService({ stateDirectory, cwd: directory });
  });
});

describe('a stop', () => {
  it('has an end within ten seconds although a thread hangs in a file call', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-hang-'));
    const pipe = path.join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const hang = path.join(directory, 'hang.mjs');
    // As a file on a mount whose server is gone.
    await writeFile(
      hang,
      `import { open } from 'node:fs/promises';\nvoid open(${JSON.stringify(pipe)}, 'r');\n`,
    );
    const service = await startService({
      stateDirectory: path.join(directory, 'state'),
      cwd: directory,
      env: { NODE_OPTIONS: `--import=${hang}` },
    });
    try {
      const started = performance.now();
      await service.stop();
      expect(performance.now() - started).toBeLessThan(10_000);
    } finally {
      await service.kill();
    }
    await rm(directory, { recursive: true, force: true });
  });
});

describe('a configuration file', () => {
  it('with faults keeps the service from starting and names them all with their lines', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-faults-'));
    const file = path.join(directory, 'hawkwatch.yaml');
    await writeFile(file, 'databases:\n  - name: Shop\n    url: mysql://x\n    colour: red\n');
    const child = spawn(process.execPath, [main, '--config', file], { cwd: directory });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(1);
    expect(text).toMatch(/2/);
    for (const fault of ['name', 'url', 'colour']) expect(text).toContain(fault);
    await rm(directory, { recursive: true, force: true });
  });

  it('that becomes wrong leaves the running configuration in force and says so', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-reload-'));
    const file = path.join(directory, 'hawkwatch.yaml');
    const declare = (names: readonly string[]): Promise<void> =>
      writeFile(
        file,
        `databases:\n${names.map((name) => `  - { name: ${name}, url: 'embedded:${name}' }\n`).join('')}`,
      );
    await mkdir(path.join(directory, 'state'));
    await declare(['one']);
    const stateDirectory = path.join(directory, 'state');
    const service = await startService({
      stateDirectory,
      cwd: directory,
      env: { HAWKWATCH_CONFIG: file },
    });
    const token = (await readFile(path.join(stateDirectory, 'admin-token'), 'utf8')).trim();
    const names = async (): Promise<string[]> => {
      const { databases } = await ask<{ databases: { edges: { node: { name: string } }[] } }>(
        service,
        token,
        '{ databases { edges { node { name } } } }',
      );
      return databases.edges.map((edge) => edge.node.name);
    };
    await writeFile(file, 'databases: 7\n');
    await until('the fault', () => service.output().includes('stays in force'));
    expect(await names()).toEqual(['one']);
    const { health } = await ask<{ health: { state: string } }>(
      service,
      token,
      '{ health { state } }',
    );
    expect(health.state).toBe('DEGRADED');
    await declare(['one', 'two']);
    await until('the new configuration', async () => (await names()).length === 2);
    expect(await service.stop()).toBe(0);
    await rm(directory, { recursive: true, force: true });
  });
});
