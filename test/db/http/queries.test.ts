import { execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createContext } from '../../../src/graphql/context.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { revokeToken } from '../../../src/store/tokens.ts';
import { ask, at, codeOf, connect, send, textAt } from './clients.ts';
import { clock, startService, type TestService } from './service.ts';

const absent = '00000000-0000-4000-8000-000000000000';
const placed = (place: string): string => Buffer.from(place).toString('base64url');

describe('queries', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const read = (query: string, variables?: Record<string, unknown>) =>
    ask(service.url, service.tokens.viewer, query, variables);
  const trigger = async (): Promise<string> => {
    const made = await ask(
      service.url,
      service.tokens.operator,
      `mutation { triggerMigration(input: { database: "stock" }) { ... on MigrationRun { id } } }`,
    );
    return textAt(made, 'triggerMigration.id');
  };

  it('show databases with their state and status', async () => {
    const data = await read(`{ databases { totalCount asOf edges { node {
      name engine environment state serverVersion recognisedTools { tool title table why }
      migrationStatus { source state database { name } } } } } }`);
    expect(at(data, 'databases.totalCount')).toBe(2);
    expect(at(data, 'databases.edges.0.node')).toEqual({
      name: 'shop',
      engine: 'POSTGRESQL',
      environment: 'test',
      state: 'UP',
      serverVersion: '18.4',
      recognisedTools: [
        { tool: 'knex', title: 'Knex', table: 'public.knex_migrations', why: 'its name' },
      ],
      migrationStatus: { source: 'main', state: 'BEHIND', database: { name: 'shop' } },
    });
  });

  it('find a database by its name and by its global id', async () => {
    const byName = await read('{ database(name: "shop") { id } }');
    const id = textAt(byName, 'database.id');
    const both = await read(
      `query ($id: ID!) { database(id: $id) { name } node(id: $id) { __typename id }
        migrationStatus(database: $id) { state } named: migrationStatus(database: "shop") { state }
        none: database(name: "nothing") { id } }`,
      { id },
    );
    expect(both).toEqual({
      database: { name: 'shop' },
      node: { __typename: 'Database', id },
      migrationStatus: { state: 'BEHIND' },
      named: { state: 'BEHIND' },
      none: null,
    });
  });

  it('list the names when a database has to be chosen, or is not there', async () => {
    const unclear = await send(service.url, service.tokens.viewer, '{ migrationStatus { state } }');
    expect(codeOf(unclear)).toBe('INVALID_INPUT');
    expect(unclear.errors?.[0]?.message).toContain('"shop", "stock"');
    const unknown = await send(
      service.url,
      service.tokens.viewer,
      '{ migrationStatus(database: "shp") { state } }',
    );
    expect(codeOf(unknown)).toBe('NOT_FOUND');
    expect(unknown.errors?.[0]?.message).toContain('"shop", "stock"');
  });

  it('page through runs in both directions, newest first', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift(await trigger());
    const page = async (args: string) => {
      const data = await read(`{ migrationRuns(${args}, filter: { database: "stock" }) {
        edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
      const edges = at(data, 'migrationRuns.edges');
      const shown = Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'node.id')) : [];
      const info = (name: string) => at(data, `migrationRuns.pageInfo.${name}`);
      return { shown, info };
    };
    const first = await page('first: 2');
    expect(first.shown).toEqual(ids.slice(0, 2));
    expect([first.info('hasPreviousPage'), first.info('hasNextPage')]).toEqual([false, true]);
    const second = await page(`first: 2, after: "${String(first.info('endCursor'))}"`);
    expect(second.shown).toEqual(ids.slice(2, 4));
    const last = await page('last: 2');
    expect(last.shown).toEqual(ids.slice(3));
    expect([last.info('hasPreviousPage'), last.info('hasNextPage')]).toEqual([true, false]);
    const before = await page(`last: 2, before: "${String(last.info('startCursor'))}"`);
    expect(before.shown).toEqual(ids.slice(1, 3));
    const history = await read('{ migrationHistory(limit: 3, database: "stock") { id } }');
    expect(at(history, 'migrationHistory')).toEqual(ids.slice(0, 3).map((id) => ({ id })));
  });

  it('page through events in both directions, newest first', async () => {
    const shown = async (args: string) => {
      const data = await read(
        `{ events(${args} filter: { types: ["migration.queued"] }) { edges { cursor node { cursor } } } }`,
      );
      const edges = at(data, 'events.edges');
      return Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'cursor')) : [];
    };
    const all = await shown('');
    expect(all.length).toBeGreaterThanOrEqual(5);
    expect(await shown('first: 2')).toEqual(all.slice(0, 2));
    expect(await shown(`first: 2, after: "${all[1]}"`)).toEqual(all.slice(2, 4));
    expect(await shown('last: 2')).toEqual(all.slice(-2));
    expect(await shown(`last: 2, before: "${all[3]}"`)).toEqual(all.slice(1, 3));
  });

  it.each([
    ['migrationRuns(first: 0) { asOf }'],
    ['migrationRuns(first: 101) { asOf }'],
    ['migrationRuns(first: 1, last: 1) { asOf }'],
    ['migrationRuns(after: "nonsense") { asOf }'],
    ['databases(after: "nonsense") { asOf }'],
    ['events(before: "nonsense") { asOf }'],
    ['migrationHistory(limit: 0) { id }'],
    ['node(id: "nonsense") { id }'],
    [`migrationRuns(after: "${placed(`1/${'-'.repeat(36)}`)}") { asOf }`],
    [`migrationRuns(before: "${placed(`1/${'0'.repeat(36)}`)}") { asOf }`],
    [`migrationRuns(after: "${placed(`999999999999999/${absent}`)}") { asOf }`],
  ])('refuse %s and say what is wrong', async (field) => {
    const answer = await send(service.url, service.tokens.viewer, `{ ${field} }`);
    expect(codeOf(answer)).toBe('INVALID_INPUT');
    expect(answer.errors?.[0]?.extensions?.['issues']).not.toEqual([]);
  });

  it.each(['nonsense', '', '-'.repeat(36), '\0', '1e400', absent])(
    'find nothing under the id %j',
    async (id) => {
      const nodes = ['Database', 'MigrationRun', 'Event', 'AccessToken'].map(
        (type) => `${type}: node(id: "${placed(`${type}:${id}`)}") { id }`,
      );
      const run = placed(`MigrationRun:${id}`);
      const query = `query ($id: ID!) { ${nodes.join(' ')}
        run: migrationRun(id: "${run}") { id } bare: migrationRun(id: $id) { id } }`;
      const data = await ask(service.url, service.tokens.admin, query, { id });
      expect(Object.values(data)).toEqual([null, null, null, null, null, null]);
    },
  );

  it('choose runs by what they do and by what began them', async () => {
    const id = await trigger();
    const pages = [
      ['kinds: [MIGRATE]', 'kinds: [ROLLBACK]'],
      ['origins: [API]', 'origins: [FOREIGN]'],
      ['dryRun: false', 'dryRun: true'],
    ].flat();
    const data = await read(
      `{ ${pages
        .map(
          (filter, index) => `p${index}: migrationRuns(first: 1, filter: { ${filter} }) {
        edges { node { id } } }`,
        )
        .join(' ')} }`,
    );
    const found = [{ node: { id } }];
    expect(pages.map((_, index) => at(data, `p${index}.edges`))).toEqual(
      pages.map((_, index) => (index % 2 === 0 ? found : [])),
    );
  });

  it('name the subject of the events of a run', async () => {
    const id = await trigger();
    const query = 'query ($id: ID!) { migrationRun(id: $id) { subject } }';
    const subject = textAt(await read(query, { id }), 'migrationRun.subject');
    const events = await read(
      'query ($of: [String!]) { events(first: 1, filter: { subjects: $of }) { edges { node { type } } } }',
      { of: [subject] },
    );
    expect(at(events, 'events.edges.0.node.type')).toBe('migration.queued');
  });

  it('hold a position from which a subscription misses nothing', async () => {
    const list = await read('{ migrationRuns { asOf } }');
    const asOf = textAt(list, 'migrationRuns.asOf');
    const id = await trigger();
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const changes = socket.subscribe(
      'subscription ($after: Cursor) { migrationRunsChanged(after: $after) { kind run { id } } }',
      { after: asOf },
    );
    expect(at((await changes.count(1))[0], 'data.migrationRunsChanged')).toEqual({
      kind: 'QUEUED',
      run: { id },
    });
    socket.dispose();
  });

  it('show a run with what belongs to it', async () => {
    const id = await trigger();
    const data = await read(
      `query ($id: ID!) { migrationRun(id: $id) { id state kind origin percent triggeredBy
        durationMs error { message } report { text } retryOf { id }
        database { name } migrations { version state statementsTotal } } }`,
      { id },
    );
    expect(data).toEqual({
      migrationRun: {
        id,
        state: 'QUEUED',
        kind: 'MIGRATE',
        origin: 'API',
        percent: 0,
        triggeredBy: 'a operator',
        durationMs: null,
        error: null,
        report: null,
        retryOf: null,
        database: { name: 'stock' },
        migrations: [{ version: '1', state: 'PENDING', statementsTotal: 2 }],
      },
    });
  });

  it('show tokens to admins only, revoked ones too', async () => {
    const { id } = await service.addToken('viewer');
    await service.store.transaction((tx) => revokeToken(tx, id, clock.now()));
    const query = '{ tokens(last: 1) { edges { node { id name role revokedAt } } } }';
    const data = await ask(service.url, service.tokens.admin, query);
    expect(at(data, 'tokens.edges.0.node.revokedAt')).toEqual(expect.any(String));
    const nodeId = textAt(data, 'tokens.edges.0.node.id');
    const node = 'query ($id: ID!) { node(id: $id) { ... on AccessToken { name } } }';
    expect(await ask(service.url, service.tokens.admin, node, { id: nodeId })).toEqual({
      node: { name: 'a viewer' },
    });
    expect(await read(node, { id: nodeId })).toEqual({ node: null });
    expect(codeOf(await send(service.url, service.tokens.viewer, query))).toBe('FORBIDDEN');
  });

  it('show tokens that are revoked, or those that are not, page by page', async () => {
    const query = `query ($revoked: Boolean, $first: Int, $after: String) {
      tokens(first: $first, revoked: $revoked, after: $after) {
        pageInfo { hasNextPage } edges { cursor node { revokedAt } } } }`;
    const revoke = (id = ''): Promise<unknown> =>
      service.store.transaction((tx) => revokeToken(tx, id, clock.now()));
    const readPage = async (revoked: boolean, first: number, after?: string) => {
      const data = await ask(service.url, service.tokens.admin, query, { revoked, first, after });
      const edges = at(data, 'tokens.edges') as { cursor: string; node: { revokedAt: unknown } }[];
      for (const { node } of edges) expect(node.revokedAt !== null).toBe(revoked);
      return {
        cursors: edges.map(({ cursor }) => cursor),
        hasMore: at(data, 'tokens.pageInfo.hasNextPage'),
      };
    };
    const made: string[] = [];
    for (let n = 0; n < 6; n += 1) made.push((await service.addToken('viewer')).id);
    for (const id of made.slice(3)) await revoke(id);
    const revoked = await readPage(true, 100);
    expect(revoked.cursors).toEqual(expect.arrayContaining(made.slice(3)));
    expect(revoked.hasMore).toBe(false);
    const { cursors: working } = await readPage(false, 100);
    expect(working).toEqual(expect.arrayContaining(made.slice(0, 3)));

    // The one that a page ends with leaves the list before the next page is asked for.
    const last = made[0] ?? '';
    const place = working.indexOf(last) + 1;
    const page = await readPage(false, place);
    expect(page).toEqual({ cursors: working.slice(0, place), hasMore: place < working.length });
    await revoke(last);
    expect((await readPage(false, 100, last)).cursors).toEqual(working.slice(place));
  });

  it('ask the store once for what many objects need', async () => {
    for (let n = 0; n < 3; n += 1) await trigger();
    let selects = 0;
    const q = new Proxy(service.store.q, {
      get: (target, key) => {
        if (key === 'select') selects += 1;
        return Reflect.get(target, key);
      },
    });
    const services = { ...service.services, store: { ...service.store, q } };
    const viewer = { id: 'test', name: 'test', role: 'viewer' as const, origin: 'test' };
    const result = await execute({
      schema,
      document: parse(
        '{ migrationRuns { edges { node { id database { name } migrations { version } } } } }',
      ),
      contextValue: createContext({ viewer, services }),
    });
    expect(result.errors).toBeUndefined();
    // Runs, their databases, their steps.
    expect(selects).toBe(3);
  });
});
