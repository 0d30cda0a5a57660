// The receiver of all scenarios: takes Alertmanager's webhook (version 4) at a path for each, answers as the
// scenario says, and keeps what it answered with 200.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { z } from 'zod';

import type { Received, Scenario } from './scenario.ts';

const payload = z.object({
  version: z.literal('4'),
  groupKey: z.string(),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string(),
  groupLabels: z.record(z.string(), z.string()),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
      startsAt: z.iso.datetime({ offset: true }),
      endsAt: z.iso.datetime({ offset: true }),
      fingerprint: z.string(),
    }),
  ),
});

export interface Receiver {
  readonly port: number;
  /** All that counts is from now on. */
  begin(startMs: number): void;
  received(scenario: Scenario): readonly Received[];
  /** Posts of a scenario, answered with whatever. */
  attempts(scenario: Scenario): number;
  /** What was not of the form. */
  readonly faults: readonly string[];
  stop(): Promise<void>;
}

export async function startReceiver(scenarios: readonly Scenario[]): Promise<Receiver> {
  let startMs = Date.now();
  const attempts = new Map<string, number>();
  const taken = new Map<string, Received[]>();
  const faults: string[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const name = decodeURIComponent((request.url ?? '').slice(1));
      const scenario = scenarios.find((one) => one.name === name);
      const body = await text(request);
      const count = attempts.get(name) ?? 0;
      attempts.set(name, count + 1);
      const behaviour = scenario?.receiver?.[count] ?? { status: 200 };
      if ('close' in behaviour) request.socket.destroy();
      // What hangs is never answered: whoever posts must give up by itself.
      if (!('status' in behaviour)) return;
      if (behaviour.status === 200) take(name, body);
      response.writeHead(behaviour.status).end();
    })().catch((error: unknown) => faults.push(String(error)));
  });
  const take = (name: string, body: string): void => {
    const read = payload.safeParse(JSON.parse(body));
    if (!read.success) {
      faults.push(`${name}: ${read.error.message}`);
      return;
    }
    const { alerts } = read.data;
    const named = (status: string): string[] =>
      alerts.filter((one) => one.status === status).map((one) => one.labels['alertname'] ?? '');
    const list = taken.get(name) ?? [];
    taken.set(name, list);
    list.push({
      at: (Date.now() - startMs) / 1000,
      firing: named('firing'),
      resolved: named('resolved'),
      startsAt: (Math.min(...alerts.map((one) => Date.parse(one.startsAt))) - startMs) / 1000,
    });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    begin: (ms) => {
      startMs = ms;
    },
    received: ({ name }) => taken.get(name) ?? [],
    attempts: ({ name }) => attempts.get(name) ?? 0,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
