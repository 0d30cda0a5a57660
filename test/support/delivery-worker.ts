// A process that tells of alerts and delivers, until all is told; at a step that it is given it kills itself
// with SIGKILL. What it has told is noted in the transaction that tells it, so that the next one goes on.
import { createSystemClock } from '../../src/core/clock.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { sql } from '../../src/store/drizzle.ts';
import {
  newDelivery,
  notifiedAlert,
  plainWebhook,
  resolvedAlert,
  startTestDispatcher,
  webhookChannel,
} from './delivery-rig.ts';
import type { KillStep } from './kill-steps.ts';

interface Work {
  readonly storeUrl: string;
  readonly receiverUrl: string;
  readonly replica: string;
  readonly step: KillStep | null;
  /** The step counts when it is reached for the nth time. */
  readonly nth: number;
  readonly rate: { readonly messages: number; readonly perMs: number };
}

// The one who starts it passes a `Work`.
const work = JSON.parse(process.argv[2] ?? '') as Work;
let reached = 0;
const pass = (step: KillStep): void => {
  if (step !== work.step) return;
  reached += 1;
  if (reached === work.nth) process.kill(process.pid, 'SIGKILL');
};

const clock = createSystemClock();
const random = createSystemRandom();
const plain = createStore({ address: work.storeUrl, clock, random });
const store: Store = {
  ...plain,
  transaction: async (given) => {
    if (work.step === 'record') setImmediate(() => pass('record'));
    const result = await plain.transaction(given);
    pass('commit');
    return result;
  },
};
const kind = {
  ...plainWebhook,
  send: async (...given: Parameters<typeof plainWebhook.send>) => {
    pass('claim');
    const result = await plainWebhook.send(...given);
    pass('post');
    return result;
  },
};
const dispatcher = await startTestDispatcher({
  store,
  clock,
  random,
  replica: work.replica,
  channels: [webhookChannel(work.receiverUrl, { rate: work.rate }, kind)],
});

const batch = 40;
const tell = (status: 'fired' | 'resolved'): Promise<boolean> =>
  store.transaction(async (tx) => {
    const column = sql.raw(status);
    const rows = await tx.q.execute<{ n: number }>(sql`
      update load set ${column} = true where n in (
        select n from load where not ${column} and (${status} = 'fired' or fired)
        order by n limit ${batch} for update skip locked)
      returning n`);
    const make = status === 'fired' ? notifiedAlert : resolvedAlert;
    const deliveries = [...rows].map(({ n }) => newDelivery(make(n)));
    await dispatcher.queue.enqueue(tx, deliveries, clock.now());
    return rows.length > 0;
  });

for (;;) {
  const told = [await tell('fired'), await tell('resolved')];
  if (told.includes(true)) continue;
  const [open] = await plain.raw<{ n: number }[]>`
    select (select count(*) from load where not resolved)::int
      + (select count(*) from hawkwatch_store.deliveries where ended_at is null)::int as n`;
  if (open?.n === 0) break;
  await clock.sleep(50);
}
await dispatcher.stop();
await plain.close();
