import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { maxDriftIgnores } from '../../../src/monitors/schema/drift-commands.ts';
import { driftIgnoresChanged } from '../../../src/store/drift-ignores.ts';
import { readEvents } from '../../../src/store/event-log.ts';
import { findSchemaPosition } from '../../../src/store/schema-positions.ts';
import { beginHistory, statementOf, type SchemaHistory } from '../../support/schema-history.ts';
import { ask, at, codeOf, connect, send, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const minute = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 12, n));

const driftFields = `... on SchemaDrift { state resolution comment acknowledgedBy resolvedBy }
  ... on Error { message __typename }`;
const acknowledging = `mutation ($id: ID!, $comment: String) {
  acknowledgeDrift(id: $id, comment: $comment) { ${driftFields} } }`;
const accepting = `mutation ($id: ID!, $comment: String = "as agreed", $digest: String) {
  acceptDrift(id: $id, comment: $comment, digest: $digest) { ${driftFields} } }`;
const ignoring = `mutation ($database: ID!, $objects: String!, $reason: String!) {
  ignoreDrift(database: $database, objects: $objects, reason: $reason) {
    ... on DriftIgnore { id objects reason createdBy database { name } }
    ... on Error { message __typename } ... on InvalidInputError { issues { path message } } } }`;
const unignoring = `mutation ($id: ID!) { unignoreDrift(id: $id) {
  ... on DriftIgnore { objects } ... on Error { message __typename } } }`;

