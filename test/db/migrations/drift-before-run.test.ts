// What a run does that finds drift, by the policy of its database.
import { randomUUID } from 'node:crypto';

import { afterEach, describe, expect, it } from 'vitest';

import type { SchemaSettings } from '../../../src/databases/target.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { openDrift, resolveDrift } from '../../../src/store/schema-drifts.ts';
import { createBench, type Bench } from '../../support/migrations.ts';
import { schemaSettings } from '../../support/target-settings.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

async function createDrifted(beforeRun: SchemaSettings['beforeRun']) {
  const bench = await createBench({
    target: { schema: schemaSettings({ watch: false, beforeRun }) },
  });
  benches.push(bench);
  await bench.write({ '0001_orders.sql': 'create table orders (id int primary key)' });
  const { id: databaseId = '' } = (await findDatabaseByName(bench.store.q, 'shop')) ?? {};
  const change = {
    change: 'ADDED',
    kind: 'TABLE',
    name: 'public.tmp',
    parent: null,
    attributes: [],
    risk: 'NONE',
    classes: [],
    message: 'table public.tmp was added',
    breaks: [],
  } as const;
  const at = new Date();
  const found = { databaseId, database: 'shop', changes: [change], risk: 'NONE' } as const;
  const drift = await bench.store.transaction((tx) =>
    openDrift(tx, randomUUID(), { ...found, digest: 'a', statements: [], at }),
  );
  const resolve = () =>
    bench.store.transaction((tx) => {
      const decision = { database: 'shop', at: new Date(), actor: 'ada', comment: null };
      return resolveDrift(tx, drift.id, 'ACCEPTED', decision);
    });
  return { bench, resolve };
}

describe('a run that finds drift', () => {
  it('runs and says so, where the policy is to warn', async () => {
    const { bench } = await createDrifted('warn');
    const run = await bench.migrate();
    expect(run.state).toBe('SUCCEEDED');
    const [queued] = await bench.progress(run.id);
    expect(queued?.message).toBe('1 to run; drift: table public.tmp was added');
  });

  it('says nothing where the policy is off', async () => {
    const { bench } = await createDrifted('off');
    const run = await bench.migrate();
    const [queued] = await bench.progress(run.id);
    expect(queued?.message).toBe('1 to run');
  });

  it('is refused where the policy is to block, until the drift is resolved', async () => {
    const { bench, resolve } = await createDrifted('block');
    await expect(bench.trigger()).rejects.toThrow(
      /"shop" has drifted \(drift: table public\.tmp was added\).*acceptDrift/s,
    );
    expect((await bench.migrate({ dryRun: true })).state).toBe('SUCCEEDED');
    await resolve();
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
  });
});
