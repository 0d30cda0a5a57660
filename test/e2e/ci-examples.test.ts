// The examples for CI do what they say: the git hooks in real repositories, the commands of the
// workflow and of the pipeline as they stand there.
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { createCommandLine, type CommandLine, type Ended } from '../support/command-line.ts';

const examples = path.join(import.meta.dirname, '../../examples/ci');
const risky = 'DROP TABLE orders;\n';
const harmless = 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\n';

let line: CommandLine;
let repository: string;

const git = (...argv: string[]): Promise<Ended> => line.run('git', argv, { cwd: repository });

async function well(ended: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ended;
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  return stdout;
}

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.join(repository, path.dirname(name)), { recursive: true });
  await writeFile(path.join(repository, name), text);
}

async function commit(name: string, text: string): Promise<void> {
  await write(name, text);
  await well(git('add', '-A'));
  await well(git('commit', '--no-verify', '-m', name));
}

async function installHook(name: string): Promise<void> {
  const hook = path.join(repository, '.git/hooks', name);
  await copyFile(path.join(examples, 'hooks', name), hook);
  await chmod(hook, 0o755);
}

beforeEach(async () => {
  line = await createCommandLine();
  repository = path.join(line.directory, 'repository');
  await mkdir(repository);
  await well(git('init', '-b', 'main'));
  await commit('migrations/0001_start.sql', harmless);
});

afterEach(() => line.remove());

describe('the pre-commit hook', () => {
  beforeEach(() => installHook('pre-commit'));

  it('stops a risky migration and says why', async () => {
    await write('migrations/0002_drop.sql', risky);
    await well(git('add', '-A'));
    const { code, stdout, stderr } = await git('commit', '-m', 'drop');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('migrations/0002_drop.sql');
    expect(stdout + stderr).toContain('drop-table');
  });

  it('lets a harmless migration and other changes pass', async () => {
    await write('migrations/0002_more.sql', harmless.replace('notes', 'more'));
    await write('README.md', 'words');
    await well(git('add', '-A'));
    await well(git('commit', '-m', 'more'));
    await write('README.md', 'more words');
    expect(await git('commit', '-am', 'words')).toMatchObject({ code: 0 });
  });

  it('judges what is staged, not what lies in the folder', async () => {
    await write('migrations/0002_x.sql', harmless.replace('notes', 'x'));
    await well(git('add', '-A'));
    await write('migrations/0002_x.sql', risky);
    await well(git('commit', '-m', 'harmless is staged'));
    await well(git('add', '-A'));
    await write('migrations/0002_x.sql', harmless);
    expect((await git('commit', '-m', 'risky is staged')).code).toBe(1);
  });

  it('takes folder and threshold from git’s configuration', async () => {
    await well(git('config', 'hawkwatch.folder', 'db/changes'));
    await write('migrations/0002_drop.sql', risky);
    await well(git('add', '-A'));
    await well(git('commit', '-m', 'not in the folder'));
    await write('db/changes/deep/er/0002 drop.sql', risky);
    await well(git('add', '-A'));
    expect((await git('commit', '-m', 'in the folder')).code).toBe(1);
    await well(git('config', 'hawkwatch.failOn', 'never'));
    await well(git('commit', '-m', 'nothing fails'));
  });
});

describe('the pre-push hook', () => {
  beforeEach(async () => {
    await well(git('init', '--bare', '../remote.git'));
    await well(git('remote', 'add', 'origin', '../remote.git'));
    await well(git('push', '-u', 'origin', 'main'));
    await installHook('pre-push');
  });

  it('stops a push with a risky migration in any of its commits', async () => {
    await commit('migrations/0002_drop.sql', risky);
    await commit('README.md', 'words');
    const { code, stdout, stderr } = await git('push');
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('migrations/0002_drop.sql');
    expect(stdout + stderr).not.toContain('0001_start');
  });

  it('lets pass what is harmless, what is there already, and what is deleted', async () => {
    await commit('migrations/0002_more.sql', harmless.replace('notes', 'more'));
    await well(git('push'));
    await well(git('push', 'origin', 'main:copy'));
    expect(await git('push', 'origin', '--delete', 'copy')).toMatchObject({ code: 0 });
  });

  it('looks only at what is new on a new branch', async () => {
    await commit('migrations/0002_drop.sql', risky);
    await well(git('push', '--no-verify'));
    await well(git('switch', '-c', 'feature'));
    await commit('migrations/0003_more.sql', harmless.replace('notes', 'more'));
    await well(git('push', '-u', 'origin', 'feature'));
    await commit('migrations/0004_drop.sql', risky);
    expect((await git('push')).code).not.toBe(0);
  });
});

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly name?: string; readonly run?: string }[] }>
  >;
}

