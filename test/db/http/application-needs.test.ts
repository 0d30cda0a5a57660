// What applications need, told over HTTP: tables that the configuration requires and a folder of queries,
// against the schema that the store has of the database.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { forgetOldSnapshots } from '../../../src/store/schema-snapshots.ts';
import { updateSchemaPosition } from '../../../src/store/schema-positions.ts';
import { beginHistory, type SchemaHistory } from '../../support/schema-history.ts';
import { ask, at, codeOf, send } from './clients.ts';
import { startService, type TestService } from './service.ts';

const minute = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 12, n));

const whole = `{ applicationNeeds(database: "shop") { required queries
  unmet { need object problem message } unmetCount notChecked { need reason } notCheckedCount
  faults faultCount snapshot { isCurrent hash } checkedAt } }`;

describe('what applications need', () => {
  let folder: string;
  let service: TestService;
  let shop: SchemaHistory;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-needs-'));
    await mkdir(path.join(folder, 'orders'));
    const list = path.join(folder, 'orders', 'list.sql');
    await writeFile(
      list,
      'select id, total from orders;\n\nselect gone from orders where id = $1;\n',
    );
    await utimes(list, minute(0), minute(0));
    await writeFile(path.join(folder, 'add.sql'), 'insert into orders (id) values (:id)');
    await writeFile(path.join(folder, 'odd.sql'), 'select {{ columns }} from orders');
    await writeFile(path.join(folder, 'big.sql'), ' '.repeat(1024 * 1024 + 1));
    service = await startService({
      schema: {
        queries: folder,
        required: [
          { table: 'orders', columns: [{ name: 'id', type: 'int4' }] },
          { table: 'sales.invoices', columns: [] },
        ],
      },
    });
    const sql = 'create table orders (id integer primary key, total integer not null)';
    shop = await beginHistory(service.store, 'shop', sql, minute(0));
  });
  afterAll(async () => {
    await shop.close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  const read = (query: string) => ask(service.url, service.tokens.viewer, query);
  const refusal = async (query: string, token: string | undefined = service.tokens.viewer) => {
    const answer = await send(service.url, token, query);
    return [codeOf(answer), answer.errors?.[0]?.message];
  };

  it('is told with what the schema does not have, and what cannot be told', async () => {
    const needs = at(await read(whole), 'applicationNeeds');
    expect(needs).toMatchObject({
      required: 2,
      queries: 4,
      unmetCount: 3,
      notCheckedCount: 1,
      faultCount: 1,
      snapshot: { isCurrent: true },
      checkedAt: '2026-01-01T12:00:00.000Z',
    });
    expect(at(needs, 'unmet')).toEqual([
      {
        need: 'required: sales.invoices',
        object: 'sales.invoices',
        problem: 'TABLE_MISSING',
        message: expect.stringContaining('sales.invoices'),
      },
      {
        need: 'queries/add.sql:1',
        object: 'public.orders.total',
        problem: 'NOT_NULL_WITHOUT_DEFAULT',
        message: expect.stringContaining('total'),
      },
      {
        need: 'queries/orders/list.sql:3',
        object: 'public.orders.gone',
        problem: 'COLUMN_MISSING',
        message: expect.stringContaining('gone'),
      },
    ]);
    expect(at(needs, 'notChecked')).toMatchObject([{ need: 'queries/odd.sql:1' }]);
    expect(at(needs, 'faults')).toEqual([expect.stringMatching(/^big\.sql has 1048577 bytes/)]);
    expect(JSON.stringify(needs)).not.toContain(folder);
  });

  it('is told of the schema and the files as they are now', async () => {
    await shop.change('alter table orders add gone text, alter total set default 0', {
      at: minute(1),
    });
    await writeFile(path.join(folder, 'odd.sql'), 'select id from orders');
    const needs = at(await read(whole), 'applicationNeeds');
    expect(needs).toMatchObject({
      queries: 4,
      unmet: [{ need: 'required: sales.invoices' }],
      notChecked: [],
      snapshot: { isCurrent: true },
      checkedAt: '2026-01-01T12:01:00.000Z',
    });
  });

  it('is cut where it is long, with its whole number', async () => {
    const file = path.join(folder, 'many.sql');
    await writeFile(file, 'select no_column from orders;\n'.repeat(250));
    await shop.change('create table other (id int)', { at: minute(2) });
    const needs = at(await read(whole), 'applicationNeeds');
    expect(needs).toMatchObject({ queries: 254, unmetCount: 251 });
    expect(at(needs, 'unmet')).toHaveLength(200);
    await rm(file);
  });

  it('costs as much as the objects of a schema do', async () => {
    const aliased = (count: number): string =>
      `{ ${Array.from({ length: count }, (_one, n) => `a${n}: applicationNeeds(database: "shop") { unmetCount }`).join(' ')} }`;
    expect(await read(aliased(9))).toMatchObject({ a8: { unmetCount: 1 } });
    expect((await refusal(aliased(11)))[0]).toBe('LIMIT_EXCEEDED');
  });

  it('is refused with what to do where nothing is known', async () => {
    const ofStock = '{ applicationNeeds(database: "stock") { unmetCount } }';
    expect(await refusal(ofStock)).toEqual([
      'NOT_FOUND',
      expect.stringContaining('No schema of "stock" is known yet'),
    ]);
    expect(await refusal(ofStock.replace('stock', 'nowhere'))).toEqual([
      'NOT_FOUND',
      expect.stringContaining('"shop"'),
    ]);
    expect((await refusal(whole, 'nobody'))[0]).toBe('UNAUTHENTICATED');
  });

  it('says so when the schema is not kept', async () => {
    const { databaseId } = shop;
    const current = shop.snapshotId();
    await shop.change('create table later (id int)', { at: minute(3) });
    await updateSchemaPosition(service.store.q, databaseId, { baselineId: shop.snapshotId() });
    await forgetOldSnapshots(service.store.q, databaseId, 0);
    await updateSchemaPosition(service.store.q, databaseId, { snapshotId: current });
    expect(await refusal(whole)).toEqual([
      'CONFLICT',
      expect.stringContaining('are not kept any more'),
    ]);
  });
});
