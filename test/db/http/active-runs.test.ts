// Runs by when they were executed, not by when they were asked for.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { isActiveSince } from '../../../src/store/active-runs.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { migrationRuns } from '../../../src/store/schema/index.ts';
import { beginStoredRun } from '../../support/stored-runs.ts';
import { ask, at, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const hour = (n: number): Date => new Date(Date.UTC(2026, 0, 5, n));
const friday = new Date(Date.UTC(2026, 0, 2));

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

it('finds what ran lately though it was asked for long ago, and what runs still', async () => {
  const { store } = service;
  const shop = await findDatabaseByName(store.q, 'shop');
  const databaseId = shop?.id ?? '';
  const change = (id: string, values: Partial<typeof migrationRuns.$inferInsert>) =>
    store.q.update(migrationRuns).set(values).where(eq(migrationRuns.id, id));
  const ended = async (source: string, times: Partial<typeof migrationRuns.$inferInsert>) => {
    const id = await beginStoredRun(store, { databaseId, at: friday });
    await change(id, { source, state: 'SUCCEEDED', ...times });
  };
  await ended('waited', { startedAt: hour(2), finishedAt: hour(3) });
  await ended('long over', { finishedAt: friday });
  await ended('never begun', { state: 'REJECTED', startedAt: null, finishedAt: hour(4) });
  await ended('waits', { state: 'AWAITING_REVIEW', startedAt: null });
  await ended('put back', { state: 'QUEUED', startedAt: friday });
  await ended('put back, then parked', { state: 'AWAITING_REVIEW', startedAt: friday });
  const running = await beginStoredRun(store, { databaseId, at: friday });
  await change(running, { source: 'still runs' });

  const data = await ask(
    service.url,
    service.tokens.viewer,
    `query ($since: DateTime) { migrationRuns(filter: { activeSince: $since }) {
      edges { node { source } } } }`,
    { since: hour(0).toISOString() },
  );
  const edges = at(data, 'migrationRuns.edges');
  const sources = Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'node.source')) : [];
  expect(sources.toSorted()).toEqual(['put back', 'put back, then parked', 'still runs', 'waited']);
});

it('finds them without reading all runs of the past', async () => {
  const { store } = service;
  await store.q.execute(sql`
    insert into hawkwatch_store.migration_runs (id, database_id, source, kind, origin, state,
      dry_run, actor_id, client_mutation_id, input_hash, queued_at, started_at, finished_at,
      cursor_epoch, cursor_id, key_id)
    select gen_random_uuid(), d.id, 'old', 'MIGRATE', 'API', 'SUCCEEDED', false, 'test', n, n,
      past.at, past.at, past.at, 'test', 0, ''
    from hawkwatch_store.databases d, generate_series(1, 20000) n,
      lateral (select timestamptz '2025-01-01' + n * interval '1 minute' as at) past
    where d.name = 'stock'`);
  await store.q.execute(sql`analyze hawkwatch_store.migration_runs, hawkwatch_store.databases`);
  const statement = store.q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(isActiveSince(hour(0)))
    .orderBy(sql`queued_at desc`)
    .limit(101);
  const explained = await store.q.execute(
    sql`explain (analyze, buffers, format json) ${statement.getSQL()}`,
  );
  const plan = at(explained[0], 'QUERY PLAN.0.Plan');
  const blocks = Number(at(plan, 'Shared Hit Blocks')) + Number(at(plan, 'Shared Read Blocks'));
  expect(blocks).toBeLessThan(100);
});
