import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keysStatement } from '../../../src/store/compliance-keys.ts';
import { insertRun } from '../../../src/store/migration-runs.ts';
import { revokeToken } from '../../../src/store/tokens.ts';
import { parseTable } from '../../support/csv.ts';
import { beginHistory, statementOf, type SchemaHistory } from '../../support/schema-history.ts';
import { until } from '../../support/until.ts';
import { ask, at, codeOf, connect, send, textAt } from './clients.ts';
import { clock, random, startService, type TestService } from './service.ts';

const minute = (n: number): Date => new Date(Date.UTC(2020, 0, 1, 12, n));

const entryFields = `at what who origin outcome message source tool runId driftId change objectKind
  object risk comment startedAt versions { version name checksum state }
  attributes { name from to } approval { decision by at comment } statements { statement user }`;

describe('the record of a database', () => {
  let service: TestService;
  let shop: SchemaHistory;
  let stock: SchemaHistory;
  const runId = random.uuid();

  const insertReviewedRun = (databaseId: string): Promise<void> =>
    insertRun(
      service.store.q,
      {
        id: runId,
        databaseId,
        source: 'main',
        kind: 'MIGRATE',
        origin: 'API',
        state: 'SUCCEEDED',
        dryRun: false,
        toVersion: null,
        triggeredBy: 'olga',
        actorId: 'op',
        clientMutationId: null,
        inputHash: 'hash',
        retryOf: null,
        queuedAt: minute(1),
        cursorEpoch: 'test',
        cursorId: 0,
        keyId: 'key',
        recordedSeq: 0,
        startedAt: minute(2),
        review: {
          decision: 'approved',
          by: 'otto',
          actorId: 'ot',
          at: minute(1).toISOString(),
          comment: '=looks good',
        },
      },
      [
        {
          position: 1,
          version: '2',
          name: 'add, "note"',
          checksum: 'c0ffee',
          state: 'APPLIED',
          statementsTotal: 1,
          sealed: null,
        },
      ],
    );

  beforeAll(async () => {
    service = await startService();
    shop = await beginHistory(
      service.store,
      'shop',
      'create table orders (id integer primary key, total integer)',
      minute(0),
    );
    stock = await beginHistory(
      service.store,
      'stock',
      'create table parts (id integer)',
      minute(0),
    );
    await insertReviewedRun(shop.databaseId);
    await shop.change('alter table orders add column note text', { at: minute(3), runId });
    await stock.change('alter table parts add column size integer', { at: minute(3) });
    await shop.change('alter table orders alter column total type bigint', {
      at: minute(4),
      origin: 'FOREIGN_MIGRATION',
      migration: { source: 'legacy', tool: 'flyway', versions: ['7'] },
    });
    const statement = 'alter table orders add column "=cmd|x" text';
    const drift = await shop.drift(statement, {
      at: minute(5),
      statements: [statementOf('public.orders', statement, minute(5))],
    });
    const rule = 'ignoreDrift(database: "shop", objects: "TABLE tmp_*", reason: "scratch tables")';
    await ask(service.url, service.tokens.admin, `mutation { ${rule} { __typename } }`);
    const accept = `acceptDrift(id: "${drift}", comment: "agreed with the team")`;
    await ask(service.url, service.tokens.admin, `mutation { ${accept} { __typename } }`);
  });
  afterAll(async () => {
    await shop.close();
    await stock.close();
    await service.close();
  });

  const read = (args: string, fields = `edges { cursor node { ${entryFields} } }`) =>
    ask(
      service.url,
      service.tokens.operator,
      `{ complianceRecord(database: "shop" ${args}) { ${fields} pageInfo { hasNextPage endCursor } } }`,
    );
  const entriesOf = (data: unknown): readonly unknown[] => {
    const edges = at(data, 'complianceRecord.edges');
    return Array.isArray(edges) ? edges.map((edge) => at(edge, 'node')) : [];
  };
  const get = (query: string, token = service.tokens.operator, init: RequestInit = {}) =>
    fetch(`${service.url.replace('/graphql', '')}/exports/compliance?${query}`, {
      ...init,
      headers: { authorization: `Bearer ${token}` },
    });

  it('has runs, changes, drift and decisions in the order of time', async () => {
    const entries = entriesOf(await read(''));
    expect(entries).toMatchObject([
      {
        at: '2020-01-01T12:01:00.000Z',
        what: 'MIGRATION_RUN',
        who: 'olga',
        origin: 'API',
        outcome: 'SUCCEEDED',
        message: 'A run applies one migration',
        source: 'main',
        runId,
        versions: [{ version: '2', name: 'add, "note"', checksum: 'c0ffee', state: 'APPLIED' }],
        approval: { decision: 'approved', by: 'otto', comment: '=looks good' },
      },
      {
        at: '2020-01-01T12:03:00.000Z',
        what: 'SCHEMA_CHANGE',
        who: 'olga',
        origin: 'MIGRATION',
        outcome: 'ADDED',
        source: 'main',
        runId,
        object: 'public.orders.note',
      },
      {
        what: 'SCHEMA_CHANGE',
        origin: 'FOREIGN_MIGRATION',
        who: null,
        source: 'legacy',
        tool: 'flyway',
        versions: [{ version: '7', checksum: null }],
        change: 'CHANGED',
        objectKind: 'COLUMN',
        attributes: [{ name: 'type', from: 'integer', to: 'bigint' }],
      },
      {
        at: '2020-01-01T12:05:00.000Z',
        what: 'SCHEMA_CHANGE',
        who: 'alice',
        origin: 'DRIFT',
        statements: [{ user: 'alice' }],
      },
      { at: '2020-01-01T12:05:00.000Z', what: 'DRIFT', outcome: 'OPENED', who: 'alice' },
      {
        what: 'DECISION',
        outcome: 'ignoreDrift',
        who: 'a admin',
        object: 'TABLE tmp_*',
        comment: 'scratch tables',
      },
      { what: 'DRIFT', outcome: 'ACCEPTED', who: 'a admin', comment: 'agreed with the team' },
      { what: 'DECISION', outcome: 'acceptDrift', comment: 'agreed with the team' },
    ]);
  });

  it('is the same page by page, with a page as CSV', async () => {
    const whole = entriesOf(await read(''));
    const paged: unknown[] = [];
    let csv = '';
    let after = '';
    for (let n = 0; n < 20; n += 1) {
      const header = n === 0 ? '' : '(header: false)';
      const data = await read(
        `first: 1 ${after}`,
        `csv${header} edges { node { ${entryFields} } }`,
      );
      paged.push(...entriesOf(data));
      csv += textAt(data, 'complianceRecord.csv');
      if (at(data, 'complianceRecord.pageInfo.hasNextPage') !== true) break;
      after = `after: "${textAt(data, 'complianceRecord.pageInfo.endCursor')}"`;
    }
    expect(paged).toEqual(whole);
    expect(csv).toBe(await (await get('database=shop')).text());
  });

  it('is restricted to a range of time', async () => {
    const range = 'since: "2020-01-01T12:03:00Z", until: "2020-01-01T12:05:00Z"';
    const entries = entriesOf(await read(range));
    expect(entries.map((entry) => at(entry, 'object'))).toEqual([
      'public.orders.note',
      'public.orders.total',
    ]);
    const query = 'since=2020-01-01T12:03:00Z&until=2020-01-01T12:05:00Z';
    const rows = parseTable(await (await get(`database=shop&${query}`)).text());
    expect(rows.map((row) => row['object'])).toEqual(['public.orders.note', 'public.orders.total']);
  });

  it('is exported as CSV that a spreadsheet takes for text', async () => {
    const response = await get('database=shop&format=csv');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="compliance-shop-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const rows = parseTable(await response.text());
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatchObject({
      at: '2020-01-01T12:01:00.000Z',
      what: 'MIGRATION_RUN',
      who: 'olga',
      versions: '2',
      checksums: 'c0ffee',
      approval: 'approved',
      approved_by: 'otto',
      comment: "'=looks good",
    });
    expect(rows[2]).toMatchObject({ attributes: 'type: integer → bigint', risk: 'HIGH' });
    expect(rows[3]).toMatchObject({
      object: 'public.orders."=cmd|x"',
      client: '192.0.2.1',
      statement: 'alter table orders add column "=cmd|x" text',
    });
  });

  it('is exported as JSON', async () => {
    const response = await get('database=shop&format=json');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const file: unknown = await response.json();
    expect(at(file, 'database')).toBe('shop');
    expect(at(file, 'entries')).toHaveLength(8);
    expect(at(file, 'entries.0')).toMatchObject({
      what: 'MIGRATION_RUN',
      approval: { by: 'otto' },
    });
    const empty: unknown = await (await get('database=shop&format=json&until=2019-01-01')).json();
    expect(empty).toMatchObject({ since: null, entries: [] });
  });

  it.each([
    ['', 400, 'database'],
    ['database=shop&format=xml', 400, 'format'],
    ['database=shop&since=yesterday', 400, 'since'],
    ['database=shop&until=2020-13-01', 400, 'until'],
    ['database=nobody', 404, 'Known are'],
  ])('is not exported for %j', async (query, status, message) => {
    const response = await get(query);
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.stringContaining(message),
    ]);
  });

  it('is for operators, on every transport', async () => {
    expect((await get('database=shop', 'wrong')).status).toBe(401);
    expect((await get('database=shop', service.tokens.viewer)).status).toBe(403);
    expect((await get('database=shop', service.tokens.admin)).status).toBe(200);
    expect((await get('database=shop', service.tokens.admin, { method: 'POST' })).status).toBe(405);
    const query = '{ complianceRecord(database: "shop") { asOf } }';
    expect(codeOf(await send(service.url, service.tokens.viewer, query))).toBe('FORBIDDEN');
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const [answer] = await socket.subscribe(query).count(1);
    expect(answer && codeOf(answer)).toBe('FORBIDDEN');
    socket.dispose();
  });

  it('is read from its beginning', async () => {
    const backwards = '{ complianceRecord(database: "shop", last: 2) { asOf } }';
    const nonsense = '{ complianceRecord(database: "shop", after: "bm8") { asOf } }';
    for (const query of [backwards, nonsense]) {
      const answer = await send(service.url, service.tokens.operator, query);
      expect(codeOf(answer)).toBe('INVALID_INPUT');
    }
  });

  describe('that is long', () => {
    const many = 20_000;

    beforeAll(async () => {
      const { raw } = service.store;
      // Sets of a hundred changes of one moment, so that pages end in the middle of them.
      await raw`
        insert into hawkwatch_store.schema_change_sets (id, database_id, origin, statements, renames,
          risk, change_count, since_at, detected_at, attributed_at)
        select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, ${stock.databaseId},
          'MIGRATION', '[]', '[]', 'NONE', 100, at, at, at
        from generate_series(1, ${many / 100}) n,
          lateral (select timestamptz '2021-01-01' + n * interval '1 minute' as at) t`;
      await raw`
        insert into hawkwatch_store.schema_changes (set_id, database_id, change, kind, name, risk,
          classes, attributes, message, breaks, detected_at)
        select s.id, s.database_id, 'ADDED', 'TABLE', 'public.t' || n, 'NONE', '[]', '[]',
          'The table public.t' || n || ' is new' || repeat('.', 500), '[]', s.detected_at
        from hawkwatch_store.schema_change_sets s, generate_series(1, 100) n
        where s.detected_at >= '2021-01-01' order by s.id, n`;
      await raw`analyze hawkwatch_store.schema_changes`;
    });

    it('is exported whole, each entry once', async () => {
      const rows = parseTable(await (await get('database=stock&since=2021-01-01')).text());
      expect(rows).toHaveLength(many);
      expect(new Set(rows.map((row) => `${row['at']} ${row['object']}`)).size).toBe(many);
      const times = rows.map((row) => row['at'] ?? '');
      expect(times).toEqual(times.toSorted());
    });

    it('is read by its indexes', async () => {
      const range = { databaseId: stock.databaseId, database: 'stock', since: minute(0) };
      const id = String(many / 2);
      const after = { kind: 'CHANGE', at: new Date('2021-01-01T01:00:00Z'), id } as const;
      const { sql } = await import('../../../src/store/drizzle.ts');
      const plan = await service.store.q.execute(
        sql`explain (format json) ${keysStatement(range, { limit: 100, after })}`,
      );
      const text = JSON.stringify(plan);
      expect(text).toMatch(/schema_changes_(?:database|detected)/);
      expect(text).not.toMatch(/"Seq Scan"[^}]*"schema_changes"/);
    });

    it('ends with its token, and is not taken for whole then', async () => {
      const { text, id } = await service.addToken('operator');
      const response = await get('database=stock&format=json', text);
      const reader = response.body?.getReader();
      await reader?.read();
      await service.store.transaction((tx) => revokeToken(tx, id, clock.now()));
      const ended = async (): Promise<boolean> => {
        const step = await reader?.read();
        return step?.done === true;
      };
      await expect(until('the end of the export', ended)).rejects.toThrow(/terminated|aborted/);
    });

    it('is given to a few at a time', async () => {
      const responses = await Promise.all(
        Array.from({ length: 8 }, () => get('database=stock&format=json')),
      );
      const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([200, 200, 200, 200, 429, 429, 429, 429]);
      for (const response of responses) await response.body?.cancel();
      await until('room for another one', async () => {
        const response = await get('database=shop');
        await response.text();
        return response.status === 200;
      });
    });
  });
});
