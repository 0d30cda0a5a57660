import { sql } from 'drizzle-orm';
import { execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { MigrationState, MigrationStatusState } from '../../../src/core/migrations.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createContext } from '../../../src/graphql/context.ts';
import { schema } from '../../../src/graphql/schema.ts';
import type { SourceStatus } from '../../../src/migrations/status-words.ts';
import { recordStatuses } from '../../../src/migrations/statuses/record.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { overviewStatement } from '../../../src/store/status-overview.ts';
import { ask, at, codeOf, send, textAt } from './clients.ts';
import { clock, random, startService, type TestService } from './service.ts';

const total = 1000;
const environments = ['dev', 'staging', 'prod'];
const stateOf = (n: number): MigrationStatusState => {
  if (n % 100 === 0) return 'DIRTY';
  if (n % 100 === 1) return 'UNREACHABLE';
  if (n % 100 === 2) return 'AHEAD';
  return n % 10 === 3 ? 'BEHIND' : 'UP_TO_DATE';
};
const nameOf = (n: number): string => `db${String(n).padStart(4, '0')}`;
const statesOf = (state: MigrationStatusState): readonly MigrationState[] =>
  state === 'DIRTY'
    ? ['APPLIED', 'FAILED']
    : ['APPLIED', state === 'BEHIND' ? 'PENDING' : 'APPLIED'];

function statusOf(n: number): SourceStatus {
  const state = stateOf(n);
  const many = Array.from({ length: 298 }, (): MigrationState => 'APPLIED');
  const migrations = [...many, ...statesOf(state)].map((one, at_) => ({
    version: String(at_ + 1).padStart(4, '0'),
    name: `step ${at_ + 1}`,
    state: one,
    reason: one === 'FAILED' ? 'it broke' : null,
    checksum: 'c'.repeat(64),
    appliedAt: one === 'APPLIED' ? new Date(at_ * 1000) : null,
    appliedBy: null,
    durationMs: 1,
  }));
  const pending = state === 'BEHIND' ? 1 : 0;
  const failed = state === 'DIRTY' ? 1 : 0;
  return {
    databaseName: nameOf(n),
    source: 'main',
    tool: n % 2 === 0 ? 'flyway' : 'sql',
    state,
    reason: state === 'DIRTY' ? 'it is 100 % broken' : null,
    currentVersion: pending + failed === 0 ? '0300' : '0299',
    counts: { total: 300, applied: 300 - pending - failed, pending, failed, other: 0 },
    migrations,
    revision: null,
    checkedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, n % 60)),
  };
}

