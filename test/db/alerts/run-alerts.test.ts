// Which alerts belong to a run of migrations.
import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { roles } from '../../../src/core/role.ts';
import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { runSubject } from '../../../src/migrations/events.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { isOfRun } from '../../../src/store/run-alerts.ts';
import { alerts } from '../../../src/store/schema/index.ts';
import { beginStoredRun, endStoredRun } from '../../support/stored-runs.ts';
import { ask, at as valueAt, codeOf, send } from '../http/clients.ts';
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

const titlesOf = async (runId: string, token = service.tokens.viewer): Promise<unknown> => {
  const id = encodeGlobalId('MigrationRun', runId);
  const answer = await ask(
    service.url,
    token,
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

/** Names the run as what changed before an alert. */
const suspect = async (title: string, runId: string): Promise<void> => {
  await service.store.raw`
    insert into hawkwatch_store.alert_suspects (alert_id, rank, event_id, event, score, reason)
    select id, 1, 1, jsonb_build_object('subject', ${runSubject(runId)}::text), 0.9, 'it ran'
    from hawkwatch_store.alerts where rule = ${title}`;
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

  it('are also those of other databases that have it among their suspects, the newest first', async () => {
    const run = await failed(minute(100), minute(101));
    const elsewhere = { databaseName: 'shop', labels: {} };
    await observe('it became slow', minute(130), elsewhere);
    await suspect('it became slow', run);
    await observe('another one was suspected', minute(130), elsewhere);
    await suspect('another one was suspected', randomUUID());
    await observe('it is blocked', minute(101), { labels: { run } });
    expect(await titlesOf(run)).toEqual(['it became slow', 'it is blocked']);
  });

  it('are those that name it though another run of its source opened them', async () => {
    const run = await beginStoredRun(service.store, { databaseId, at: minute(200) });
    await endStoredRun(service.store, run, minute(202));
    await observe('runs are blocked', minute(190), { metadata: { runId: run } });
    expect(await titlesOf(run)).toEqual(['runs are blocked']);
    await service.store.raw`update hawkwatch_store.alerts set state = 'RESOLVED',
      resolution = 'RECOVERED', resolved_at = ${minute(201)} where rule = 'runs are blocked'`;
    expect(await titlesOf(run)).toEqual(['runs are blocked']);
  });

  it('are only those that the role may see', async () => {
    const run = await failed(minute(300), minute(301));
    for (const audience of roles) {
      await observe(`named, for ${audience}`, minute(300), { labels: { run }, audience });
      await observe(`suspects, for ${audience}`, minute(301), { databaseName: 'shop', audience });
      await suspect(`suspects, for ${audience}`, run);
    }
    const seen = (of: readonly string[]) =>
      ['suspects', 'named'].flatMap((how) => of.map((role) => `${how}, for ${role}`)).toSorted();
    const { viewer, operator, admin } = service.tokens;
    const sorted = async (token: string) =>
      ((await titlesOf(run, token)) as readonly string[]).toSorted();
    expect(await sorted(viewer)).toEqual(seen(['viewer']));
    expect(await sorted(operator)).toEqual(seen(['viewer', 'operator']));
    expect(await sorted(admin)).toEqual(seen(['viewer', 'operator', 'admin']));
  });

  it('are for one run, not for a page of them', async () => {
    const query = '{ migrationRuns(first: 100) { edges { node { alerts { title } } } } }';
    const answer = await send(service.url, service.tokens.viewer, query);
    expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
  });

  it('are found without reading all alerts of the past, nor all that came since', async () => {
    const { store } = service;
    // As many of its own database before it as of all others after it, each with a suspect.
    await store.q.execute(sql`
      insert into hawkwatch_store.alerts (id, fingerprint, rule, source, type, severity, state,
        title, message, labels, metadata, database_name, subject, started_at, resolved_at,
        resolution, observed_at, condition, for_ms, keep_firing_for_ms, times_fired, flips,
        suppressed, updated_at)
      select gen_random_uuid(), 'past ' || n, 'past', 'rule', 'PAST', 'ERROR', 'RESOLVED', 'past', 'past',
        '{"source":"main"}', '{"event":"migration.completed"}',
        case when n < 0 then 'ledger' else 'db' || n % 100 end, 'database:x', begun.at,
        begun.at + interval '1 minute', 'RECOVERED', begun.at, false, 0, 0, 1, '[]', '[]', begun.at
      from generate_series(-20000, 20000) n,
        lateral (select ${minute(400).toISOString()}::timestamptz + n * interval '1 hour' as at) begun
      where n <> 0`);
    await store.q.execute(sql`
      insert into hawkwatch_store.alert_suspects (alert_id, rank, event_id, event, score, reason)
      select id, 1, 1, '{"subject":"migration-run:other"}', 0.9, 'it ran'
      from hawkwatch_store.alerts where rule = 'past'`);
    await store.q.execute(sql`analyze hawkwatch_store.alerts, hawkwatch_store.alert_suspects`);
    const id = randomUUID();
    const run = { id, subject: runSubject(id), database: 'ledger', source: 'main' };
    const times = { queuedAt: minute(400), finishedAt: minute(410), hasFailed: true };
    const statement = store.q
      .select()
      .from(alerts)
      .where(isOfRun({ ...run, ...times }));
    const explained = await store.q.execute(
      sql`explain (analyze, buffers, format json) ${statement.getSQL()}`,
    );
    const plan = valueAt(explained[0], 'QUERY PLAN.0.Plan');
    const blocks =
      Number(valueAt(plan, 'Shared Hit Blocks')) + Number(valueAt(plan, 'Shared Read Blocks'));
    // A week has 168 of them, of which each is asked for its suspects.
    expect(blocks).toBeLessThan(2000);
  });
});
