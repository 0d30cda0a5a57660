// Debian's own Prometheus, as a process of its own on a free port of this machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { findFreePort } from './free-port.ts';
import { until } from './until.ts';

export interface Prometheus {
  readonly url: string;
  /** All that it printed. */
  output(): string;
  stop(): Promise<void>;
}

export interface PrometheusOptions {
  /** Its configuration, and its rules; JSON is YAML. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, unknown>>;
}

const program = '/usr/bin/prometheus';

/** Starts it and waits until it answers. */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-prometheus-'));
  const rules = path.join(directory, 'rules.yml');
  const file = path.join(directory, 'prometheus.yml');
  await writeFile(rules, JSON.stringify(options.rules));
  await writeFile(file, JSON.stringify({ ...options.configuration, rule_files: [rules] }));
  const port = await findFreePort();
  const child = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${path.join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--rules.alert.resend-delay=1s',
      '--log.level=debug',
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  const take = (chunk: Buffer): void => {
    text = `${text}${chunk.toString()}`.slice(-100_000);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'exit').catch((error: unknown) => {
    text += `\nit cannot be started (package prometheus): ${String(error)}`;
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await until(
      'Prometheus answers',
      async () => {
        if (child.exitCode !== null) throw new Error(`Prometheus has ended: ${text}`);
        const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
        return answer?.ok === true;
      },
      40_000,
    );
  } catch (error) {
    await stop();
    throw new Error(`Prometheus does not answer: ${text}`, { cause: error });
  }
  return { url, output: () => text, stop };
}
