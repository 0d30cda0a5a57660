// Automatic runs in the real service, with the real assessor: a file that is put into the folder is
// run or waits for a person, and kill -9 changes nothing about that.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface Run {
  readonly id: string;
  readonly state: string;
  readonly origin: string;
  readonly dryRun: boolean;
  readonly toVersion: string | null;
  readonly assessment: { readonly risk: string } | null;
}

interface Assessed {
  readonly payload: { versions: string[]; decision: string; risk: string; reason: string | null };
}

const runsQuery = `{ migrationRuns { edges { node {
  id state origin dryRun toVersion assessment { risk } } } } }`;
const eventsQuery = `{ events(filter: { types: ["migration.assessed"] }) { edges { node { payload } } } }`;

describe('a folder of the real service', () => {
  let place: Place;
  let own: TestDatabase;
  let target: TestDatabase;
  let sql: postgres.Sql;
  let service: Service;

  const start = async (): Promise<void> => {
    service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
  };
  beforeAll(async () => {
    own = await createEmptyDatabase();
    target = await createEmptyDatabase();
    sql = postgres(target.url, { max: 1, onnotice: () => undefined });
    place = await createPlace({ DATABASE_URL: own.url });
    await mkdir(path.join(place.directory, 'migrations'));
    await place.writeConfiguration(`databases:
  - name: shop
    url: ${target.url}
    migrations: { folder: ./migrations }
    automatic: {}
`);
    await start();
  });
  afterAll(async () => {
    await service.stop();
    await sql.end();
    await own.drop();
    await target.drop();
    await place.remove();
  });

  const put = (name: string, text: string): Promise<void> =>
    writeFile(path.join(place.directory, 'migrations', name), text);
  const runs = async (): Promise<Run[]> => {
    const answer = await ask<{ migrationRuns: { edges: { node: Run }[] } }>(
      service,
      place.token,
      runsQuery,
    );
    return answer.migrationRuns.edges.map((edge) => edge.node).toReversed();
  };
  const events = async (): Promise<Assessed['payload'][]> => {
    const answer = await ask<{ events: { edges: { node: Assessed }[] } }>(
      service,
      place.token,
      eventsQuery,
    );
    return answer.events.edges.map((edge) => edge.node.payload).toReversed();
  };
  const run = (what: string, is: (run: Run) => boolean): Promise<Run> =>
    until(what, async () => (await runs()).find(is), 40_000);

  it('is run by itself where that is harmless, after its dry run', async () => {
    await put('1_customers.sql', 'create table customers (id bigint primary key, name text);');
    const done = await run('the run', (one) => !one.dryRun && one.state === 'SUCCEEDED');
    expect(done).toMatchObject({ origin: 'AUTOMATIC', toVersion: '1' });
    expect((await runs()).map((one) => [one.dryRun, one.state])).toEqual([
      [true, 'SUCCEEDED'],
      [false, 'SUCCEEDED'],
    ]);
    expect(await sql`select * from customers`).toEqual([]);
    expect(await events()).toMatchObject([{ versions: ['1'], decision: 'run' }]);
  });

  it('waits for a person where data would be lost, also after kill -9', async () => {
    await put('2_names.sql', 'alter table customers drop column name;');
    const waiting = await run('a run that waits', (one) => one.state === 'AWAITING_REVIEW');
    expect(['MEDIUM', 'HIGH', 'CRITICAL']).toContain(waiting.assessment?.risk);
    await service.kill();
    await start();
    const approve = `mutation { approveMigration(runId: "${waiting.id}", comment: "unused") {
      ... on MigrationRun { state } ... on Error { message } } }`;
    expect(await ask(service, place.token, approve)).toEqual({
      approveMigration: { state: 'QUEUED' },
    });
    await run('its end', (one) => one.id === waiting.id && one.state === 'SUCCEEDED');
    const columns = await sql<{ name: string }[]>`select column_name::text as name
      from information_schema.columns where table_name = 'customers'`;
    expect(columns.map((column) => column.name)).toEqual(['id']);
  });

  it('is announced once and run once, however often the service is killed', async () => {
    const approve = async (): Promise<void> => {
      // A run that was cut off on its way is for a person to go on with.
      for (const waiting of (await runs()).filter((one) => one.state === 'AWAITING_REVIEW')) {
        const mutation = `mutation { approveMigration(runId: "${waiting.id}") { __typename } }`;
        await ask(service, place.token, mutation);
      }
    };
    for (let version = 3; version <= 6; version += 1) {
      await put(`${version}_t.sql`, `create table t${version} (id bigint primary key);`);
      // Somewhere between noticing, assessing, queueing and running.
      await new Promise((resolve) => setTimeout(resolve, 250 * version));
      await service.kill();
      await start();
    }
    await until(
      'all tables',
      async () => {
        await approve();
        const rows = await sql`select 1 from pg_tables where tablename ~ '^t[3-6]$'`;
        return rows.length === 4;
      },
      60_000,
    );
    const applied = await sql<{ version: string }[]>`
      select version from hawkwatch.migrations where state = 'applied' order by version::int`;
    expect(applied.map((row) => row.version)).toEqual(['1', '2', '3', '4', '5', '6']);
    const announced = (await events()).map((event) => event.versions.join());
    expect(new Set(announced).size).toBe(announced.length);
  }, 150_000);
});
