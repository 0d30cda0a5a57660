// The real service, with its embedded server alone, compares a database with its files.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { until } from '../support/until.ts';

let place: Place;
let service: Service;

beforeAll(async () => {
  place = await createPlace();
  const folder = path.join(place.directory, 'migrations');
  await mkdir(folder);
  await writeFile(
    path.join(folder, '0001_orders.sql'),
    'create table orders (id bigserial primary key, total numeric not null default 0);',
  );
  await place.writeConfiguration(`
databases:
  - name: shop
    url: embedded:shop
    migrations: { folder: ./migrations }
scratch: { timeout: 1min }
`);
  const { env, stateDirectory } = place;
  service = await startService({ env, stateDirectory });
}, 60_000);
afterAll(async () => {
  await service.stop();
  await place.remove();
});

interface Compared {
  readonly compareWithMigrations: {
    readonly __typename: string;
    readonly message?: string;
    readonly equal?: boolean;
    readonly risk?: string;
    readonly notes?: readonly string[];
    readonly failed?: null;
    readonly database?: { readonly name: string };
    readonly changes?: readonly { readonly change: string; readonly name: string }[];
  };
}

const compare = async (source = 'main'): Promise<Compared['compareWithMigrations']> => {
  const answer = await ask<Compared>(
    service,
    place.token,
    `mutation ($source: String) { compareWithMigrations(database: "shop", source: $source) {
       __typename
       ... on NotFoundError { message } ... on ConflictError { message }
       ... on MigrationComparison { equal risk notes sources failed { version message }
         database { name } changeCount changes { change kind name risk message attributes { name from to } } } } }`,
    { source },
  );
  return answer.compareWithMigrations;
};

it('finds what the files make and the database has not, and nothing once they have run', async () => {
  expect(await compare()).toMatchObject({
    __typename: 'MigrationComparison',
    equal: false,
    risk: 'CRITICAL',
    database: { name: 'shop' },
    failed: null,
    notes: ['files of "main" that are not applied were applied here: 0001'],
    changes: [
      {
        change: 'REMOVED',
        kind: 'TABLE',
        name: 'public.orders',
        message: 'table public.orders was removed',
        attributes: [],
      },
      { change: 'REMOVED', name: 'public.orders_id_seq' },
    ],
  });
  await ask(
    service,
    place.token,
    `mutation { triggerMigration(input: { database: "shop", autoApply: true }) { __typename } }`,
  );
  await until('the files have run', async () => (await compare()).equal === true, 60_000);
  expect(await compare()).toMatchObject({ equal: true, changes: [], notes: [], risk: 'NONE' });
}, 120_000);

it('names the sources that there are', async () => {
  expect(await compare('other')).toMatchObject({
    __typename: 'NotFoundError',
    message: expect.stringContaining('It has: main'),
  });
});
