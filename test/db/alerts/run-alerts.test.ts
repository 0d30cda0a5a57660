// Which alerts belong to a run of migrations.
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { beginStoredRun } from '../../support/stored-runs.ts';
import { ask, at as valueAt } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';
import { createEngineRig, holding, type EngineRig } from './rig.ts';

let service: TestService;
let rig: EngineRig;
let databaseId: string;
const start = Date.UTC(2026, 10, 27, 10);
const minute = (n: number): Date => new Date(start + n * 60_000);

beforeAll(async () => {
  service = await startService();
  rig = createEngineRig(service.store);
  const { store } = service;
  await store.transaction((tx) =>
    updateDeclaredDatabases(
      tx,
      [{ name: 'ledger', engine: 'POSTGRESQL', environment: null, labels: {} }],
      createSystemRandom(),
      minute(0),
    ),
  );
  const [row] = await store.raw<{ id: string }[]>`
    select id from hawkwatch_store.databases where name = 'ledger'`;
  databaseId = row?.id ?? '';
});
afterAll(() => service.close());

const failed = async (queuedAt: Date, failedAt: Date): Promise<string> => {
  const id = await beginStoredRun(service.store, { databaseId, at: queuedAt });
  await service.store.raw`update hawkwatch_store.migration_runs
    set state = 'FAILED', finished_at = ${failedAt} where id = ${id}`;
  return id;
};

const titlesOf = async (runId: string): Promise<unknown> => {
  const id = encodeGlobalId('MigrationRun', runId);
  const { viewer } = service.tokens;
  const answer = await ask(
    service.url,
    viewer,
    `{ migrationRun(id: "${id}") { alerts { title } } }`,
  );
  return (valueAt(answer, 'migrationRun.alerts') as readonly { title: string }[]).map(
    ({ title }) => title,
  );
};

const observe = async (title: string, time: Date, more: object): Promise<void> => {
  await rig.observe(
    holding(time, {
      title,
      databaseName: 'ledger',
      rule: title,
      labels: { source: 'main' },
      ...more,
    }),
  );
  await service.store
    .raw`update hawkwatch_store.alerts set started_at = ${time} where rule = ${title}`;
};

describe('the alerts of a run', () => {
  it('are also those that another failure of its source opened, and not those of others', async () => {
    const [first, second, other] = [
      await failed(minute(0), minute(1)),
      await failed(minute(20), minute(21)),
      await failed(minute(40), minute(41)),
    ];
    await observe('the source fails', minute(1), {
      metadata: { event: 'migration.completed', runId: second },
    });
    await service.store.raw`update hawkwatch_store.alerts
      set state = 'RESOLVED', resolution = 'RECOVERED', resolved_at = ${minute(30)}`;
    await observe('it is half done', minute(41), {
      metadata: { event: 'migration.completed' },
      labels: { source: 'main', run: other },
    });
    for (let n = 0; n < 45; n += 1) await observe(`unrelated ${n}`, minute(2), { labels: {} });
    await observe('another source fails', minute(41), {
      metadata: { event: 'migration.completed', runId: randomUUID() },
      labels: { source: 'second' },
    });
    expect(await titlesOf(first)).toEqual(['the source fails']);
    expect(await titlesOf(second)).toEqual(['the source fails']);
    expect(await titlesOf(other)).toEqual(['it is half done']);
  });
});
