import { execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createContext } from '../../../src/graphql/context.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { forgetOldSnapshots } from '../../../src/store/schema-snapshots.ts';
import { beginHistory, statementOf, type SchemaHistory } from '../../support/schema-history.ts';
import { ask, at, codeOf, connect, send, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const minute = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 12, n));

const shopTables = `
  create table orders (id integer primary key, total integer not null);
  create view totals as select total from orders;`;

describe('schemas in the API', () => {
  let service: TestService;
  let shop: SchemaHistory;
  let stock: SchemaHistory;
  let dropped: string;

  beforeAll(async () => {
    service = await startService();
    shop = await beginHistory(service.store, 'shop', shopTables, minute(0));
    stock = await beginHistory(
      service.store,
      'stock',
      'create table parts (id integer)',
      minute(0),
    );
    await shop.change('alter table orders add column note text', {
      at: minute(1),
      migration: { source: 'main', tool: 'flyway', versions: ['2'] },
    });
    await stock.change('create index parts_id on parts (id); alter table parts add size int', {
      at: minute(2),
      origin: 'FOREIGN_MIGRATION',
    });
    dropped = await shop.change('alter table orders drop column note; drop view totals', {
      at: minute(3),
      origin: 'UNDECIDED',
      statements: [statementOf('public.totals', 'drop view totals', minute(3))],
    });
  });
  afterAll(async () => {
    await shop.close();
    await stock.close();
    await service.close();
  });

  const read = (query: string, variables?: Record<string, unknown>) =>
    ask(service.url, service.tokens.viewer, query, variables);
  const refusal = async (query: string, variables?: Record<string, unknown>) => {
    const answer = await send(service.url, service.tokens.viewer, query, variables);
    return [codeOf(answer), answer.errors?.[0]?.message];
  };
  const namesOf = async (args: string): Promise<readonly string[]> => {
    const data = await read(`{ schemaChanges(${args}) { edges { node { name } } } }`);
    const edges = at(data, 'schemaChanges.edges');
    return Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'node.name')) : [];
  };

  it('tell each change with what made it', async () => {
    const data = await read(`{ schemaChanges(first: 1, filter: { kinds: [VIEW] }) { totalCount
      edges { node { __typename change kind name parent risk classes message
        attributes { name from to } breaks { object } detectedAt database { name }
        set { origin attributedAt changeCount risk run { id } drift { id } migration { source }
          sinceAt statements { at user application client tag object statement }
          before { hash } after { isCurrent } changes(limit: 1) { name } } } } } }`);
    expect(at(data, 'schemaChanges.totalCount')).toBe(1);
    expect(at(data, 'schemaChanges.edges.0.node')).toMatchObject({
      __typename: 'SchemaChange',
      change: 'REMOVED',
      kind: 'VIEW',
      name: 'public.totals',
      risk: 'HIGH',
      classes: ['BREAKS_CLIENTS'],
      detectedAt: '2026-01-01T12:03:00.000Z',
      database: { name: 'shop' },
      set: {
        origin: 'UNDECIDED',
        attributedAt: null,
        changeCount: 2,
        risk: 'CRITICAL',
        run: null,
        drift: null,
        migration: null,
        statements: [{ user: 'alice', client: '192.0.2.1', object: 'public.totals' }],
        after: { isCurrent: true },
        changes: [{ name: 'public.orders.note' }],
      },
    });
  });

  it('page through changes in both directions, newest first', async () => {
    const all = await namesOf('first: 100');
    expect(all).toHaveLength(5);
    const page = async (args: string) => {
      const data = await read(`{ schemaChanges(${args}) { edges { node { name } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
      const edges = at(data, 'schemaChanges.edges');
      const names = Array.isArray(edges) ? edges.map((edge) => textAt(edge, 'node.name')) : [];
      const info = (name: string) => at(data, `schemaChanges.pageInfo.${name}`);
      return { names, info };
    };
    const first = await page('first: 2');
    expect(first.names).toEqual(all.slice(0, 2));
    expect([first.info('hasPreviousPage'), first.info('hasNextPage')]).toEqual([false, true]);
    const second = await page(`first: 2, after: "${String(first.info('endCursor'))}"`);
    expect(second.names).toEqual(all.slice(2, 4));
    const last = await page('last: 2');
    expect(last.names).toEqual(all.slice(3));
    const before = await page(`last: 2, before: "${String(last.info('startCursor'))}"`);
    expect(before.names).toEqual(all.slice(1, 3));
    expect(await refusal('{ schemaChanges(after: "nonsense") { asOf } }')).toEqual([
      'INVALID_INPUT',
      expect.stringContaining('`after`'),
    ]);
  });

  it.each([
    ['databases: ["stock"]', ['public.parts.size', 'public.parts_id']],
    ['objects: ["public.orders*"]', ['public.orders.note', 'public.orders.note']],
    ['objects: ["public.parts_id", "public.totals"]', ['public.parts_id', 'public.totals']],
    ['objects: ["*_%"]', []],
    ['kinds: [INDEX]', ['public.parts_id']],
    ['changes: [REMOVED], kinds: [COLUMN]', ['public.orders.note']],
    ['risks: [CRITICAL]', ['public.orders.note']],
    ['origins: [MIGRATION]', ['public.orders.note']],
    ['since: "2026-01-01T12:03:00Z"', ['public.orders.note', 'public.totals']],
    ['until: "2026-01-01T12:02:00Z"', ['public.orders.note']],
    ['text: "TOTALS"', ['public.totals']],
    ['runId: "nothing"', []],
    ['databases: []', []],
  ])('are filtered by %s', async (filter, names) => {
    expect((await namesOf(`filter: { ${filter} }`)).toSorted()).toEqual(names);
  });

  it('refuse a filter for a database that is not there, and one that is too long', async () => {
    expect(await refusal('{ schemaChanges(filter: { databases: ["nobody"] }) { asOf } }')).toEqual([
      'NOT_FOUND',
      expect.stringContaining('"shop", "stock"'),
    ]);
    const text = 'x'.repeat(201);
    expect(await refusal(`{ schemaChanges(filter: { text: "${text}" }) { asOf } }`)).toEqual([
      'INVALID_INPUT',
      'The filter is too long.',
    ]);
  });

  it('find each object by its global id', async () => {
    const ids = await read(`{ schemaChanges(first: 1) { edges { node { id set { id
      after { id } } } } } }`);
    const node = 'schemaChanges.edges.0.node';
    for (const [path, type] of [
      [`${node}.id`, 'SchemaChange'],
      [`${node}.set.id`, 'SchemaChangeSet'],
      [`${node}.set.after.id`, 'SchemaSnapshot'],
    ] as const) {
      const id = textAt(ids, path);
      const found = await read('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
      expect(found).toEqual({ node: { __typename: type, id } });
    }
    const set = textAt(ids, `${node}.set.id`);
    const all = await read(
      `query ($id: ID!) { schemaChangeSet(id: $id) { changeCount }
        schemaChanges(filter: { setId: $id }) { totalCount } nothing: schemaChangeSet(id: "x") { id } }`,
      { id: set },
    );
    expect(all).toEqual({
      schemaChangeSet: { changeCount: 2 },
      schemaChanges: { totalCount: 2 },
      nothing: null,
    });
    expect(dropped).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('list the snapshots of a database with their objects', async () => {
    const data = await read(`{ schemaSnapshots(database: "shop", first: 10) { totalCount
      edges { node { hash takenAt engine serverVersion objectCount isCurrent isBaseline isKept
        database { name } } } } }`);
    expect(at(data, 'schemaSnapshots.totalCount')).toBe(3);
    expect(at(data, 'schemaSnapshots.edges.0.node')).toMatchObject({
      takenAt: '2026-01-01T12:03:00.000Z',
      engine: 'POSTGRESQL',
      serverVersion: '18.4',
      isCurrent: true,
      isBaseline: false,
      isKept: true,
      database: { name: 'shop' },
    });
    expect(at(data, 'schemaSnapshots.edges.1.node.isBaseline')).toBe(true);
    const objects = await read(`{ database(name: "shop") { schemaCheckedAt schemaSnapshot {
      columns: objects(filter: { kinds: [COLUMN], parent: "TABLE public.orders" }, first: 1) {
        totalCount edges { node { kind name parent attributes } } pageInfo { hasNextPage endCursor } }
      json } } }`);
    const shown = 'database.schemaSnapshot';
    expect(at(objects, 'database.schemaCheckedAt')).toBe('2026-01-01T12:03:00.000Z');
    expect(at(objects, `${shown}.columns.totalCount`)).toBe(2);
    expect(at(objects, `${shown}.columns.edges.0.node`)).toMatchObject({
      kind: 'COLUMN',
      name: 'public.orders.id',
      parent: 'TABLE public.orders',
      attributes: { type: 'integer' },
    });
    expect(at(objects, `${shown}.json.engine`)).toBe('POSTGRESQL');
    const after = textAt(objects, `${shown}.columns.pageInfo.endCursor`);
    const next = await read(
      `query ($after: String) { database(name: "shop") { schemaSnapshot { objects(first: 1,
        after: $after, filter: { kinds: [COLUMN], parent: "TABLE public.orders" }) {
          edges { node { name } } pageInfo { hasNextPage } } } } }`,
      { after },
    );
    expect(at(next, `${shown}.objects`)).toEqual({
      edges: [{ node: { name: 'public.orders.total' } }],
      pageInfo: { hasNextPage: false },
    });
  });

  describe('compare two schemas', () => {
    const compare = (a: string, b: string): string => `{ compareSchemas(a: ${a}, b: ${b}) { same
      changeCount risk renames { from to } a { takenAt } b { takenAt }
      changes(first: 1) { edges { node { change kind name risk } } pageInfo { endCursor hasNextPage } } } }`;

    it('of a database now and by its baseline', async () => {
      const data = await read(compare('{ baseline: "shop" }', '{ current: "shop" }'));
      expect(at(data, 'compareSchemas')).toMatchObject({
        same: false,
        changeCount: 2,
        risk: 'CRITICAL',
        a: { takenAt: '2026-01-01T12:01:00.000Z' },
        b: { takenAt: '2026-01-01T12:03:00.000Z' },
        changes: {
          edges: [{ node: { change: 'REMOVED', kind: 'COLUMN', name: 'public.orders.note' } }],
          pageInfo: { hasNextPage: true },
        },
      });
      const after = textAt(data, 'compareSchemas.changes.pageInfo.endCursor');
      const rest = await read(`{ compareSchemas(a: { baseline: "shop" }, b: { current: "shop" }) {
        changes(first: 5, after: "${after}") { edges { node { __typename name } } } } }`);
      expect(at(rest, 'compareSchemas.changes.edges')).toEqual([
        { node: { __typename: 'ComparedChange', name: 'public.totals' } },
      ]);
    });

    it('of two databases, of a snapshot, and of one with itself', async () => {
      const other = await read(compare('{ current: "shop" }', '{ current: "stock" }'));
      expect(at(other, 'compareSchemas.same')).toBe(false);
      const list = await read(`{ schemaSnapshots(database: "shop", last: 1) {
        edges { node { id } } } }`);
      const id = textAt(list, 'schemaSnapshots.edges.0.node.id');
      const first = await read(compare(`{ snapshot: "${id}" }`, '{ baseline: "shop" }'));
      expect(at(first, 'compareSchemas.changeCount')).toBe(1);
      const same = await read(compare('{ current: "shop" }', '{ current: "shop" }'));
      expect(at(same, 'compareSchemas')).toMatchObject({
        same: true,
        changeCount: 0,
        risk: 'NONE',
      });
    });

    it.each([
      ['{ snapshot: "nothing" }', 'NOT_FOUND', 'no snapshot'],
      ['{ current: "nobody" }', 'NOT_FOUND', 'no database'],
      ['{ current: "shop", baseline: "shop" }', undefined, 'Exactly one key'],
      ['{ }', undefined, 'Exactly one key'],
    ])('refuses %s', async (reference, code, message) => {
      expect(await refusal(compare('{ current: "shop" }', reference))).toEqual([
        code,
        expect.stringMatching(new RegExp(message, 'i')),
      ]);
    });
  });

  it('ask the store once for what many changes need', async () => {
    let selects = 0;
    const q = new Proxy(service.store.q, {
      get: (target, key) => {
        if (key === 'select') selects += 1;
        return Reflect.get(target, key);
      },
    });
    const services = { ...service.services, store: { ...service.store, q } };
    const viewer = { id: 'test', name: 'test', role: 'viewer' as const, origin: 'test' };
    const selectsOf = async (query: string): Promise<number> => {
      selects = 0;
      const contextValue = createContext({ viewer, services });
      const result = await execute({ schema, document: parse(query), contextValue });
      expect(result.errors).toBeUndefined();
      return selects;
    };
    // Changes, their databases and sets; of the sets runs, drifts, snapshots, positions, changes.
    expect(
      await selectsOf(`{ schemaChanges { edges { node { name database { name } set { origin
        run { id } drift { id } before { isCurrent } after { isBaseline } changes { name } } } } } }`),
    ).toBe(6);
    // Databases, positions, drifts, rules.
    expect(
      await selectsOf(`{ databases { edges { node { name schemaCheckedAt drift { state }
        driftIgnores { objects } } } } }`),
    ).toBe(4);
  });

  it('tell a subscriber what changes, what was missed, and what explains it', async () => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const subscription = `subscription ($database: ID, $after: Cursor) {
      schemaChanged(database: $database, after: $after) { cursor kind at
        set { origin database { name } changeCount changes { name } } } }`;
    const asOf = textAt(await read('{ schemaChanges { asOf } }'), 'schemaChanges.asOf');
    const live = socket.subscribe(subscription, { after: asOf });
    const other = socket.subscribe(subscription, { after: asOf, database: 'stock' });
    const added = await shop.change('create table carts (id integer)', {
      at: minute(10),
      origin: 'UNDECIDED',
    });
    expect(at((await live.count(1))[0], 'data.schemaChanged')).toMatchObject({
      kind: 'CHANGED',
      at: '2026-01-01T12:10:00.000Z',
      set: {
        origin: 'UNDECIDED',
        database: { name: 'shop' },
        changeCount: 1,
        changes: [{ name: 'public.carts' }],
      },
    });
    await shop.attribute(added, 'MIGRATION', minute(11));
    expect(at((await live.count(2))[1], 'data.schemaChanged')).toMatchObject({
      kind: 'ATTRIBUTED',
      set: { origin: 'MIGRATION' },
    });
    await stock.change('create table boxes (id integer)', { at: minute(12) });
    await live.count(3);
    expect(at((await other.count(1))[0], 'data.schemaChanged.set.database.name')).toBe('stock');
    const cursor = textAt(live.results[0], 'data.schemaChanged.cursor');
    const again = socket.subscribe(subscription, { after: cursor });
    const kinds = (await again.count(2)).map((one) => at(one, 'data.schemaChanged.kind'));
    expect(kinds).toEqual(['ATTRIBUTED', 'CHANGED']);
    const nobody = socket.subscribe(subscription, { database: 'nobody' });
    const [refused] = await nobody.count(1);
    expect(refused && codeOf(refused)).toBe('NOT_FOUND');
    expect(other.results).toHaveLength(1);
    socket.dispose();
  });

  it('say that an old schema is not kept any more', async () => {
    await forgetOldSnapshots(service.store.q, shop.databaseId, 1);
    const list = await read(`{ schemaSnapshots(database: "shop", last: 1) {
      edges { node { id isKept hash } } } }`);
    expect(at(list, 'schemaSnapshots.edges.0.node.isKept')).toBe(false);
    const id = textAt(list, 'schemaSnapshots.edges.0.node.id');
    const message = expect.stringContaining('not kept any more');
    expect(await refusal(`{ schemaSnapshot(id: "${id}") { json } }`)).toEqual([
      'CONFLICT',
      message,
    ]);
    expect(
      await refusal(
        `{ compareSchemas(a: { snapshot: "${id}" }, b: { current: "shop" }) { same } }`,
      ),
    ).toEqual(['CONFLICT', message]);
  });
});
