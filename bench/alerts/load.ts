// Pushes alerts at a rate, each by a post of its own, and receives what is told of them, in one process: both
// ends have the same clock.
import { createServer } from 'node:http';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface LoadResult {
  /** Milliseconds from the answer to the push until the notification came, of those that were answered 200. */
  readonly afterAccepted: readonly number[];
  /** The same from when the push was sent. */
  readonly afterSent: readonly number[];
  readonly pushed: number;
  readonly missing: number;
  /** Notifications of an alert that was told already. */
  readonly doubled: number;
  /** Posts that were answered with 500. */
  readonly failed: number;
}

export interface Receiver {
  readonly url: string;
  /** The part of posts that fail from now on, 0 to 1; what was received before is forgotten. */
  begin(failing: number): void;
  /** When each alert was taken first, by its name. */
  readonly taken: ReadonlyMap<string, number>;
  readonly doubled: number;
  readonly failed: number;
  stop(): Promise<void>;
}

const now = (): number => performance.now();

/** A receiver of Alertmanager's webhook. Which posts fail is the same in every run. */
export async function startReceiver(): Promise<Receiver> {
  let failing = 0;
  let posts = 0;
  let failed = 0;
  let doubled = 0;
  const taken = new Map<string, number>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const atMs = now();
      posts += 1;
      // A sequence without a period that matters: the golden ratio's multiples are spread evenly.
      if ((posts * 0.618_033_988_75) % 1 < failing) {
        failed += 1;
        response.writeHead(500).end();
        return;
      }
      const { alerts } = JSON.parse(body) as { alerts: { labels: { alertname: string } }[] };
      for (const { labels } of alerts) {
        if (taken.has(labels.alertname)) doubled += 1;
        else taken.set(labels.alertname, atMs);
      }
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    begin: (part) => {
      failing = part;
      posts = 0;
      failed = 0;
      doubled = 0;
      taken.clear();
    },
    taken,
    get doubled() {
      return doubled;
    },
    get failed() {
      return failed;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface LoadOptions {
  /** Where alerts are posted, as to an Alertmanager's API. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly receiver: Receiver;
  readonly count: number;
  readonly perSecond: number;
  /** Part of their names: no two loads have the same alerts. */
  readonly prefix: string;
  /** How long notifications are waited for after the last push. */
  readonly waitMs: number;
}

/** Pushes `count` alerts evenly, however long each push takes. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { receiver, count, perSecond, prefix } = options;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const sent = new Map<string, number>();
  const accepted = new Map<string, number>();
  const push = async (name: string): Promise<void> => {
    const body = JSON.stringify([
      {
        labels: { alertname: name, severity: 'warning', instance: 'db1:5432', job: 'bench' },
        annotations: { summary: `${name} fires`, description: 'An alert of the bench.' },
        startsAt: new Date().toISOString(),
      },
    ]);
    sent.set(name, now());
    const status = await post(options, agent, body);
    accepted.set(name, now());
    if (status !== 200) throw new Error(`a push was answered with ${status}`);
  };
  const startMs = now();
  const pushes: Promise<void>[] = [];
  while (pushes.length < count) {
    const due = Math.min(count, Math.floor(((now() - startMs) * perSecond) / 1000) + 1);
    while (pushes.length < due) pushes.push(push(`${prefix}-${pushes.length}`));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pushes);
  const endMs = now() + options.waitMs;
  while (receiver.taken.size < count && now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  agent.destroy();
  const since = (begun: ReadonlyMap<string, number>): number[] =>
    [...receiver.taken].flatMap(([name, atMs]) => {
      const beganMs = begun.get(name);
      return beganMs === undefined ? [] : [Math.max(0, atMs - beganMs)];
    });
  return {
    afterAccepted: since(accepted),
    afterSent: since(sent),
    pushed: count,
    missing: count - receiver.taken.size,
    doubled: receiver.doubled,
    failed: receiver.failed,
  };
}

function post(options: LoadOptions, agent: http.Agent, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      options.url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...options.headers,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
