// The list of databases: narrowed and ordered by what is stored of their health, migrations and drift.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { MigrationStatusState } from '../../../src/core/migrations.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { recordStatuses } from '../../../src/migrations/statuses/record.ts';
import { recordDatabaseState, type FoundState } from '../../../src/store/database-states.ts';
import { findDatabasesByName, updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { ask, at, codeOf, send, textAt } from './clients.ts';
import { clock, random, startService, type TestService } from './service.ts';

interface Declared {
  readonly environment?: string;
  readonly state?: FoundState;
  readonly sizeBytes?: number;
  readonly latencyMs?: number;
  readonly sources?: Readonly<Record<string, readonly [MigrationStatusState, number]>>;
  readonly drift?: 'OPEN' | 'ACKNOWLEDGED';
}

const declared: Readonly<Record<string, Declared>> = {
  accounts: {
    environment: 'prod',
    state: 'UP',
    sizeBytes: 10,
    latencyMs: 2.5,
    sources: { main: ['UP_TO_DATE', 0] },
  },
  billing: {
    environment: 'prod',
    state: 'UP',
    sources: { main: ['BEHIND', 3], reports: ['DIRTY', 1] },
  },
  carts: { environment: 'dev', state: 'DOWN' },
  drifted: { state: 'UP', drift: 'OPEN' },
  easy: { environment: 'dev', state: 'UP', latencyMs: 80, sources: { main: ['BEHIND', 9] } },
  known: { state: 'DEGRADED', drift: 'ACKNOWLEDGED' },
  fresh: {},
};

/** A drift needs nothing but its row here. */
const drifting = (databaseId: string, state: string) => sql`
  insert into hawkwatch_store.schema_drifts (id, database_id, state, changes, change_count, risk,
    digest, statements, opened_at, changed_at)
  values (${random.uuid()}, ${databaseId}, ${state}, '[]', 1, 'LOW', 'd', '[]', now(), now())`;

describe('the list of databases', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
    const { store } = service;
    const names = Object.keys(declared);
    const rows = names.map((name) => ({
      name,
      engine: 'postgresql',
      environment: declared[name]?.environment ?? null,
      labels: name < 'c' ? { team: 'shop' } : {},
    }));
    const left = { name: 'left', engine: 'postgresql', environment: 'old', labels: {} };
    await store.transaction((tx) =>
      updateDeclaredDatabases(tx, [...rows, left], random, clock.now()),
    );
    const found = await findDatabasesByName(store.q, [...names, 'left']);
    for (const { id, name } of found) {
      const { state, drift, latencyMs = null, sizeBytes = null } = declared[name] ?? {};
      const facts = { latencyMs, sizeBytes, serverVersion: null, role: null, tls: null };
      const now = clock.now();
      const seen = { database: { id, name }, reason: null, facts, since: now, checkedAt: now };
      if (state !== undefined) {
        await store.transaction((tx) => recordDatabaseState(tx, { ...seen, state }, null));
      }
      if (drift !== undefined) await store.q.execute(drifting(id, drift));
      if (name === 'left') await store.q.execute(drifting(id, 'OPEN'));
    }
    const statuses = names.flatMap((databaseName) =>
      Object.entries(declared[databaseName]?.sources ?? {}).map(([source, [state, pending]]) => ({
        databaseName,
        source,
        tool: source === 'reports' ? 'flyway' : 'sql',
        state,
        reason: null,
        currentVersion: null,
        counts: { total: pending, applied: 0, pending, failed: 0, other: 0 },
        migrations: [],
        revision: null,
        checkedAt: clock.now(),
      })),
    );
    await recordStatuses({ store, clock, logger: silentLogger }, statuses);
    // What left keeps its drift, which nobody resolves.
    await store.transaction((tx) => updateDeclaredDatabases(tx, rows, random, clock.now()));
  });
  afterAll(() => service.close());

  interface Page {
    readonly names: string[];
    readonly total: unknown;
    readonly start: string;
    readonly end: string;
    readonly hasPrevious: unknown;
  }
  const list = async (args: string): Promise<Page> => {
    const data = await ask(
      service.url,
      service.tokens.viewer,
      `{ databases(${args}) { totalCount
        pageInfo { startCursor endCursor hasPreviousPage } edges { node { name } } } }`,
    );
    const edges = at(data, 'databases.edges');
    const names = Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'node.name')) : [];
    return {
      names,
      total: at(data, 'databases.totalCount'),
      start: String(at(data, 'databases.pageInfo.startCursor')),
      end: String(at(data, 'databases.pageInfo.endCursor')),
      hasPrevious: at(data, 'databases.pageInfo.hasPreviousPage'),
    };
  };
  const namesOf = async (filter: string): Promise<string[]> => {
    const { names, total } = await list(`filter: { ${filter} }`);
    expect(total).toBe(names.length);
    return names;
  };

  it.each([
    ['states: [DOWN, DEGRADED]', ['carts', 'known']],
    ['states: [UNKNOWN]', ['fresh']],
    ['states: []', []],
    ['migrationStates: [DIRTY]', ['billing']],
    ['migrationStates: [BEHIND]', ['billing', 'easy']],
    ['migrationStates: [BEHIND], states: [DOWN]', []],
    ['environments: ["dev"]', ['carts', 'easy']],
    ['environments: ["dev", null]', ['carts', 'drifted', 'easy', 'fresh', 'known']],
    ['drift: true', ['drifted', 'known']],
    ['drift: false, environments: [null]', ['fresh']],
    ['labels: [{ name: "team", value: "shop" }]', ['accounts', 'billing']],
    [String.raw`labels: [{ name: "team", value: "\u0000" }]`, []],
    ['text: " FLYway "', ['billing']],
    ['text: "reports"', ['billing']],
    ['text: "prod"', ['accounts', 'billing']],
    ['text: "%"', []],
  ])('is narrowed by %s', async (filter, names) => {
    expect(await namesOf(filter)).toEqual(names);
  });

  const orders = [
    ['WORST_FIRST', ['carts', 'billing', 'drifted', 'known', 'easy', 'fresh', 'accounts']],
    ['MOST_PENDING_FIRST', ['easy', 'billing']],
    ['LARGEST_FIRST', ['accounts']],
    ['SLOWEST_FIRST', ['easy', 'accounts']],
    ['NAME', ['accounts', 'billing', 'carts', 'drifted', 'easy', 'fresh', 'known']],
  ] as const;

  it.each(orders)('is in the order %s, page by page, each once', async (order, first) => {
    const { names: whole } = await list(`order: ${order}`);
    expect(whole.slice(0, first.length)).toEqual(first);
    expect(new Set(whole).size).toBe(Object.keys(declared).length);
    const paged: string[] = [];
    let after = '';
    while (paged.length < whole.length) {
      const { names, end } = await list(`order: ${order}, first: 2${after}`);
      paged.push(...names);
      after = `, after: "${end}"`;
      if (names.length === 0) break;
    }
    expect(paged).toEqual(whole);
    expect((await list(`order: ${order}, last: 3`)).names).toEqual(whole.slice(-3));
  });

  it.each(orders)('is in the order %s from its end, page by page, each once', async (order) => {
    const { names: whole, end } = await list(`order: ${order}`);
    const pages: string[][] = [];
    let before = '';
    let isMore: unknown = true;
    while (isMore === true && pages.length < whole.length) {
      const { names, start, hasPrevious } = await list(`order: ${order}, last: 2${before}`);
      pages.unshift(names);
      before = `, before: "${start}"`;
      isMore = hasPrevious;
    }
    expect(pages.flat()).toEqual(whole);
    expect(pages).toHaveLength(Math.ceil(whole.length / 2));
    const all = await list(`order: ${order}, before: "${end}"`);
    expect(all.names).toEqual(whole.slice(0, -1));
  });

  it('refuses the cursor of another order', async () => {
    const { end } = await list('order: WORST_FIRST, first: 1');
    for (const order of ['NAME', 'LARGEST_FIRST']) {
      const query = `{ databases(order: ${order}, after: "${end}") { asOf } }`;
      expect(codeOf(await send(service.url, service.tokens.viewer, query))).toBe('INVALID_INPUT');
    }
  });

  it('tells the environments there are, and how the sources of each database stand', async () => {
    const data = await ask(
      service.url,
      service.tokens.viewer,
      `{ databases(filter: { text: "billing" }) { environments edges { node {
          storedMigrationStatuses { source state counts { pending } } } } }
        left: databases(retired: true) { environments totalCount }
        migrationOverview { bySource { name total failing } } }`,
    );
    expect(data).toEqual({
      databases: {
        environments: ['dev', 'prod', null],
        edges: [
          {
            node: {
              storedMigrationStatuses: [
                { source: 'reports', state: 'DIRTY', counts: { pending: 1 } },
                { source: 'main', state: 'BEHIND', counts: { pending: 3 } },
              ],
            },
          },
        ],
      },
      left: { environments: expect.arrayContaining(['old']), totalCount: 3 },
      migrationOverview: {
        bySource: [
          { name: 'main', total: 3, failing: 0 },
          { name: 'reports', total: 1, failing: 1 },
        ],
      },
    });
  });
});
