// The real service tells how databases of every engine are, and when that changes.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface Change {
  readonly databaseStatusChanged: {
    readonly database: { readonly name: string };
    readonly before: string | null;
    readonly state: string;
    readonly reason: string | null;
  };
}

describe('the health of databases of a real service', () => {
  let place: Place;
  let own: TestDatabase;
  let shop: TestDatabase;
  let service: Service;

  beforeAll(async () => {
    [own, shop] = await Promise.all([createEmptyDatabase(), createEmptyDatabase()]);
    place = await createPlace({ DATABASE_URL: own.url });
    const notes = new DatabaseSync(path.join(place.directory, 'notes.db'));
    notes.exec('create table notes (id integer primary key)');
    notes.close();
    await place.writeConfiguration(`databases:
  - { name: shop, url: '${shop.url}' }
  - { name: notes, url: 'sqlite:notes.db' }
  - { name: facts, url: 'duckdb:facts.duckdb' }
`);
    service = await startService(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await Promise.all([own.drop(), shop.drop()]);
  });

  const healthOf = async (name: string) => {
    const { databaseHealth } = await ask<{ databaseHealth: { state: string; reason: string } }>(
      service,
      place.token,
      `{ databaseHealth(database: "${name}") { state reason serverVersion sizeBytes role
        tls { encrypted } checkedAt } }`,
    );
    return databaseHealth;
  };
  const reached = (name: string, state: string) =>
    until(
      `${name} is ${state}`,
      async () => {
        const health = await healthOf(name);
        return health.state === state && health;
      },
      30_000,
    );

  it('is found soon after the start, and told when it changes', async () => {
    const away = { state: 'DOWN', reason: 'there is no file at that path', sizeBytes: null };
    expect(await reached('facts', 'DOWN')).toMatchObject(away);
    expect(await reached('shop', 'UP')).toMatchObject({
      reason: null,
      role: 'PRIMARY',
      sizeBytes: expect.any(Number),
      tls: { encrypted: false },
    });
    expect(await reached('notes', 'UP')).toMatchObject({
      serverVersion: expect.stringMatching(/^3\./),
      role: null,
      tls: null,
    });
    const client = openWebSocket(service, place.token);
    const changes = client.iterate<Change>({
      query: `subscription { databaseStatusChanged(database: "facts") {
        database { name } before state reason } }`,
    });
    const next = async () => (await changes.next()).value?.data?.databaseStatusChanged;
    const database = { name: 'facts' };
    const { reason } = away;
    expect(await next()).toEqual({ database, before: null, state: 'DOWN', reason });
    const instance = await DuckDBInstance.create(path.join(place.directory, 'facts.duckdb'));
    instance.closeSync();
    expect(await next()).toEqual({ database, before: 'DOWN', state: 'UP', reason: null });
    await client.dispose();
  });
});
