import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { MigrationState } from '../../../src/core/migrations.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { SourceStatus } from '../../../src/migrations/status-words.ts';
import { forgetOtherStatuses, recordStatuses } from '../../../src/migrations/statuses/record.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { findManifest } from '../../../src/store/migration-manifests.ts';
import { until } from '../../support/until.ts';
import { ask, at, codeOf, connect, send, stream, textAt } from './clients.ts';
import { clock, random, startService, statusAt, type TestService } from './service.ts';

const second = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, n));

describe('statuses in the API', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService();
  });
  afterEach(() => service.close());

  const declare = (...databases: [name: string, environment: string, team: string][]) =>
    service.store.transaction((tx) => {
      const declared = databases.map(([name, environment, team]) => ({
        name,
        engine: 'POSTGRESQL',
        environment,
        labels: { team },
      }));
      return updateDeclaredDatabases(tx, declared, random, clock.now());
    });
  const options = () => ({ store: service.store, clock, logger: silentLogger });
  const record = (...statuses: SourceStatus[]) => recordStatuses(options(), statuses);
  const status = (
    name: string,
    seconds: number,
    versions: readonly [string, MigrationState][],
    change: Partial<SourceStatus> = {},
  ): SourceStatus => ({
    ...statusAt(second(seconds), name),
    migrations: versions.map(([version, state]) => ({
      version,
      name: version,
      state,
      reason: null,
      checksum: null,
      appliedAt: null,
      appliedBy: null,
      durationMs: null,
    })),
    ...change,
  });
  const read = (query: string, variables?: Record<string, unknown>) =>
    ask(service.url, service.tokens.viewer, query, variables);

  describe('the matrix of a source', () => {
    beforeEach(async () => {
      await declare(
        ['orders-prod', 'prod', 'orders'],
        ['orders-dev', 'dev', 'orders'],
        ['orders-staging', 'staging', 'orders'],
        ['stock', 'dev', 'stock'],
      );
      await record(
        status('orders-dev', 1, [
          ['1', 'APPLIED'],
          ['2', 'APPLIED'],
          ['3', 'APPLIED'],
        ]),
        status('orders-staging', 1, [
          ['1', 'APPLIED'],
          ['2', 'APPLIED'],
          ['3', 'PENDING'],
        ]),
        status('orders-prod', 1, [
          ['1', 'APPLIED'],
          ['1a', 'MISSING_FILE'],
          ['2', 'PENDING'],
          ['3', 'PENDING'],
        ]),
        status('stock', 1, [['100', 'APPLIED']]),
      );
    });

    const orders = 'filter: { labels: [{ name: "team", value: "orders" }] }';

    it('shows which version is where, and what is ahead and behind', async () => {
      const data = await read(`{ migrationMatrix(source: "main", ${orders}) { source
        columns { status { state database { name environment } } ahead behind aheadCount
          behindCount olderVersions }
        rows { asOf edges { node { version states } } } } }`);
      const columns = at(data, 'migrationMatrix.columns');
      const shown = Array.isArray(columns)
        ? columns.map((column) => [
            at(column, 'status.database.name'),
            at(column, 'ahead'),
            at(column, 'behind'),
          ])
        : [];
      expect(shown).toEqual([
        ['orders-dev', [], []],
        ['orders-staging', [], ['3']],
        ['orders-prod', ['1a'], ['2', '3']],
      ]);
      expect(at(data, 'migrationMatrix.columns.2.behindCount')).toBe(2);
      expect(at(data, 'migrationMatrix.rows.edges')).toEqual([
        { node: { version: '1a', states: [null, null, 'MISSING_FILE'] } },
        { node: { version: '2', states: ['APPLIED', 'APPLIED', 'PENDING'] } },
        { node: { version: '3', states: ['APPLIED', 'PENDING', 'PENDING'] } },
      ]);
    });

    it('has all versions when asked, page by page, relative to any database', async () => {
      const page = `rows(differing: false, first: 2) { edges { node { version } }
        pageInfo { hasNextPage endCursor } }`;
      const first = await read(`{ migrationMatrix(source: "main", ${orders},
        relativeTo: "orders-prod") { columns { status { database { name } } behind } ${page} } }`);
      expect(at(first, 'migrationMatrix.columns.0.status.database.name')).toBe('orders-prod');
      expect(at(first, 'migrationMatrix.columns.1.behind')).toEqual(['1a']);
      expect(at(first, 'migrationMatrix.rows.edges.1.node.version')).toBe('1a');
      const after = textAt(first, 'migrationMatrix.rows.pageInfo.endCursor');
      const rest = await read(`{ migrationMatrix(source: "main", ${orders}) {
        rows(differing: false, first: 100, after: "${after}") { edges { node { version } } } } }`);
      expect(at(rest, 'migrationMatrix.rows.edges')).toEqual([
        { node: { version: '2' } },
        { node: { version: '3' } },
      ]);
    });

    it.each([
      ['source: "nothing"', 'NOT_FOUND'],
      ['source: "main", filter: { environments: ["moon"] }', 'NOT_FOUND'],
      ['source: "main", relativeTo: "nobody"', 'NOT_FOUND'],
      ['source: "main") { rows(first: 0) { asOf } } }', 'INVALID_INPUT'],
    ])('is refused for %s', async (args, code) => {
      const query = `{ migrationMatrix(${args}${args.includes(')') ? '' : ') { source } }'}`;
      expect(codeOf(await send(service.url, service.tokens.viewer, query))).toBe(code);
    });

    it('is refused for more databases than it has room for', async () => {
      const many = Array.from({ length: 101 }, (_, n) => `many${n}`);
      await declare(...many.map((name): [string, string, string] => [name, 'dev', 'many']));
      await record(...many.map((name) => status(name, 2, [['1', 'APPLIED']])));
      const query = '{ migrationMatrix(source: "main") { source } }';
      const answer = await send(service.url, service.tokens.viewer, query);
      expect(codeOf(answer)).toBe('INVALID_INPUT');
      expect(answer.errors?.[0]?.message).toContain('Narrow the filter');
      await record(
        ...many.slice(0, 41).map((name) =>
          status(name, 3, [['1', 'APPLIED']], {
            counts: { total: 5000, applied: 5000, pending: 0, failed: 0, other: 0 },
          }),
        ),
      );
      const large = `{ migrationMatrix(source: "main", filter: { text: "many", states: [BEHIND] }) {
        source } }`;
      await declare(
        ...many.slice(0, 90).map((name): [string, string, string] => [name, 'dev', 'x']),
      );
      const refused = await send(service.url, service.tokens.viewer, large);
      expect(refused.errors?.[0]?.message).toContain('more than 200000 versions');
    });
  });

  describe('changes of statuses', () => {
    const subscription = `subscription ($filter: MigrationStatusFilter, $after: Cursor) {
      migrationStatusChanged(filter: $filter, after: $after) {
        cursor at before after source tool currentVersion counts { total }
        changes { pending applied failed gone more }
        database { name } status { state } } }`;
    const shown = (results: readonly unknown[]) =>
      results.map((result) => {
        const change = at(result, 'data.migrationStatusChanged');
        return [at(change, 'database.name'), at(change, 'before'), at(change, 'after')].join(' ');
      });

    it('are told live and from a position on, none lost and none twice, on every replica', async () => {
      const replica = await service.addReplica();
      const before = await read('{ migrationOverview { statuses { asOf } } }');
      const after = textAt(before, 'migrationOverview.statuses.asOf');
      const socket = connect(service.webSocketUrl, service.tokens.viewer);
      const other = connect(replica.webSocketUrl, service.tokens.viewer);
      const live = [
        socket.subscribe(subscription),
        other.subscribe(subscription),
        stream(service.url, service.tokens.viewer, subscription),
      ];
      await until('three subscriptions', () => {
        return service.subscribers() === 3 && replica.subscribers() === 2;
      });
      await record(status('shop', 1, [['1', 'PENDING']]), status('stock', 1, []));
      await record(status('shop', 2, [['1', 'APPLIED']], { state: 'UP_TO_DATE' }));
      await record(status('shop', 3, [['1', 'APPLIED']], { state: 'UP_TO_DATE' }));
      await record(status('shop', 4, [], { state: 'UNREACHABLE', reason: 'gone' }));
      await forgetOtherStatuses(options(), [{ databaseName: 'shop', source: 'main' }]);
      const expected = [
        'shop  BEHIND',
        'stock  BEHIND',
        'shop BEHIND UP_TO_DATE',
        'shop UP_TO_DATE UNREACHABLE',
        'stock BEHIND ',
      ];
      const late = socket.subscribe(subscription, { after });
      for (const subscriber of [...live, late]) {
        const results = await subscriber.count(5);
        expect(shown(results).slice(0, 2).toSorted()).toEqual(expected.slice(0, 2));
        expect(shown(results).slice(2)).toEqual(expected.slice(2));
      }
      const results = late.results;
      expect(at(results[2], 'data.migrationStatusChanged.changes.applied')).toEqual(['1']);
      expect(at(results[4], 'data.migrationStatusChanged.status')).toBeNull();
      const cursor = textAt(results[2], 'data.migrationStatusChanged.cursor');
      const resumed = socket.subscribe(subscription, { after: cursor });
      expect(shown(await resumed.count(2))).toEqual(expected.slice(3));
      // Those who ask for the same are served together.
      expect(service.fanOut.deliveries).toBeGreaterThan(service.fanOut.executions);
      socket.dispose();
      other.dispose();
      for (const subscriber of live) subscriber.stop();
    });

    it('are filtered like the overview; by state before and after', async () => {
      await declare(['a', 'dev', 'x'], ['b', 'prod', 'y'], ['c', 'prod', 'x']);
      const socket = connect(service.webSocketUrl, service.tokens.viewer);
      const filters = {
        dirty: { states: ['DIRTY'] },
        prod: { environments: ['prod'] },
        team: { labels: [{ name: 'team', value: 'x' }] },
        tool: { tools: ['flyway'] },
        source: { sources: ['other'] },
        text: { text: 'BROKEN' },
      };
      const names = ['dirty', 'prod', 'team', 'tool', 'source', 'text'] as const;
      const open = names.map(
        (name) => [name, socket.subscribe(subscription, { filter: filters[name] })] as const,
      );
      await until('subscriptions', () => service.subscribers() === 1 + open.length);
      await record(status('a', 1, []));
      await record(status('a', 2, [], { state: 'DIRTY', reason: 'it is broken' }));
      await record(status('a', 3, [], { state: 'UP_TO_DATE' }));
      await record(status('b', 4, [], { tool: 'flyway' }));
      await record(status('b', 5, [], { source: 'other' }));
      const a = ['a  BEHIND', 'a BEHIND DIRTY', 'a DIRTY UP_TO_DATE'];
      const expected = {
        dirty: a.slice(1),
        prod: ['b  BEHIND', 'b  BEHIND'],
        team: a,
        tool: ['b  BEHIND'],
        source: ['b  BEHIND'],
        text: a.slice(1, 2),
      };
      // The last one concerns them all.
      const last = { tool: 'flyway', source: 'other', state: 'DIRTY', reason: 'broken' } as const;
      await record(status('c', 6, [], last));
      for (const [name, subscriber] of open) {
        const results = await subscriber.count(expected[name].length + 1);
        expect([name, ...shown(results)]).toEqual([name, ...expected[name], 'c  DIRTY']);
      }
      socket.dispose();
    });
  });

  describe('commands', () => {
    it('read a database at once, record it, and tell subscribers', async () => {
      const socket = connect(service.webSocketUrl, service.tokens.viewer);
      const changes = socket.subscribe('subscription { migrationStatusChanged { after } }');
      await until('a subscription', () => service.subscribers() === 2);
      const mutation = `mutation { refreshMigrationStatus(database: "shop") {
        ... on MigrationStatusRefresh { statuses { source state revision } }
        ... on Error { message } } }`;
      expect(await ask(service.url, service.tokens.operator, mutation)).toEqual({
        refreshMigrationStatus: { statuses: [{ source: 'main', state: 'BEHIND', revision: null }] },
      });
      expect(await changes.count(1)).toEqual([
        { data: { migrationStatusChanged: { after: 'BEHIND' } } },
      ]);
      const overview = await read('{ migrationOverview { byState { state count } } }');
      expect(at(overview, 'migrationOverview.byState')).toEqual([{ state: 'BEHIND', count: 1 }]);
      socket.dispose();
    });

    const upload = (input: Record<string, unknown>, token = service.tokens.operator) =>
      ask(
        service.url,
        token,
        `mutation ($input: MigrationManifestInput!) { uploadMigrationManifest(input: $input) {
          __typename
          ... on MigrationManifest { database { name } source tool revision count uploadedBy
            status { state } }
          ... on InvalidInputError { issues { path message } }
          ... on Error { message } } }`,
        { input: { database: 'shop', source: 'main', revision: 'abc', ...input } },
      );
    const entries = [{ version: '1', name: 'first', checksum: '-5' }, { version: '2' }];

    it('take a manifest, replace it by the next one, and tell of it', async () => {
      expect(await upload({ entries })).toEqual({
        uploadMigrationManifest: {
          __typename: 'MigrationManifest',
          database: { name: 'shop' },
          source: 'main',
          tool: 'flyway',
          revision: 'abc',
          count: 2,
          uploadedBy: 'a operator',
          status: { state: 'BEHIND' },
        },
      });
      await upload({ entries: [{ version: '3' }], revision: 'def' });
      const { q } = service.store;
      expect(await findManifest(q, 'shop', 'main')).toMatchObject({
        revision: 'def',
        entries: [{ version: '3', name: '', checksum: null }],
      });
      const events = await read(
        '{ events(filter: { types: ["migration_manifest.uploaded"] }) { edges { node { payload } } } }',
      );
      expect(at(events, 'events.edges.1.node.payload')).toMatchObject({
        database: 'shop',
        source: 'main',
        tool: 'flyway',
        revision: 'abc',
        entries: 2,
        uploadedBy: 'a operator',
      });
    });

    it('take a manifest of a tool that only its sender knows', async () => {
      const open = await upload({ database: 'stock', entries });
      expect(textAt(open, 'uploadMigrationManifest.message')).toContain('leaves its tool open');
      const named = await upload({ database: 'stock', entries, tool: 'dbmate' });
      expect(at(named, 'uploadMigrationManifest.tool')).toBe('dbmate');
      const { q } = service.store;
      expect((await findManifest(q, 'stock', 'main'))?.tool).toBe('dbmate');
    });

    it.each([
      ['of another tool', { entries, tool: 'dbmate' }, 'is of the tool flyway, not dbmate'],
      ['of no tool', { database: 'stock', entries, tool: 'ant' }, 'no migration tool "ant"'],
      ['of the tool that needs files', { database: 'stock', entries, tool: 'sql' }, 'Known are'],
      ['of a source with a folder', { source: 'files', entries }, 'Set `manifest: true`'],
      ['of no source', { source: 'x', entries }, 'has no migration source "x"'],
      ['of no database', { database: 'x', entries }, 'There is no database "x"'],
      ['that is empty', { entries: [] }, 'an empty list says nothing'],
      ['with a version twice', { entries: [...entries, { version: '1' }] }, 'same as that of'],
    ])('refuse a manifest %s, and keep the one before', async (_what, input, message) => {
      await upload({ entries, revision: 'before' });
      const answer = await upload(input);
      expect(textAt(answer, 'uploadMigrationManifest.message')).toContain(message);
      const kept = await findManifest(service.store.q, 'shop', 'main');
      expect(kept?.revision).toBe('before');
    });

    it('refuse what is too much with what is wrong, typed', async () => {
      const many = Array.from({ length: 20_001 }, () => ({ version: '' }));
      const { status: code } = await send(
        service.url,
        service.tokens.operator,
        'mutation ($i: MigrationManifestInput!) { uploadMigrationManifest(input: $i) { __typename } }',
        { i: { database: 'shop', source: 'main', revision: 'x', entries: many } },
      );
      // 20,001 short entries are more than a message may have in this service.
      expect(code).toBe(413);
      const answer = await upload({ entries: many.slice(0, 1000) });
      const issues = at(answer, 'uploadMigrationManifest.issues');
      expect(Array.isArray(issues) ? issues.length : 0).toBe(50);
    });
  });
});
