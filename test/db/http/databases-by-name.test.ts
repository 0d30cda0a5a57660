// The databases that many things of a list name are read by one query.
import { expect, it, vi } from 'vitest';

import * as databases from '../../../src/store/databases.ts';
import { declare, named } from '../endpoints/rig.ts';
import { ask, at } from './clients.ts';
import { startService } from './service.ts';

vi.mock('../../../src/store/databases.ts', { spy: true });

it('reads the databases of all endpoints at once', async () => {
  const service = await startService();
  const names = ['a', 'b', 'c', 'd'];
  await declare(
    service.store,
    names.map((name) => named(name, { database: `of-${name}` })),
  );
  vi.mocked(databases.findDatabasesByName).mockClear();
  vi.mocked(databases.findDatabaseByName).mockClear();
  const all = await ask(
    service.url,
    service.tokens.viewer,
    '{ endpoints { edges { node { name database { name } } } } }',
  );
  expect(at(all, 'endpoints.edges')).toHaveLength(4);
  expect(databases.findDatabasesByName).toHaveBeenCalledTimes(1);
  expect(databases.findDatabaseByName).not.toHaveBeenCalled();
  await service.close();
});
