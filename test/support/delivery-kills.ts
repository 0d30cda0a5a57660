// Tells of many alerts through processes that are killed with SIGKILL at each step, and finds every lie in
// what a real receiver got of it: lost, twice without a crash, under another id, out of order.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { TestStore } from './store.ts';
import { createSeeded } from './seeded.ts';
import { steps, type KillStep } from './kill-steps.ts';
import { startWebhookReceiver, type Received } from './webhook-receiver.ts';

export interface KillScenario {
  readonly place: TestStore;
  readonly alerts: number;
  readonly kills: number;
  readonly seed: number;
  /** Processes at once, each a replica of its own. */
  readonly replicas: number;
  readonly rate?: { readonly messages: number; readonly perMs: number };
  /** The receiver refuses what has more alerts. */
  readonly mostAlerts?: number;
}

export interface KillResult {
  readonly lies: readonly string[];
  readonly posts: number;
  readonly duplicates: number;
  /** Digests that were refused and fell apart. */
  readonly splits: number;
  readonly kills: Readonly<Record<KillStep, number>>;
}

const worker = fileURLToPath(new URL('./delivery-worker.ts', import.meta.url));

/** Runs it to the end. */
export async function runKillScenario(scenario: KillScenario): Promise<KillResult> {
  const { place, alerts, seed, replicas } = scenario;
  const rate = scenario.rate ?? { messages: 1_000_000, perMs: 60_000 };
  const random = createSeeded(seed);
  const { raw } = place.store;
  await raw`create table load (n int primary key, fired boolean not null default false,
    resolved boolean not null default false)`;
  await raw`insert into load (n) select generate_series(1, ${alerts}::int)`;
  // Some first attempts fail in one way or another.
  const { mostAlerts = Number.POSITIVE_INFINITY } = scenario;
  const receiver = await startWebhookReceiver((_n, { attempt, content }) => {
    if (content.alerts.length > mostAlerts) return 413;
    if (attempt > 1 || random.integer(20) > 0) return 200;
    return ([500, 'close', 'close mid-body', 503] as const)[random.integer(4)] ?? 500;
  });
  const kills: Record<KillStep, number> = { commit: 0, claim: 0, post: 0, record: 0 };
  let left = scenario.kills;
  const children = new Set<ChildProcess>();
  const run = async (replica: string): Promise<void> => {
    for (;;) {
      const step = left > 0 ? (steps[left % steps.length] ?? null) : null;
      left -= 1;
      // Early enough that all kills come before the end; over the limit there are few messages.
      const isOfMessage = step === 'claim' || step === 'post';
      const ofMessages = scenario.rate === undefined ? alerts / 10 : scenario.rate.messages / 5;
      const most = isOfMessage ? ofMessages : alerts / 100;
      const nth = 1 + random.integer(Math.min(300, most));
      const work = { storeUrl: place.database.url, receiverUrl: receiver.url, replica, step, nth };
      const child = spawn(process.execPath, [worker, JSON.stringify({ ...work, rate })], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      children.add(child);
      const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>(
        (resolve) => child.once('exit', (ended, by) => resolve({ code: ended, signal: by })),
      );
      children.delete(child);
      if (signal === 'SIGKILL' && step !== null) {
        kills[step] += 1;
        continue;
      }
      if (code === 0) return;
      throw new Error(`a process ended with ${code ?? signal}, seed ${seed}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: replicas }, (_, i) => run(`replica-${i}`)));
    const lies = await findLies(scenario, receiver.received);
    const ids = receiver.received.filter(({ answer }) => answer === 200).map(({ id }) => id);
    const duplicates = ids.length - new Set(ids).size;
    const [row] = await place.store.raw<{ splits: number }[]>`
      select count(*)::int as splits from hawkwatch_store.deliveries where state = 'SPLIT'`;
    const splits = row?.splits ?? 0;
    return { lies, posts: receiver.received.length, duplicates, splits, kills };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await receiver.close();
  }
}

async function findLies(
  { place, alerts }: KillScenario,
  received: readonly Received[],
): Promise<string[]> {
  const lies: string[] = [];
  const rows = await place.store.raw<{ id: string; state: string; begun: number }[]>`
    select d.id, d.state, (select count(*) from hawkwatch_store.delivery_attempts a
      where a.delivery_id = d.id and a.ok is null)::int as begun
    from hawkwatch_store.deliveries d`;
  for (const { id, state } of rows) {
    if (!['DELIVERED', 'MERGED', 'SPLIT'].includes(state)) lies.push(`${id} ended as ${state}`);
  }
  const interrupted = new Set(rows.filter(({ begun }) => begun > 0).map(({ id }) => id));
  const taken = received.filter(({ answer }) => answer === 200);
  const times = Map.groupBy(taken, ({ id }) => id);
  for (const [id, posts] of times) {
    if (posts.length > 1 && !interrupted.has(id)) lies.push(`${id} came twice without a crash`);
  }
  const firsts = new Map<string, { readonly id: string; readonly at: number }>();
  for (const [at, { id, content }] of taken.entries()) {
    for (const { fingerprint, status } of content.alerts) {
      const key = `${fingerprint} ${status}`;
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, { id, at });
      else if (first.id !== id) lies.push(`${key} came as ${first.id} and as ${id}`);
      // A digest that a crash repeats says both again.
      if (first === undefined && status === 'firing' && firsts.has(`${fingerprint} resolved`)) {
        lies.push(`${fingerprint} fired after it was resolved`);
      }
    }
  }
  for (let n = 1; n <= alerts; n += 1) {
    for (const status of ['firing', 'resolved']) {
      if (!firsts.has(`f${n} ${status}`)) lies.push(`f${n} ${status} was never told`);
    }
  }
  return lies;
}