describe('the overview of a thousand databases', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
    const declared = Array.from({ length: total }, (_, n) => ({
      name: nameOf(n),
      engine: 'POSTGRESQL',
      environment: n === 7 ? null : (environments[n % 3] ?? ''),
      labels: n % 4 === 0 ? { team: 'orders', tier: '1' } : { team: 'stock' },
    }));
    const { store } = service;
    await store.transaction((tx) => updateDeclaredDatabases(tx, declared, random, clock.now()));
    const statuses = Array.from({ length: total }, (_, n) => statusOf(n));
    await recordStatuses({ store, clock, logger: silentLogger }, statuses);
  }, 120_000);
  afterAll(() => service.close());

  const read = (query: string, variables?: Record<string, unknown>) =>
    ask(service.url, service.tokens.viewer, query, variables);
  const names = (data: unknown, list: string): string[] => {
    const edges = at(data, `migrationOverview.${list}.edges`);
    return Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'node.database.name')) : [];
  };

  it('counts them first: by state, environment and tool', async () => {
    const data = await read(`{ migrationOverview { total databases oldestCheckedAt
      byState { state count }
      byEnvironment { name total failing byState { state count } }
      byTool { name total failing } } }`);
    expect(data).toEqual({
      migrationOverview: {
        total: 1000,
        databases: 1000,
        oldestCheckedAt: '2026-01-01T00:00:00.000Z',
        byState: [
          { state: 'UNREACHABLE', count: 10 },
          { state: 'DIRTY', count: 10 },
          { state: 'AHEAD', count: 10 },
          { state: 'BEHIND', count: 100 },
          { state: 'UP_TO_DATE', count: 870 },
        ],
        byEnvironment: [
          expect.objectContaining({ name: 'dev', total: 334 }),
          expect.objectContaining({ name: 'staging', total: 332, failing: 10 }),
          expect.objectContaining({ name: 'prod', total: 333 }),
          { name: null, total: 1, failing: 0, byState: [{ state: 'UP_TO_DATE', count: 1 }] },
        ],
        byTool: [
          { name: 'flyway', total: 500, failing: 20 },
          { name: 'sql', total: 500, failing: 10 },
        ],
      },
    });
  });

  it.each([
    ['failing', 30],
    ['statuses', total],
  ])('pages through %s in both directions, each one once', async (list, count) => {
    const page = async (args: string) => {
      const data = await read(`{ migrationOverview { ${list}(${args}) {
        edges { node { database { name } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`);
      const info = (name: string) => at(data, `migrationOverview.${list}.pageInfo.${name}`);
      return { shown: names(data, list), info };
    };
    const forwards: string[] = [];
    let next = await page('first: 90');
    expect(next.info('hasPreviousPage')).toBe(false);
    for (;;) {
      forwards.push(...next.shown);
      if (next.info('hasNextPage') !== true) break;
      next = await page(`first: 90, after: "${String(next.info('endCursor'))}"`);
    }
    expect(forwards).toHaveLength(count);
    expect(new Set(forwards).size).toBe(count);
    const backwards: string[] = [];
    let before = await page('last: 90');
    for (;;) {
      backwards.unshift(...before.shown);
      if (before.info('hasPreviousPage') !== true) break;
      before = await page(`last: 90, before: "${String(before.info('startCursor'))}"`);
    }
    expect(backwards).toEqual(forwards);
  });

  it('shows those that need somebody, the worst first', async () => {
    const data = await read(`{ migrationOverview { failing(first: 100) { edges { node {
      state reason database { name } counts { failed } } } } } }`);
    const edges = at(data, 'migrationOverview.failing.edges');
    const states = Array.isArray(edges) ? edges.map((edge) => at(edge, 'node.state')) : [];
    const ten = (state: string): string[] => Array<string>(10).fill(state);
    expect(states).toEqual([...ten('UNREACHABLE'), ...ten('DIRTY'), ...ten('AHEAD')]);
    expect(names(data, 'failing').slice(0, 2)).toEqual(['db0001', 'db0101']);
  });

  it.each<[string, number]>([
    ['environments: ["prod", "dev"]', 667],
    ['environments: ["prod", null]', 334],
    ['environments: [null]', 1],
    ['tools: ["sql"]', 500],
    ['tools: []', 0],
    ['sources: ["main"]', 1000],
    ['sources: ["other"]', 0],
    ['states: [DIRTY, BEHIND]', 110],
    ['labels: [{ name: "team", value: "orders" }]', 250],
    [String.raw`labels: [{ name: "team", value: "\u0000" }]`, 0],
    ['labels: [{ name: "team", value: "orders" }, { name: "tier", value: "2" }]', 0],
    ['text: "DB099"', 10],
    ['text: "100 % broken"', 10],
    ['text: "0_"', 0],
    ['text: ""', 1000],
    ['states: [BEHIND], environments: ["prod"], tools: ["sql"], text: "db0"', 33],
  ])('is filtered by %s', async (filter, count) => {
    const data = await read(`{ migrationOverview(filter: { ${filter} }) { total
      byState { count } statuses(first: 1) { edges { cursor } } } }`);
    const counts = at(data, 'migrationOverview.byState');
    const sum = Array.isArray(counts)
      ? counts.reduce((all: number, one) => all + Number(at(one, 'count')), 0)
      : 0;
    expect([at(data, 'migrationOverview.total'), sum]).toEqual([count, count]);
  });

  it('is the list of databases too, those that need somebody first', async () => {
    const data = await read(`{ databases(first: 40, order: WORST_FIRST) { totalCount
      edges { node { storedMigrationStatuses { state } } } } }`);
    const edges = at(data, 'databases.edges');
    const states = Array.isArray(edges)
      ? edges.map((edge) => at(edge, 'node.storedMigrationStatuses.0.state'))
      : [];
    expect(new Set(states.slice(0, 30))).toEqual(new Set(['UNREACHABLE', 'DIRTY', 'AHEAD']));
    expect(new Set(states.slice(30))).toEqual(new Set(['BEHIND']));
    expect(at(data, 'databases.totalCount')).toBe(1_000);
  });

  it('is one query to the store, whatever is asked for', async () => {
    const queries: string[] = [];
    const counted = <Client extends object>(client: Client, what: string): Client =>
      new Proxy(client, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (['select', 'execute', 'unsafe'].includes(String(key))) queries.push(what);
          return value;
        },
        apply: (target, self, args) => {
          queries.push(what);
          return Reflect.apply(target as never, self, args) as unknown;
        },
      });
    const { store } = service;
    const observed = { ...store, q: counted(store.q, 'q'), raw: counted(store.raw, 'raw') };
    const services = { ...service.services, store: observed };
    const viewer = { id: 'test', name: 'test', role: 'viewer' as const, origin: 'test' };
    const fields = `edges { cursor node { source tool state reason currentVersion revision
      checkedAt changedAt counts { total } database { id name environment labels engine } } }
      pageInfo { hasNextPage } asOf`;
    const overview = `{ migrationOverview { total databases oldestCheckedAt byState { count }
      byEnvironment { name } byTool { name } failing(first: 100) { ${fields} }
      statuses(first: 100) { ${fields} } last: statuses(last: 100) { ${fields} } } }`;
    const run = async (query: string) => {
      queries.length = 0;
      const contextValue = createContext({ viewer, services });
      const result = await execute({ schema, document: parse(query), contextValue });
      expect(result.errors).toBeUndefined();
      return queries.length;
    };
    expect(await run(overview)).toBe(1);
    // The migrations of all databases of a page are one query more.
    const details = `{ migrationOverview { failing(first: 100) { edges { node {
      migrations { version } lastApplied { version } lastReadAt } } } } }`;
    expect(await run(details)).toBe(2);
  });

  it('reads the small rows only, not the migrations', async () => {
    await service.store.raw.unsafe(
      'analyze hawkwatch_store.migration_statuses, hawkwatch_store.databases',
    );
    const page = { limit: 101, backwards: false } as const;
    const pages = [
      { ...page, list: 'failing' as const },
      { ...page, list: 'all' as const },
    ];
    const explained = await service.store.q.execute(
      sql`explain (analyze, buffers, format json) ${overviewStatement({}, pages)}`,
    );
    const text = JSON.stringify(explained);
    const plan = at(explained[0], 'QUERY PLAN.0.Plan');
    const blocks = Number(at(plan, 'Shared Hit Blocks')) + Number(at(plan, 'Shared Read Blocks'));
    expect(text).toContain('migration_statuses');
    // Rows are read once, and what is stored outside of them is not.
    expect(blocks).toBeLessThan(600);
  });

  it('shows what is behind a status: which migrations, and the last applied ones', async () => {
    const data = await read(`{ migrationOverview(filter: { text: "db0100" }) { statuses { edges {
      node { lastReadAt checkedAt migrations { version name state reason appliedAt }
        lastApplied { version appliedAt } } } } } }`);
    const node = at(data, 'migrationOverview.statuses.edges.0.node');
    expect(at(node, 'migrations')).toEqual([
      { version: '0300', name: 'step 300', state: 'FAILED', reason: 'it broke', appliedAt: null },
    ]);
    expect(at(node, 'lastApplied.0.version')).toBe('0299');
    expect(at(node, 'lastApplied.9.version')).toBe('0290');
    expect(at(node, 'lastReadAt')).toBe(at(node, 'checkedAt'));
  });

  it.each([
    ['statuses(first: 0) { asOf }'],
    ['statuses(first: 101) { asOf }'],
    ['failing(after: "nonsense") { asOf }'],
    [`failing(after: "${Buffer.from('status:1/a').toString('base64url')}") { asOf }`],
  ])('refuses %s and says what is wrong', async (field) => {
    const query = `{ migrationOverview { ${field} } }`;
    const answer = await send(service.url, service.tokens.viewer, query);
    expect(codeOf(answer)).toBe('INVALID_INPUT');
  });

  it('refuses a filter that is too long', async () => {
    const filter = { text: 'x'.repeat(201), tools: Array<string>(101).fill('sql') };
    const query =
      'query ($filter: MigrationStatusFilter) { migrationOverview(filter: $filter) { total } }';
    const answer = await send(service.url, service.tokens.viewer, query, { filter });
    expect(codeOf(answer)).toBe('INVALID_INPUT');
    const nul = await read(query, { filter: { text: '\u0000', sources: ['\u0000'] } });
    expect(nul).toEqual({ migrationOverview: { total: 0 } });
  });
});
