// The command line as its users have it: real processes, against files and against the real service.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCommand } from '../../src/cli/run.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { parseCommandEnvironment } from '../../src/config/command-environment.ts';
import { createSystemClock } from '../../src/core/clock.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { createCommandLine, type CommandLine, type Ended } from '../support/command-line.ts';
import type { TestDatabase } from '../support/databases.ts';
import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

let line: CommandLine;

beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.remove());

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const full = path.join(line.directory, name);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
  }
}

const hawkwatch = (...argv: string[]): Promise<Ended> => line.hawkwatch(argv);

describe('hawkwatch without a server', () => {
  beforeAll(() =>
    write({
      'm/1_notes.sql': 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\n',
      'm/2_drop.sql': '\nDROP TABLE orders;\n',
      'm/2_drop.down.sql': 'nothing can be done\n',
      'good/1_notes.sql': 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\n',
      'unknown/1.sql': "DO $$ BEGIN EXECUTE 'x'; END $$;\n",
      'none/readme.md': 'nothing\n',
    }),
  );

  it('passes harmless files with exit code 0', async () => {
    const { code, stdout, stderr } = await hawkwatch('assess', '--folder', 'good');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('risk NONE');
    expect(stdout).toContain('passes');
  });

  it('fails risky files with exit code 1 and says why', async () => {
    const { code, stdout, stderr } = await hawkwatch('assess', '--folder', 'm');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('m/2_drop.sql  CRITICAL');
    expect(stdout).toMatch(/line 2 +CRITICAL /);
    expect(stdout).toContain('drop-table');
    expect(stdout).not.toContain('down.sql');
    expect(stdout).not.toContain('\u001B');
  });

  it('fails what it cannot judge, and what it is not sure of', async () => {
    expect((await hawkwatch('assess', 'unknown/1.sql', '--fail-on', 'UNKNOWN')).code).toBe(1);
    const unsure = ['assess', 'unknown/1.sql', '--fail-on', 'never', '--min-confidence'];
    expect((await hawkwatch(...unsure, '90')).code).toBe(1);
    expect((await hawkwatch(...unsure, '10')).code).toBe(0);
  });

  it('reports in JSON, also into a file', async () => {
    const { stdout } = await hawkwatch('assess', 'm/1_notes.sql', 'm/2_drop.sql', '--format=json');
    expect(JSON.parse(stdout)).toMatchObject({
      form: 1,
      database: null,
      risk: 'CRITICAL',
      exitCode: 1,
      verdict: { reached: true },
      files: [
        { file: 'm/1_notes.sql', risk: 'NONE', statements: 1 },
        { file: 'm/2_drop.sql', risk: 'CRITICAL', statements: 1 },
      ],
    });
    const written = await hawkwatch(
      'assess',
      'm/2_drop.sql',
      '--format=json',
      '--output',
      'r.json',
    );
    expect(written).toMatchObject({ code: 1, stdout: '' });
    expect(written.stderr).toContain('risk CRITICAL');
    const text = await readFile(path.join(line.directory, 'r.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ risk: 'CRITICAL' });
  });

  it('colours its report when that is forced', async () => {
    const env = { FORCE_COLOR: '1' };
    const { stdout } = await line.hawkwatch(['assess', 'm/2_drop.sql'], { env });
    expect(stdout).toContain('\u001B[31m');
  });

  it('ends with exit code 2 for wrong usage', async () => {
    const { code, stdout, stderr } = await hawkwatch('assess', '--foldr', 'm');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('did you mean --folder?');
  });

  it('ends with exit code 2 for a server that is not there', async () => {
    const env = { HAWKWATCH_TOKEN: 'a-secret-token', HAWKWATCH_URL: 'http://127.0.0.1:9' };
    const { code, stderr } = await line.hawkwatch(['assess', '--database', 'shop'], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('http://127.0.0.1:9 cannot be reached: ');
    expect(stderr).not.toContain('a-secret-token');
  });

  it('is the server without a subcommand', async () => {
    const { code, stderr } = await hawkwatch('asses');
    expect(code).toBe(1);
    expect(stderr).toContain('did you mean assess?');
    expect((await hawkwatch('--help')).stdout).toContain('hawkwatch rollback');
  });

  it('survives a reader that leaves early', async () => {
    const script = 'hawkwatch assess --folder m --format json | head -c 10';
    const { code, stderr } = await line.run('sh', ['-c', script], { cwd: line.directory });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

const migrations = {
  '1_orders.sql': 'create table orders (id bigint primary key, note text);\n',
  '1_orders.down.sql': 'drop table orders;\n',
  '2_more.sql': 'alter table orders add column more text;\n',
  '2_more.down.sql': 'alter table orders drop column more;\n',
};

describe('hawkwatch with a server', () => {
  let place: Place;
  let own: TestDatabase;
  let target: TestDatabase;
  let service: Service;
  let folder: string;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    own = await createEmptyDatabase();
    target = await createEmptyDatabase();
    place = await createPlace({ DATABASE_URL: own.url });
    folder = path.join(place.directory, 'migrations');
    await mkdir(folder);
    for (const [name, text] of Object.entries(migrations)) {
      await writeFile(path.join(folder, name), text);
    }
    await place.writeConfiguration(
      `databases:\n  - { name: shop, url: '${target.url}', migrations: { folder: ${folder} } }\n`,
    );
    service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
    await writeFile(path.join(line.directory, 'token'), `${place.token}\n`);
    env = { HAWKWATCH_URL: service.url };
  });

  afterAll(async () => {
    await service.stop();
    await place.remove();
    await own.drop();
    await target.drop();
  });

  const withServer = (...argv: string[]): Promise<Ended> =>
    line.hawkwatch([...argv, '--database', 'shop', '--token-file', 'token'], { env });

  async function migrate(): Promise<void> {
    const started = await ask<{ triggerMigration: { id: string } }>(
      service,
      place.token,
      'mutation { triggerMigration(input: { database: "shop" }) { ... on MigrationRun { id } } }',
    );
    const { id } = started.triggerMigration;
    for (;;) {
      const { migrationRun } = await ask<{ migrationRun: { state: string } }>(
        service,
        place.token,
        'query ($id: ID!) { migrationRun(id: $id) { state } }',
        { id },
      );
      if (migrationRun.state === 'SUCCEEDED') return;
      expect(['QUEUED', 'RUNNING']).toContain(migrationRun.state);
    }
  }

  it('refuses a wrong token and an unknown database with exit code 2', async () => {
    const wrong = { ...env, HAWKWATCH_TOKEN: 'not-the-right-token' };
    const refused = await line.hawkwatch(['assess', '--database', 'shop'], { env: wrong });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('refuses the token');
    const missing = await line.hawkwatch(
      ['assess', '--database', 'nowhere', '--token-file', 'token'],
      { env },
    );
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('nowhere');
  });

  it('assesses what is pending, and files against the live database', async () => {
    const pending = await withServer('assess', '--format', 'json');
    const report: unknown = JSON.parse(pending.stdout);
    expect(report).toMatchObject({
      database: 'shop',
      files: [
        { version: '1', file: '1_orders.sql' },
        { version: '2', file: '2_more.sql' },
      ],
    });
    await migrate();
    await write({
      'new.sql': 'create index on orders (note);\n',
      'gone.sql': 'drop table orders;\n',
    });
    // The table is empty, and the server knows it: that is MEDIUM.
    const argv = ['new.sql', 'gone.sql', '--format', 'sarif'];
    expect((await withServer('assess', ...argv)).code).toBe(0);
    const files = await withServer('assess', ...argv, '--fail-on', 'MEDIUM');
    expect(files.code).toBe(1);
    expect(files.stdout).toContain('"uri": "gone.sql"');
    expect(files.stdout).toContain('public.orders');
    const human = await withServer('assess', 'gone.sql');
    expect(human.stdout).toContain(`asked through ${service.url}`);
    const nothing = await withServer('assess');
    expect(nothing.code).toBe(0);
    expect(nothing.stdout).toContain('0 files');
  });

  it('rolls back, follows the run and tells what was verified', async () => {
    await rm(path.join(line.directory, 'none'), { recursive: true, force: true });
    const { code, stdout, stderr } = await withServer('rollback', '--to', '1', '--yes');
    expect({ code, end: stderr.includes('ROLLED_BACK') }).toEqual({ code: 0, end: true });
    expect(stdout).toContain('from 2 back to 1');
    expect(stdout).toContain('  2 more');
    expect(stdout).toContain('drop-column');
    expect(stdout).toContain('SUCCEEDED');
    expect(stdout).toContain('holds  version');
    const sql = postgres(target.url, { max: 1 });
    const columns = await sql`select column_name from information_schema.columns
      where table_name = 'orders' order by 1`;
    await sql.end();
    expect(columns.map((row) => String(row['column_name']))).toEqual(['id', 'note']);
    await migrate();
  });

  it('does nothing without a yes where nobody can be asked', async () => {
    const { code, stderr } = await withServer('rollback', '--to', '1');
    expect(code).toBe(2);
    expect(stderr).toContain('pass --yes');
  });

  it('does nothing when there is nothing to undo or nowhere to go', async () => {
    for (const to of ['2', '9']) {
      const { code, stdout, stderr } = await withServer('rollback', '--to', to, '--yes');
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('answers: ');
    }
  });

  it('asks for the database’s name, and takes nothing else for a yes', async () => {
    const answers = ['yes', 'shop'];
    const told: string[] = [];
    const { signal } = new AbortController();
    const terminal: Terminal = {
      out: (text) => void told.push(text),
      err: (text) => void told.push(text),
      colours: false,
      interactive: true,
      ask: () => Promise.resolve(answers.shift()),
      signal,
    };
    const run = (): Promise<number> =>
      runCommand('rollback', ['--database', 'shop', '--last-good', '--reason', 'it was slow'], {
        version: '0.1.0',
        environment: parseCommandEnvironment({ ...env, HAWKWATCH_TOKEN: place.token }),
        terminal,
        clock: createSystemClock(),
        random: createSystemRandom(),
        cwd: line.directory,
      });
    expect(await run()).toBe(1);
    expect(told.join('')).toContain('not confirmed: nothing was done');
    expect(await run()).toBe(0);
    expect(told.join('')).toContain('holds  version');
    expect(told.join('')).not.toContain(place.token);
  });

  it('follows the run across a restart of the server', async () => {
    await migrate();
    const sql = postgres(target.url, { max: 1 });
    // The roll-back has to wait for whoever reads the table.
    await sql.unsafe('begin; lock table orders in access share mode').simple();
    const rollback = line.start(
      ['rollback', '--database', 'shop', '--token-file', 'token', '--to', '1', '--yes'],
      { env },
    );
    await until('the roll-back waits', () => rollback.stderr().includes('waits for'), 30_000);
    const { port } = new URL(service.url);
    await service.stop();
    service = await startService({
      stateDirectory: place.stateDirectory,
      env: { ...place.env, HAWKWATCH_PORT: port },
    });
    await sql.end();
    const { code, stdout, stderr } = await rollback.ended;
    expect(stderr).toContain('the run goes on, looking again');
    expect(stdout).toContain('SUCCEEDED');
    expect(stdout).toContain('holds  version');
    expect(code).toBe(0);
  });

  it('tells a roll-back that fails, with exit code 1', async () => {
    await migrate();
    await writeFile(path.join(folder, '2_more.down.sql'), 'alter table nowhere drop column more;');
    const { code, stdout } = await withServer('rollback', '--to', '1', '--yes');
    expect(code).toBe(1);
    expect(stdout).toContain('FAILED');
    expect(stdout).toContain('nowhere');
  });

  it('gets a viewer’s token refused before anything is done', async () => {
    const { createToken } = await ask<{ createToken: { text: string } }>(
      service,
      place.token,
      'mutation { createToken(input: { name: "eye", role: VIEWER }) { ... on CreatedToken { text } } }',
    );
    await writeFile(path.join(line.directory, 'viewer'), createToken.text);
    const { code, stderr } = await line.hawkwatch(
      ['rollback', '--database', 'shop', '--to', '1', '--yes', '--token-file', 'viewer'],
      { env },
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/role|operator/i);
  });
});