async function stepsOf(job: string): Promise<ReadonlyMap<string, string>> {
  const workflow = parse(
    await readFile(path.join(examples, 'github-actions.yml'), 'utf8'),
  ) as Workflow;
  const steps = workflow.jobs[job]?.steps ?? [];
  return new Map(steps.map((step) => [step.name ?? '', step.run ?? '']));
}

async function offerChange(name: string, text: string): Promise<void> {
  await well(git('init', '--bare', '../remote.git'));
  await well(git('remote', 'add', 'origin', '../remote.git'));
  await well(git('push', '-u', 'origin', 'main'));
  await well(git('switch', '-c', 'change'));
  await commit(name, text);
}

describe('the workflow for GitHub Actions', () => {
  /** Runs a step as a runner does. */
  const runStep = async (job: string, name: string): Promise<Ended> => {
    const script = (await stepsOf(job)).get(name);
    if (script === undefined) throw new Error(`there is no step "${name}"`);
    return line.run('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: repository,
      env: { RUNNER_TEMP: line.directory, GITHUB_BASE_REF: 'main' },
    });
  };

  it('marks the lines of a risky migration and writes SARIF', async () => {
    await offerChange('migrations/0002 drop.sql', risky);
    await well(runStep('assess', 'Find the migrations of this pull request'));
    await well(runStep('assess', 'Assess for code scanning'));
    const sarif: unknown = JSON.parse(
      await readFile(path.join(repository, 'hawkwatch.sarif'), 'utf8'),
    );
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: {} }] });
    expect(JSON.stringify(sarif)).toContain('migrations/0002%20drop.sql');
    const { code, stdout } = await runStep('assess', 'Assess');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=migrations\/0002 drop\.sql,line=1,/m);
  });

  it('passes a harmless migration, and a change without one', async () => {
    await offerChange('migrations/0002_more.sql', harmless.replace('notes', 'more'));
    await well(runStep('assess', 'Find the migrations of this pull request'));
    await well(runStep('assess', 'Assess'));
    await writeFile(path.join(line.directory, 'migrations'), '');
    await well(runStep('assess', 'Assess'));
    expect(await runStep('assess', 'Assess for code scanning')).toMatchObject({ code: 0 });
  });

  it('ends its live job with 2 when the server cannot be reached', async () => {
    await offerChange('migrations/0002_drop.sql', risky);
    await well(runStep('assess-live', 'Find the migrations of this pull request'));
    const script = (await stepsOf('assess-live')).get('Assess against the live database') ?? '';
    const { code, stderr } = await line.run('bash', ['-e', '-c', script], {
      cwd: repository,
      env: {
        RUNNER_TEMP: line.directory,
        HAWKWATCH_URL: 'http://127.0.0.1:9',
        HAWKWATCH_TOKEN: 'a-token-that-is-secret',
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be reached');
    expect(stderr).not.toContain('a-token-that-is-secret');
  });

  it('installs hawkwatch with commands that a shell understands', async () => {
    const script = (await stepsOf('assess')).get('Install hawkwatch') ?? '';
    await well(line.run('bash', ['-n', '-c', script], { cwd: repository }));
    expect(script).toContain('bin/hawkwatch.mjs');
  });
});

describe('the pipeline for Jenkins', () => {
  const runPipeline = async (): Promise<Ended> => {
    const text = await readFile(path.join(examples, 'Jenkinsfile'), 'utf8');
    const scripts = [...text.matchAll(/sh '''([^]*?)'''/g)].map((match) => match[1] ?? '');
    expect(scripts).toHaveLength(2);
    let ended: Ended | undefined;
    for (const script of scripts) {
      // As Jenkins calls it.
      ended = await line.run('sh', ['-xe', '-c', script], {
        cwd: repository,
        env: { TARGET: 'main' },
      });
      if (ended.code !== 0) return ended;
    }
    return ended as Ended;
  };

  it('fails on a risky migration and leaves SARIF', async () => {
    await offerChange('migrations/0002_drop.sql', risky);
    const { code, stdout } = await runPipeline();
    expect(code).not.toBe(0);
    expect(stdout).toContain('drop-table');
    expect(await readFile(path.join(repository, 'hawkwatch.sarif'), 'utf8')).toContain('2.1.0');
  });

  it('passes a harmless migration, and a change without one', async () => {
    await offerChange('migrations/0002_more.sql', harmless.replace('notes', 'more'));
    await well(runPipeline());
    await well(git('switch', '-c', 'other', 'main'));
    await commit('README.md', 'words');
    expect(await runPipeline()).toMatchObject({ code: 0 });
  });
});
