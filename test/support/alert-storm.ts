// Alerts that are pushed to two real processes while these are killed with SIGKILL and their PostgreSQL
// breaks, and a receiver that fails in every way. `findStormLies` then looks for what is not as promised.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as backOff } from 'node:timers/promises';

import { createSeeded } from './seeded.ts';
import { createPlace, startService, type Place, type Service } from './service.ts';
import { until } from './until.ts';
import { startWebhookReceiver, type Answer, type WebhookReceiver } from './webhook-receiver.ts';

export interface Storm {
  readonly storeUrl: string;
  readonly alerts: number;
  /** SIGKILLs, spread over the storm. */
  readonly kills: number;
  readonly seed: number;
  /** Breaks PostgreSQL in the middle; it comes back by itself. */
  breakStore?(): Promise<void>;
}

export interface Crash {
  /** Of a replica; of the store, null. */
  readonly replica: string | null;
  readonly at: number;
}

export interface StormResult {
  readonly receiver: WebhookReceiver;
  readonly crashes: readonly Crash[];
  /** Pushes that were not answered with 200, and made again. */
  readonly repeated: number;
  readonly exitCodes: readonly (number | null)[];
}

interface Replica {
  readonly place: Place;
  readonly id: string;
  service: Service | undefined;
}

const token = 'token-of-the-storm-intake';
const pushers = 12;
const mostAtOnce = 25;
/** So many posts may be on their way: the load goes on until the end. */
const ahead = 1500;
const endMs = 200_000;

const configuration = (url: string): string => `
alerts: { defaults: off }
intakes: [{ name: storm, kind: alertmanager, token: ${token} }]
channels:
  - { name: hook, kind: webhook, url: '${url}', timeout: 5s, rate: { messages: 1000000, per: 1min } }
routes:
  - { name: all, channels: [hook], groupBy: ['...'], groupWait: 0s, groupInterval: 1s }
`;

/** Runs it until everything that was pushed was told; the receiver is closed by then. */
export async function runAlertStorm(storm: Storm): Promise<StormResult> {
  const { alerts, seed } = storm;
  const random = createSeeded(seed);
  const tries = new Map<string, number>();
  const taken = new Set<string>();
  const receiver = await startWebhookReceiver((_n, { id }) => {
    const n = (tries.get(id) ?? 0) + 1;
    tries.set(id, n);
    const chosen = n > 2 ? 200 : answer(random.fraction());
    if (chosen === 200) taken.add(id);
    return chosen;
  });
  const replicas: Replica[] = [];
  const crashes: Crash[] = [];
  const starts = new Set<Promise<void>>();
  const problem = new AbortController();
  let repeated = 0;

  const launch = async (place: Place): Promise<Service> =>
    startService({ stateDirectory: place.stateDirectory, env: place.env });

  const kill = async (replica: Replica): Promise<void> => {
    const { service } = replica;
    if (service === undefined) return;
    replica.service = undefined;
    crashes.push({ replica: replica.id, at: Date.now() });
    await service.kill();
    if (service.child.signalCode !== 'SIGKILL') throw new Error('it had ended by itself');
    // As a supervisor does: until it runs, also while PostgreSQL is away.
    const again = until('a process to start again', async () => {
      replica.service = await launch(replica.place).catch(() => undefined);
      return replica.service !== undefined;
    });
    const start = again.then(
      () => void starts.delete(start),
      (error: unknown) => problem.abort(error),
    );
    starts.add(start);
  };

  /** As Prometheus does: what was not taken is pushed again, to whichever is there. */
  const push = async (body: string): Promise<void> => {
    for (let n = 0; ; n += 1) {
      problem.signal.throwIfAborted();
      const up = replicas.flatMap(({ service }) => service ?? []);
      const service = up[random.integer(Math.max(1, up.length))];
      if (service !== undefined && (await takes(service, body))) return;
      repeated += 1;
      await backOff(50 + Math.min(n, 20) * 25);
    }
  };

  let next = 0;
  let pushed = 0;
  const pushAll = async (): Promise<void> => {
    while (next < alerts) {
      const first = next;
      next = Math.min(alerts, next + 1 + random.integer(mostAtOnce));
      const numbers = Array.from({ length: next - first }, (_, i) => first + i);
      await until('the receiver to catch up', () => pushed - tries.size < ahead, endMs);
      for (const holds of [true, false]) {
        await push(JSON.stringify(numbers.map((n) => alertOf(n, holds))));
        pushed += numbers.length;
      }
    }
  };

  const breakThings = async (): Promise<void> => {
    for (let n = 0; n < storm.kills; n += 1) {
      // Some while half of all is still to come, the last ones near the end.
      const at = (2 * alerts * (n + random.fraction())) / (storm.kills + 0.5);
      await until('the moment of a kill', () => tries.size >= at, endMs);
      if (n === Math.floor(storm.kills / 2) && storm.breakStore !== undefined) {
        crashes.push({ replica: null, at: Date.now() });
        await storm.breakStore();
      }
      const replica = await until('a process to kill', () => {
        const up = replicas.filter(({ service }) => service !== undefined);
        return up[random.integer(Math.max(1, up.length))];
      });
      await kill(replica);
    }
  };

  try {
    for (let n = 0; n < 2; n += 1) {
      const place = await createPlace({
        DATABASE_URL: storm.storeUrl,
        HAWKWATCH_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      });
      await place.writeConfiguration(configuration(receiver.url));
      const service = await launch(place);
      const file = path.join(place.stateDirectory, 'replica-id');
      replicas.push({ place, service, id: (await readFile(file, 'utf8')).trim() });
    }
    await Promise.all([breakThings(), ...Array.from({ length: pushers }, pushAll)]);
    await Promise.all(starts);
    await until(
      'everything was told',
      () => {
        problem.signal.throwIfAborted();
        return taken.size >= 2 * alerts;
      },
      endMs,
    );
    const exitCodes = await Promise.all(
      replicas.map(async ({ service }) => (await service?.stop()) ?? null),
    );
    return { receiver, crashes, repeated, exitCodes };
  } finally {
    // Whoever still pushes after a failure ends, too.
    problem.abort(new Error('the storm is over'));
    await Promise.all(starts);
    for (const { service, place } of replicas) {
      await service?.kill();
      await place.remove();
    }
    await receiver.close();
  }
}

/** One in twenty fails, in one way or another. */
function answer(fraction: number): Answer {
  if (fraction < 0.02) return 500;
  if (fraction < 0.03) return 'close';
  if (fraction < 0.04) return 'close mid-body';
  if (fraction < 0.042) return 'hang';
  if (fraction < 0.0425) return { status: 429, retryAfter: '1' };
  return 200;
}

function alertOf(n: number, holds: boolean): unknown {
  const endsAt = new Date(Date.now() + (holds ? 3_600_000 : -1)).toISOString();
  return { labels: { alertname: 'storm', n: `${n}`, severity: 'error' }, endsAt };
}

async function takes({ url }: Service, body: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/intake/storm/api/v2/alerts', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(15_000),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    // It was killed: whether it took the push is not known.
    return false;
  }
}
