// Prometheus' Alertmanager, as Debian packages it, with one route for each scenario.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { findFreePort } from '../../support/free-port.ts';
import { until } from '../../support/until.ts';
import { posted, type Scenario, type Target } from '../scenario.ts';

const seconds = (value: number): string => `${Math.round(value * 1000)}ms`;

function configurationOf(scenarios: readonly Scenario[], receiverPort: number): string {
  const matchers = (labels: Readonly<Record<string, string>>): string[] =>
    Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return JSON.stringify({
    route: {
      receiver: 'nobody',
      routes: scenarios.map((one) => ({
        receiver: one.name,
        matchers: [`scenario="${one.name}"`],
        group_by: one.groupBy,
        group_wait: seconds(one.groupWait),
        group_interval: seconds(one.groupInterval),
        repeat_interval: seconds(one.repeatInterval),
      })),
    },
    inhibit_rules: scenarios.flatMap(({ name, inhibition }) =>
      inhibition === undefined
        ? []
        : [
            {
              source_matchers: matchers({ ...inhibition.source, scenario: name }),
              target_matchers: matchers({ ...inhibition.target, scenario: name }),
              equal: inhibition.equal,
            },
          ],
    ),
    receivers: [
      { name: 'nobody' },
      // Debian's version knows no time-out of a receiver: the group's interval is one.
      ...scenarios.map(({ name, sendResolved }) => ({
        name,
        webhook_configs: [
          { url: `http://127.0.0.1:${receiverPort}/${name}`, send_resolved: sendResolved },
        ],
      })),
    ],
  });
}

export async function startAlertmanager(
  scenarios: readonly Scenario[],
  receiverPort: number,
): Promise<Target> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-alertmanager-'));
  const file = path.join(directory, 'alertmanager.yml');
  // JSON is YAML.
  await writeFile(file, configurationOf(scenarios, receiverPort));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const options = [
    `--config.file=${file}`,
    `--storage.path=${path.join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn('prometheus-alertmanager', options, { stdio: 'ignore' });
    await until('Alertmanager to be ready', () => {
      if (child.exitCode !== null) throw new Error(`Alertmanager ended with ${child.exitCode}`);
      const answer = fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(1_000) });
      return answer.then(
        ({ ok }) => ok,
        () => false,
      );
    });
    return child;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  let child = await launch();
  const send = async (where: string, method: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${where}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const silences = new Map<string, string>();
  return {
    name: 'Alertmanager',
    push: async (scenario, alerts, startMs) => {
      await send('/api/v2/alerts', 'POST', posted(scenario, alerts, startMs, Date.now()));
    },
    silence: async (scenario, { key, labels }, untilMs) => {
      const wanted = { ...labels, scenario: scenario.name };
      const made = await send('/api/v2/silences', 'POST', {
        matchers: Object.entries(wanted).map(([name, value]) => ({
          name,
          value,
          isRegex: false,
          isEqual: true,
        })),
        startsAt: new Date().toISOString(),
        endsAt: new Date(untilMs).toISOString(),
        createdBy: 'black-box kit',
        comment: key,
      });
      const { silenceID } = made as { silenceID: string };
      silences.set(`${scenario.name} ${key}`, silenceID);
    },
    expireSilence: async (scenario, key) => {
      await send(`/api/v2/silence/${silences.get(`${scenario.name} ${key}`)}`, 'DELETE');
    },
    reload: async () => {
      await send('/-/reload', 'POST');
    },
    kill: async () => {
      await end('SIGKILL');
      child = await launch();
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
