// The real service measures its host and its databases, and tells how it is, part by part.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface Resources {
  readonly at: string;
  readonly sizeBytes: number | null;
  readonly connectionsUsedPercent: number | null;
  readonly commitsPerSecond: number | null;
  readonly measures: readonly { readonly metric: string; readonly value: number }[];
}

interface Health {
  readonly state: string;
  readonly parts: readonly {
    readonly name: string;
    readonly counts: boolean;
    readonly state: string;
    readonly reason: string | null;
  }[];
}

const limitMs = 90_000;

describe('the resources of a real service', () => {
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
    const facts = await DuckDBInstance.create(path.join(place.directory, 'facts.duckdb'));
    facts.closeSync();
    await place.writeConfiguration(`databases:
  - { name: shop, url: '${shop.url}', resources: { interval: 5s } }
  - { name: notes, url: 'sqlite:notes.db', resources: { interval: 5s } }
  - { name: facts, url: 'duckdb:facts.duckdb', resources: { interval: 5s } }
  - { name: gone, url: 'postgres://x@127.0.0.1:1/gone' }
resources:
  host: { interval: 5s }
`);
    service = await startService(place);
  }, limitMs);
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await Promise.all([own.drop(), shop.drop()]);
  }, limitMs);

  it('are measured of every engine', { timeout: limitMs }, async () => {
    const resourcesOf = async (name: string): Promise<Resources | null> => {
      const { database } = await ask<{ database: { resources: Resources | null } }>(
        service,
        place.token,
        `{ database(name: "${name}") { resources { at sizeBytes connectionsUsedPercent
          commitsPerSecond measures { metric labels { name value } value }
          tables { schema name bytes } unread { about reason } }
          slowStatements { since until statements { text calls meanMs } } } }`,
      );
      return database.resources;
    };
    const found = await until(
      'rates of shop are there',
      async () => {
        const resources = await resourcesOf('shop');
        return resources?.commitsPerSecond != null && resources;
      },
      limitMs,
    );
    expect(found.connectionsUsedPercent).toBeGreaterThan(0);
    expect(found.sizeBytes).toBeGreaterThan(1_000_000);
    for (const name of ['notes', 'facts']) {
      const file = await until(
        `${name} is measured`,
        () => resourcesOf(name).then((r) => r ?? false),
        limitMs,
      );
      expect(file.sizeBytes).toBeGreaterThan(0);
      expect(file.connectionsUsedPercent).toBeNull();
    }
    expect(await resourcesOf('gone')).toBeNull();
  });

  it('of the host are there', { timeout: limitMs }, async () => {
    const host = await until(
      'the host was measured twice',
      async () => {
        const { hostResources } = await ask<{
          hostResources: readonly {
            host: string;
            cpuPercent: number | null;
            memoryUsedPercent: number;
            disks: readonly { mount: string; usedPercent: number }[];
          }[];
        }>(
          service,
          place.token,
          `{ hostResources { host at platform isContainer cores memoryBytes cpuPercent memoryUsedPercent
            disks { mount bytes freeBytes usedPercent inodesUsedPercent } unread { about reason } } }`,
        );
        const [first] = hostResources;
        return first?.cpuPercent != null && first;
      },
      limitMs,
    );
    expect(host.memoryUsedPercent).toBeGreaterThan(0);
    expect(host.disks.length).toBeGreaterThan(0);
  });

  it('are run by monitors that can be seen', { timeout: limitMs }, async () => {
    const kinds = await until(
      'both run',
      async () => {
        const { monitors } = await ask<{
          monitors: { edges: readonly { node: { kind: string; state: string } }[] };
        }>(service, place.token, '{ monitors(first: 50) { edges { node { kind state } } } }');
        const own = monitors.edges
          .map(({ node }) => node)
          .filter(({ kind }) => kind.endsWith('-resources'));
        return own.length === 2 && own;
      },
      limitMs,
    );
    for (const { state } of kinds) expect(['RUNNING', 'OK', 'DEGRADED']).toContain(state);
  });

  it(
    'and every part are in the health, which a dead database does not spoil',
    { timeout: limitMs },
    async () => {
      const base = service.graphql.replace('/graphql', '');
      const headers = { authorization: `Bearer ${place.token}` };
      const read = async (query: string): Promise<Health> => {
        const response = await fetch(`${base}/api/health${query}`, { headers });
        expect(response.status).toBe(200);
        return (await response.json()) as Health;
      };
      const quick = await until(
        'the dead database is known',
        async () => {
          const health = await read('');
          return health.parts.some(({ reason }) => /gone/.test(reason ?? '')) && health;
        },
        limitMs,
      );
      const names = [
        'store',
        'events',
        'load',
        'memory',
        'configuration',
        'stateDirectory',
        'monitors',
        'databases',
      ];
      expect(quick.parts.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      const databases = quick.parts.find(({ name }) => name === 'databases');
      expect(databases).toMatchObject({ counts: false, state: 'DEGRADED' });
      expect(databases?.reason).toContain('1 of 4 are down: gone');
      const full = await read('?full=true');
      expect(full.parts.find(({ name }) => name === 'databases')?.reason).toContain('gone');
      expect(full.parts.find(({ name }) => name === 'store')?.state).toBe('OK');
      const ready = await fetch(`${base}/health/ready`);
      expect(ready.status).toBe(200);
      expect(await ready.text()).not.toContain('databases');
    },
  );
});