describe('drift in the API', () => {
  let service: TestService;
  let shop: SchemaHistory;
  let id: string;

  beforeEach(async () => {
    service = await startService();
    const tables = 'create table orders (id integer primary key, total integer)';
    shop = await beginHistory(service.store, 'shop', tables, minute(0));
    id = await shop.drift('create index by_hand on orders (total)', {
      at: minute(1),
      statements: [statementOf('public.by_hand', 'create index by_hand on orders', minute(1))],
    });
  });
  afterEach(async () => {
    await shop.close();
    await service.close();
  });

  const by = (role: 'viewer' | 'operator' | 'admin', query: string, variables?: object) =>
    ask(service.url, service.tokens[role], query, { ...variables });
  const entries = async (): Promise<unknown> => {
    const data = await by('admin', '{ auditLog { edges { node { action subject result } } } }');
    const edges = at(data, 'auditLog.edges');
    return Array.isArray(edges)
      ? edges.map((edge) => ['action', 'subject', 'result'].map((key) => at(edge, `node.${key}`)))
      : [];
  };

  it('is shown object by object, with who and when', async () => {
    const shown = `id state resolution risk changeCount digest openedAt changedAt
      changes { change kind name parent risk classes message attributes { name } breaks { object } }
      statements { user application tag object } database { name }`;
    const data = await by(
      'viewer',
      `{ drift(database: "shop") { ${shown} }
      none: drift(database: "stock") { id } database(name: "shop") { drift { id } }
      drifts(filter: { states: [OPEN] }) { totalCount edges { node { id } } } }`,
    );
    expect(at(data, 'drift')).toMatchObject({
      state: 'OPEN',
      resolution: null,
      risk: 'NONE',
      changeCount: 1,
      openedAt: '2026-01-01T12:01:00.000Z',
      changes: [
        {
          change: 'ADDED',
          kind: 'INDEX',
          name: 'public.by_hand',
          parent: 'TABLE public.orders',
          classes: [],
          breaks: [],
        },
      ],
      statements: [{ user: 'alice', application: 'psql', tag: 'CREATE INDEX' }],
      database: { name: 'shop' },
    });
    expect(at(data, 'none')).toBeNull();
    const global = at(data, 'drift.id');
    expect(at(data, 'database.drift.id')).toBe(global);
    expect(at(data, 'drifts')).toEqual({ totalCount: 1, edges: [{ node: { id: global } }] });
    const node = await by('viewer', 'query ($id: ID!) { node(id: $id) { __typename } }', {
      id: global,
    });
    expect(node).toEqual({ node: { __typename: 'SchemaDrift' } });
  });

  it('is acknowledged by operators, once, and open again when it becomes another one', async () => {
    const noted = await by('operator', acknowledging, { id, comment: 'for the sale' });
    const acknowledged = {
      state: 'ACKNOWLEDGED',
      resolution: null,
      comment: 'for the sale',
      acknowledgedBy: 'a operator',
      resolvedBy: null,
    };
    expect(at(noted, 'acknowledgeDrift')).toEqual(acknowledged);
    const again = await by('operator', acknowledging, { id, comment: 'another one' });
    expect(at(again, 'acknowledgeDrift')).toEqual(acknowledged);
    await shop.drift('alter table orders add column note text', { at: minute(2) });
    const data = await by('viewer', '{ drift(database: "shop") { state changeCount } }');
    expect(at(data, 'drift')).toEqual({ state: 'OPEN', changeCount: 2 });
    expect(await entries()).toEqual([
      ['acknowledgeDrift', 'database:shop', 'ok'],
      ['acknowledgeDrift', 'database:shop', 'ok'],
    ]);
  });

  it('is accepted by admins: what the database has is the baseline then', async () => {
    const looked = textAt(
      await by('viewer', '{ drift(database: "shop") { digest } }'),
      'drift.digest',
    );
    await shop.drift('alter table orders add column note text', { at: minute(2) });
    const stale = await by('admin', accepting, { id, digest: looked });
    expect(at(stale, 'acceptDrift.__typename')).toBe('ConflictError');
    const digest = textAt(
      await by('viewer', '{ drift(database: "shop") { digest } }'),
      'drift.digest',
    );
    const data = await by('admin', accepting, { id, digest });
    const accepted = {
      state: 'RESOLVED',
      resolution: 'ACCEPTED',
      comment: 'as agreed',
      acknowledgedBy: null,
      resolvedBy: 'a admin',
    };
    expect(at(data, 'acceptDrift')).toEqual(accepted);
    expect(at(await by('admin', accepting, { id }), 'acceptDrift')).toEqual(accepted);
    const position = await findSchemaPosition(service.store.q, shop.databaseId);
    expect(position?.baselineId).toBe(shop.snapshotId());
    const over = await by('operator', acknowledging, { id });
    expect(at(over, 'acknowledgeDrift')).toEqual({
      __typename: 'ConflictError',
      message: 'This drift is over: ACCEPTED by a admin.',
    });
    expect(await by('viewer', '{ drift(database: "shop") { id } }')).toEqual({ drift: null });
    expect(await entries()).toEqual([
      ['acknowledgeDrift', `schema-drift:${id}`, 'CONFLICT'],
      ['acceptDrift', 'database:shop', 'ok'],
      ['acceptDrift', 'database:shop', 'ok'],
      ['acceptDrift', `schema-drift:${id}`, 'CONFLICT'],
    ]);
  });

  it('is not accepted while it is not known what made the latest changes', async () => {
    await shop.change('create table carts (id integer)', { at: minute(2), origin: 'UNDECIDED' });
    const data = await by('admin', accepting, { id });
    expect(at(data, 'acceptDrift.__typename')).toBe('ConflictError');
    expect(at(data, 'acceptDrift.message')).toContain('a migration may be under way');
    const position = await findSchemaPosition(service.store.q, shop.databaseId);
    expect(position?.baselineId).not.toBe(shop.snapshotId());
  });

  it('is accepted once when two do so at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => by('admin', accepting, { id })),
    );
    expect(answers.map((one) => at(one, 'acceptDrift.state'))).toEqual(Array(5).fill('RESOLVED'));
    const events = await readEvents(
      service.store.raw,
      { after: 0, limit: 100 },
      { types: ['drift.resolved'] },
    );
    expect(events).toHaveLength(1);
  });

  it('is none for objects that a rule names, and is one again without it', async () => {
    const objects = 'INDEX public.by_*';
    const made = await by('admin', ignoring, { database: 'shop', objects, reason: 'made by hand' });
    expect(at(made, 'ignoreDrift')).toMatchObject({
      objects,
      reason: 'made by hand',
      createdBy: 'a admin',
      database: { name: 'shop' },
    });
    const rule = textAt(made, 'ignoreDrift.id');
    const again = await by('admin', ignoring, { database: 'shop', objects, reason: 'as agreed' });
    expect(at(again, 'ignoreDrift')).toMatchObject({ id: rule, reason: 'as agreed' });
    const list = await by(
      'viewer',
      '{ database(name: "shop") { driftIgnores { objects reason } } }',
    );
    expect(at(list, 'database.driftIgnores')).toEqual([{ objects, reason: 'as agreed' }]);
    const over = '{ drift(database: "shop") { id } drifts { edges { node { resolution } } } }';
    expect(await by('viewer', over)).toEqual({
      drift: null,
      drifts: { edges: [{ node: { resolution: 'IGNORED' } }] },
    });
    const gone = await by('admin', unignoring, { id: rule });
    expect(gone).toEqual({ unignoreDrift: { objects } });
    const shown = '{ drift(database: "shop") { state changes { name } } }';
    expect(await by('viewer', shown)).toEqual({
      drift: { state: 'OPEN', changes: [{ name: 'public.by_hand' }] },
    });
    const twice = await by('admin', unignoring, { id: rule });
    expect(at(twice, 'unignoreDrift.__typename')).toBe('NotFoundError');
    const events = await readEvents(
      service.store.raw,
      { after: 0, limit: 100 },
      { types: [driftIgnoresChanged.type] },
    );
    expect(events.map((event) => driftIgnoresChanged.read(event)?.change)).toEqual([
      'ADDED',
      'REMOVED',
    ]);
  });

  it.each([
    ['TABLE', 'has no name'],
    ['TABEL public.x', 'no kind of object'],
    ['* *', 'every object'],
    ['', 'has no name'],
    ['TABLE public.a\u0007', 'control character'],
    [`TABLE ${'x'.repeat(300)}`, 'more than 300'],
  ])('has no rule for %j', async (objects, message) => {
    const data = await by('admin', ignoring, { database: 'shop', objects, reason: 'why not' });
    expect(at(data, 'ignoreDrift.issues')).toEqual([
      { path: 'objects', message: expect.stringContaining(message) },
    ]);
  });

  it('has a bounded number of rules', async () => {
    await service.store.raw`
      insert into hawkwatch_store.drift_ignores (id, database_id, objects, reason, created_by, created_at)
      select gen_random_uuid(), ${shop.databaseId}, 'TABLE t' || n, 'many', 'test', now()
      from generate_series(1, ${maxDriftIgnores}) n`;
    const rule = { database: 'shop', objects: 'TABLE one_more', reason: 'one more' };
    const data = await by('admin', ignoring, rule);
    expect(at(data, 'ignoreDrift.__typename')).toBe('ConflictError');
  });

  it.each([
    ['viewer', acknowledging, () => ({ id })],
    ['operator', accepting, () => ({ id })],
    ['operator', ignoring, () => ({ database: 'shop', objects: 'TABLE x', reason: 'mine' })],
    ['operator', unignoring, () => ({ id: '00000000-0000-4000-8000-000000000000' })],
  ] as const)('is refused to a %s on both transports', async (role, query, variables) => {
    const token = service.tokens[role];
    const data = await ask(service.url, token, query, variables());
    expect(Object.values(data).map((one) => at(one, '__typename'))).toEqual(['ForbiddenError']);
    const socket = connect(service.webSocketUrl, token);
    const [answer] = await socket.subscribe(query, variables()).count(1);
    const values = Object.values(answer?.data ?? {});
    expect(values.map((one) => at(one, '__typename'))).toEqual(['ForbiddenError']);
    socket.dispose();
    const state = await by('viewer', '{ drift(database: "shop") { state } }');
    expect(state).toEqual({ drift: { state: 'OPEN' } });
  });

  it.each(['nothing', '00000000-0000-4000-8000-000000000000'])(
    'is not found as %s',
    async (wrong) => {
      for (const query of [acknowledging, accepting]) {
        const data = await by('admin', query, { id: wrong });
        expect(Object.values(data).map((one) => at(one, '__typename'))).toEqual(['NotFoundError']);
      }
    },
  );

  it('is told live, with what was missed', async () => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const subscription = `subscription ($after: Cursor, $database: ID) {
      driftChanged(after: $after, database: $database) { cursor kind actor drift { state changeCount } } }`;
    const asOf = textAt(await by('viewer', '{ drifts { asOf } }'), 'drifts.asOf');
    const live = socket.subscribe(subscription, { after: asOf, database: 'shop' });
    const stock = socket.subscribe(subscription, { after: asOf, database: 'stock' });
    await by('operator', acknowledging, { id });
    const [first] = await live.count(1);
    expect(at(first, 'data.driftChanged')).toMatchObject({
      kind: 'ACKNOWLEDGED',
      actor: 'a operator',
      drift: { state: 'ACKNOWLEDGED' },
    });
    await shop.drift('alter table orders add column note text', { at: minute(2) });
    await by('admin', accepting, { id });
    await live.count(3);
    const again = socket.subscribe(subscription, {
      after: textAt(first, 'data.driftChanged.cursor'),
    });
    const kinds = (await again.count(2)).map((one) => at(one, 'data.driftChanged.kind'));
    expect(kinds).toEqual(['CHANGED', 'RESOLVED']);
    expect(stock.results).toEqual([]);
    socket.dispose();
  });

  it('pages through what is over, newest first', async () => {
    await by('admin', accepting, { id });
    for (const n of [2, 3, 4]) {
      const next = await shop.drift(`create table t${n} (id integer)`, { at: minute(n) });
      await by('admin', accepting, { id: next });
    }
    const page = async (args: string) => {
      const data = await by(
        'viewer',
        `{ drifts(${args}) { totalCount
        edges { node { openedAt } } pageInfo { hasNextPage endCursor } } }`,
      );
      const edges = at(data, 'drifts.edges');
      const minutes = Array.isArray(edges)
        ? edges.map((edge) => new Date(textAt(edge, 'node.openedAt')).getUTCMinutes())
        : [];
      return {
        minutes,
        end: at(data, 'drifts.pageInfo.endCursor'),
        total: at(data, 'drifts.totalCount'),
      };
    };
    const first = await page('first: 3');
    expect(first).toMatchObject({ minutes: [4, 3, 2], total: 4 });
    expect((await page(`first: 3, after: "${String(first.end)}"`)).minutes).toEqual([1]);
    expect((await page('last: 2')).minutes).toEqual([2, 1]);
    const filter = 'filter: { resolutions: [ACCEPTED], since: "2026-01-01T12:03:00Z" }';
    expect(await page(filter)).toMatchObject({ minutes: [4, 3], total: 2 });
    expect((await page('filter: { states: [OPEN, ACKNOWLEDGED] }')).minutes).toEqual([]);
    const bad = '{ drifts(first: 0) { asOf } }';
    expect(codeOf(await send(service.url, service.tokens.viewer, bad))).toBe('INVALID_INPUT');
  });
});
